"""The dose calendar: what was reported, prescribed, planned, held or paused on each day.

A day is *taken* only when somebody said so. A proposal stands in no cell: the cell shows what a
person confirmed.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from aza_desktop.clinical.dates import add_days, add_months, show
from aza_desktop.clinical.doses import DayReport
from aza_desktop.clinical.findings import LabStatus
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels import curves, doses, phrases
from aza_desktop.gui.viewmodels.doses import DosePeriod, PeriodKind
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import msg, tr

WEEKDAYS = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))
WEEK = 7


class DayState(StrEnum):
    TAKEN = "taken"
    PRESCRIBED = "prescribed"
    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    BREAK = "break"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One cell. text: the dose or the word; second: tablets or the reason, for the large layout.

    drawn, due: blood taken, blood wanted; overdue: wanted before today.
    step: up, down or "", where the dose changed.
    questioned: an open stop mark must be answered before this planned dose.
    clash: the doses that stand for this day where there are two, the later entry last.
    """

    on: dt.date
    in_month: bool
    state: DayState
    text: str
    second: str
    today: bool
    drawn: bool
    due: bool
    overdue: bool
    step: str
    questioned: bool
    spoken: str
    tooltip: str
    clash: str = ""


@dataclass(frozen=True, slots=True)
class CalendarModel:
    """One month of whole weeks, Monday first. days: a multiple of seven, in order."""

    year: int
    month: int
    title: str
    short_title: str
    days: tuple[CalendarDay, ...]
    note: str
    description: str

    @property
    def weeks(self) -> int:
        return len(self.days) // WEEK

    def day(self, on: dt.date) -> CalendarDay | None:
        return next((day for day in self.days if day.on == on), None)


