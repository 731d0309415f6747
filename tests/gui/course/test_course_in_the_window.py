"""The course moved by hand: proposals, overrides, owners, blood on its way, what moved the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from aza_desktop.gui.course.desk import Course
from aza_desktop.gui.course.plan_desk import PlanDesk
from aza_desktop.services import owners, proposals
from tests.support.open_window import open_number, settle
from tests.support.people import DOCTOR, NURSE, People, people_at_work

MONDAY, RESTART = dt.date(2026, 1, 5), dt.date(2026, 1, 20)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    """A patient on 50 mg since the 20th of January, 15 days after the break began; told once."""
    folder = tmp_path_factory.mktemp("begun") / "data"
    with people_at_work(folder, qapp, on=MONDAY) as at_work:
        at_work.menu("file", "New patient")
        for name, text in (
            ("number", "000123"), ("family", "Rossi"), ("given", "Elena"),
            ("born", "14-Jul-1984"), ("toxic_dose", "150"), ("weight", "70"),
        ):  # fmt: skip
            at_work.write(f"new_{name}", text)
        at_work.press("new_patient_save")
        at_work.menu("patient", "Start a course")
        at_work.answer(
            "start_course", "record", protocol="aza-reintro-cautious@1.0.0",
            break_start="05-Jan-2026", reason="ALT 5 x ULN", toxic="150", tablets="50, 25",
            hypersensitivity="no", jaundice="no", peak_over_10_uln="no", other_cause="excluded",
        )  # fmt: skip
        at_work.on(RESTART)
        at_work.blood("25", "24")
        at_work.menu("patient", "Confirm dose or restart")
        at_work.type_dose("50")
    return folder


@pytest.fixture
def people(tmp_path: Path, qapp: QApplication, begun: Path) -> Iterator[People]:
    """The same day, the patient open in a window of the test's own."""
    with people_at_work(tmp_path / "data", qapp, on=RESTART, after=begun) as at_work:
        open_number(at_work.window, "000123")
        yield at_work


def words(part: QWidget) -> str:
    return " | ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_a_contraindicating_answer_blocks_until_a_prescriber_gives_a_reason(
    tmp_path: Path, qapp: QApplication
) -> None:
    with people_at_work(tmp_path / "data", qapp, on=MONDAY) as at_work:
        at_work.menu("file", "New patient")
        for name, text in (("number", "7"), ("family", "Okafor"), ("given", "Daniel"),
                           ("born", "02-Mar-1979"), ("toxic_dose", "150")):  # fmt: skip
            at_work.write(f"new_{name}", text)
        at_work.press("new_patient_save")
        at_work.menu("patient", "Start a course")
        form = at_work.form("start_course")
        at_work.answer("start_course", jaundice="yes", hypersensitivity="no")
        assert "Speaks against a restart: jaundice or high bilirubin: yes." in form.live.text()
        at_work.answer(
            "start_course", "record", protocol="aza-reintro-cautious@1.0.0",
            break_start="05-Jan-2026", reason="ALT 5 x ULN", toxic="150",
        )  # fmt: skip
        at_work.on(dt.date(2026, 1, 20))
        at_work.blood("25", "24")
        at_work.menu("patient", "Confirm dose or restart")
        at_work.press("confirm_dose_peak_over_10_uln_no")
        at_work.press("confirm_dose_other_cause_excluded")
        at_work.ask_consent()
        at_work.ask_drugs()
        at_work.write("confirm_dose_typed", "50")
        assert not at_work.can_press("confirm_dose_ok")
        assert "speaks against a restart" in at_work.said()
        at_work.write("confirm_dose_checklist_reason", "Gilbert, confirmed by hepatology")
        at_work.press("confirm_dose_ok")
        kept = at_work.file.record.courses[-1].checklist
        assert kept["jaundice_override"] == "Gilbert, confirmed by hepatology"


