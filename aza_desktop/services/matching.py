"""Whose result is it? Two identifiers must agree, and none may disagree.

Nothing is merged by likeness: "1" and "000001" are two numbers, and a name counts only whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.patient import Identity, PatientNumber, fold_name
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

CREATE = "create"
"""The answer by which a person lets an unmatched patient be made."""

GENERAL = "hospital"
"""The system of a record number in a table, which does not say whose number it is."""

_QUOTES = str.maketrans("’‘`´‐‑–", "''''---")


class Outcome(StrEnum):
    """What matching led to."""

    MATCHED = "matched"
    CREATED = "created"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one patient of a file.

    patient_id: the patient found or to be made; of a held one the patient it collides with, if
    there is one. reason: why it is held. candidates: numbers of the patients that come near.
    """

    outcome: Outcome
    patient_id: str | None
    reason: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One identifier of a file beside the record's. agrees: None where one side has none.

    what: ``number``, ``name``, ``birth_date`` or ``sex``; the texts are as they are kept.
    """

    what: str
    agrees: bool | None
    in_file: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient who may be meant, with what agrees and what does not. Only a person chooses.

    is_near: by the rules of matching; else merely alike (another spelling, a lost zero).
    """

    patient_id: str
    identity: Identity
    compared: tuple[Compared, ...]
    is_near: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """A patient to compare with, folded once."""

    patient_id: str
    identity: Identity
    name: tuple[str, str] | None
    numbers: Mapping[str, frozenset[str]]


class Matcher:
    """Finds the patients of one file; those that it makes are found by the rows that follow."""

    def __init__(self, identities: Iterable[tuple[str, Identity]], *, create: bool) -> None:
        self._create = create
        self._by_number: dict[str, list[_Known]] = {}
        self._by_person: dict[tuple[str, dt.date], list[_Known]] = {}
        self._found: dict[DraftPatient, Match] = {}
        self._all: dict[str, _Known] = {}
        self._likeness: dict[tuple[str, str], list[_Known]] = {}
        self.created: dict[str, Identity] = {}
        for patient_id, identity in identities:
            self._learn(patient_id, identity)

    def match(
        self, draft: DraftPatient, *, answer: str | None, new_key: Callable[[], str]
    ) -> Match:
        """The patient of those identifiers. answer: a number, or ``create``, said by a person.

        Raises UserError ``unknown_patient`` or ``ambiguous_patient`` for such an answer.
        """
        found = self._found.get(draft)
        if found is None:
            found = self._found[draft] = self._find(draft, answer, new_key)
        return found

    def nearest(self, draft: DraftPatient) -> str | None:
        """The only patient who comes near those identifiers, or None."""
        near = self._near(draft)
        return near[0].patient_id if len(near) == 1 else None

    def candidates(self, draft: DraftPatient) -> tuple[Candidate, ...]:
        """Whom a person may choose from: those who come near, then those who are alike."""
        near = self._near(draft)
        keys = {known.patient_id for known in near}
        alike = [known for known in self._alike(draft) if known.patient_id not in keys]
        return tuple(
            Candidate(known.patient_id, known.identity, _side_by_side(draft, known), is_near)
            for group, is_near in ((near, True), (alike, False))
            for known in group
        )

    def identity_of(self, patient_id: str) -> Identity | None:
        """Who that patient is, as recorded or as this file makes them."""
        known = self._all.get(patient_id)
        return None if known is None else known.identity

    def _alike(self, draft: DraftPatient) -> list[_Known]:
        """The same number but for zeros, the same whole name, or family name and birth date."""
        if not self._likeness:
            for known in self._all.values():
                for likeness in _likeness(known.identity):
                    self._likeness.setdefault(likeness, []).append(known)
        found: dict[str, _Known] = {}
        for likeness in _likeness(draft):
            for known in self._likeness.get(likeness, ()):
                found[known.patient_id] = known
        return list(found.values())

    def _find(self, draft: DraftPatient, answer: str | None, new_key: Callable[[], str]) -> Match:
        if answer is not None and answer != CREATE:
            return Match(Outcome.MATCHED, self._named(answer))
        near = self._near(draft)
        if near:
            return _judge(draft, near)
        if not self._create and answer != CREATE:
            return Match(Outcome.HELD, None, "no_match")
        if not draft.numbers:
            return Match(Outcome.HELD, None, "no_record_number")
        identity = Identity(
            draft.numbers, draft.family, draft.given, birth_date=draft.birth_date, sex=draft.sex
        )
        key = new_key()
        self.created[key] = identity
        self._learn(key, identity)
        return Match(Outcome.CREATED, key)

    def _named(self, number: str) -> str:
        """The patient whom a person named by a record number."""
        chosen = self._by_number.get(number, ())
        if len(chosen) == 1:
            return chosen[0].patient_id
        raise UserError(
            "ambiguous_patient" if chosen else "unknown_patient",
            tr("The patient named in the answer cannot be found"),
            why=tr("{n} patients have the number {number}").format(n=len(chosen), number=number),
            remedy=tr("Answer with a record number of one patient"),
        )

    def _learn(self, patient_id: str, identity: Identity) -> None:
        by_system: dict[str, set[str]] = {}
        for number in identity.numbers:
            by_system.setdefault(number.system, set()).add(number.value)
        known = _Known(
            patient_id,
            identity,
            _name(identity.family, identity.given),
            {system: frozenset(values) for system, values in by_system.items()},
        )
        self._all[patient_id] = known
        for value in {number.value for number in identity.numbers}:
            self._by_number.setdefault(value, []).append(known)
        if known.name is not None and identity.birth_date is not None:
            person = (known.name[0], identity.birth_date)
            self._by_person.setdefault(person, []).append(known)

    def _near(self, draft: DraftPatient) -> list[_Known]:
        """Those with the same number, or with the same name and birth date."""
        near: dict[str, _Known] = {}
        for number in draft.numbers:
            for known in self._by_number.get(number.value, ()):
                if _same_number(number, known) is True:
                    near[known.patient_id] = known
        name = _name(draft.family, draft.given)
        if name is not None and draft.birth_date is not None:
            for known in self._by_person.get((name[0], draft.birth_date), ()):
                if _same_name(name, known.name) is True:
                    near[known.patient_id] = known
        return list(near.values())


