"""Whom an HL7 message is about: the numbers, name, birth date and sex of a PID segment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.intake.hl7_text import Delimiters
from aza_desktop.intake.people import HOSPITAL, NATIONAL
from aza_desktop.intake.time_stamps import moment_of

_NO_PERSON = frozenset(
    {"AN", "ANON", "ANC", "ANT", "AM", "BA", "BC", "BR", "CC", "DI", "DN", "DR", "EI", "EN", "FI"}
    | {"GI", "GN", "HC", "LN", "MD", "NPI", "PN", "PRN", "RRI", "SL", "TN", "UPIN", "VN", "VS"}
)
"""Types of number (table 0203) that name an account, a visit or somebody else."""
_NATIONAL = frozenset(
    {"SS", "SSN", "SB", "NI", "NH", "PPN", "JHN", "NHS", "BSN", "INS-NIR", "CF", "DL", "TAX"}
)
_SEXES = {"F": "female", "M": "male", "W": "female"}
_FIELDS = 9


@dataclass(slots=True)
class Hl7People:
    """Reads PID segments; equal ones give one and the same patient."""

    today: dt.date
    _read: dict[tuple[Delimiters, str], DraftPatient | None] = field(default_factory=dict)

    def of(self, segment: str, signs: Delimiters) -> DraftPatient | None:
        """The patient, or None when neither a number nor a name is there."""
        key = (signs, segment)
        if key not in self._read:
            self._read[key] = _patient(segment, signs, self.today)
        return self._read[key]


def is_no_person(kind: str) -> bool:
    """True for a type of number that names an account, a visit or somebody else."""
    return kind in _NO_PERSON


def is_national(kind: str) -> bool:
    """True for a type of number that a state gives."""
    return kind in _NATIONAL or (kind.startswith("NN") and len(kind) > 2)


def birth_date_of(text: str, today: dt.date) -> dt.date | None:
    """The day of birth; one that is still to come says nothing about anybody."""
    moment = moment_of(text)
    return moment.day if moment is not None and moment.day <= today else None


def _patient(segment: str, signs: Delimiters, today: dt.date) -> DraftPatient | None:
    fields = segment.split(signs.field)
    fields += [""] * (_FIELDS - len(fields))
    numbers = _numbers(fields[3], signs)
    for more in (fields[2], fields[4]):
        numbers.extend(
            n for n in _numbers(more, signs) if n.value not in {m.value for m in numbers}
        )
    family, given = _name(fields[5], signs)
    if not numbers and not family:
        return None
    sex = signs.unescaped(fields[8]).strip().upper()
    born = birth_date_of(_parts(fields[7], signs.component)[0], today)
    return DraftPatient(tuple(dict.fromkeys(numbers)), family, given, born, _SEXES.get(sex[:1]))


def _numbers(text: str, signs: Delimiters) -> list[PatientNumber]:
    """The numbers of a field, record numbers first, then those of the state."""
    ranked: list[tuple[int, PatientNumber]] = []
    for repetition in _parts(text, signs.repetition):
        parts = [signs.unescaped(part) for part in _parts(repetition, signs.component)]
        parts += [""] * (5 - len(parts))
        value, kind = " ".join(parts[0].split()), parts[4].strip().upper()
        if not value or is_no_person(kind):
            continue
        if is_national(kind):
            ranked.append((2, PatientNumber(NATIONAL, value)))
        else:
            system = _authority(repetition, signs) or HOSPITAL
            ranked.append((0 if kind in {"MR", "MRN", "PI"} else 1, PatientNumber(system, value)))
    ranked.sort(key=lambda pair: pair[0])
    return [number for _, number in ranked]


def _authority(repetition: str, signs: Delimiters) -> str:
    """Who gave the number: its short name, else its universal one."""
    parts = _parts(repetition, signs.component)
    named = _parts(parts[3], signs.subcomponent) if len(parts) > 3 else []
    for text in named[:2]:
        plain = signs.unescaped(text).strip()
        if plain:
            return plain
    return ""


def _name(text: str, signs: Delimiters) -> tuple[str | None, str | None]:
    """Family and first given name of the first name that is one; a lone text may be whole."""
    for repetition in _parts(text, signs.repetition):
        parts = _parts(repetition, signs.component)
        family = signs.unescaped(_parts(parts[0], signs.subcomponent)[0]).strip()
        given = signs.unescaped(parts[1]).strip() if len(parts) > 1 else ""
        if family and not given and "," in family:
            family, given = (part.strip() for part in family.split(",", 1))
        if family:
            return family, given or None
    return None, None


def _parts(text: str, sign: str) -> list[str]:
    return text.split(sign) if sign else [text]