def test_the_nurse_proposes_and_sees_only_that_it_waits(people: People) -> None:
    people.on(dt.date(2026, 1, 27))
    people.blood("25", "24")
    people.work_as(NURSE)
    people.menu("patient", "Confirm dose or restart")
    dialog = people.window.place.confirm_dose
    assert "Propose the dose increase" in words(dialog)
    people.type_dose("75")
    assert people.file.record.courses[-1].dose_events[-1].dose_mg == 50
    people.press("finding_proposal")
    assert not people.can_press("proposal_accepted")
    people.form("proposal").reject()
    people.work_as(DOCTOR)
    people.press("finding_proposal")
    assert "Proposed by" in words(dialog)
    assert "nurse.b, 27-Jan-2026 (today)" in words(dialog)
    people.type_dose("75 mg")
    assert people.file.record.courses[-1].dose_events[-1].dose_mg == 75


def test_a_proposal_that_the_protocol_is_against_can_only_be_declined(people: People) -> None:
    people.on(dt.date(2026, 1, 21))
    assert people.window.session is not None
    people.window.session.record(
        lambda clinic: proposals.add_proposal(
            clinic, people.file.record.id, to="dose", dose_mg=Decimal(100)
        )
    )
    settle()
    people.press("finding_proposal")
    dialog = people.window.place.confirm_dose
    assert "Not offered" in words(dialog)
    assert not people.can_press("confirm_dose_ok")
    people.press("confirm_dose_decline")
    assert "Say why" in words(dialog)
    people.write("confirm_dose_reason", "too early")
    people.press("confirm_dose_decline")
    assert not dialog.isVisible()
    assert people.file.record.proposals[-1].answer_note == "too early"


def test_an_override_opens_the_step_and_its_end_is_said_on_the_card(people: People) -> None:
    people.on(dt.date(2026, 1, 28))
    codes = [card.card.code for card in people.window.place.findings.cards]
    assert "LFT_OVERDUE" in codes
    people.press("finding_override")
    people.answer("override", "override", reason="result seen on the portal", until="30-Jan-2026")
    assert "Overridden" in words(people.window.place.findings)
    people.on(dt.date(2026, 1, 31))
    said = words(people.window.place.findings)
    assert "Override lapsed" in said
    assert "its date passed on 30-Jan-2026" in said


def test_staff_cannot_override(people: People) -> None:
    people.on(dt.date(2026, 1, 28))
    people.work_as(NURSE)
    people.press("finding_override")
    assert "Only a prescriber overrides" in people.said()


def test_the_way_of_a_blood_test_is_told_where_it_comes_up(people: People) -> None:
    people.on(dt.date(2026, 1, 26))
    people.menu("patient", "Request a blood test")
    people.answer("lab_request", "record", note="fasting not needed")
    people.tab("course")
    (request,) = people.file.record.lab_requests
    people.press(f"course_book_{request.id}")
    people.answer("lab_book", "book", booked_on="27-Jan-2026", place="GP Hill Road")
    people.on(dt.date(2026, 1, 27))
    people.press(f"course_take_{request.id}")
    people.answer("sample", "record", place="GP Hill Road")
    people.tab("overview")
    said = words(people.window.place.findings)
    assert "requested 26-Jan-2026, booked for 27-Jan-2026 at GP Hill Road" in said
    assert "taken 27-Jan-2026 at GP Hill Road, awaited" in said
    people.blood("25", "24")
    assert "back 27-Jan-2026, not read yet" in words(people.window.place.findings)
    people.tab("course")
    (sample,) = people.file.record.samples
    people.press(f"course_read_{sample.id}")
    people.answer("result_step", "read")
    people.press(f"course_read_{sample.id}")
    people.answer("result_step", "told")
    people.tab("overview")
    assert "told by dr.demo 27-Jan-2026" in words(people.window.place.findings)


def test_a_patient_has_an_owner_and_the_deputy_is_named(people: People) -> None:
    line = people.window.desks.of(Course).owner_line
    assert "Looked after by nobody" in words(line)
    people.press("change_owner")
    people.answer("owner", "record", owner=NURSE)
    assert f"Looked after by {NURSE}" in words(line)
    assert people.window.session is not None
    clinic = people.window.session.clinic
    owners.add_cover(
        clinic, absent=NURSE, deputy=DOCTOR, since=dt.date(2026, 1, 20), until=dt.date(2026, 1, 30)
    )
    people.on(dt.date(2026, 1, 21))
    assert f"Looked after by {DOCTOR}, for {NURSE} who is away" in words(line)
    people.menu("view", "Patients I look after")
    found = people.window.place.worklist.found.rows.first_patient()
    assert found is not None
    assert found.number == "000123"


