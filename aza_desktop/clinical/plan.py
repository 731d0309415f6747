"""The plan ahead, day by day: only what a person confirmed. A proposal stands nowhere in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.doses import DoseEvent
from aza_desktop.clinical.facts import Facts


class PlanKind(StrEnum):
    """What a day holds: tablets, a pause inside the course, no drug at all, or nothing known."""

    DOSE = "dose"
    HELD = "held"
    OFF = "off"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day. dose_mg: total per day, 0 unless `kind` is DOSE. confirmed_by: who confirmed it."""

    on: dt.date
    kind: PlanKind
    dose_mg: Decimal = Decimal(0)
    confirmed_by: str = ""


def plan_of(facts: Facts, *, first: dt.date, last: dt.date) -> tuple[PlannedDay, ...]:
    """Every day from `first` to `last`, both included, as confirmed in this course."""
    points = _points(facts)
    count = (last - first).days + 1
    return tuple(_day(facts, points, add_days(first, n)) for n in range(count))


def _points(facts: Facts) -> list[tuple[dt.date, DoseEvent | None]]:
    """Days on which something begins: a confirmed dose, or None for a break or a stop.

    Of two things that begin on one day the break counts; a dose nobody confirmed is no dose.
    """
    begun: dict[dt.date, DoseEvent | None] = {
        event.on: event
        for event in sorted(facts.dose_events, key=lambda event: event.on)
        if event.confirmed_by is not None
    }
    for day in (facts.dates.break_start, facts.dates.stopped_on):
        if day is not None:
            begun[day] = None
    return sorted(begun.items(), key=lambda one: one[0])


def _day(facts: Facts, points: list[tuple[dt.date, DoseEvent | None]], on: dt.date) -> PlannedDay:
    begun = [event for day, event in points if day <= on]
    if not begun:
        return PlannedDay(on, PlanKind.UNKNOWN)
    event = begun[-1]
    if event is None or event.dose_mg <= 0:
        return PlannedDay(on, PlanKind.OFF)
    if any(h.since <= on and (h.until is None or on <= h.until) for h in facts.holds):
        return PlannedDay(on, PlanKind.HELD)
    return PlannedDay(on, PlanKind.DOSE, event.dose_mg, event.confirmed_by or "")