def build_calendar(file: FileLike, *, year: int, month: int) -> CalendarModel:
    """The month of a patient, with the days of the neighbours that fill its weeks."""
    first = dt.date(year, month, 1)
    start = add_days(first, -first.weekday())
    last = first.replace(day=calendar.monthrange(year, month)[1])
    count = ((last - start).days // WEEK + 1) * WEEK
    timeline = doses.periods(file)
    days = tuple(_day(file, add_days(start, n), month, timeline) for n in range(count))
    title = phrases.month_name(year, month)
    note = ""
    if doses.decision_is_open(file) and any(day.questioned for day in days):
        note = tr("Open stop mark: decide before the next dose")
    elif clashing := [day for day in days if day.clash and day.in_month]:
        said = tr("Two doses for {day}: {doses}. The later entry counts; set the dose anew")
        note = said.format(day=show(clashing[0].on), doses=clashing[0].clash)
    elif not timeline:
        note = tr("No dose recorded")
    return CalendarModel(
        year=year,
        month=month,
        title=title,
        short_title=f"{title[:3]} {year}",
        days=days,
        note=note,
        description=_describe(title, days),
    )


@dataclass(frozen=True, slots=True)
class MiniMonth:
    """One month of the year strip. states: of its days; offset: blank places before the first."""

    year: int
    month: int
    title: str
    offset: int
    states: tuple[DayState, ...]


def build_year(file: FileLike, *, year: int) -> tuple[MiniMonth, ...]:
    """The twelve months of a year, day by day, for the strip above the month."""
    timeline = doses.periods(file)
    months = []
    for month in range(1, 13):
        first = dt.date(year, month, 1)
        length = calendar.monthrange(year, month)[1]
        days = (add_days(first, n) for n in range(length))
        states = tuple(_state(file, on, doses.period_on(timeline, on))[0] for on in days)
        title = phrases.month_name(year, month)[:3]
        months.append(MiniMonth(year, month, title, first.weekday(), states))
    return tuple(months)


def month_after(year: int, month: int, steps: int) -> tuple[int, int]:
    """The month `steps` later (earlier when negative)."""
    day = add_months(dt.date(year, month, 1), steps)
    return day.year, day.month


def _day(file: FileLike, on: dt.date, month: int, timeline: tuple[DosePeriod, ...]) -> CalendarDay:
    today = file.as_of
    period = doses.period_on(timeline, on)
    state, text, second = _state(file, on, period)
    drawn = sorted(
        {
            curves.label_of(file, r.analyte)
            for r in curves.shown_results(file)
            if r.collected_on == on and on <= today
        }
    )
    wanted = [lab for lab in file.answer.labs_due if _wanted_on(lab.due_by, lab.status, file) == on]
    overdue = any(lab.status is LabStatus.OVERDUE for lab in wanted)
    step = _step(timeline, on)
    questioned = state is DayState.PLANNED and doses.decision_is_open(file)
    clash = doses.clash_on(file, on)
    extra = [tr("two doses: {doses}").format(doses=clash)] if clash else []
    if step:
        extra.append(tr("dose raised") if step == "up" else tr("dose lowered"))
    if drawn:
        extra.append(tr("blood drawn: {tests}").format(tests=", ".join(drawn)))
    for lab in wanted:
        what = tr("overdue since") if lab.status is LabStatus.OVERDUE else tr("due by")
        tests = ", ".join(curves.label_of(file, test) for test in lab.tests)
        extra.append(f"{tests} {what} {show(lab.due_by)}")
    if questioned:
        extra.append(tr("open stop mark, decide first"))
    said = [_spoken_state(state, text, second), *extra]
    return CalendarDay(
        on=on,
        in_month=on.month == month,
        state=state,
        text=text,
        second=second,
        today=on == today,
        drawn=bool(drawn),
        due=bool(wanted),
        overdue=overdue,
        step=step,
        questioned=questioned,
        spoken=", ".join([phrases.long_day(on), *([tr("today")] if on == today else []), *said]),
        clash=clash,
        tooltip="\n".join([f"{WEEKDAYS[on.weekday()]} {show(on)}", *said]),
    )


def _step(timeline: tuple[DosePeriod, ...], on: dt.date) -> str:
    """up or down where a dose begins after another period; "" on all other days."""
    for before, after in pairwise(timeline):
        if after.since == on and after.kind is PeriodKind.DOSE:
            return "up" if after.dose_mg > before.dose_mg else "down"
    return ""


def _wanted_on(due_by: dt.date, status: LabStatus, file: FileLike) -> dt.date:
    """The day on which a blood test is shown: an overdue one is wanted today."""
    return file.as_of if status is LabStatus.OVERDUE else due_by


def _state(file: FileLike, on: dt.date, period: DosePeriod | None) -> tuple[DayState, str, str]:
    """State, main words and second line of a day."""
    if period is None:
        return DayState.NOTHING, "–", ""
    if period.kind is not PeriodKind.DOSE:
        if on > file.as_of:
            return DayState.BREAK, "–", ""
        word = tr("break") if period.kind is PeriodKind.BREAK else tr("stopped")
        return DayState.BREAK, word, tr("day {n}").format(n=(on - period.since).days)
    hold = doses.hold_on(doses.holds(file), on)
    if hold is not None:
        return DayState.HELD, tr("held"), hold.reason or ""
    told = {report.on: report.state for report in _reports(file)}.get(on)
    dose, tablets = phrases.dose(period.dose_mg), tablets_of(file, period.dose_mg)
    if told == "taken":
        return DayState.TAKEN, dose, tablets
    if told == "missed":
        return DayState.MISSED, tr("missed"), dose
    if told == "held":
        return DayState.HELD, tr("held"), ""
    return (DayState.PLANNED if on >= file.as_of else DayState.PRESCRIBED), dose, tablets


def _reports(file: FileLike) -> tuple[DayReport, ...]:
    reports = file.course.day_reports if file.course is not None else ()
    return tuple(report for report in reports if report.on <= file.as_of)


def tablets_of(file: FileLike, dose_mg: Decimal) -> str:
    """``2 × 50 mg``: the fewest of the patient's tablets that make the dose; "" if none do."""
    left, parts = dose_mg, []
    half = Decimal("0.5") if file.record.halves else Decimal(1)
    for strength in sorted(file.record.tablets_mg, reverse=True):
        if strength <= 0:
            continue
        count = (left / (strength * half)).to_integral_value(rounding="ROUND_FLOOR") * half
        if count > 0:
            parts.append(f"{plain(count)} × {plain(strength)} mg")
            left -= count * strength
    return " + ".join(parts) if left == 0 else ""


_SPOKEN = {
    DayState.TAKEN: msg("{text} taken"),
    DayState.PRESCRIBED: msg("{text} prescribed, nothing reported"),
    DayState.PLANNED: msg("{text} planned"),
    DayState.HELD: msg("held, 0 mg"),
    DayState.MISSED: msg("missed"),
    DayState.BREAK: msg("{text}"),
    DayState.NOTHING: msg("no dose recorded"),
}


def _spoken_state(state: DayState, text: str, second: str) -> str:
    said = tr(_SPOKEN[state]).format(text=text if text != "–" else tr("no dose planned"))
    return f"{said}, {second}" if second else said


def _describe(title: str, days: tuple[CalendarDay, ...]) -> str:
    inside = [day for day in days if day.in_month]
    counts = []
    for state in DayState:
        number = sum(1 for day in inside if day.state is state)
        if number:
            counts.append(f"{number} {state.value}")
    return f"{title}: {', '.join(counts)}"