_FITS = "fits"
_LONE = "lone_number"
_CONFLICT = "identifiers_disagree"


def _judge(draft: DraftPatient, near: Sequence[_Known]) -> Match:
    """Matched to the only one who comes near and fits; held beside anybody else."""
    candidates = tuple(known.identity.number for known in near if known.identity.numbers)
    if len(near) > 1:
        return Match(Outcome.HELD, None, "several_patients", candidates)
    verdict = _compare(draft, near[0])
    if verdict == _FITS:
        return Match(Outcome.MATCHED, near[0].patient_id)
    return Match(Outcome.HELD, near[0].patient_id, verdict, candidates)


def _compare(draft: DraftPatient, known: _Known) -> str:
    verdicts = [
        _same_numbers(draft.numbers, known),
        _same_name(_name(draft.family, draft.given), known.name),
        _same_day(draft.birth_date, known.identity.birth_date),
    ]
    if False in verdicts:
        return _CONFLICT
    if verdicts.count(True) > 1:
        return _FITS
    bare = known.name is None and known.identity.birth_date is None
    return _FITS if bare and verdicts[0] else _LONE


def contradicts(one: DraftPatient, other: DraftPatient) -> bool:
    """True for two patients of a file who cannot be one person."""
    numbers = one.numbers[:1] != other.numbers[:1]
    named = _same_name(_name(one.family, one.given), _name(other.family, other.given))
    return numbers or named is False or _same_day(one.birth_date, other.birth_date) is False


def _side_by_side(draft: DraftPatient, known: _Known) -> tuple[Compared, ...]:
    """Every identifier that one side has, the file's beside the record's."""
    theirs = known.identity
    compared = (
        Compared(
            "number",
            _same_numbers(draft.numbers, known),
            _numbers_text(draft.numbers),
            _numbers_text(theirs.numbers),
        ),
        Compared(
            "name",
            _same_name(_name(draft.family, draft.given), known.name),
            _name_text(draft),
            _name_text(theirs),
        ),
        Compared(
            "birth_date",
            _same_day(draft.birth_date, theirs.birth_date),
            draft.birth_date.isoformat() if draft.birth_date else "",
            theirs.birth_date.isoformat() if theirs.birth_date else "",
        ),
        Compared(
            "sex",
            draft.sex == theirs.sex if draft.sex and theirs.sex else None,
            draft.sex or "",
            theirs.sex or "",
        ),
    )
    return tuple(one for one in compared if one.in_file or one.recorded)


def _numbers_text(numbers: tuple[PatientNumber, ...]) -> str:
    return ", ".join(number.value for number in numbers)


def _name_text(person: DraftPatient | Identity) -> str:
    return ", ".join(part for part in (person.family, person.given) if part)


def _likeness(person: DraftPatient | Identity) -> Iterable[tuple[str, str]]:
    """What two patients may share who are only alike."""
    for number in person.numbers:
        yield "number", number.value.lstrip("0").casefold()
    name = _name(person.family, person.given)
    if name is not None and name[1]:
        yield "name", " ".join(name)
    if name is not None and person.birth_date is not None:
        yield "born", f"{name[0]} {person.birth_date.isoformat()}"


def _same_numbers(numbers: tuple[PatientNumber, ...], known: _Known) -> bool | None:
    """True when one agrees, False when both sides have one of a system and none agrees."""
    verdicts = {_same_number(number, known) for number in numbers}
    if True in verdicts:
        return True
    return False if False in verdicts else None


def _same_number(number: PatientNumber, known: _Known) -> bool | None:
    own = known.numbers.get(number.system)
    if own is not None and number.value in own:
        return True
    for system, values in known.numbers.items():
        if GENERAL in (system, number.system) and number.value in values:
            return True
    return None if own is None else False


def _same_name(draft: tuple[str, str] | None, known: tuple[str, str] | None) -> bool | None:
    """A family name alone can disagree, but does not suffice to agree."""
    if draft is None or known is None:
        return None
    if draft[0] != known[0]:
        return False
    if draft[1] and known[1]:
        return draft[1] == known[1]
    return None if draft[1] or known[1] else True


def _same_day(draft: dt.date | None, known: dt.date | None) -> bool | None:
    return None if draft is None or known is None else draft == known


def _name(family: str | None, given: str | None) -> tuple[str, str] | None:
    if not family:
        return None
    return fold_name(family.translate(_QUOTES)), fold_name((given or "").translate(_QUOTES))
