"""Doses that a person confirmed, days on which the drug was held, and what was really taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DoseEvent:
    """From `on` the total daily dose is `dose_mg` (mg of azathioprine), confirmed by a person."""

    on: dt.date
    dose_mg: Decimal
    confirmed_by: str | None
    reason: str | None = None
    transcribed: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Days without the drug inside a course, both ends included; `until` None is still held."""

    since: dt.date
    until: dt.date | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DayReport:
    """What the patient or a carer said of one day: ``taken``, ``missed`` or ``held``."""

    on: dt.date
    state: str


def distinct_doses(events: tuple[DoseEvent, ...]) -> tuple[DoseEvent, ...]:
    """The dose events in time order; of equal consecutive doses only the first remains.

    Of two events on one day the later recorded one counts.
    """
    by_day = {event.on: event for event in sorted(events, key=lambda event: event.on)}
    kept: list[DoseEvent] = []
    for event in by_day.values():
        if not kept or kept[-1].dose_mg != event.dose_mg:
            kept.append(event)
    return tuple(kept)
