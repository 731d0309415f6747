"""The facts of one patient on one day: all that a rule may look at. `as_of` is one of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.course import CourseDates, Phase
from aza_desktop.clinical.diary import Comedication, Decision, Symptom
from aza_desktop.clinical.doses import DoseEvent, Hold
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import PatientFacts
from aza_desktop.clinical.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Facts:
    """One patient, one course, one day. The order of the tuples carries no meaning."""

    as_of: dt.date
    phase: Phase
    patient: PatientFacts
    dates: CourseDates
    protocol: Protocol
    analytes: AnalyteCatalogue
    dose_events: tuple[DoseEvent, ...] = ()
    holds: tuple[Hold, ...] = ()
    results: tuple[LabResult, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    comedications: tuple[Comedication, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ceiling_mg: Decimal | None = None
    """The highest daily dose that a prescriber wrote for this course."""
    is_peak_said_high: bool = False
    """The checklist of the course says that the first injury was a severe one."""
