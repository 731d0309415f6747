"""Every hazard has a control, and every control a test that exists; what is open says so."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest

from tests.support.process import CHECKOUT, resources

NOT_BUILT = "Not built yet: "
OPEN: frozenset[str] = frozenset()
"""The hazards whose control does not exist yet. Take one out when its control is tested."""


def hazards() -> list[dict[str, str]]:
    text = (resources() / "safety" / "HAZARDS.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def names_of_tests() -> set[str]:
    """Every test function in the tree."""
    return {
        node.name
        for path in Path(CHECKOUT, "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_hazard_is_named_once_and_filled_in() -> None:
    rows = hazards()
    assert [row["id"] for row in rows] == [f"H{number}" for number in range(1, 34)]
    for row in rows:
        needed = {name: row[name] for name in row if name not in {"tests", "residual"}}
        assert all(needed.values()), row["id"]


def test_every_control_names_tests_that_exist() -> None:
    known = names_of_tests()
    missing = {
        (row["id"], name) for row in hazards() for name in row["tests"].split() if name not in known
    }
    assert missing == set()


def test_a_control_without_a_test_says_that_it_is_not_built() -> None:
    open_ = {row["id"] for row in hazards() if row["control"].startswith(NOT_BUILT)}
    assert open_ == {row["id"] for row in hazards() if not row["tests"].strip()}
    assert open_ == OPEN


@pytest.mark.parametrize("row", hazards(), ids=lambda row: row["id"])
def test_an_open_hazard_names_what_is_left(row: dict[str, str]) -> None:
    if row["id"] in OPEN:
        assert row["residual"]
        assert row["control"].removeprefix(NOT_BUILT).strip()
    else:
        assert row["tests"].split()
