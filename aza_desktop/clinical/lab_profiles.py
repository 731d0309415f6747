"""What a person confirmed about the files of one laboratory, kept under a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ConfirmedLimit:
    """An upper limit that stands within a profile; new ones stand with the laboratory.

    sex: for whom it is; None is everybody. valid_from, valid_until: both days included; None where
    nobody said. Whether a limit holds depends on the day on which the sample was taken.
    """

    analyte: str
    uln: Decimal
    unit: str
    sex: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def is_valid_on(self, day: dt.date) -> bool:
        """True on the days on which the laboratory prints it."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class LabProfile:
    """How one laboratory's files are to be read.

    header: by which they are recognised (`IntakeBatch.header`); empty where nothing tells them.
    answers: code of a question -> answer; they decide only where a file leaves the question open.
    laboratory: named with results that name none; its limits fill in where a result has none.
    number_system: whose the record numbers are. limits: of its own, from before limits stood with
    the laboratories; they count where the laboratory keeps none of that test.
    """

    name: str
    header: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    laboratory: str | None = None
    number_system: str | None = None
    limits: tuple[ConfirmedLimit, ...] = ()

    def limit(self, analyte: str, *, sex: str | None, on: dt.date) -> ConfirmedLimit | None:
        """The limit for a patient on a day; that of the sex before that of everybody.

        None where two limits hold, or where they differ by sex and the sex is not known.
        """
        valid = [one for one in self.limits if one.analyte == analyte and one.is_valid_on(on)]
        own = [one for one in valid if one.sex is not None and one.sex == sex]
        for_all = [one for one in valid if one.sex is None]
        if sex is None and len(for_all) < len(valid):
            return None
        chosen = own or for_all
        return chosen[0] if len(chosen) == 1 else None
