"""A re-introduction course: its phases, the dates that bound them, and who confirmed them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where a course stands. Only a person changes it."""

    ON_BREAK = "on_break"
    AWAITING_NORMALISATION = "awaiting_normalisation"
    REINTRODUCTION = "reintroduction"
    STABLE_MAINTENANCE = "stable_maintenance"
    LONG_TERM = "long_term"
    STOPPED = "stopped"
    CONSIDER_ALTERNATIVE = "consider_alternative"
    CLOSED = "closed"


ON_DRUG = frozenset({Phase.REINTRODUCTION, Phase.STABLE_MAINTENANCE, Phase.LONG_TERM})
BREAK = frozenset({Phase.ON_BREAK, Phase.AWAITING_NORMALISATION})
MAINTENANCE = frozenset({Phase.STABLE_MAINTENANCE, Phase.LONG_TERM})


@dataclass(frozen=True, slots=True)
class CourseDates:
    """The dates that bound the phases; None where that phase was not reached.

    break_start: first calendar day without a dose. restart: first day of the first dose.
    stopped_on: first day without a dose after a second stop.
    """

    break_start: dt.date | None = None
    restart: dt.date | None = None
    stable_from: dt.date | None = None
    long_term_from: dt.date | None = None
    stopped_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PhaseEvent:
    """A confirmed transition. `on` is None only where a transcribed record did not say."""

    to: Phase
    on: dt.date | None
    confirmed_by: str | None = None
    reason: str | None = None
    transcribed: bool = False


@dataclass(frozen=True, slots=True)
class ProtocolRef:
    """The protocol text that a course is bound to."""

    id: str
    version: str
    sha256: str | None = None

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"
