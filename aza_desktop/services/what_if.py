"""What the program would say if: results and doses that nobody recorded. Nothing is saved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from aza_desktop.clinical.doses import DoseEvent
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.labs import SUPPOSED, LabResult, RecordedResult
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import PatientFile, file_of, record_of
from aza_desktop.services.recording import NewResult
from aza_desktop.services.written import bad_request
from aza_desktop.texts import tr

NOBODY = "hypothetical"
"""Who confirms a dose that is not real."""


@dataclass(frozen=True, slots=True)
class SupposedDose:
    """A total daily dose in mg that somebody thinks about."""

    on: dt.date
    dose_mg: Decimal


@dataclass(frozen=True, slots=True)
class Supposed:
    """An answer that is not about the record. file: as it would be; before: as it is today."""

    file: PatientFile
    before: Answer | None
    answer: Answer | None
    is_hypothetical: bool = True


def what_if(
    clinic: Clinic,
    patient_id: str,
    *,
    results: tuple[NewResult, ...] = (),
    dose: SupposedDose | None = None,
) -> Supposed:
    """Judge the patient as if; a later dose is judged on its own day.

    Raises UserError ``unknown_patient`` or ``bad_request``.
    """
    record = record_of(clinic, patient_id)
    before = file_of(clinic, record).answer
    supposed, day = record, clinic.clock.today()
    if results:
        fresh = tuple(
            RecordedResult(_supposed(one, f"{SUPPOSED}{place}"))
            for place, one in enumerate(results, start=1)
        )
        supposed = replace(supposed, results=(*record.results, *fresh))
    if dose is not None:
        course = record.course
        if course is None or course.dates.restart is None or dose.dose_mg <= 0:
            raise bad_request(
                tr("A dose cannot be supposed now"),
                tr("the patient has no restart, or the dose is nothing"),
                tr("Suppose a dose after the restart"),
            )
        event = DoseEvent(dose.on, dose.dose_mg, NOBODY, None)
        events = tuple(sorted((*course.dose_events, event), key=lambda each: each.on))
        other = replace(course, dose_events=events)
        supposed = replace(
            supposed,
            courses=tuple(other if c.number == course.number else c for c in record.courses),
        )
        day = max(day, dose.on)
    file = file_of(clinic, supposed, as_of=day)
    return Supposed(file=file, before=before, answer=file.answer)


def _supposed(one: NewResult, given_id: str) -> LabResult:
    """A result that nobody measured, as the rules would meet it. Raises UserError."""
    value = parse_decimal(one.value_text)
    if value is None:
        raise bad_request(
            tr("The value is not a number"),
            tr("a result is a plain decimal number, with a point"),
            tr("Enter the number"),
        )
    return LabResult(
        id=given_id,
        analyte=one.analyte,
        value_text=one.value_text.strip(),
        value=value,
        comparator=one.comparator,
        unit=one.unit,
        uln_text=one.uln_text,
        uln=parse_decimal(one.uln_text or ""),
        uln_unit=one.uln_unit,
        collected_on=one.collected_on,
    )
