"""Symptoms, drugs, held days, decisions: an end is a new version of the same fact."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.diary import Comedication, DecisionType, Symptom
from aza_desktop.clinical.doses import DayReport, Hold
from aza_desktop.errors import UserError
from aza_desktop.services import diary, reading, recording
from aza_desktop.services.clinic import Clinic
from tests.support.clinics import PRESCRIBER, TODAY, a_result

ONSET, OVER = dt.date(2026, 1, 22), dt.date(2026, 1, 24)


def test_a_symptom_raises_its_mark_and_stops_when_it_has_gone(clinic: Clinic, patient: str) -> None:
    written = diary.add_symptom(clinic, patient, "fever", onset_on=ONSET)
    assert (written.ids, written.marks) == (("s1",), ("SYMPTOM",))
    diary.resolve_symptom(clinic, patient, "s1", resolved_on=OVER)
    record = reading.record_of(clinic, patient)
    assert record.symptoms == (Symptom("s1", "fever", ONSET, OVER),)
    answer = reading.file_of(clinic, record).answer
    assert answer is not None
    assert "SYMPTOM" not in {mark.code for mark in answer.marks}


def test_an_unknown_symptom_is_refused_not_ignored(clinic: Clinic, patient: str) -> None:
    with pytest.raises(UserError) as refused:
        diary.add_symptom(clinic, patient, "fevr", onset_on=ONSET)
    assert refused.value.code == "bad_request"
    assert "fever" in refused.value.remedy


def test_a_symptom_does_not_end_before_it_began(clinic: Clinic, patient: str) -> None:
    diary.add_symptom(clinic, patient, "fever", onset_on=OVER)
    for symptom, day in (("s1", ONSET), ("s7", OVER)):
        with pytest.raises(UserError) as refused:
            diary.resolve_symptom(clinic, patient, symptom, resolved_on=day)
        assert refused.value.code == "bad_request"


def test_a_brand_name_is_recognised(clinic: Clinic, patient: str) -> None:
    written = diary.add_comedication(clinic, patient, "Zyloric 300", start_on=ONSET)
    assert written.marks == ("ALLOPURINOL",)
    assert diary.recognised_as(clinic, patient, "ZYLORIC") == "allopurinol"
    assert diary.recognised_as(clinic, patient, "aspirin") is None


def test_a_drug_ends_with_its_last_day(clinic: Clinic, patient: str) -> None:
    diary.add_comedication(clinic, patient, "allopurinol", start_on=ONSET)
    diary.end_comedication(clinic, patient, "c1", last_day=OVER)
    record = reading.record_of(clinic, patient)
    assert record.comedications == (Comedication("c1", "allopurinol", ONSET, OVER),)
    with pytest.raises(UserError):
        diary.end_comedication(clinic, patient, "c2", last_day=OVER)


def test_held_days_and_reports_belong_to_the_course(clinic: Clinic, patient: str) -> None:
    diary.hold_dose(clinic, patient, since=ONSET, until=OVER, reason="vomiting")
    for state in ("missed", "taken"):
        diary.report_day(clinic, patient, on=ONSET, state=state)
    course = reading.record_of(clinic, patient).course
    assert course is not None
    assert course.holds == (Hold(ONSET, OVER, "vomiting"),)
    assert course.day_reports == (DayReport(ONSET, "taken"),), "the later word counts"


def test_a_decision_clears_the_results_that_it_names(clinic: Clinic, patient: str) -> None:
    recording.add_results(clinic, patient, (a_result("ALT", "250", given_id="r9"),))
    written = diary.record_decision(
        clinic, patient, DecisionType.CONTINUE, on=TODAY, results=("r9",),
        decided_by=PRESCRIBER, reason="viral illness",
    )  # fmt: skip
    assert (written.ids, written.marks) == (("d1",), ("TA_ELEVATED",))


@pytest.mark.parametrize(
    ("results", "by"), [((), PRESCRIBER), (("nothing",), PRESCRIBER), (("r9",), " ")]
)
def test_a_decision_names_results_and_a_person(
    clinic: Clinic, patient: str, results: tuple[str, ...], by: str
) -> None:
    recording.add_results(clinic, patient, (a_result("ALT", "250", given_id="r9"),))
    with pytest.raises(UserError) as refused:
        diary.record_decision(
            clinic, patient, DecisionType.STOP, on=TODAY, results=results, decided_by=by,
            reason=None,
        )  # fmt: skip
    assert refused.value.code == "bad_request"
