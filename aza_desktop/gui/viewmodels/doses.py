"""The dose of every day, from what people confirmed: courses, breaks, holds, and the plan ahead.

Nothing is assumed: before the first recorded dose there is no period, and a proposal is none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aza_desktop.clinical.course import CourseDates
from aza_desktop.clinical.doses import DoseEvent, Hold
from aza_desktop.clinical.findings import Severity
from aza_desktop.gui.viewmodels import phrases
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr

NOTHING = Decimal(0)


class PeriodKind(StrEnum):
    DOSE = "dose"
    BREAK = "break"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class DosePeriod:
    """One dose (mg per day) from `since` up to, not including, `until`; None has no end yet."""

    since: dt.date
    until: dt.date | None
    dose_mg: Decimal
    kind: PeriodKind
    event: DoseEvent | None = None

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def periods(file: FileLike) -> tuple[DosePeriod, ...]:
    """Every period of every course, oldest first, without gaps after the first."""
    points: dict[dt.date, tuple[Decimal, PeriodKind, DoseEvent | None]] = {}
    for dates, events in _courses(file):
        for given in sorted(events, key=lambda given: given.on):
            points[given.on] = (given.dose_mg, PeriodKind.DOSE, given)
        if dates.break_start is not None:
            points[dates.break_start] = (NOTHING, PeriodKind.BREAK, None)
        if dates.stopped_on is not None:
            points[dates.stopped_on] = (NOTHING, PeriodKind.STOPPED, None)
    ordered = sorted(points.items())
    made: list[DosePeriod] = []
    for index, (since, (dose_mg, kind, event)) in enumerate(ordered):
        until = ordered[index + 1][0] if index + 1 < len(ordered) else None
        idle = made and made[-1].kind is not PeriodKind.DOSE
        if idle and kind is PeriodKind.DOSE and dose_mg == 0:
            last = made.pop()
            made.append(DosePeriod(last.since, until, dose_mg, last.kind, last.event))
        elif made and made[-1].kind is kind and made[-1].dose_mg == dose_mg:
            last = made.pop()
            made.append(DosePeriod(last.since, until, dose_mg, kind, last.event))
        else:
            made.append(DosePeriod(since, until, dose_mg, kind, event))
    return tuple(made)


def _courses(file: FileLike) -> list[tuple[CourseDates, tuple[DoseEvent, ...]]]:
    found = []
    current = file.course.number if file.course is not None else None
    for course in file.record.courses:
        if course.number == current:
            found.append((file.facts.dates, file.facts.dose_events))
        elif current is not None and course.number < current:
            found.append((course.dates, course.dose_events))
    return found


def period_on(timeline: tuple[DosePeriod, ...], day: dt.date) -> DosePeriod | None:
    """The period of a day; None where nothing is recorded."""
    return next((period for period in timeline if period.covers(day)), None)


def holds(file: FileLike) -> tuple[Hold, ...]:
    """The holds of this and earlier courses, oldest first."""
    current = file.course.number if file.course is not None else None
    earlier = [
        hold
        for course in file.record.courses
        if current is not None and course.number < current
        for hold in course.holds
    ]
    return tuple(sorted([*earlier, *file.facts.holds], key=lambda hold: hold.since))


def hold_on(found: tuple[Hold, ...], day: dt.date) -> Hold | None:
    """The hold of a day, both its ends included."""
    return next((h for h in found if h.since <= day and (h.until is None or day <= h.until)), None)


def clash_on(file: FileLike, on: dt.date) -> str:
    """``75 mg, then 50 mg``: where two different doses begin on one day; "" on all others."""
    begun = [event.dose_mg for event in file.facts.dose_events if event.on == on]
    if len(set(begun)) < 2:
        return ""
    return tr(", then ").join(phrases.dose(dose) for dose in begun)


def last_change(file: FileLike) -> dt.date | None:
    """The first day of the present dose; None without one."""
    period = period_on(periods(file), file.as_of)
    return period.since if period is not None and period.kind is PeriodKind.DOSE else None


def decision_is_open(file: FileLike) -> bool:
    """True while a critical mark waits for a decision: the plan ahead is then in question."""
    return any(mark.severity is Severity.CRITICAL for mark in file.answer.marks)