def test_no_patient_in_a_course_is_without_a_next_date(people: People) -> None:
    assert not people.window.place.worklist.no_date.isVisible()
    people.window.place.worklist.show_no_date("No next date: 1 patient")
    people.press("no_next_date")
    assert people.window.place.worklist.find_box.text() == "#no date"


def test_a_hold_ends_by_a_prescriber(people: People) -> None:
    people.press("enter_hold")
    people.answer("hold", "hold", why="infection")
    assert people.file.facts.holds[-1].until is None
    people.on(dt.date(2026, 1, 23))
    people.menu("patient", "End the hold")
    people.answer("resume", "resume")
    assert people.file.facts.holds[-1].until == dt.date(2026, 1, 22)


def test_the_strip_says_what_moved_and_why_until_it_is_seen(people: People) -> None:
    strip = people.window.desks.of(PlanDesk).strip
    people.on(dt.date(2026, 1, 21))
    assert strip.text() == ""
    people.menu("patient", "Symptom")
    people.answer("symptom", "record", code="fever")
    assert "next blood test 27-Jan-2026 → 21-Jan-2026" in strip.text()
    assert "Why: symptom fever, since 21-Jan-2026" in strip.text()
    people.press("plan_moved_do")
    assert strip.text() == ""


def test_a_range_of_days_is_chosen_and_held(people: People) -> None:
    grid = people.at_the_calendar()
    for _ in range(2):
        QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.chosen is not None
    assert grid.chosen.words == "20-Jan-2026 to 22-Jan-2026, 3 days"
    QTest.keyClick(grid, Qt.Key.Key_H)
    form = people.form("hold")
    assert form.live.text() == "0 mg: 20-Jan-2026 to 22-Jan-2026, 3 days"
    people.answer("hold", "hold", why="infection")
    hold = people.file.facts.holds[-1]
    assert (hold.since, hold.until) == (dt.date(2026, 1, 20), dt.date(2026, 1, 22))
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.chosen.first == grid.chosen.last


def test_the_dose_is_lowered_in_the_calendar_with_a_preview(people: People) -> None:
    grid = people.at_the_calendar()
    QTest.keyClick(grid, Qt.Key.Key_D)
    form = people.form("set_dose")
    people.answer("set_dose", dose="25")
    assert form.live.text() == (
        "50 mg → 25 mg from 20-Jan-2026 (1 x 25 mg), next blood test 27-Jan-2026"
    )
    people.answer("set_dose", "set", reason="nausea")
    assert people.file.record.courses[-1].dose_events[-1].dose_mg == 25
    model = people.window.place.calendar.model
    assert model is not None
    assert "Two doses for 20-Jan-2026: 50 mg, then 25 mg" in model.note
    assert [day.on.day for day in model.days if day.clash] == [20]


def test_a_higher_dose_from_the_calendar_is_typed_once_more_or_refused(people: People) -> None:
    grid = people.at_the_calendar()
    QTest.keyClick(grid, Qt.Key.Key_D)
    people.answer("set_dose", "set", dose="75")
    assert (
        "Not offered today: No complete blood test since the last step"
        in people.form("set_dose").message.text()
    )
    people.answer("set_dose", "set", dose="60")
    assert "These tablets cannot make this dose" in people.form("set_dose").message.text()
    people.form("set_dose").reject()
    people.on(dt.date(2026, 1, 27))
    people.blood("25", "24")
    people.at_the_calendar()
    QTest.keyClick(grid, Qt.Key.Key_D)
    people.answer("set_dose", "set", dose="75")
    assert people.file.record.courses[-1].dose_events[-1].dose_mg == 50
    assert "75 mg = 1 × 50 mg + 1 × 25 mg" in words(people.window.place.confirm_dose)
    people.type_dose("75")
    assert people.file.record.courses[-1].dose_events[-1].dose_mg == 75


def test_the_year_stands_above_the_month_in_the_calendar_tab(people: People) -> None:
    calendar = people.window.place.calendar
    assert not calendar.year.isVisible()
    people.tab("calendar")
    assert calendar.year.isVisible()
    calendar.year.setFocus()
    QTest.keyClick(calendar.year, Qt.Key.Key_Right)
    assert calendar.model is not None
    assert calendar.model.month == 2
