"""Who the patient is: identity for the banner, and the few facts that every rule needs."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Tpmt(StrEnum):
    """TPMT or NUDT15 activity as the rules know it; ``low`` means deficient."""

    NORMAL = "normal"
    INTERMEDIATE = "intermediate"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PatientNumber:
    """An identifier with the system that gave it; leading zeros are part of the value."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Names, numbers, birth date and sex as recorded. `numbers` is never empty; the first leads."""

    numbers: tuple[PatientNumber, ...]
    family: str | None = None
    given: str | None = None
    title: str | None = None
    birth_date: dt.date | None = None
    sex: str | None = None
    phone: str | None = None

    @property
    def number(self) -> str:
        return self.numbers[0].value

    @property
    def name(self) -> str:
        """``FAMILY, Given`` as lists show it; the number where no name is recorded."""
        family = (self.family or "").upper()
        if family and self.given:
            return f"{family}, {self.given}"
        return family or self.given or self.number


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What the rules know of the patient. Doses in mg per day, weight in kg; None is unknown."""

    prior_toxic_dose_mg: Decimal | None
    tpmt: Tpmt
    weight_kg: Decimal | None = None
    nudt15: Tpmt = Tpmt.UNKNOWN


def fold_name(text: str) -> str:
    """A name for searching: without marks, case and doubled blanks."""
    stripped = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in stripped if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Completed years on that day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
