"""A new patient as typed: who it is, and the few facts that every rule needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.patient import (
    Identity,
    PatientFacts,
    PatientNumber,
    Tpmt,
    age_on,
    fold_name,
)
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.texts import msg, tr

SEXES = (("", msg("Not known")), ("female", msg("Female")), ("male", msg("Male")))
SYSTEMS = (("hospital", msg("Hospital number")), ("nhs", msg("NHS number")))
PHENOTYPES = (
    (Tpmt.UNKNOWN.value, msg("Not recorded")),
    (Tpmt.NORMAL.value, msg("Normal")),
    (Tpmt.INTERMEDIATE.value, msg("Intermediate")),
    (Tpmt.LOW.value, msg("Low or absent")),
)


@dataclass(frozen=True, slots=True)
class TypedPatient:
    """The words of the form."""

    family: str = ""
    given: str = ""
    born: str = ""
    sex: str = ""
    system: str = "hospital"
    number: str = ""
    phone: str = ""
    tpmt: str = Tpmt.UNKNOWN.value
    toxic_dose: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True)
class NewPatient:
    """What was understood. problems: (field, what is wrong); ready only without any.

    notes: what should be looked at once more, for example a similar name.
    """

    identity: Identity | None
    facts: PatientFacts | None
    born_echo: str
    problems: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def read_patient(
    typed: TypedPatient, *, today: dt.date, known: Iterable[PatientLine] = ()
) -> NewPatient:
    """The patient who was meant, and what keeps the form from being saved."""
    problems: list[tuple[str, str]] = []
    family, number = typed.family.strip(), typed.number.strip()
    if not family:
        problems.append(("family", tr("The family name is missing.")))
    if not number:
        problems.append(("number", tr("The number is missing.")))
    born = read_birth_date(typed.born, today)
    echo = ""
    if typed.born.strip():
        if born is None:
            problems.append(("born", tr("Write the birth date as 14-Jul-1984 or 14/07/1984.")))
        else:
            echo = f"{show(born)} ({age_on(born, today)}y)"
    toxic = _amount(typed.toxic_dose, "mg")
    weight = _amount(typed.weight, "kg")
    if toxic is _WRONG:
        problems.append(("toxic_dose", tr("The dose is not a number of mg.")))
    if weight is _WRONG:
        problems.append(("weight", tr("The weight is not a number of kg.")))
    lines = tuple(known)
    if any(_packed(line.number) == _packed(number) for line in lines) and number:
        problems.append(("number", tr("A patient with this number is recorded already.")))
    if problems:
        return NewPatient(None, None, echo, tuple(problems), ())
    identity = Identity(
        numbers=(PatientNumber(typed.system, number),),
        family=family,
        given=typed.given.strip() or None,
        birth_date=born,
        sex=typed.sex or None,
        phone=typed.phone.strip() or None,
    )
    facts = PatientFacts(toxic, Tpmt(typed.tpmt), weight)
    return NewPatient(identity, facts, echo, (), similar_notes(identity, lines))


_WRONG = Decimal(-1)
"""Stands for an amount that could not be read."""


def _amount(text: str, unit: str) -> Decimal | None:
    said = clean(text.casefold().removesuffix(unit))
    if not said:
        return None
    amount = parse_decimal(said)
    return amount if amount is not None and amount > 0 else _WRONG


def read_birth_date(text: str, today: dt.date) -> dt.date | None:
    """A whole date only: a birth date without its year would be guessed."""
    has_year = sum(sign.isdigit() for sign in text) >= len("1jan70")
    day = read_date(text, today) if has_year or text.count("-") > 1 else None
    return day if day is not None and day <= today else None


def _packed(number: str) -> str:
    return "".join(number.casefold().split())


def similar_notes(identity: Identity, lines: tuple[PatientLine, ...]) -> tuple[str, ...]:
    """Others with the same name or birth date: a reason to look twice, never to refuse."""
    name = fold_name(identity.name)
    notes = [
        tr("{name} is recorded under {number}.").format(name=line.name, number=line.number)
        for line in lines
        if (line.folded_name or fold_name(line.name)) == name
        or (identity.birth_date is not None and line.birth_date == identity.birth_date)
    ]
    return tuple(notes)
