"""Patients who may stand in the record already: a warning before one is added, never a decision."""

from __future__ import annotations

from dataclasses import dataclass

from aza_desktop.clinical.likeness import is_near
from aza_desktop.clinical.patient import Identity, fold_name
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import loading
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A patient of the clinic who may be the same person. is_certain: the number is the same."""

    patient_id: str
    identity: Identity
    why: str
    is_certain: bool


def warnings(clinic: Clinic, identity: Identity) -> tuple[Duplicate, ...]:
    """Who resembles the new patient: same number, same name and birth date, or a near name."""
    found = []
    with clinic.store.reading() as reading:
        for record in loading.all_records(reading):
            why, is_certain = _why(identity, record.identity)
            if why:
                found.append(Duplicate(record.id, record.identity, why, is_certain))
    return tuple(sorted(found, key=lambda one: (not one.is_certain, one.identity.name)))


def _why(new: Identity, known: Identity) -> tuple[str, bool]:
    numbers = {number.value for number in new.numbers}
    if numbers & {number.value for number in known.numbers}:
        return tr("the same number"), True
    ours, theirs = _folded(new), _folded(known)
    if not ours or not theirs:
        return "", False
    same_day = new.birth_date is not None and new.birth_date == known.birth_date
    if ours == theirs:
        return (tr("the same name and birth date") if same_day else tr("the same name")), False
    if same_day and is_near(ours, theirs):
        return tr("the same birth date and nearly the same name"), False
    return "", False


def _folded(identity: Identity) -> str:
    return fold_name(f"{identity.family or ''} {identity.given or ''}")
