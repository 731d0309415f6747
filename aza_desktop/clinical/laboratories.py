"""The laboratories of the clinic: which upper limit each prints, for whom, from which day on.

A limit offered from here is a proposal for the field where a result is typed. An import gives it
to a result that comes without one, and counts it apart from those that came with their result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.patient import fold_name

SEXES = ("female", "male")
"""For whom a limit may be printed apart; None is for everybody."""


@dataclass(frozen=True, slots=True)
class ClinicLimit:
    """What a laboratory prints beside one analyte, both days included.

    sex: None for everybody. valid_until: None while it is printed. lln: where one is printed.
    """

    analyte: str
    uln: Decimal
    unit: str
    valid_from: dt.date
    sex: str | None = None
    lln: Decimal | None = None
    valid_until: dt.date | None = None

    @property
    def kind(self) -> tuple[str, str | None]:
        """What it is the limit of: a later limit of the same kind takes its place."""
        return self.analyte, self.sex

    def is_valid_on(self, day: dt.date) -> bool:
        """True on the days on which it is printed."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class ClinicLaboratory:
    """A laboratory and every limit that it ever printed, oldest first within an analyte.

    id: stays when the name is corrected. active: False for one that the clinic uses no more.
    earlier_names: what it was called before; the files of the laboratory may still say so.
    """

    id: str
    name: str
    limits: tuple[ClinicLimit, ...] = ()
    active: bool = True
    earlier_names: tuple[str, ...] = ()

    def limit(self, analyte: str, *, sex: str | None, on: dt.date) -> ClinicLimit | None:
        """The limit that it prints for a patient on a day; that of the sex before that of all.

        None where the limits differ by sex and the patient's is not known: nothing is guessed.
        """
        valid = [one for one in self.limits if one.analyte == analyte and one.is_valid_on(on)]
        for_all = [one for one in valid if one.sex is None]
        own = [one for one in valid if one.sex is not None and one.sex == sex]
        if not own and len(for_all) < len(valid) and sex not in SEXES:
            return None
        return max(own or for_all, key=lambda one: one.valid_from, default=None)

    def keeps(self, analyte: str) -> bool:
        """True where it ever printed a limit of that analyte, for whomever and whenever."""
        return any(one.analyte == analyte for one in self.limits)

    def with_limit(self, limit: ClinicLimit) -> ClinicLaboratory:
        """With one more limit. The one before it ends on the day before; equal days replace."""
        same = [
            one
            for one in self.limits
            if one.kind == limit.kind and one.valid_from != limit.valid_from
        ]
        rest = [one for one in self.limits if one.kind != limit.kind]
        return replace(self, limits=_sorted((*rest, *_in_turn((*same, limit)))))

    def without_limit(self, kind: tuple[str, str | None], *, last_day: dt.date) -> ClinicLaboratory:
        """The limits of that kind are printed for the last time on `last_day`."""
        ended = tuple(
            replace(one, valid_until=last_day)
            if one.kind == kind and one.is_valid_on(last_day)
            else one
            for one in self.limits
        )
        return replace(self, limits=ended)


def find_laboratory(
    known: Iterable[ClinicLaboratory], named: str | None
) -> ClinicLaboratory | None:
    """The laboratory that a result names; None for none, for an unknown and for an unclear one.

    Its present name leads, then its id and the names that it had before, if it alone had them.
    """
    if not named:
        return None
    wanted = fold_name(named)
    listed = tuple(known)
    now = [one for one in listed if fold_name(one.name) == wanted]
    before = [one for one in listed if wanted in map(fold_name, (one.id, *one.earlier_names))]
    found = now or before
    return found[0] if len(found) == 1 else None


def _in_turn(limits: Iterable[ClinicLimit]) -> list[ClinicLimit]:
    """Limits of one kind, each ended where the next begins."""
    ordered = sorted(limits, key=lambda one: one.valid_from)
    for place, after in enumerate(ordered[1:]):
        last, before = add_days(after.valid_from, -1), ordered[place]
        if before.valid_until is None or before.valid_until > last:
            ordered[place] = replace(before, valid_until=last)
    return ordered


def _sorted(limits: Iterable[ClinicLimit]) -> tuple[ClinicLimit, ...]:
    return tuple(sorted(limits, key=lambda one: (one.analyte, one.sex or "", one.valid_from)))
