"""Which plan may go home, what is refused, and what the record remembers of a printed sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import DecisionType
from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.reports.document import Sheet, Table, words_of
from aza_desktop.services import (
    contacts,
    courses,
    diary,
    proposals,
    recording,
    samples,
    sheets,
    users,
)
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.clinic_settings import change_card
from aza_desktop.services.details import change_details
from aza_desktop.services.reading import patient_file
from aza_desktop.services.sheets import PRINTED, Prepared, Standing
from aza_desktop.services.trail import trail
from tests.support.clinics import (
    PRESCRIBER,
    TODAY,
    a_clinic,
    a_complete_set,
    a_patient,
    a_result,
    on_break,
    reintroduced,
)

CARD = ClinicCard("Test Clinic", "", "01632 960 000", "01632 960 001")
DUE = dt.date(2026, 2, 1)
"""Of a patient whose last complete set is of 25 January."""


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "data") as opened:
        change_card(opened, CARD)
        yield opened


@pytest.fixture
def patient(clinic: Clinic) -> str:
    """On 50 mg since 19 January, tablets of 50 and 25 mg, next blood test on 1 February."""
    key = a_patient(clinic)
    reintroduced(clinic, key)
    recording.add_results(clinic, key, a_complete_set(dt.date(2026, 1, 25)))
    change_details(clinic, key, changes={"tablets_mg": (Decimal(25), Decimal(50))})
    return key


def calendar(clinic: Clinic, patient: str) -> Prepared:
    return sheets.calendar_sheet(clinic, patient_file(clinic, patient))


def text_of(sheet: Sheet) -> str:
    return "\n".join(words_of(sheet))


def refusal(clinic: Clinic, patient: str) -> UserError:
    with pytest.raises(UserError) as refused:
        calendar(clinic, patient)
    return refused.value


def a_stop(clinic: Clinic, patient: str) -> None:
    recording.add_results(
        clinic, patient, (a_result("ALT", "210", given_id="bad"), a_result("AST", "30"))
    )


def decide(clinic: Clinic, patient: str, what: DecisionType) -> None:
    diary.record_decision(
        clinic, patient, what, on=TODAY, results=("bad",), decided_by=PRESCRIBER, reason="seen"
    )


def on(clinic: Clinic, day: dt.date) -> Clinic:
    return replace(clinic, clock=FixedClock(day))


# the plan


def test_the_sheet_goes_from_today_to_the_next_blood_test(clinic: Clinic, patient: str) -> None:
    prepared = calendar(clinic, patient)
    assert prepared.valid_until == DUE
    assert prepared.plan.splitlines()[0] == "test 2026-02-01"
    assert prepared.plan.splitlines()[1] == "2026-01-26 50"
    assert prepared.plan.splitlines()[-1] == "2026-02-01 50"
    assert "50 mg a day = 1 tablet of 50 mg" in text_of(prepared.sheet)


def test_a_test_on_a_closed_day_is_moved_to_the_open_day_before(
    clinic: Clinic, patient: str
) -> None:
    change_card(clinic, replace(CARD, closed_weekdays=(5, 6)))
    assert calendar(clinic, patient).valid_until == dt.date(2026, 1, 30)


def test_a_proposed_dose_stands_nowhere_and_a_confirmed_one_does(
    clinic: Clinic, patient: str
) -> None:
    proposals.add_proposal(clinic, patient, to="dose", dose_mg=Decimal(75))
    assert "75" not in text_of(calendar(clinic, patient).sheet)
    courses.confirm_dose(clinic, patient, on=TODAY, dose_mg=Decimal(75), confirmed_by=PRESCRIBER)
    prepared = calendar(clinic, patient)
    assert "2026-01-26 75" in prepared.plan
    assert "75 mg a day = 1 tablet of 50 mg and 1 tablet of 25 mg" in text_of(prepared.sheet)


def test_held_days_are_printed_without_tablets(clinic: Clinic, patient: str) -> None:
    diary.hold_dose(
        clinic, patient, since=dt.date(2026, 1, 28), until=dt.date(2026, 1, 29), reason="vomiting"
    )
    lines = calendar(clinic, patient).plan.splitlines()
    assert "2026-01-28 held" in lines
    assert "2026-01-30 50" in lines


def test_a_patient_on_break_is_told_to_take_none(clinic: Clinic) -> None:
    key = a_patient(clinic)
    on_break(clinic, key)
    words = text_of(calendar(clinic, key).sheet)
    assert "no azathioprine" in words
    assert "tablet of" not in words


def test_a_patient_without_a_course_has_no_plan(clinic: Clinic) -> None:
    refused = refusal(clinic, a_patient(clinic))
    assert refused.code == "not_offered"
    assert "no course" in refused.why


def test_a_dose_that_the_tablets_cannot_make_is_never_printed(clinic: Clinic, patient: str) -> None:
    change_details(clinic, patient, changes={"tablets_mg": (Decimal(75),)})
    assert refusal(clinic, patient).code == "blocked"


# marks and decisions


def test_an_open_stop_mark_lets_no_plan_go_home(clinic: Clinic, patient: str) -> None:
    a_stop(clinic, patient)
    refused = refusal(clinic, patient)
    assert refused.code == "blocked"
    assert "TA_STOP" in refused.details["blocked_by"]  # type: ignore[operator]


def test_an_open_warning_symptom_lets_no_plan_go_home(clinic: Clinic, patient: str) -> None:
    diary.add_symptom(clinic, patient, "fever", onset_on=TODAY)
    assert refusal(clinic, patient).details["blocked_by"] == ["SYMPTOM"]


def test_after_the_decision_to_continue_the_plan_is_printed_again(
    clinic: Clinic, patient: str
) -> None:
    a_stop(clinic, patient)
    decide(clinic, patient, DecisionType.CONTINUE)
    words = text_of(calendar(clinic, patient).sheet)
    assert "50 mg a day" in words
    assert "Your liver test is high" not in words


@pytest.mark.parametrize("what", [DecisionType.STOP, DecisionType.REDUCE])
def test_a_decision_that_is_not_carried_out_bars_the_old_plan(
    clinic: Clinic, patient: str, what: DecisionType
) -> None:
    a_stop(clinic, patient)
    decide(clinic, patient, what)
    refused = refusal(clinic, patient)
    assert refused.code == "blocked"
    assert what.value in refused.why


def test_the_words_of_a_stop_are_printed_once_it_was_decided_and_carried_out(
    clinic: Clinic, patient: str
) -> None:
    a_stop(clinic, patient)
    decide(clinic, patient, DecisionType.STOP)
    courses.confirm_phase(
        clinic, patient, to=Phase.STOPPED, on=TODAY, confirmed_by=PRESCRIBER, reason="ALT"
    )
    words = text_of(calendar(clinic, patient).sheet)
    assert "Your liver test is high" in words
    assert "no azathioprine" in words
    assert "mg a day" not in words


# what is remembered


def test_printing_is_in_the_trail_and_reading_is_not(clinic: Clinic, patient: str) -> None:
    before = len(list(trail(clinic)))
    prepared = calendar(clinic, patient)
    sheets.home_sheet(clinic, patient_file(clinic, patient))
    assert len(list(trail(clinic))) == before
    sheets.record_sheet(clinic, prepared, way=PRINTED, pages=1)
    entry = list(trail(clinic))[-1]
    assert (entry["action"], entry["actor"]) == ("print.calendar", clinic.actor)
    assert entry["patient"] == "000123"


def test_the_next_sheet_names_the_one_that_it_replaces(clinic: Clinic, patient: str) -> None:
    sheets.record_sheet(clinic, calendar(clinic, patient), way=PRINTED, pages=1)
    words = text_of(calendar(on(clinic, TODAY + dt.timedelta(days=1)), patient).sheet)
    assert "Replaces the sheet of Monday 26 January 2026." in words


def standing(clinic: Clinic, patient: str) -> Standing | None:
    found = sheets.home_sheet(clinic, patient_file(clinic, patient))
    return None if found is None else found.standing


def test_a_sheet_is_current_while_the_plan_is_the_same(clinic: Clinic, patient: str) -> None:
    assert standing(clinic, patient) is None
    sheets.record_sheet(clinic, calendar(clinic, patient), way=PRINTED, pages=1)
    assert standing(clinic, patient) is Standing.CURRENT
    assert standing(on(clinic, DUE), patient) is Standing.CURRENT


def test_a_printed_sheet_is_out_of_date_as_soon_as_the_dose_changes(
    clinic: Clinic, patient: str
) -> None:
    sheets.record_sheet(clinic, calendar(clinic, patient), way=PRINTED, pages=1)
    courses.confirm_dose(clinic, patient, on=TODAY, dose_mg=Decimal(75), confirmed_by=PRESCRIBER)
    assert standing(clinic, patient) is Standing.OUT_OF_DATE


def test_a_printed_sheet_is_out_of_date_when_the_blood_test_moves(
    clinic: Clinic, patient: str
) -> None:
    sheets.record_sheet(clinic, calendar(clinic, patient), way=PRINTED, pages=1)
    recording.add_results(clinic, patient, a_complete_set(TODAY))
    assert standing(clinic, patient) is Standing.OUT_OF_DATE


def test_a_printed_sheet_is_in_question_under_a_stop_mark(clinic: Clinic, patient: str) -> None:
    sheets.record_sheet(clinic, calendar(clinic, patient), way=PRINTED, pages=1)
    a_stop(clinic, patient)
    assert standing(clinic, patient) is Standing.IN_QUESTION


def test_a_sheet_has_ended_the_day_after_its_blood_test(clinic: Clinic, patient: str) -> None:
    sheets.record_sheet(clinic, calendar(clinic, patient), way=PRINTED, pages=1)
    later = on(clinic, DUE + dt.timedelta(days=1))
    assert standing(later, patient) is Standing.ENDED


# the call sheet


def test_the_call_sheet_has_the_list_in_its_order_with_phone_and_last_contact(
    clinic: Clinic, patient: str
) -> None:
    change_details(clinic, patient, changes={"phone": "01632 960 555"})
    contacts.add_contact(clinic, patient, on=TODAY, outcome="no_answer")
    a_stop(clinic, patient)
    sheet = sheets.call_sheet(clinic).sheet
    (table,) = [block for part in sheet.parts for block in part if isinstance(block, Table)]
    assert table.rows[0].cells == ("Breach - call today  (1)",)
    who, why, contact, phone, outcome = table.rows[1].cells
    assert who.splitlines() == ["ROSSI, Elena", "14-Jul-1984 (41y)  ·  000123"]
    assert "5.25 ≥ 5.0" in why
    assert contact == "26-Jan-2026: no answer"
    assert phone == "01632 960 555"
    assert outcome == ""
    assert any("not approved here" in line for line in sheet.foot)


def test_an_empty_list_says_so(clinic: Clinic) -> None:
    assert "Nobody needs a call today." in text_of(sheets.call_sheet(clinic).sheet)


def test_who_has_no_phone_is_not_left_blank(clinic: Clinic, patient: str) -> None:
    a_stop(clinic, patient)
    assert "not recorded" in text_of(sheets.call_sheet(clinic).sheet)


def test_a_sample_that_is_awaited_is_said(clinic: Clinic, patient: str) -> None:
    later = on(clinic, dt.date(2026, 2, 1))
    samples.take_sample(later, patient, taken_on=dt.date(2026, 2, 1))
    words = text_of(calendar(later, patient).sheet)
    assert "We are waiting for the result" in words


# the slip of a blood test


def test_the_slip_comes_from_a_recorded_request_and_adds_what_the_protocol_wants_beside(
    clinic: Clinic, patient: str
) -> None:
    nurse = replace(clinic, actor="nurse.b")
    samples.request(nurse, patient, tests=("ALT", "AST"), due_by=DUE, laboratory="City")
    sheet = sheets.lab_slip(clinic, patient_file(clinic, patient)).sheet
    (table,) = [block for part in sheet.parts for block in part if isinstance(block, Table)]
    assert [row.cells[0] for row in table.rows] == ["ALT", "AST", "Bilirubin", "ALP"]
    assert [bool(row.cells[2]) for row in table.rows] == [False, False, True, True]
    words = text_of(sheet)
    assert "Requested by nurse.b" in words
    assert "Present dose 50 mg a day" in words


def test_without_an_open_request_there_is_no_slip(clinic: Clinic, patient: str) -> None:
    samples.request(clinic, patient, tests=("ALT",))
    samples.take_sample(clinic, patient, taken_on=TODAY, request_id="q1")
    with pytest.raises(UserError) as refused:
        sheets.lab_slip(clinic, patient_file(clinic, patient))
    assert refused.value.code == "not_offered"


def test_a_printed_slip_is_in_the_trail(clinic: Clinic, patient: str) -> None:
    samples.request(clinic, patient, tests=("ALT",))
    prepared = sheets.lab_slip(clinic, patient_file(clinic, patient), "q1")
    sheets.record_sheet(clinic, prepared, way=PRINTED, pages=1)
    assert list(trail(clinic))[-1]["action"] == "print.lab_slip"


def test_people_stand_on_paper_under_the_name_that_patients_know(
    clinic: Clinic, patient: str
) -> None:
    users.add_user(clinic, "nurse.b", roles=("staff",), full_name="Nurse B. Demo")
    sheet = calendar(replace(clinic, actor="nurse.b"), patient).sheet
    assert any("by Nurse B. Demo" in line for line in sheet.foot)
