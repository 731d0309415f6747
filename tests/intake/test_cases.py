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

RESULT = "2026-01-26 ALT 20"


def a_whole_patient(**changes: Any) -> dict[str, Any]:
    vector = a_vector(results=[RESULT], holds=["2026-01-20 to 2026-01-21"])
    vector["identity"] = {
        "numbers": [{"system": "hospital", "value": "000123"}],
        "family": "Rossi",
        "given": "Elena",
        "title": None,
        "birth_date": "1984-07-14",
        "sex": "female",
        "phone": None,
    }
    vector["record"] = {
        "indication": "Crohn's disease",
        "tablets_mg": [25, "12.5"],
        "halves": True,
        "splitting": False,
        "allergies": {"state": "known", "items": [{"substance": "penicillin", "reaction": None}]},
        "genetics": [{"gene": "TPMT", "phenotype": "normal", "tested_on": "2025-06-02"}],
        "weights": [{"on": "2025-01-09", "kg": "72"}, {"on": "2026-01-09", "kg": "70.0"}],
        "drug_questions": [{"drug": "allopurinol", "answer": "no", "asked_on": "2026-01-09"}],
        "laboratories": [
            {
                "id": "city",
                "name": "City",
                "limits": [
                    {
                        "analyte": "ALT",
                        "uln": "35",
                        "unit": "U/L",
                        "sex": "female",
                        "valid_from": "2024-01-01",
                    }
                ],
            }
        ],
        "phases": [
            {"to": "on_break", "on": "2026-01-05", "confirmed_by": "Dr A", "reason": "ALT"},
            {"to": "reintroduction", "on": "2026-01-19", "confirmed_by": "Dr A", "reason": "ok"},
        ],
        "day_reports": [{"on": "2026-01-25", "state": "taken"}],
        "contacts": [{"on": "2026-01-25", "by": "Nurse", "outcome": "reached", "text": None}],
        "earlier_courses": [
            {
                "phase": "closed",
                "dates": {"break_start": "2024-01-01", "restart": "2024-02-01"},
                "dose_events": [{"date": "2024-02-01", "dose_mg": 50, "confirmed_by": "Dr A"}],
                "phases": [
                    {"to": "on_break", "on": "2024-01-01"},
                    {"to": "closed", "on": "2024-06-01"},
                ],
            }
        ],
        "notes": [{"on": None, "text": "A note", "by": None}],
        "samples": [{"taken_on": "2026-01-25", "tests": ["ALT", "AST"]}],
        "proposals": [{"on": "2026-01-25", "to": "dose", "dose_mg": 100}],
        "checklist": {"jaundice": "no"},
        "reason": "ALT 5 x",
    }
    vector["record"] |= changes
    return vector


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


def in_result(**change: Any) -> dict[str, Any]:
    vector = a_vector(results=[RESULT])
    vector["input"]["results"][0] |= change
    return vector


def in_input(**change: Any) -> dict[str, Any]:
    vector = a_vector(results=[RESULT])
    vector["input"] |= change
    return vector


BAD = [
    (3, "this is not an object"),
    ({"id": 3}, "id: a text is needed"),
    ({"id": "x", "config": [], "input": {}}, "config: this is not an object"),
    ({"id": "x", "input": 3}, "input: this is not an object"),
    (in_input(as_of="26.1.2026"), "input.as_of"),
    (in_input(as_of="2026-02-30"), "input.as_of"),
    (in_input(as_of="20260126"), "input.as_of"),
    (in_input(as_of=None), "input.as_of: a text is needed"),
    (in_input(phase="resting"), "input.phase: 'resting' is not known"),
    (in_input(phase=None), "input.phase"),
    (in_input(results={}), "input.results: this is not a list"),
    (in_input(results=[3]), "input.results[0]: this is not an object"),
    (in_input(symptoms=[{"code": "rash", "onset": "2026-01-26"}]), "input.symptoms[0].code"),
    (in_input(symptoms=[{"code": "fever"}]), "input.symptoms[0].onset"),
    (in_input(comedications=[{"name": "x"}]), "input.comedications[0].start"),
    (in_input(decisions=[{"date": "2026-01-26", "type": "wait", "results": []}]), "type"),
    (in_input(decisions=[{"date": "2026-01-26", "type": "stop", "results": [3]}]), "results[0]"),
    (in_input(holds=[{"from": "2026-01-26", "to": "2026-01-25"}]), "ends before it begins"),
    (in_input(dose_events=[{"date": "2026-01-26", "dose_mg": None}]), "a dose is needed"),
    (in_input(dose_events=[{"date": "2026-01-26", "dose_mg": 62.5}]), "no dose in mg"),
    (in_input(dose_events=[{"date": "2026-01-26", "dose_mg": True}]), "no dose in mg"),
    (in_input(dose_events=[{"date": "2026-01-26", "dose_mg": -5}]), "no dose in mg"),
    (in_input(dose_events=[{"date": "2026-01-26", "dose_mg": "1e2"}]), "no dose in mg"),
    (in_input(dose_events=[{"date": "2026-01-26", "dose_mg": 50, "by": "x"}]), "by is not known"),
    (in_input(patient={"prior_toxic_dose_mg": "much"}), "input.patient.prior_toxic_dose_mg"),
    (in_input(patient={"tpmt": "high"}), "input.patient.tpmt"),
    (in_input(patient={"weight_kg": 70}), "this is not a text"),
    (in_input(patient={"weight_kg": "heavy"}), "is no decimal number"),
    (in_input(dates={"restarted": None}), "restarted is not known"),
    (in_result(value=20), "this is not a text"),
    (in_result(value=None), "a value in quotes is needed"),
    (in_result(uln=40), "input.results[0].uln"),
    (in_result(comparator=">="), "input.results[0].comparator"),
    (in_result(analyte="XYZ"), "the analyte XYZ is not known"),
    (in_result(collected="2026-01-26T25:00"), "25:00 is no time of day"),
    (in_result(collected="2026-01-26 08:00"), "is no date"),
    (in_result(collected="2026-01-26T08:00Z"), "is no date"),
    (in_result(status="odd"), "status"),
    (in_result(ulm="40"), "ulm is not known"),
    (in_result(id=""), "input.results[0].id"),
]


