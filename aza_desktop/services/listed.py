"""What today's list needs of a judged patient file, and what one place on the list is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol as Shape

from aza_desktop.clinical.course import ON_DRUG, Phase
from aza_desktop.clinical.doses import DoseEvent, distinct_doses
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.clinical.worklist import Reason

SortKey = tuple[Fraction | int | str, ...]


class ListedFile(Shape):
    """A patient's record, the course in view and what the rules answer of it on `as_of`.

    A patient without a course has neither course nor phase. `protocol` and `answer` are None only
    where the protocol that the course is bound to cannot be loaded.
    """

    @property
    def record(self) -> PatientRecord: ...
    @property
    def course(self) -> CourseRecord | None: ...
    @property
    def phase(self) -> Phase | None: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def answer(self) -> Answer | None: ...
    @property
    def protocol(self) -> Protocol | None: ...
    @property
    def as_of(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One group that a patient enters, why, and how the patient is sorted in it.

    told_by: mark codes that say the same; where one of them stands in `also`, the place does not.
    """

    group: str
    reason: Reason
    order: SortKey
    days_overdue: int | None = None
    told_by: frozenset[str] = frozenset()


def name_key(file: ListedFile) -> tuple[str, str]:
    """Name without marks and case, then number: the last word of every sort."""
    identity = file.record.identity
    return fold_name(identity.name), identity.number


def dose_in_force(file: ListedFile) -> DoseEvent | None:
    """The confirmed dose that the patient is on; None off the drug."""
    restart = file.facts.dates.restart
    if file.phase not in ON_DRUG or restart is None:
        return None
    events = (e for e in file.facts.dose_events if restart <= e.on <= file.as_of)
    doses = distinct_doses(tuple(events))
    return doses[-1] if doses else None
