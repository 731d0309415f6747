"""The list of the thirty points names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.support.process import CHECKOUT

LIST = CHECKOUT / "tests" / "CHECKLIST.md"
_DEFINED = re.compile(r"^def (test_\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def known() -> set[str]:
    sources = (path.read_text("utf-8") for path in (CHECKOUT / "tests").rglob("test_*.py"))
    return {name for source in sources for name in _DEFINED.findall(source)}


def rows() -> list[list[str]]:
    lines = LIST.read_text("utf-8").splitlines()
    return [line.split("|")[1:-1] for line in lines if re.match(r"\| \d+ \|", line)]


def test_all_thirty_points_are_there_in_their_order() -> None:
    assert [int(row[0]) for row in rows()] == list(range(1, 31))


def test_a_point_that_holds_names_tests_that_exist(known: set[str]) -> None:
    for number, _point, holds, proof in rows():
        named = re.findall(r"`(test_\w+)`", proof)
        assert named or holds.strip() != "yes", number
        assert [name for name in named if name not in known] == [], number