@pytest.mark.parametrize(("vector", "told"), BAD)
def test_a_wrong_case_is_refused_at_its_place(vector: object, told: str) -> None:
    assert told in refused(vector)


def test_two_results_with_one_id_are_refused() -> None:
    vector = a_vector(results=[RESULT, "2026-01-25 ALT 30 as alt-0126"])
    vector["input"]["results"][1]["id"] = "alt-0126"
    assert "stands twice" in refused(vector)


BAD_RECORDS = [
    ({"genetics": [{"gene": "TPMT", "phenotype": "low"}]}, "TPMT is not that of input.patient"),
    ({"weights": [{"on": "2026-01-09", "kg": "71"}]}, "the latest weight"),
    ({"weights": [{"on": "2026-01-09"}]}, "a weight in kg is needed"),
    ({"phases": [{"to": "on_break", "on": "2026-01-05"}]}, "the last phase is not input.phase"),
    (
        {
            "phases": [
                {"to": "on_break", "on": "2026-01-04"},
                {"to": "reintroduction", "on": "2026-01-19"},
            ]
        },
        "on_break does not begin on the day",
    ),
    ({"tablets_mg": 25}, "this is not a list"),
    ({"tablets_mg": [None]}, "a tablet needs its mg"),
    ({"halves": "yes"}, "true or false"),
    ({"allergies": {"state": "maybe"}}, "state"),
    ({"laboratories": [{"id": "a", "name": "A", "limits": [{}]}]}, "an upper limit is needed"),
    ({"day_reports": [{"on": "2026-01-25", "state": "eaten"}]}, "state"),
    ({"drug_questions": [{"drug": "x", "answer": "perhaps"}]}, "answer"),
    ({"colour": "red"}, "colour is not known"),
    ({"earlier_courses": [{"number": "one"}]}, "this is not a whole number"),
    ({"earlier_courses": [{"phase": "closed"}]}, "not that of the last entry"),
]


@pytest.mark.parametrize(("change", "told"), BAD_RECORDS)
def test_a_record_that_contradicts_or_is_wrong_is_refused(
    change: dict[str, Any], told: str
) -> None:
    why = refused(a_whole_patient(**change))
    assert told in why
    assert "record" in why


def test_an_unknown_day_of_a_phase_contradicts_nothing() -> None:
    vector = a_whole_patient(
        phases=[{"to": "on_break", "on": None}, {"to": "reintroduction", "on": "2026-01-19"}]
    )
    assert read(vector).course.phase is Phase.REINTRODUCTION


def test_both_names_of_the_break_are_one_recorded_phase() -> None:
    vector = a_whole_patient(phases=[{"to": "on_break", "on": "2026-01-05"}])
    vector["input"]["phase"] = "awaiting_normalisation"
    vector["input"]["dates"]["restart"] = None
    assert read(vector).phase is Phase.AWAITING_NORMALISATION
    vector["record"]["phases"] = [{"to": "reintroduction", "on": "2026-02-05"}]
    assert "the last phase" in refused(vector)


def test_an_earlier_course_may_have_its_own_protocol_and_number() -> None:
    vector = a_whole_patient()
    vector["record"]["earlier_courses"][0] |= {
        "protocol": "aza-reintro-cautious@1.0.0",
        "number": 1,
        "checklist": {},
        "day_reports": [],
    }
    assert read(vector).record.courses[0].protocol.name == "aza-reintro-cautious@1.0.0"


def test_a_patient_without_a_number_is_refused() -> None:
    vector = a_whole_patient()
    vector["identity"]["numbers"] = []
    assert "a patient number is needed" in refused(vector)


def test_the_id_that_a_broken_case_claims_is_told() -> None:
    assert case_id({"id": "V1", "input": 3}) == "V1"
    assert case_id({"id": 3}) is None
    assert case_id("V1") is None


def test_reading_changes_nothing_in_what_was_given() -> None:
    vector = a_whole_patient()
    before = copy.deepcopy(vector)
    read(vector)
    assert vector == before
