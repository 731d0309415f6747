"""Today's list: who must be called, whose blood is due, whose dose may go up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.quantities import Ratio

GROUP_IDS = (
    "call_today",
    "could_not_be_checked",
    "consider_stopping",
    "labs_overdue",
    "sample_awaited",
    "labs_due",
    "waiting_confirmation",
    "step_possible",
    "record_incomplete",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a patient stands in a group: the mark or event, its day, its results, one line.

    brief: the same in so few words as a narrow list has room for; "" where there are none.
    """

    code: str
    severity: Severity
    on: dt.date | None
    results: tuple[str, ...]
    text: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class WorklistEntry:
    """One patient in one group. also: what else is open, as codes, sorted.

    trend: ALT as a multiple of its ULN, oldest first, at most the last twelve.
    trend_results: the ids of those results, in the same order. looked_after_by: the user, who may
    cover for the owner; owner: whose patient it is. Both "" where it is nobody's.
    """

    patient_id: str
    number: str
    name: str
    birth_date: dt.date | None
    phase: str | None
    course: int | None
    current_dose_mg: Decimal | None
    reason: Reason
    also: tuple[str, ...] = ()
    days_overdue: int | None = None
    snoozed_until: dt.date | None = None
    trend: tuple[Ratio, ...] = ()
    trend_results: tuple[str, ...] = ()
    looked_after_by: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class WorklistGroup:
    id: str
    title: str
    patients: tuple[WorklistEntry, ...]


@dataclass(frozen=True, slots=True)
class ProtocolUse:
    """A protocol version and how many patients are judged by it."""

    id: str
    version: str
    sha256: str
    review_status: str
    patients: int


@dataclass(frozen=True, slots=True)
class NextDay:
    """The next day on which blood tests fall due, and how many."""

    on: dt.date
    labs: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """All groups, always, in the order of `GROUP_IDS`; a patient stands in at most one."""

    as_of: dt.date
    protocols: tuple[ProtocolUse, ...]
    groups: tuple[WorklistGroup, ...]
    nothing_today: int
    snoozed: int
    patients: int
    next: NextDay | None


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One row of the list of all patients."""

    patient_id: str
    number: str
    name: str
    birth_date: dt.date | None
    phase: str | None
    current_dose_mg: Decimal | None
    group: str | None
    last_alt: Ratio | None
    last_alt_on: dt.date | None
    next_lab: dt.date | None
    folded_name: str = ""
    last_lab_on: dt.date | None = None
    """Day of the newest result of any analyte."""
    protocol: str = ""
    """Name of the protocol that the newest course follows, "" without a course."""
    looked_after_by: str = ""
    """The user who looks after the patient today, the owner or who covers; "" for nobody."""
