"""What each day of the dose calendar says: reported, prescribed, planned, held, paused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import CourseDates, Phase, ProtocolRef
from aza_desktop.clinical.doses import DayReport, DoseEvent, Hold
from aza_desktop.clinical.findings import (
    Escalation,
    LabDue,
    LabReason,
    LabStatus,
    Possibility,
)
from aza_desktop.clinical.record import CourseRecord
from aza_desktop.gui.viewmodels.calendar import (
    CalendarDay,
    CalendarModel,
    DayState,
    build_calendar,
    month_after,
    tablets_of,
)
from tests.support.files import OpenFile, a_file, a_mark, a_result, an_answer, day


def november(file: OpenFile) -> CalendarModel:
    return build_calendar(file, year=2025, month=11)


def on(model: CalendarModel, text: str) -> CalendarDay:
    found = model.day(day(text))
    assert found is not None
    return found


def test_a_month_is_whole_weeks_from_monday() -> None:
    model = november(a_file())
    assert model.days[0].on == day("2025-10-27")
    assert len(model.days) == 35
    assert build_calendar(a_file(), year=2026, month=8).weeks == 6
    assert [d.in_month for d in model.days].count(True) == 30


def test_nothing_is_taken_that_nobody_reported() -> None:
    reports = [DayReport(day("2025-11-05"), "taken"), DayReport(day("2025-11-06"), "missed")]
    model = november(a_file(doses=[("2025-11-04", "50")], reports=reports))
    assert on(model, "2025-11-05").state is DayState.TAKEN
    assert on(model, "2025-11-06").state is DayState.MISSED
    assert on(model, "2025-11-07").state is DayState.PRESCRIBED
    assert on(model, "2025-11-07").spoken.endswith("50 mg prescribed, nothing reported")


def test_days_ahead_are_planned_and_the_present_dose_stays() -> None:
    model = november(a_file(doses=[("2025-11-04", "50"), ("2025-11-24", "75")]))
    assert (on(model, "2025-11-20").state, on(model, "2025-11-20").today) == (
        DayState.PLANNED,
        True,
    )
    assert on(model, "2025-11-23").text == "50 mg"
    assert on(model, "2025-11-24").text == "75 mg"
    assert on(model, "2025-11-24").step == "up"


def test_a_proposed_dose_stands_in_no_cell() -> None:
    step = Escalation(Possibility.ELIGIBLE, day("2025-11-14"), day("2025-11-21"), Decimal(75))
    model = november(a_file(doses=[("2025-11-04", "50")], answer=an_answer(escalation=step)))
    whole = " ".join(d.text + d.second + d.spoken + d.tooltip for d in model.days)
    assert "75" not in whole


def test_held_days_say_why() -> None:
    hold = Hold(day("2025-11-10"), day("2025-11-11"), "vomiting")
    model = november(a_file(doses=[("2025-11-04", "50")], holds=[hold]))
    assert (on(model, "2025-11-11").state, on(model, "2025-11-11").second) == (
        DayState.HELD,
        "vomiting",
    )
    assert on(model, "2025-11-12").state is DayState.PRESCRIBED


def test_the_break_is_counted_from_its_first_day_without_a_dose() -> None:
    model = november(a_file(doses=[("2025-06-16", "150"), ("2025-11-04", "50")]))
    assert (on(model, "2025-11-03").text, on(model, "2025-11-03").second) == ("break", "day 20")
    assert on(model, "2025-11-04").step == "up"


def test_days_ahead_of_a_running_break_promise_no_dose() -> None:
    dates = CourseDates(break_start=day("2025-11-10"))
    model = november(a_file(phase=Phase.ON_BREAK, dates=dates, doses=[("2025-06-16", "150")]))
    assert on(model, "2025-11-25").text == "–"
    assert "no dose planned" in on(model, "2025-11-25").spoken


def test_before_the_first_recorded_dose_nothing_is_claimed() -> None:
    model = november(a_file(dates=CourseDates(), doses=[("2025-11-10", "50")]))
    assert on(model, "2025-11-09").state is DayState.NOTHING


def test_an_open_stop_mark_questions_every_planned_day() -> None:
    model = november(a_file(doses=[("2025-11-04", "50")], answer=an_answer(marks=[a_mark()])))
    assert on(model, "2025-11-21").questioned
    assert not on(model, "2025-11-19").questioned
    assert model.note == "Open stop mark: decide before the next dose"


@pytest.mark.parametrize(
    ("status", "due_by", "shown_on"),
    [
        (LabStatus.UPCOMING, "2025-11-24", "2025-11-24"),
        (LabStatus.OVERDUE, "2025-11-18", "2025-11-20"),
    ],
)
def test_blood_is_wanted_on_its_day_and_an_overdue_test_today(
    status: LabStatus, due_by: str, shown_on: str
) -> None:
    lab = LabDue(LabReason.SCHEDULE, ("ALT", "AST"), day(due_by), day(due_by), status)
    model = november(a_file(answer=an_answer(labs_due=[lab])))
    assert [d.on for d in model.days if d.due] == [day(shown_on)]
    assert on(model, shown_on).overdue is (status is LabStatus.OVERDUE)


def test_blood_drawn_is_named() -> None:
    model = november(a_file(results=[a_result("ALT", "30", "2025-11-17")]))
    assert "blood drawn: ALT" in on(model, "2025-11-17").spoken


def test_tablets_make_the_dose_or_are_not_named() -> None:
    file = a_file()
    record = replace(file.record, tablets_mg=(Decimal(25), Decimal(50)))
    file = replace(file, record=record)
    assert tablets_of(file, Decimal(75)) == "1 × 50 mg + 1 × 25 mg"
    assert tablets_of(file, Decimal(60)) == ""
    halves = replace(file, record=replace(record, halves=True, tablets_mg=(Decimal(50),)))
    assert tablets_of(halves, Decimal(75)) == "1.5 × 50 mg"


def test_months_turn_over_the_year() -> None:
    assert month_after(2025, 12, 1) == (2026, 1)
    assert month_after(2025, 1, -1) == (2024, 12)


def test_an_earlier_course_keeps_its_days() -> None:
    first = CourseRecord(
        number=1,
        protocol=ProtocolRef("aza-reintro-cautious", "1.0.0"),
        dates=CourseDates(day("2025-01-01"), day("2025-02-01"), stopped_on=day("2025-03-01")),
        dose_events=(DoseEvent(day("2025-02-01"), Decimal(50), None),),
    )
    model = build_calendar(a_file(earlier=[first]), year=2025, month=3)
    assert on(model, "2025-02-28").state is DayState.PRESCRIBED
    assert (on(model, "2025-03-02").state, on(model, "2025-03-02").text) == (
        DayState.BREAK,
        "stopped",
    )
