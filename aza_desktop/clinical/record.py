"""A whole patient as recorded: one value that storage loads, rules read and screens draw.

`known_on.facts_of` turns it into the facts of one day, and is the only place that decides what was
already there on an earlier day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.answers import LabRequest, MarkAnswer, Owner, ResultStep
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent, ProtocolRef
from aza_desktop.clinical.diary import (
    Allergies,
    Comedication,
    Contact,
    Decision,
    DrugQuestion,
    GeneTest,
    Note,
    Proposal,
    Sample,
    Symptom,
    Weight,
)
from aza_desktop.clinical.doses import DayReport, DoseEvent, Hold
from aza_desktop.clinical.labs import Laboratory, LabResult, RecordedResult
from aza_desktop.clinical.patient import Identity, PatientFacts


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """One course: its protocol, its confirmed phases, doses and holds, oldest first.

    dates: as confirmed; they agree with `phases`. checklist: the pre-restart questions.
    """

    number: int
    protocol: ProtocolRef
    dates: CourseDates
    phases: tuple[PhaseEvent, ...] = ()
    dose_events: tuple[DoseEvent, ...] = ()
    holds: tuple[Hold, ...] = ()
    day_reports: tuple[DayReport, ...] = ()
    decisions: tuple[Decision, ...] = ()
    checklist: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None

    @property
    def phase(self) -> Phase:
        """The phase of the last recorded transition."""
        return self.phases[-1].to if self.phases else Phase.ON_BREAK


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """Everything recorded about one patient. courses: oldest first; results: oldest first.

    version: grows with every write; id: our own key, never shown.
    """

    id: str
    version: int
    identity: Identity
    facts: PatientFacts
    courses: tuple[CourseRecord, ...] = ()
    results: tuple[RecordedResult, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    comedications: tuple[Comedication, ...] = ()
    indication: str | None = None
    tablets_mg: tuple[Decimal, ...] = ()
    halves: bool = False
    splitting: bool = False
    allergies: Allergies = field(default_factory=Allergies)
    genetics: tuple[GeneTest, ...] = ()
    weights: tuple[Weight, ...] = ()
    drug_questions: tuple[DrugQuestion, ...] = ()
    laboratories: tuple[Laboratory, ...] = ()
    contacts: tuple[Contact, ...] = ()
    notes: tuple[Note, ...] = ()
    samples: tuple[Sample, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    owner: Owner | None = None
    lab_requests: tuple[LabRequest, ...] = ()
    result_steps: tuple[ResultStep, ...] = ()
    mark_answers: tuple[MarkAnswer, ...] = ()

    @property
    def current_results(self) -> tuple[LabResult, ...]:
        """The results that count, oldest first."""
        return tuple(r.result for r in self.results if r.state == "current")

    @property
    def course(self) -> CourseRecord | None:
        """The newest course that is not closed; else the newest."""
        for course in reversed(self.courses):
            if course.phase is not Phase.CLOSED:
                return course
        return self.courses[-1] if self.courses else None
