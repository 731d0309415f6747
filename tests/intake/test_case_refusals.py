"""What is wrong in a case, or contradicts itself, is refused at its place."""

from __future__ import annotations

from typing import Any

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.errors import UserError
from aza_desktop.intake.cases import Case, read_case
from tests.support.rule_cases import a_vector, analytes
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
