"""The rules that only a clinic's own version asks: each fires, and just does not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.protocols import override
from aza_desktop.protocols.contents import FURTHER, FURTHER_MARKS
from aza_desktop.rules import RULES, evaluate, review_day
from aza_desktop.services import own_protocols
from tests.rules.test_parameters import moved, steps
from tests.rules.test_rule_cases import check_answer
from tests.support.random_vectors import random_vector
from tests.support.rule_cases import a_vector, all_vectors, cases_of, facts_of, literal

FOLDER = Path(__file__).parent / "chosen"
HORIZON = 40


@cache
def own_text() -> Protocol:
    """The literal text with the further parameters, each switched off."""
    return own_protocols.extended(literal())


def facts_here(case: dict[str, Any]) -> Facts:
    told = dict(case)
    config, nudt15 = told.pop("config", {}), Tpmt(told.pop("nudt15", "unknown"))
    ceiling, said_high = told.pop("ceiling", None), told.pop("said_high", False)
    facts = facts_of(a_vector(**told), own_text())
    return replace(
        facts,
        protocol=override(own_text(), config),
        patient=replace(facts.patient, nudt15=nudt15),
        ceiling_mg=None if ceiling is None else Decimal(ceiling),
        is_peak_said_high=said_high,
    )


def every_case() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        for case in cases_of(path):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


CASES = [param.values[0] for param in every_case()]


@pytest.mark.parametrize("case", list(every_case()))
def test_a_case_is_answered_as_written(case: dict[str, Any]) -> None:
    check_answer(case, facts_here(case))


def test_every_code_fires_in_one_case_and_just_does_not_in_another() -> None:
    fires = {code for case in CASES for code in case.get("raises", {})}
    spares = {code for case in CASES for code in case.get("absent", ())}
    assert set(FURTHER_MARKS) <= fires
    assert set(FURTHER_MARKS) <= spares


def test_every_such_rule_has_its_file_and_bears_the_name_of_its_marks() -> None:
    rules = {rule.name: rule for rule in RULES if set(rule.codes) <= set(FURTHER_MARKS)}
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(rules)
    for name, rule in rules.items():
        assert {own_text().marks[code].rule for code in rule.codes} == {name}


def test_switched_off_no_published_and_no_own_case_is_answered_otherwise() -> None:
    for vector in all_vectors():
        plain, extended = facts_of(vector), facts_of(vector, own_text())
        assert evaluate(plain) == evaluate(extended), vector["id"]


@pytest.mark.parametrize("name", sorted(set(FURTHER) - {"panel"}))
def test_every_figure_moved_by_its_smallest_step_changes_some_case(name: str) -> None:
    for case in CASES:
        facts = facts_here(case)
        parameter = facts.protocol.parameters[name]
        others = [c for c in parameter.choices if c != parameter.value] or steps(parameter)
        review = review_day(facts)
        for value in others:
            other = moved(facts.protocol, name, value)
            if review_day(replace(facts, protocol=other)) != review:
                return
    pytest.fail(f"{name} changes nothing")


ANSWERS: tuple[dict[str, Any], ...] = (
    {"step_test_max_age_days": 7, "require_lft_since_last_step": True},
    {"step_test_min_days": 5, "genes_deficient_block": True},
    {"first_test_from_days": 3, "first_test_by_days": 5, "index_limit_uln": "5.0"},
    {"normal_sets_required": 2, "ceiling_margin_mg": 25},
    {"normal_reference": "own_baseline", "ceiling_share": "0.5", "genes_unknown_block": True},
)


@given(st.randoms(use_true_random=False), st.sampled_from(ANSWERS))
def test_an_answer_of_the_clinic_never_opens_a_step(
    rng: random.Random, answers: dict[str, Any]
) -> None:
    facts = facts_of(random_vector(rng) | {"config": {}}, own_text())
    strict = replace(facts, protocol=override(own_text(), answers))
    before, after = review_day(facts), review_day(strict)
    if after.escalation.status.value == "eligible":
        assert before.escalation.status.value == "eligible"
    if "normal_reference" not in answers and "restart" in after.transitions:
        assert "restart" in before.transitions


@given(st.randoms(use_true_random=False), st.sampled_from(ANSWERS))
def test_an_answer_stands_until_the_day_that_it_names(
    rng: random.Random, answers: dict[str, Any]
) -> None:
    facts = facts_of(random_vector(rng) | {"config": {}}, override(own_text(), answers))
    told = evaluate(facts).valid_until
    first = review_day(facts)
    for later in range(1, HORIZON):
        day = facts.as_of + dt.timedelta(days=later)
        if review_day(replace(facts, as_of=day)) != first:
            assert told == day
            return
    assert told is None or told >= facts.as_of + dt.timedelta(days=HORIZON)
