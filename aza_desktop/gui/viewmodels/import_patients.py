"""Patients of a file who are nobody for certain: who comes near, what agrees, what does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.imports import patient_text, reason_words
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.clinical.drafts import DraftPatient
    from aza_desktop.services.import_rows import StagedPatient
    from aza_desktop.services.matching import Candidate as Near
    from aza_desktop.services.matching import Compared

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"
CREATE = "create"
"""The answer by which the patient is made."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One identifier: whether it agrees, and both sides in words."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient of the record. number: the answer that chooses him or her; "" if there is none.

    remark: that he or she is merely alike, "" for one who comes near by the rules.
    """

    number: str
    name: str
    agreements: tuple[Agreement, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """One patient of the file. chosen: the answer given so far in words, "" for none."""

    code: str
    who: str
    details: str
    rows: str
    why: str
    candidates: tuple[Candidate, ...]
    can_create: bool
    chosen: str


@dataclass(frozen=True, slots=True)
class UndecidedModel:
    """All of them, the open ones first. creatable: codes of those whom nobody is even like."""

    patients: tuple[Undecided, ...]
    open: int
    creatable: tuple[str, ...]
    heading: str


def build_undecided(
    patients: Iterable[StagedPatient], answers: Mapping[str, str]
) -> UndecidedModel:
    """The patients to decide about. patients: also those about whom somebody has decided."""
    made = [_undecided(each, answers.get(each.code, "")) for each in patients]
    made.sort(key=lambda one: bool(one.chosen))
    is_open = sum(1 for one in made if not one.chosen)
    text = ntr(
        "{n} patient of this file is not matched",
        "{n} patients of this file are not matched",
        is_open,
    )
    return UndecidedModel(
        tuple(made),
        is_open,
        tuple(o.code for o in made if o.can_create and not o.chosen and not o.candidates),
        text.format(n=is_open) if is_open else tr("Every patient of this file is decided"),
    )


def _undecided(staged: StagedPatient, answer: str) -> Undecided:
    rows = ntr("{n} row", "{n} rows", staged.rows).format(n=f"{staged.rows:,}")
    return Undecided(
        staged.code,
        patient_text(staged.patient),
        _details(staged.patient),
        rows,
        reason_words(staged.reason),
        tuple(_candidate(each) for each in staged.candidates),
        staged.can_create,
        _chosen(answer, staged),
    )


def _chosen(answer: str, staged: StagedPatient) -> str:
    if not answer:
        return ""
    if answer == CREATE:
        return tr("will be created")
    for each in staged.candidates:
        if answer in {number.value for number in each.identity.numbers}:
            text = tr("goes to {name}, {number}")
            return text.format(name=each.identity.name, number=answer)
    return tr("goes to {number}").format(number=answer)


def _details(patient: DraftPatient) -> str:
    born = show(patient.birth_date) if patient.birth_date else tr("not in the file")
    said = [tr("Born {date}").format(date=born)]
    if patient.sex:
        said.append(patient.sex)
    others = [f"{number.value} ({number.system})" for number in patient.numbers[1:]]
    return " · ".join((*said, *others))


def _candidate(near: Near) -> Candidate:
    identity = near.identity
    return Candidate(
        identity.numbers[0].value if identity.numbers else "",
        identity.name,
        tuple(_agreement(each) for each in near.compared),
        "" if near.is_near else tr("only alike: no identifier proves it"),
    )


def _agreement(compared: Compared) -> Agreement:
    what = {
        "number": tr("Number"),
        "name": tr("Name"),
        "birth_date": tr("Born"),
        "sex": tr("Sex"),
    }[compared.what]
    here, there = _text(compared.what, compared.in_file), _text(compared.what, compared.recorded)
    if compared.agrees is True:
        return Agreement(AGREES, tr("{what} agrees: {here}").format(what=what, here=here))
    if compared.agrees is False:
        text = tr("{what} differs: {here} in the file, {there} in the record")
        return Agreement(DIFFERS, text.format(what=what, here=here, there=there))
    if not here:
        text = tr("{what} is not in the file; {there} in the record")
        return Agreement(UNKNOWN, text.format(what=what, there=there))
    if not there:
        return Agreement(UNKNOWN, tr("{what} is not in the record").format(what=what))
    text = tr("{what} cannot be compared: {here} in the file, {there} in the record")
    return Agreement(UNKNOWN, text.format(what=what, here=here, there=there))


def _text(what: str, text: str) -> str:
    return show(dt.date.fromisoformat(text)) if what == "birth_date" and text else text
