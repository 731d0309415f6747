"""The inverse of reading a case: a patient record as an ``aza-cases/1`` vector.

What is written here and read again gives the same facts, and so the same findings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent
from aza_desktop.clinical.diary import Decision
from aza_desktop.clinical.doses import DoseEvent, Hold
from aza_desktop.clinical.labs import Laboratory, LabResult
from aza_desktop.clinical.patient import Identity
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import CourseRecord, PatientRecord

Json = dict[str, object]


def write_case(
    record: PatientRecord,
    course: CourseRecord,
    *,
    case_id: str,
    as_of: dt.date,
    phase: Phase,
) -> Json:
    """The vector of one course, with identity, record and every earlier course."""
    return {
        "id": case_id,
        "protocol": course.protocol.name,
        "config": {},
        "identity": _identity(record.identity),
        "input": _input(record, course, as_of=as_of, phase=phase),
        "record": _record(record, course),
    }


def _input(record: PatientRecord, course: CourseRecord, *, as_of: dt.date, phase: Phase) -> Json:
    return {
        "as_of": as_of.isoformat(),
        "phase": phase.value,
        "patient": {
            "prior_toxic_dose_mg": _dose(record.facts.prior_toxic_dose_mg),
            "tpmt": record.facts.tpmt.value,
            "weight_kg": _number(record.facts.weight_kg),
        },
        "dates": _dates(course.dates),
        "dose_events": [_dose_event(event) for event in course.dose_events],
        "holds": [_hold(hold) for hold in course.holds],
        "results": [_result(result) for result in record.current_results],
        "symptoms": [
            {
                "id": symptom.id,
                "code": symptom.code,
                "onset": symptom.onset_on.isoformat(),
                "resolved": _day(symptom.resolved_on),
                "note": symptom.note,
            }
            for symptom in record.symptoms
        ],
        "comedications": [
            {
                "id": drug.id,
                "name": drug.name,
                "start": drug.start_on.isoformat(),
                "last_day": _day(drug.last_day),
            }
            for drug in record.comedications
        ],
        "decisions": [_decision(decision) for decision in course.decisions],
    }


def _record(record: PatientRecord, course: CourseRecord) -> Json:
    return {
        "indication": record.indication,
        "tablets_mg": [_dose(tablet) for tablet in record.tablets_mg],
        "halves": record.halves,
        "splitting": record.splitting,
        "allergies": {
            "state": record.allergies.state,
            "items": [
                {"substance": item.substance, "reaction": item.reaction}
                for item in record.allergies.items
            ],
        },
        "genetics": [
            {
                "gene": test.gene,
                "phenotype": test.phenotype,
                "method": test.method,
                "value": test.value,
                "unit": test.unit,
                "tested_on": _day(test.tested_on),
            }
            for test in record.genetics
        ],
        "weights": [
            {"on": weight.on.isoformat(), "kg": plain(weight.kg)} for weight in record.weights
        ],
        "drug_questions": [
            {"drug": asked.drug, "answer": asked.answer, "asked_on": _day(asked.asked_on)}
            for asked in record.drug_questions
        ],
        "laboratories": [_laboratory(laboratory) for laboratory in record.laboratories],
        "phases": [_phase(event) for event in course.phases],
        "day_reports": _day_reports(course),
        "contacts": [
            {
                "on": contact.on.isoformat(),
                "by": contact.by,
                "outcome": contact.outcome,
                "text": contact.text,
            }
            for contact in record.contacts
        ],
        "samples": [
            {
                "id": sample.id,
                "taken_on": sample.taken_on.isoformat(),
                "tests": list(sample.tests),
                "laboratory": sample.laboratory,
                "note": sample.note,
            }
            for sample in record.samples
        ],
        "proposals": [
            {
                "id": proposal.id,
                "on": proposal.on.isoformat(),
                "to": proposal.to,
                "dose_mg": _dose(proposal.dose_mg),
                "proposed_by": proposal.proposed_by,
                "waits_for": proposal.waits_for,
                "note": proposal.note,
                "answered_on": _day(proposal.answered_on),
            }
            for proposal in record.proposals
        ],
        "earlier_courses": [
            _course(earlier) for earlier in record.courses if earlier.number < course.number
        ],
        "notes": [{"on": _day(note.on), "text": note.text, "by": note.by} for note in record.notes],
        "checklist": dict(course.checklist),
        "reason": course.reason,
    }


def _course(course: CourseRecord) -> Json:
    return {
        "number": course.number,
        "protocol": course.protocol.name,
        "phase": course.phase.value,
        "dates": _dates(course.dates),
        "dose_events": [_dose_event(event) for event in course.dose_events],
        "holds": [_hold(hold) for hold in course.holds],
        "decisions": [_decision(decision) for decision in course.decisions],
        "phases": [_phase(event) for event in course.phases],
        "day_reports": _day_reports(course),
        "checklist": dict(course.checklist),
        "reason": course.reason,
    }


def _identity(identity: Identity) -> Json:
    return {
        "numbers": [{"system": n.system, "value": n.value} for n in identity.numbers],
        "family": identity.family,
        "given": identity.given,
        "title": identity.title,
        "birth_date": _day(identity.birth_date),
        "sex": identity.sex,
        "phone": identity.phone,
    }


def _result(result: LabResult) -> Json:
    collected = result.collected_on.isoformat()
    if result.collected_time is not None:
        at = result.collected_time
        collected += f"T{at.isoformat('seconds' if at.second else 'minutes')}"
    return {
        "id": result.id,
        "analyte": result.analyte,
        "value": result.value_text,
        "comparator": result.comparator.value,
        "unit": result.unit,
        "uln": result.uln_text,
        "uln_unit": result.uln_unit,
        "collected": collected,
        "entered": _day(result.entered_on),
        "laboratory": result.laboratory,
        "status": result.status.value,
        "note": result.note,
    }


def _laboratory(laboratory: Laboratory) -> Mapping[str, object]:
    return {
        "id": laboratory.id,
        "name": laboratory.name,
        "limits": [
            {
                "analyte": limit.analyte,
                "uln": plain(limit.uln),
                "unit": limit.unit,
                "sex": limit.sex,
                "valid_from": _day(limit.valid_from),
            }
            for limit in laboratory.limits
        ],
    }


def _dates(dates: CourseDates) -> Json:
    return {
        "break_start": _day(dates.break_start),
        "restart": _day(dates.restart),
        "stable_from": _day(dates.stable_from),
        "long_term_from": _day(dates.long_term_from),
        "stopped_on": _day(dates.stopped_on),
    }


def _dose_event(event: DoseEvent) -> Json:
    return {
        "date": event.on.isoformat(),
        "dose_mg": _dose(event.dose_mg),
        "confirmed_by": event.confirmed_by,
        "reason": event.reason,
    }


def _hold(hold: Hold) -> Json:
    return {"from": hold.since.isoformat(), "to": _day(hold.until), "reason": hold.reason}


def _decision(decision: Decision) -> Json:
    return {
        "id": decision.id,
        "date": decision.on.isoformat(),
        "type": decision.type.value,
        "results": list(decision.results),
        "decided_by": decision.decided_by,
        "reason": decision.reason,
    }


def _phase(event: PhaseEvent) -> Json:
    return {
        "to": event.to.value,
        "on": _day(event.on),
        "confirmed_by": event.confirmed_by,
        "reason": event.reason,
    }


def _day_reports(course: CourseRecord) -> list[Json]:
    return [{"on": day.on.isoformat(), "state": day.state} for day in course.day_reports]


def _dose(dose: Decimal | None) -> int | str | None:
    """A dose in mg: an integer when it is whole, else an exact text."""
    if dose is None:
        return None
    text = plain(dose)
    return text if "." in text else int(text)


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
