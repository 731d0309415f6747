"""The invariants I1 to I10 and the last day of an answer, on cases at the edges of every limit."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Answer, Possibility, Severity
from aza_desktop.clinical.quantities import plain
from aza_desktop.protocols.contents import MARKS
from aza_desktop.rules import evaluate, review_day
from aza_desktop.services.answers import answer_json
from aza_desktop.services.judging import answer_of
from tests.support.random_vectors import random_vector, shifted
from tests.support.rule_cases import facts_of, published

THRESHOLD_MARKS = {
    *("TA_STOP", "TA_CONSIDER_STOP", "TA_ELEVATED", "BILI_TA_STOP", "BILI_ELEVATED"),
    *("BILI_ISOLATED", "BILI_UNPAIRED", "BILI_MISSING", "OFF_DRUG_REVIEW", "NOT_NORMALISED"),
    *("HYS_LAW_BIOCHEM", "RESULT_CENSORED"),
}

sources = st.randoms(use_true_random=False)
HORIZON = 130


def answer_to(vector: dict[str, Any]) -> Answer:
    facts = facts_of(vector)
    return answer_of(evaluate(facts, raise_crashes=True), facts.protocol)


def as_json(vector: dict[str, Any]) -> str:
    return json.dumps(answer_json(answer_to(vector)), ensure_ascii=False)


@given(sources)
def test_i1_the_order_of_the_facts_does_not_matter(rng: random.Random) -> None:
    vector = random_vector(rng)
    mixed = copy.deepcopy(vector)
    for name in ("results", "symptoms", "comedications", "decisions", "holds", "dose_events"):
        rng.shuffle(mixed["input"][name])
    assert as_json(mixed) == as_json(vector)


@given(sources, st.sampled_from(["0.1", "2", "7", "1000", "0.3333333"]))
def test_i2_value_and_limit_times_the_same_number_change_no_mark(
    rng: random.Random, factor: str
) -> None:
    vector = random_vector(rng)
    vector["config"]["overlays"] = []
    known = [
        result
        for result in vector["input"]["results"]
        if result["uln"] is not None and result["value"][0].isdigit()
    ]
    assume(known)
    scaled = copy.deepcopy(vector)
    chosen = rng.choice(known)["id"]
    for result in scaled["input"]["results"]:
        if result["id"] == chosen:
            for name in ("value", "uln"):
                result[name] = plain(Decimal(result[name]) * Decimal(factor))
    before, after = answer_to(vector), answer_to(scaled)
    assert [(m.code, m.severity, m.results) for m in before.marks] == [
        (m.code, m.severity, m.results) for m in after.marks
    ]
    assert before.escalation == after.escalation


@given(sources, st.sampled_from(["1.1", "2", "9"]))
def test_i3_a_higher_value_never_lowers_the_worst_mark_nor_frees_a_step(
    rng: random.Random, factor: str
) -> None:
    vector = random_vector(rng)
    decided = {i for decision in vector["input"]["decisions"] for i in decision["results"]}
    days: list[tuple[str, str]] = [
        (result["analyte"], result["collected"]) for result in vector["input"]["results"]
    ]
    raisable = [
        result
        for result in vector["input"]["results"]
        if result["analyte"] in {"ALT", "AST", "BILI"}
        and result["comparator"] == "="
        and result["id"] not in decided
        and result["value"][0].isdigit()
        and days.count((result["analyte"], result["collected"])) == 1
    ]
    assume(raisable)
    raised = copy.deepcopy(vector)
    chosen = rng.choice(raisable)["id"]
    for result in raised["input"]["results"]:
        if result["id"] == chosen:
            result["value"] = plain(Decimal(result["value"]) * Decimal(factor) + 1)
    before, after = answer_to(vector), answer_to(raised)
    assert worst_mark(after) >= worst_mark(before)
    if before.escalation.status is Possibility.BLOCKED:
        assert after.escalation.status is not Possibility.ELIGIBLE
    if before.restart and before.restart.status is Possibility.BLOCKED:
        assert after.restart
        assert after.restart.status is not Possibility.ELIGIBLE


def worst_mark(answer: Answer) -> int:
    return max((m.severity for m in answer.marks if m.severity > Severity.INFO), default=-1)


@given(sources)
def test_i4_without_limits_nothing_is_invented_and_nothing_is_free(rng: random.Random) -> None:
    vector = random_vector(rng)
    start = vector["input"]["dates"]["break_start"] or "0001-01-01"
    vector["input"]["decisions"] = []
    judged = [
        result
        for result in vector["input"]["results"]
        if result["analyte"] in {"ALT", "AST", "BILI"} and result["collected"] >= start
    ]
    assume(judged)
    for result in vector["input"]["results"]:
        result["uln"] = result["uln_unit"] = None
    answer = answer_to(vector)
    assert THRESHOLD_MARKS.isdisjoint(mark.code for mark in answer.marks)
    if answer.restart is not None:
        assert answer.restart.status is Possibility.BLOCKED
    assert answer.escalation.status not in {Possibility.ELIGIBLE, Possibility.WAIT}


@given(sources)
def test_i5_judging_changes_no_fact(rng: random.Random) -> None:
    vector = random_vector(rng)
    facts = facts_of(vector)
    before = copy.deepcopy(
        (facts.dose_events, facts.results, facts.decisions, facts.dates, facts.phase, facts.holds)
    )
    first = evaluate(facts, raise_crashes=True)
    assert evaluate(facts, raise_crashes=True) == first
    assert before == (
        *(facts.dose_events, facts.results, facts.decisions, facts.dates, facts.phase),
        facts.holds,
    )


@given(sources)
def test_i6_the_same_facts_give_the_same_bytes(rng: random.Random) -> None:
    vector = random_vector(rng)
    assert as_json(copy.deepcopy(vector)) == as_json(vector)


@given(sources, sources)
def test_i7_another_patient_changes_nothing(one: random.Random, other: random.Random) -> None:
    vector = random_vector(one)
    alone = as_json(vector)
    as_json(random_vector(other))
    assert as_json(vector) == alone


@given(sources)
def test_i8_no_sentence_reaches_a_limit_that_did_not_fire(rng: random.Random) -> None:
    vector = random_vector(rng, phase="reintroduction")
    answer = answer_to(vector)
    parameters = facts_of(vector).protocol
    stop = parameters.number("ta_stop_uln")
    named = {i for mark in answer.marks if mark.code == "TA_STOP" for i in mark.results}
    for mark in answer.marks:
        if mark.code not in {"TA_CONSIDER_STOP", "TA_ELEVATED"}:
            continue
        decided = {i for d in vector["input"]["decisions"] for i in d["results"]}
        if set(mark.results) & (named | decided) or mark.code == "TA_ELEVATED":
            continue
        for part in mark.why.split("; "):
            printed = part.split(" = ")[1].split(" >")[0].removeprefix("at least ")
            assert Decimal(printed) < stop


@given(sources)
def test_i9_every_mark_names_rule_statements_sources_and_results(rng: random.Random) -> None:
    vector = random_vector(rng)
    ids = {result["id"] for result in vector["input"]["results"]}
    catalogue = published()["mark_catalogue"]
    for mark in answer_to(vector).marks:
        assert mark.code in MARKS
        assert mark.rule
        assert mark.why
        assert mark.sources
        assert list(mark.statements) == catalogue[mark.code]["statements"]
        assert set(mark.results) <= ids
        assert list(mark.results) == sorted(set(mark.results))


@given(sources)
def test_i10_a_day_later_no_grave_limit_is_forgotten(rng: random.Random) -> None:
    vector = random_vector(rng)
    today = vector["input"]["as_of"]
    for name, key in (("decisions", "date"), ("results", "collected"), ("dose_events", "date")):
        vector["input"][name] = [fact for fact in vector["input"][name] if fact[key] <= today]
    grave = {
        (mark.code, mark.results)
        for mark in answer_to(vector).marks
        if mark.severity >= Severity.HIGH and mark.code in THRESHOLD_MARKS
    }
    later = {(mark.code, mark.results) for mark in answer_to(shifted(vector, 1)).marks}
    assert grave <= later


@given(sources)
def test_an_answer_stands_until_the_day_it_names_and_not_a_day_longer(rng: random.Random) -> None:
    facts = facts_of(random_vector(rng))
    until = evaluate(facts, raise_crashes=True).valid_until
    first = told_on(facts, 0)
    turn = next((days for days in range(1, HORIZON) if told_on(facts, days) != first), None)
    if turn is None:
        assert until is None or (until - facts.as_of).days >= HORIZON
    else:
        assert until is not None
        assert (until - facts.as_of).days == turn


def told_on(facts: Facts, days: int) -> dict[str, object]:
    """The JSON of the answer so many days later, without its own last day."""
    later = replace(facts, as_of=facts.as_of + dt.timedelta(days=days))
    return answer_json(answer_of(review_day(later), facts.protocol))


def test_every_random_part_is_reached() -> None:
    """The cases above are worth something: every code turns up among a few thousand of them."""
    seen: set[str] = set()
    rng = random.Random(1)
    for _ in range(1500):
        seen.update(finding.code for finding in review_day(facts_of(random_vector(rng))).findings)
    assert set(MARKS) - seen == set()
