"""Our own cases, in files that a clinician can read: each code fires, and just does not."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Answer, Escalation, LabDue, Restart
from aza_desktop.clinical.quantities import plain
from aza_desktop.protocols.contents import FURTHER_MARKS, MARKS, OVERLAYS
from aza_desktop.rules import OFFERS, RULES, evaluate
from aza_desktop.services.judging import answer_of
from aza_desktop.services.sentences import SENTENCES
from tests.support.rule_cases import a_vector, case_files, cases_of, facts_of

QUESTIONS = {"labs_due", "escalation", "restart", "transitions", "derived", "valid_until"}


def every_case() -> Iterator[Any]:
    for path in case_files():
        for case in cases_of(path):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


CATALOGUED = tuple(rule for rule in RULES if not set(rule.codes) <= set(FURTHER_MARKS))
"""The rules of the shipped texts; those of a clinic's own version have cases of their own."""


def judged(facts: Facts) -> Answer:
    return answer_of(evaluate(facts, raise_crashes=True), facts.protocol)


@pytest.mark.parametrize("case", list(every_case()))
def test_a_case_of_our_own_is_answered_as_written(case: dict[str, Any]) -> None:
    check_answer(case, facts_of(a_vector(**case)))


def check_answer(case: dict[str, Any], facts: Facts) -> None:
    """Everything that the case says of the answer."""
    answer = judged(facts)
    marks = {mark.code: mark for mark in answer.marks}
    for code, results in case.get("raises", {}).items():
        assert code in marks, sorted(marks)
        assert list(marks[code].results) == results, code
    for code in case.get("absent", ()):
        assert code not in marks, marks[code].why
    for code, word in case.get("weighs", {}).items():
        assert marks[code].severity.word == word
    for code in case.get("free", ()):
        assert not marks[code].blocks
    for code, why in case.get("why", {}).items():
        assert marks[code].why == why
    if "blocks" in case:
        gate = answer.restart if answer.restart is not None else answer.escalation
        assert sorted(gate.blocked_by) == case["blocks"]
        assert sorted(mark.code for mark in answer.marks if mark.blocks) == case["blocks"]
    if "blocked_by" in case:
        assert list(answer.escalation.blocked_by) == case["blocked_by"]
    if "labs" in case:
        assert [lab_line(row) for row in answer.labs_due] == case["labs"]
    if "escalation" in case:
        assert escalation_line(answer.escalation) == case["escalation"]
    if "restarts" in case:
        assert restart_line(answer.restart, case["restarts"]) == case["restarts"]
    if "offers" in case:
        assert list(answer.transitions) == case["offers"]
    if "derived" in case:
        assert list(answer.derived.items()) == list(case["derived"].items())
        assert {k: list(v) for k, v in answer.derived_missing.items()} == case.get("lacks", {})
    if "until" in case:
        day = answer.valid_until
        assert (day.isoformat() if day else "never") == case["until"]


def lab_line(row: LabDue) -> str:
    days = row.due_from.isoformat()
    if row.due_by != row.due_from:
        days += f"..{row.due_by.isoformat()}"
    return f"{row.reason.value} {'+'.join(row.tests)} {days} {row.status.value}"


def escalation_line(escalation: Escalation) -> str:
    dose = escalation.next_dose_mg
    days = (day.isoformat() if day else "none" for day in (escalation.earliest, escalation.latest))
    return " ".join((escalation.status.value, *days, "none" if dose is None else plain(dose)))


def restart_line(restart: Restart | None, wanted: str) -> str:
    """Status and earliest day; with the dose when the case names one."""
    if restart is None:
        return "none"
    earliest = restart.earliest.isoformat() if restart.earliest else "none"
    parts = [restart.status.value, earliest, plain(restart.dose_mg)]
    return " ".join(parts[: len(wanted.split())])


def test_every_rule_has_a_case_file_and_every_file_a_question() -> None:
    names = {path.stem for path in case_files()}
    assert names == {rule.name for rule in (*CATALOGUED, *OFFERS)} | QUESTIONS
    for path in case_files():
        assert tomllib.loads(path.read_text(encoding="utf-8"))["question"].strip()


def test_every_code_of_the_catalogue_has_a_sentence_and_one_rule() -> None:
    borne = Counter(code for rule in (*RULES, *OFFERS) for code in rule.codes)
    assert set(borne) == {*MARKS, *FURTHER_MARKS} == set(SENTENCES)
    assert set(borne.values()) == {1}


def test_every_rule_bears_the_name_that_its_marks_give_it() -> None:
    facts = facts_of(a_vector())
    for rule in (*CATALOGUED, *OFFERS):
        for code in rule.codes:
            assert facts.protocol.marks[code].rule == rule.name
        assert (Path("aza_desktop/rules") / f"{rule.name}.py").name in {
            path.name for path in Path(__file__).parents[2].glob("aza_desktop/rules/*.py")
        }


def test_every_code_fires_in_one_case_and_just_does_not_in_another() -> None:
    fires: set[str] = set()
    spares: set[str] = set()
    for path in case_files():
        for case in cases_of(path):
            fires.update(case.get("raises", {}))
            spares.update(case.get("absent", ()))
    assert set(MARKS) - fires == set()
    assert set(MARKS) - spares == set()


def test_every_phase_and_every_overlay_has_two_cases() -> None:
    phases: Counter[str] = Counter()
    overlays: Counter[str] = Counter()
    for path in case_files():
        for case in cases_of(path):
            phases[case.get("phase", "reintroduction")] += 1
            overlays.update(case.get("config", {}).get("overlays", ()))
    assert [phase for phase in Phase if phases[phase] <= 1] == []
    assert [name for name in OVERLAYS if overlays[name] <= 1] == ["cbc_label"]
