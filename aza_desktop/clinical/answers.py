"""What people answer to marks, and the way of a blood test: entries beside the results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

ACKNOWLEDGE_REASONS = (
    "seen_no_action", "known_cause", "repeat_arranged", "discussed_with_prescriber",
    "waiting_for_laboratory", "usual_for_patient", "entered_in_error", "other",
)  # fmt: skip
"""The coded reasons of an acknowledgement, in the order of the list on the screen."""


class AnswerKind(StrEnum):
    """An acknowledgement says "seen"; an override opens a gate; a snooze lets a group wait."""

    ACKNOWLEDGE = "acknowledge"
    OVERRIDE = "override"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class MarkAnswer:
    """A person's answer to a mark, with the sentence as it was shown.

    code: the mark's; for a snooze the group of the list. until: the last day it holds; None
    without an end. sha256: of the protocol text that raised the mark. results_seen: how many
    results the record held: a later one ends an override.
    """

    id: str
    kind: AnswerKind
    code: str
    on: dt.date
    by: str
    results: tuple[str, ...] = ()
    reason_code: str | None = None
    reason: str | None = None
    until: dt.date | None = None
    shown: str | None = None
    protocol: str | None = None
    sha256: str | None = None
    results_seen: int = 0
    program: str = ""


REQUEST_OUTCOMES = ("taken", "not_attended", "cancelled", "declined")


@dataclass(frozen=True, slots=True)
class LabRequest:
    """A blood test that was asked for: recorded and printed as a slip, never sent from here.

    outcome: None while it is open, else one of `REQUEST_OUTCOMES`.
    """

    id: str
    requested_on: dt.date
    tests: tuple[str, ...]
    laboratory: str | None = None
    due_by: dt.date | None = None
    booked_on: dt.date | None = None
    place: str | None = None
    outcome: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ResultStep:
    """Results that somebody has read, or told to the patient. step: ``read`` or ``told``."""

    id: str
    step: str
    results: tuple[str, ...]
    on: dt.date
    by: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who looks after the patient, by user name."""

    name: str
    since: dt.date
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """While `absent` is away (both days included), `deputy` looks after his or her patients."""

    absent: str
    deputy: str
    since: dt.date
    until: dt.date
    active: bool = True
