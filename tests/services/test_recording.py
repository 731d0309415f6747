"""Results, corrections, undo, patients: each write whole, judged at once, and never overwritten."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.labs import ResultState
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.errors import UserError
from aza_desktop.services import reading, recording
from aza_desktop.services.clinic import Clinic
from tests.support.clinics import (
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
    an_identity,
    on_break,
    reintroduced,
)

RESTARTED = dt.date(2026, 1, 19)


def states(clinic: Clinic, patient: str) -> dict[str, ResultState]:
    return {one.result.id: one.state for one in reading.record_of(clinic, patient).results}


def test_a_result_at_exactly_five_times_raises_the_stop_mark_at_once(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    written = recording.add_results(clinic, patient, (a_result("ALT", "200", given_id="hot"),))
    assert "TA_STOP" in written.marks
    assert written.answer is not None
    assert written.answer.marks_of_result("hot")
    assert written.ids == ("hot",)


def test_a_result_just_below_does_not(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    written = recording.add_results(clinic, patient, (a_result("ALT", "199.99"),))
    assert "TA_STOP" not in written.marks
    assert "TA_CONSIDER_STOP" in written.marks


def test_a_write_says_what_it_touched(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    written = recording.add_results(clinic, patient, a_complete_set(TODAY))
    assert written.version == written.changes.version == 2
    assert written.changes.touches(patient, Topic.LABS)
    assert not written.changes.touches(patient, Topic.DOSES)
    assert not written.changes.touches("somebody else")


def test_a_preview_judges_and_saves_nothing(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    before = reading.record_of(clinic, patient)
    answer = recording.preview_results(clinic, patient, (a_result("AST", "500"),))
    assert answer is not None
    assert "TA_STOP" in {mark.code for mark in answer.marks}
    assert reading.record_of(clinic, patient) == before


def test_the_record_gives_an_id_where_none_was_typed(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="r2"),))
    written = recording.add_results(clinic, patient, a_complete_set(TODAY))
    assert written.ids == ("r3", "r4")


@pytest.mark.parametrize(
    "wrong",
    [
        a_result("XYZ"),
        a_result(value="haemolysed"),
        a_result(value="1e3"),
        a_result(value=""),
        a_result(uln="-"),
        a_result(given_id="r1"),
    ],
    ids=["analyte", "word", "exponent", "nothing", "limit", "id"],
)
def test_what_is_no_result_is_refused_and_nothing_is_saved(
    clinic: Clinic, wrong: recording.NewResult
) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="r1"),))
    with pytest.raises(UserError) as refused:
        recording.add_results(clinic, patient, (a_result(), wrong))
    assert refused.value.code == "bad_request"
    assert states(clinic, patient) == {"r1": ResultState.CURRENT}


def test_nothing_typed_is_nothing_saved(clinic: Clinic) -> None:
    with pytest.raises(UserError, match="nothing to save"):
        recording.add_results(clinic, a_patient(clinic), ())


def test_the_number_is_kept_digit_for_digit(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    new = a_result(value="5.00", uln="1.10", comparator=Comparator.GREATER)
    recording.add_results(clinic, patient, (new,))
    (stored,) = reading.record_of(clinic, patient).current_results
    assert (stored.value_text, str(stored.value)) == ("5.00", "5.00")
    assert (stored.uln_text, stored.uln) == ("1.10", Decimal("1.10"))
    assert stored.comparator is Comparator.GREATER
    assert stored.entered_on == TODAY


def test_a_correction_supersedes_and_keeps_the_old_value(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="r1-alt"),))
    for version in ("26", "27"):
        last = reading.record_of(clinic, patient).current_results[-1].id
        written = recording.correct_result(
            clinic, patient, last, changes={"value_text": version}, reason="typing error"
        )
        assert written.ids[1] == last
    assert states(clinic, patient) == {
        "r1-alt": ResultState.SUPERSEDED,
        "r1-alt.2": ResultState.SUPERSEDED,
        "r1-alt.3": ResultState.CURRENT,
    }
    by_id = {one.result.id: one for one in reading.record_of(clinic, patient).results}
    assert by_id["r1-alt"].result.value_text == "25"
    assert by_id["r1-alt.3"].supersedes == "r1-alt.2"
    assert by_id["r1-alt.3"].reason == "typing error"


@pytest.mark.parametrize(
    ("result", "changes", "reason"),
    [
        ("r9", {"value_text": "26"}, "typing error"),
        ("r1", {"value_text": "25"}, "typing error"),
        ("r1", {"value_text": "26"}, "  "),
        ("r1", {"value_text": "much"}, "typing error"),
    ],
    ids=["unknown", "unchanged", "no reason", "no number"],
)
def test_an_empty_correction_is_refused(
    clinic: Clinic, result: str, changes: dict[str, object], reason: str
) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="r1"),))
    with pytest.raises(UserError) as refused:
        recording.correct_result(clinic, patient, result, changes=changes, reason=reason)
    assert refused.value.code == "bad_request"
    assert states(clinic, patient) == {"r1": ResultState.CURRENT}


def test_a_superseded_result_cannot_be_corrected_again(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="r1"),))
    recording.correct_result(clinic, patient, "r1", changes={"value_text": "26"}, reason="typo")
    with pytest.raises(UserError) as refused:
        recording.correct_result(clinic, patient, "r1", changes={"value_text": "27"}, reason="typo")
    assert refused.value.code == "bad_request"


def test_undo_leaves_the_entry_as_entered_in_error(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="first"),))
    recording.add_results(clinic, patient, a_complete_set(TODAY))
    written = recording.undo_last(clinic)
    assert written.changes.touches(patient, Topic.LABS)
    assert states(clinic, patient) == {
        "first": ResultState.CURRENT, "r2": ResultState.IN_ERROR, "r3": ResultState.IN_ERROR,
    }  # fmt: skip


def test_undo_of_a_correction_records_the_old_value_again(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(given_id="r1"),))
    recording.correct_result(clinic, patient, "r1", changes={"value_text": "99"}, reason="typo")
    recording.undo_last(clinic)
    (now,) = reading.record_of(clinic, patient).current_results
    assert (now.id, now.value_text) == ("r1.3", "25")


def test_undo_is_offered_once_and_only_for_this_session(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(),))
    recording.undo_last(clinic)
    with pytest.raises(UserError) as refused:
        recording.undo_last(clinic)
    assert refused.value.code == "not_offered"


def test_two_people_on_one_version_get_a_conflict_with_both_sides(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(value="30"),), if_version=1)
    with pytest.raises(UserError) as refused:
        recording.add_results(clinic, patient, (a_result(value="40"),), if_version=1)
    assert refused.value.code == "conflict"
    assert refused.value.details["yours"]["results"][0]["value_text"] == "40"  # type: ignore[index]
    assert refused.value.details["theirs"] == {
        "version": 2,
        "by": "first.user",
        "at": "2026-01-26T09:00:00Z",
        "changed": [{"field": "results", "now": "ALT 30 U/L on 2026-01-26"}],
    }
    assert len(reading.record_of(clinic, patient).results) == 1


def test_the_same_wish_under_one_key_is_written_once(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    first = recording.add_results(clinic, patient, (a_result(),), key="k")
    again = recording.add_results(clinic, patient, (a_result(),), key="k", if_version=1)
    assert (again.version, again.ids, again.marks) == (first.version, first.ids, first.marks)
    assert len(reading.record_of(clinic, patient).results) == 1


def test_another_wish_under_a_used_key_is_refused(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(),), key="k")
    with pytest.raises(UserError) as refused:
        recording.add_results(clinic, patient, (a_result(value="26"),), key="k")
    assert refused.value.code == "bad_request"
    assert len(reading.record_of(clinic, patient).results) == 1


def test_a_new_patient_is_found_by_name_and_number(clinic: Clinic) -> None:
    patient = a_patient(clinic, "000123")
    for text in ("ross", "ROSSI elena", "0123", "Ròssi"):
        assert [one.id for one in reading.records_named(clinic, text)] == [patient]
    assert reading.records_named(clinic, "bianchi") == []
    assert reading.records_named(clinic, "%") == []
    assert reading.patient_id_of(clinic, "000123") == patient


def test_a_number_that_is_in_use_is_refused(clinic: Clinic) -> None:
    a_patient(clinic, "000123")
    with pytest.raises(UserError) as refused:
        a_patient(clinic, "000123")
    assert refused.value.code == "bad_request"


def test_one_key_makes_one_patient(clinic: Clinic) -> None:
    facts = PatientFacts(None, Tpmt.UNKNOWN)
    first = recording.add_patient(clinic, an_identity(), facts, key="k")
    again = recording.add_patient(clinic, an_identity(), facts, key="k")
    assert first.ids == again.ids


def test_an_unknown_patient_is_told(clinic: Clinic) -> None:
    for ask in (reading.patient_id_of, reading.record_of):
        with pytest.raises(UserError) as refused:
            ask(clinic, "nobody")
        assert refused.value.code == "unknown_patient"


def test_a_patient_without_a_course_is_judged_on_nothing(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    recording.add_results(clinic, patient, (a_result(value="900"),))
    file = reading.patient_file(clinic, patient)
    assert (file.course, file.phase) == (None, None)
    assert file.facts.results == ()
    on_break(clinic, patient)
    assert reading.patient_file(clinic, patient).facts.results != ()


def test_the_restart_day_helper_means_what_it_says(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    assert reading.patient_file(clinic, patient).facts.dates.restart == RESTARTED
