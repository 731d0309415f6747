"""Whom a FHIR result is about: the numbers, name, birth date and sex of a Patient resource."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.intake.fhir_types import Identifier, Name, Patient, Reference
from aza_desktop.intake.hl7_people import birth_date_of, is_national, is_no_person
from aza_desktop.intake.people import HOSPITAL

SERVER = "fhir"
"""The system of a number that is only the address of a patient on the sender's server."""

_SEXES = {"female": "female", "male": "male"}
_RECORD = frozenset({"MR", "MRN", "PI"})
_NAMES = ("official", "usual", None, "", "temp", "nickname", "anonymous", "maiden", "old")


def patient_of(patient: Patient, *, today: dt.date) -> DraftPatient | None:
    """The patient with the identifiers that name a person; None when there are none at all."""
    numbers = _numbers(patient.identifier or [])
    family, given = _name(patient.name or [])
    if not numbers and patient.id:
        numbers = (PatientNumber(SERVER, patient.id),)
    if not numbers and not family:
        return None
    born = birth_date_of(patient.birth_date or "", today)
    return DraftPatient(numbers, family, given, born, _SEXES.get(patient.gender or ""))


def patient_elsewhere(subject: Reference) -> DraftPatient | None:
    """A patient who is only referred to: by an identifier, or by an address on a server."""
    numbers = _numbers([subject.identifier] if subject.identifier else [])
    if numbers:
        return DraftPatient(numbers)
    kind, _, value = (subject.reference or "").split("/_history/")[0].rpartition("/")
    named = kind.rpartition("/")[2] == "Patient" or (
        not kind and value.startswith(("urn:uuid:", "urn:oid:"))
    )
    if named and value:
        return DraftPatient((PatientNumber(SERVER, value.removeprefix("urn:uuid:")),))
    return None


def _numbers(identifiers: list[Identifier]) -> tuple[PatientNumber, ...]:
    """Record numbers first, then other numbers, then those of the state."""
    ranked: list[tuple[int, PatientNumber]] = []
    for identifier in identifiers:
        value = " ".join((identifier.value or "").split())
        codings = (identifier.type.coding or []) if identifier.type else []
        kinds = {(coding.code or "").upper() for coding in codings}
        if not value or any(is_no_person(kind) for kind in kinds):
            continue
        rank = 0 if kinds & _RECORD else 2 if any(is_national(kind) for kind in kinds) else 1
        ranked.append((rank, PatientNumber((identifier.system or "").strip() or HOSPITAL, value)))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(dict.fromkeys(number for _, number in ranked))


def _name(names: list[Name]) -> tuple[str | None, str | None]:
    """Family and first given name of the name in official use, else of another one."""
    for use in _NAMES:
        for name in names:
            if name.use != use:
                continue
            family = (name.family or "").strip()
            given = next((part.strip() for part in name.given or [] if part.strip()), "")
            if not family and "," in (name.text or ""):
                family, given = (part.strip() for part in (name.text or "").split(",", 1))
            if family:
                return family, given or None
    return None, None
