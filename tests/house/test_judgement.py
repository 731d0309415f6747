"""Laws of the judgement: nothing fails silently, and every number says where it comes from."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import replace
from typing import Any, NoReturn

import pytest

from aza_desktop import rules
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Possibility, Review, Severity
from aza_desktop.intake.cases import read_case
from aza_desktop.protocols import ProtocolLibrary, load_library
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.rules import evaluate as evaluation
from aza_desktop.services.case_judging import symptom_codes
from aza_desktop.services.judging import answer_of
from aza_desktop.services.sentences import SENTENCES
from tests.support.process import CHECKOUT, resources

LIBRARY: ProtocolLibrary = load_library(resources() / "protocols")
EVERY = (*rules.RULES, *rules.OFFERS)
BEYOND_THE_RULES = ("labs_due", "derived", "escalation", "transitions", "valid_until")
"""Questions of the evaluation itself that are no rule, but may crash all the same."""

SAFE = "V001"
"""The published case without any mark: eligible for the next step."""


def published(case_id: str) -> Facts:
    book = json.loads((resources() / "cases" / "cases.json").read_text(encoding="utf-8"))
    vector = next(v for v in book["vectors"] if v["id"] == case_id)
    analytes = load_analytes(resources() / "analytes.toml")
    protocol = LIBRARY.find("aza-reintro-literal")
    codes = [analyte.code for analyte in analytes.analytes]
    case = read_case(vector, symptom_codes=symptom_codes(protocol), analytes=codes)
    return case.facts(protocol, analytes)


def crash(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError("a defect of ours")


def judged(facts: Facts, broken: str) -> Review:
    return rules.evaluate(
        facts,
        rules=tuple(replace(r, judge=crash) if r.name == broken else r for r in rules.RULES),
        offers=tuple(replace(o, judge=crash) if o.name == broken else o for o in rules.OFFERS),
    )


def a_phase_of(name: str) -> Phase:
    rule = next(rule for rule in EVERY if rule.name == name)
    return next(phase for phase in Phase if phase in rule.phases)


@pytest.mark.parametrize("name", [rule.name for rule in EVERY])
def test_a_rule_that_raises_is_a_critical_mark_that_blocks(name: str) -> None:
    facts = replace(published(SAFE), phase=a_phase_of(name))
    whole, broken = rules.evaluate(facts), judged(facts, name)
    crashed = [finding for finding in broken.findings if finding.code == rules.NOT_RUN]
    assert [finding.rule for finding in crashed] == [name]
    assert crashed[0].severity is Severity.CRITICAL
    assert crashed[0].blocks
    lost = {code for rule in EVERY if rule.name == name for code in rule.codes}
    others = {f.code for f in whole.findings} - lost
    assert others <= {f.code for f in broken.findings}
    (mark,) = [m for m in answer_of(broken, facts.protocol).marks if m.code == rules.NOT_RUN]
    assert name in mark.why


def test_a_crash_blocks_the_step_that_would_have_been_possible() -> None:
    facts = published(SAFE)
    assert rules.evaluate(facts).escalation.status is Possibility.ELIGIBLE
    for rule in rules.RULES:
        if facts.phase in rule.phases:
            escalation = judged(facts, rule.name).escalation
            assert escalation.status is Possibility.BLOCKED
            assert escalation.blocked_by == (rules.NOT_RUN,)


@pytest.mark.parametrize("name", BEYOND_THE_RULES)
def test_a_crash_beside_the_rules_is_a_mark_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys.modules["aza_desktop.rules.evaluate"], name, crash)
    review = rules.evaluate(published(SAFE))
    assert rules.NOT_RUN in {finding.code for finding in review.findings}


def test_when_not_even_the_readings_can_be_made_everything_is_blocked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    monkeypatch.setattr(sys.modules["aza_desktop.rules.evaluate"], "Situation", crash)
    review = rules.evaluate(published(SAFE))
    assert [finding.code for finding in review.findings] == [rules.NOT_RUN]
    assert review.escalation.status is Possibility.BLOCKED


def test_in_tests_a_crash_can_be_let_through() -> None:
    broken = tuple(replace(rule, judge=crash) for rule in rules.RULES)
    with pytest.raises(ZeroDivisionError):
        rules.evaluate(published(SAFE), rules=broken, raise_crashes=True)
    assert evaluation is not None


def test_every_rule_has_a_file_of_cases() -> None:
    folders = [CHECKOUT / "tests" / "rules" / name for name in ("cases", "chosen")]
    files = [path for folder in folders for path in folder.glob("*.toml")]
    assert {rule.name for rule in EVERY} - {path.stem for path in files} == set()
    assert all(tomllib.loads(path.read_text("utf-8")) for path in files)


def test_every_mark_of_every_rule_has_a_sentence() -> None:
    codes = {code for rule in EVERY for code in rule.codes}
    assert codes - set(SENTENCES) == set()


def test_every_mark_of_every_protocol_is_borne_by_a_rule_and_has_words() -> None:
    codes = {code for rule in EVERY for code in rule.codes}
    for protocol in LIBRARY.all():
        assert set(protocol.marks) <= codes
        for mark in protocol.marks.values():
            assert mark.title
            assert mark.clinician
            assert mark.statements or mark.cites


def bibliography() -> dict[str, dict[str, Any]]:
    text = (resources() / "sources.toml").read_text(encoding="utf-8")
    sources: dict[str, dict[str, Any]] = tomllib.loads(text)["sources"]
    return sources


def test_every_number_of_a_protocol_has_a_source_or_is_the_clinics_own() -> None:
    for protocol in LIBRARY.all():
        assert protocol.parameters
        for parameter in protocol.parameters.values():
            assert parameter.decision in {"source", "clinic", "unset"}
            if parameter.decision == "source":
                assert parameter.cite, parameter.name
            if parameter.cite:
                assert parameter.cite in protocol.sources, parameter.name
            assert parameter.statement or parameter.note or parameter.cite, parameter.name


def test_every_threshold_schedule_and_mark_names_only_known_sources() -> None:
    for protocol in LIBRARY.all():
        cited = {t.cite for t in protocol.thresholds} | {s.cite for s in protocol.schedules}
        cited |= {cite for mark in protocol.marks.values() for cite in mark.cites}
        cited |= {cite for item in protocol.statements for cite in item.cites}
        cited |= {cite for item in protocol.contradictions for cite in item.cites}
        assert cited - {""} <= set(protocol.sources)


def test_every_source_says_when_and_by_whom_it_was_checked() -> None:
    books = bibliography()
    assert books
    for name, source in books.items():
        assert dt.date.fromisoformat(str(source["checked_on"])), name
        assert source["checked_by"], name
        assert source["title"], name
        assert source["supports"], name
    for protocol in LIBRARY.all():
        for key, source_used in protocol.sources.items():
            assert books[key]["title"] == source_used.title
            assert books[key]["address"] == source_used.address


def test_no_shipped_protocol_is_approved() -> None:
    assert {protocol.review.status for protocol in LIBRARY.all()} == {"Under Review"}


def test_every_statement_of_the_source_is_restated_and_implemented_or_says_why_not() -> None:
    for protocol in LIBRARY.all():
        assert [s.id for s in protocol.statements] == [f"S{n}" for n in range(1, 28)]
        assert [c.id for c in protocol.contradictions] == [f"F{n}" for n in range(1, 9)]
        assert all(statement.says for statement in protocol.statements)


def test_every_conversion_of_a_unit_says_where_it_comes_from() -> None:
    units = tomllib.loads((resources() / "analytes.toml").read_text(encoding="utf-8"))["units"]
    assert units
    assert [name for name, unit in units.items() if not unit.get("source")] == []
