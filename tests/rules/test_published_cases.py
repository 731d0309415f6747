"""Every published case gives exactly the answer that stands beside it."""

from __future__ import annotations

from typing import Any

import pytest

from aza_desktop.services.answers import answer_json
from aza_desktop.services.judging import judge
from tests.support.rule_cases import facts_of, published

BOOK = published()


def own_part(answer: dict[str, Any]) -> dict[str, Any]:
    """What the published answer speaks of: codes of the catalogue without words and sources."""
    marks = [
        {key: mark[key] for key in ("code", "severity", "results")}
        for mark in answer["marks"]
        if mark["code"] in BOOK["mark_catalogue"]
    ]
    return {
        "marks": sorted(marks, key=lambda mark: mark["code"]),
        "labs_due": answer["labs_due"],
        "escalation": answer["escalation"],
        "restart": answer["restart"],
        "transitions_offered": answer["transitions_offered"],
        "derived": answer["derived"],
    }


@pytest.mark.parametrize("vector", BOOK["vectors"], ids=lambda vector: vector["id"])
def test_a_published_case_is_answered_exactly(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    answer: dict[str, Any] = answer_json(judge(facts_of(vector)))
    wanted = {key: expected.get(key, {}) for key in own_part(answer)}
    wanted["marks"] = sorted(expected["marks"], key=lambda mark: mark["code"])
    assert own_part(answer) == wanted
    codes = {mark["code"] for mark in answer["marks"]}
    assert not codes.intersection(expected["absent"])
    assert codes.issuperset(expected["certain"]["present"])


def test_the_catalogue_of_the_literal_protocol_is_the_published_one() -> None:
    from tests.support.rule_cases import literal

    ours = {
        code: (mark.severity.word, mark.blocks, list(mark.statements))
        for code, mark in literal().marks.items()
    }
    theirs = {
        code: (mark["severity"], mark["blocks_dose_increase"], mark["statements"])
        for code, mark in BOOK["mark_catalogue"].items()
    }
    assert ours == theirs


def test_the_literal_parameters_are_the_published_defaults() -> None:
    from tests.support.rule_cases import literal

    parameters = literal().parameters
    for name, default in BOOK["config_defaults"].items():
        value = parameters[name].value
        if isinstance(value, tuple):
            assert list(value) == default
        elif isinstance(default, str) and not isinstance(value, str):
            assert str(value) == default
        else:
            assert value == default


def test_every_default_of_the_published_list_is_a_parameter_or_a_word_of_the_protocol() -> None:
    from tests.support.rule_cases import literal

    named = {parameter.default_id for parameter in literal().parameters.values()}
    in_words = {"D06", "D10", "D15", "D20", "D21", "D24", "D25", "D26"}
    assert set(BOOK["defaults"]) - named - in_words == set()
