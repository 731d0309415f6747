"""Cases are read strictly: what is wrong is refused with its place, what may be absent may be."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from decimal import Decimal
from typing import Any

import pytest

from aza_desktop.clinical.course import Phase, ProtocolRef
from aza_desktop.clinical.labs import ResultState
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.errors import UserError
from aza_desktop.intake.case_writing import write_case
from aza_desktop.intake.cases import Case, case_id, read_case
from aza_desktop.rules import review_day
from tests.support.process import resources
from tests.support.random_vectors import random_vector
from tests.support.rule_cases import a_vector, analytes, facts_of, library, literal, published
from tests.support.whole_patient import RESULT, a_whole_patient


def read(vector: object) -> Case:
    return read_case(
        vector,
        symptom_codes={"fever", "nausea"},
        analytes=[analyte.code for analyte in analytes().analytes],
    )


def refused(vector: object) -> str:
    with pytest.raises(UserError) as error:
        read(vector)
    assert error.value.code == "bad_case"
    return error.value.why


def test_every_published_case_is_read_to_its_own_phase_and_day() -> None:
    for vector in published()["vectors"]:
        case = read_case(vector)
        assert case.id == vector["id"]
        assert case.phase == vector["input"]["phase"]
        assert case.as_of.isoformat() == vector["input"]["as_of"]
        assert case.course.phase is case.phase
        assert case.protocol_name is None
        assert case.course.protocol == ProtocolRef("aza-reintro-literal", "")
        assert not case.has_identity
        assert not case.has_record
        assert case.record.identity.number == case.id
        assert case.counts["results"] == len(vector["input"]["results"])


def test_the_demo_clinic_is_read() -> None:
    book = json.loads((resources() / "demo" / "demo.json").read_text(encoding="utf-8"))
    cases = [read_case(vector) for vector in book["vectors"]]
    assert all(case.has_identity and case.has_record for case in cases)
    assert {case.protocol_name for case in cases} <= {p.name for p in library().all()}


def test_a_whole_patient_keeps_every_member() -> None:
    case = read(a_whole_patient())
    record = case.record
    assert case.has_identity
    assert case.has_record
    assert record.identity.name == "ROSSI, Elena"
    assert record.identity.number == "000123"
    assert record.tablets_mg == (25, Decimal("12.5"))
    assert record.weights[-1].kg == 70
    assert record.laboratories[0].limits[0].uln == 35
    assert [course.number for course in record.courses] == [1, 2]
    assert record.courses[0].phase is Phase.CLOSED
    assert record.courses[0].protocol == case.course.protocol
    assert case.course.checklist == {"jaundice": "no"}
    assert all(event.transcribed for event in case.course.dose_events)
    assert record.samples[0].tests == ("ALT", "AST")
    assert record.proposals[0].dose_mg == 100


def test_what_is_written_and_read_again_is_the_same() -> None:
    for vector in [a_whole_patient(), *published()["vectors"]]:
        case = read_case(vector)
        again = read_case(
            json.loads(
                json.dumps(
                    write_case(
                        case.record,
                        case.course,
                        case_id=case.id,
                        as_of=case.as_of,
                        phase=case.phase,
                    )
                )
            )
        )
        assert again.record.courses == case.record.courses or not case.protocol_name
        assert again.facts(literal(), analytes()) == case.facts(literal(), analytes())
        assert again.record.notes == case.record.notes
        assert again.record.laboratories == case.record.laboratories


def test_random_cases_survive_the_way_out_and_in() -> None:
    for seed in range(60):
        case = read_case(random_vector(random.Random(seed)))
        written = write_case(
            case.record, case.course, case_id=case.id, as_of=case.as_of, phase=case.phase
        )
        again = read_case(json.loads(json.dumps(written)))
        facts = case.facts(literal(), analytes())
        assert review_day(again.facts(literal(), analytes())) == review_day(facts)


def test_absent_members_have_plain_meanings() -> None:
    vector = {
        "id": "small",
        "input": {
            "as_of": "2026-01-26",
            "phase": "reintroduction",
            "results": [{"id": "a", "analyte": "ALT", "value": "20", "collected": "2026-01-25"}],
            "dose_events": [{"date": "2026-01-19", "dose_mg": 50}],
        },
    }
    case = read(vector)
    [recorded] = case.record.results
    assert recorded.result.comparator == "="
    assert recorded.result.entered_on == case.as_of
    assert recorded.result.uln is None
    assert case.record.facts.tpmt is Tpmt.UNKNOWN
    assert case.record.facts.prior_toxic_dose_mg is None
    assert case.course.dose_events[0].confirmed_by == ""
    assert case.config == {}
    assert case.course.holds == ()


def test_values_that_are_no_numbers_are_kept_as_they_were_written() -> None:
    vector = a_vector(results=["2026-01-26 ALT haemolysed / unknown"])
    [recorded] = read(vector).record.results
    assert recorded.result.value_text == "haemolysed"
    assert recorded.result.value is None
    assert recorded.result.uln is None
    assert recorded.result.uln_text == "unknown"


def test_a_result_was_on_record_by_the_day_of_its_case() -> None:
    vector = a_vector(results=["2026-01-28 ALT 20"])
    [recorded] = read(vector).record.results
    assert recorded.result.collected_on == dt.date(2026, 1, 28)
    assert recorded.result.entered_on == dt.date(2026, 1, 26)


def test_a_cancelled_result_is_not_judged() -> None:
    vector = a_vector(results=["2026-01-26 ALT 400"])
    vector["input"]["results"][0]["status"] = "cancelled"
    case = read(vector)
    assert case.record.results[0].state is ResultState.WITHDRAWN
    assert case.facts(literal(), analytes()).results == ()


def test_a_time_of_day_is_kept() -> None:
    for text, time in (
        ("2026-01-23T08:40", dt.time(8, 40)),
        ("2026-01-23T08:40:30", dt.time(8, 40, 30)),
    ):
        vector = a_vector(results=[RESULT])
        vector["input"]["results"][0]["collected"] = text
        vector["input"]["results"][0]["entered"] = text
        [recorded] = read(vector).record.results
        assert recorded.result.collected_on == dt.date(2026, 1, 23)
        assert recorded.result.collected_time == time
        case = read(vector)
        written: Any = write_case(
            case.record, case.course, case_id="x", as_of=case.as_of, phase=case.phase
        )
        assert written["input"]["results"][0]["collected"] == text


def test_a_dose_that_nobody_confirmed_does_not_count() -> None:
    facts = facts_of(a_vector(doses=["2026-01-19 50 unconfirmed"]))
    assert facts.dose_events[0].confirmed_by is None
    assert review_day(facts).escalation.status == "not_applicable"


def test_phases_are_made_from_the_dates() -> None:
    long_term = a_vector(
        phase="long_term", stable_from="2026-02-09", as_of="2026-06-01", break_start="2026-01-05"
    )
    events = read(long_term).course.phases
    assert [(event.to.value, event.on and event.on.isoformat()) for event in events] == [
        ("on_break", "2026-01-05"),
        ("reintroduction", "2026-01-19"),
        ("stable_maintenance", "2026-02-09"),
        ("long_term", None),
    ]
    assert read(a_vector(phase="on_break", break_start="none")).course.phase is Phase.ON_BREAK


def test_the_beginning_of_the_long_term_may_stand_in_the_record_alone() -> None:
    vector = a_whole_patient()
    vector["input"] |= {"phase": "long_term", "as_of": "2026-06-01"}
    vector["input"]["dates"] |= {"stable_from": "2026-02-09"}
    vector["record"]["phases"] += [
        {"to": "stable_maintenance", "on": "2026-02-09"},
        {"to": "long_term", "on": "2026-04-09"},
    ]
    assert read(vector).course.dates.long_term_from == dt.date(2026, 4, 9)
    vector["input"]["dates"]["long_term_from"] = "2026-04-10"
    assert "record.phases" in refused(vector)


def test_the_id_that_a_broken_case_claims_is_told() -> None:
    assert case_id({"id": "V1", "input": 3}) == "V1"
    assert case_id({"id": ["V1"]}) is None
    assert case_id("V1") is None


def test_reading_changes_nothing_in_what_was_given() -> None:
    vector = a_whole_patient()
    before = copy.deepcopy(vector)
    read(vector)
    assert vector == before
