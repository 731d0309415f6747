"""A crash of one rule silences nothing: it is a critical mark that blocks, and the others go on."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NoReturn

import pytest

from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Finding, Possibility, Severity
from aza_desktop.clinical.protocol import MarkDefinition
from aza_desktop.rules import NOT_RUN, OFFERS, RULES, evaluate
from aza_desktop.rules.situation import Situation
from aza_desktop.services.answers import answer_json
from aza_desktop.services.judging import answer_of, judge
from tests.support.rule_cases import a_vector, facts_of

NORMAL = ["2026-01-26 ALT 20", "2026-01-26 AST 20"]


def crash(*_: object) -> NoReturn:
    raise RuntimeError("ALT 189 of somebody")


def half_way(situation: Situation, *_: object) -> Iterator[Finding]:
    yield situation.finding("ADVICE_GI")
    crash()


def facts_for(phase_of: frozenset[str] | frozenset[object]) -> Facts:
    phase = sorted(str(phase) for phase in phase_of)[0]
    return facts_of(a_vector(phase=phase, results=NORMAL, symptoms=["2026-01-25 fever"]))


@pytest.mark.parametrize("name", [rule.name for rule in (*RULES, *OFFERS)])
def test_each_rule_made_to_raise_is_a_check_not_run(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    phases = next(rule.phases for rule in (*RULES, *OFFERS) if rule.name == name)
    facts = facts_for(phases)
    rules = tuple(replace(r, judge=crash) if r.name == name else r for r in RULES)
    offers = tuple(replace(o, judge=crash) if o.name == name else o for o in OFFERS)
    with caplog.at_level(logging.ERROR):
        review = evaluate(facts, rules=rules, offers=offers)
    [finding] = [finding for finding in review.findings if finding.code == NOT_RUN]
    assert finding.severity is Severity.CRITICAL
    assert finding.blocks
    assert finding.rule == name
    assert finding.values["codes"] == next(r.codes for r in (*RULES, *OFFERS) if r.name == name)
    gate = review.restart or review.escalation
    assert gate.status is not Possibility.ELIGIBLE
    if gate.blocked_by or review.restart:
        assert NOT_RUN in gate.blocked_by
    others = {f.code for f in evaluate(facts).findings} - set(finding.missing)
    assert others <= {finding.code for finding in review.findings} | {"STABLE_CRITERIA_MET"}
    assert "189" not in caplog.text
    assert name in caplog.text


def test_in_tests_a_crash_comes_through() -> None:
    rules = tuple(replace(rule, judge=crash) for rule in RULES)
    with pytest.raises(RuntimeError):
        evaluate(facts_of(a_vector()), rules=rules, raise_crashes=True)


def test_a_rule_that_crashes_half_way_has_said_nothing(caplog: pytest.LogCaptureFixture) -> None:
    rules = tuple(replace(r, judge=half_way) if r.name == "advice_gi" else r for r in RULES)
    review = evaluate(facts_of(a_vector(symptoms=["2026-01-26 nausea"])), rules=rules)
    assert "ADVICE_GI" not in {finding.code for finding in review.findings}
    assert "RuntimeError" in caplog.text


def test_the_mark_of_a_check_not_run_has_its_words(caplog: pytest.LogCaptureFixture) -> None:
    facts = facts_of(a_vector())
    rules = tuple(replace(r, judge=crash) if r.name == "ta_stop" else r for r in RULES)
    answer = answer_of(evaluate(facts, rules=rules), facts.protocol)
    [mark] = answer.marks
    assert mark.code == NOT_RUN
    assert mark.rule == "ta_stop"
    assert mark.missing == ("TA_STOP",)
    assert mark.why == "The check ta_stop could not be run"
    told = answer_json(answer)
    assert told["escalation"]["blocked_by"] == [NOT_RUN]  # type: ignore[index]
    assert caplog.records


def test_facts_that_cannot_be_read_block_everything(caplog: pytest.LogCaptureFixture) -> None:
    facts = facts_of(a_vector(results=NORMAL))
    broken = replace(facts, results=(replace(facts.results[0], value=Decimal("NaN")),))
    review = evaluate(broken)
    assert [finding.rule for finding in review.findings] == ["readings"]
    assert review.escalation.status is Possibility.BLOCKED
    assert review.valid_until is None
    assert "readings" in caplog.text


@pytest.mark.parametrize("phase", ["reintroduction", "on_break"])
@pytest.mark.parametrize(
    "question", ["labs_due", "derived", "escalation", "restart", "transitions", "valid_until"]
)
def test_a_crash_outside_the_rules_blocks_too(
    monkeypatch: pytest.MonkeyPatch, phase: str, question: str, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys.modules["aza_desktop.rules.evaluate"], question, crash)
    review = evaluate(facts_of(a_vector(phase=phase, results=NORMAL)))
    assert {finding.rule for finding in review.findings} == {question}
    assert question in caplog.text
    assert "restart" not in review.transitions
    gate = review.restart or review.escalation
    assert gate.status is Possibility.BLOCKED
    assert gate.blocked_by == (NOT_RUN,)


def test_a_mark_that_no_rule_of_this_program_bears_is_a_check_not_run() -> None:
    facts = facts_of(a_vector(results=NORMAL))
    mark = facts.protocol.marks["TA_STOP"]
    foreign = MarkDefinition(
        code="X_CHOL_STOP",
        rule="x_chol_stop",
        title="Cholestatic pattern",
        severity=Severity.CRITICAL,
        blocks=True,
        statements=(),
        clinician=mark.clinician,
        patient=None,
        cites=mark.cites,
    )
    marks = {**facts.protocol.marks, "X_CHOL_STOP": foreign}
    answer = judge(replace(facts, protocol=replace(facts.protocol, marks=marks)))
    [told] = answer.marks
    assert (told.code, told.rule, told.missing) == (NOT_RUN, "x_chol_stop", ("X_CHOL_STOP",))
    assert answer.escalation.blocked_by == (NOT_RUN,)
