"""What every request may carry, and how a patient is named in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of

_ENVELOPE = ("id", "do")


@dataclass(frozen=True, slots=True)
class Guard:
    """The version last seen and the idempotency key of a write."""

    if_version: int | None
    key: str | None


def guard(fields: Fields) -> Guard:
    key = fields.text("key") if fields.raw("key") is not None else None
    return Guard(fields.whole("if_version"), key)


def patient_key(clinic: Clinic, fields: Fields) -> str:
    """The patient whose number the request names."""
    return patient_id_of(clinic, fields.text("patient"))


def finish(fields: Fields) -> None:
    """Refuse a member that nobody asked for: a typing error must not be overlooked."""
    for name in _ENVELOPE:
        fields.has(name)
    fields.finish()


def identity(fields: Fields) -> Identity:
    """Who the patient is."""
    numbers = tuple(
        PatientNumber(one.text("system"), one.text("value")) for one in fields.each("numbers")
    )
    if not numbers:
        fields.refuse("a patient number is needed", at="numbers")
    found = Identity(
        numbers=numbers,
        family=_said(fields, "family"),
        given=_said(fields, "given"),
        title=_said(fields, "title"),
        birth_date=fields.optional_day("birth_date"),
        sex=_said(fields, "sex"),
        phone=_said(fields, "phone"),
    )
    fields.finish()
    return found


def _said(fields: Fields, key: str) -> str | None:
    """A text without blanks around it; one of blanks alone says nothing."""
    return (fields.optional_text(key) or "").strip() or None


def patient_facts(fields: Fields) -> PatientFacts:
    """What the rules need to know of the patient."""
    facts = PatientFacts(
        prior_toxic_dose_mg=fields.dose("prior_toxic_dose_mg"),
        tpmt=Tpmt(fields.one_of("tpmt", tuple(Tpmt), default=Tpmt.UNKNOWN)),
        weight_kg=fields.decimal("weight_kg"),
    )
    fields.finish()
    return facts


def checklist(fields: Fields) -> Mapping[str, str]:
    """Questions and what was answered."""
    return {question: fields.text(question) for question in fields.names()}
