"""What may be used of the laboratory results: one reading a day and analyte, the worst one.

A result that is future, invalid, without limit or in an unknown unit has a flaw and is used for
nothing else. What is left is compared in three answers: reached, not reached, cannot be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.analytes import Analyte, AnalyteCatalogue, fold_unit
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator, Ratio

ALT, AST, BILI, ALP, MMP, NEUT = "ALT", "AST", "BILI", "ALP", "6-MMP", "NEUT"
ENZYMES = (ALT, AST)
JUDGED = frozenset({ALT, AST, BILI})
"""The analytes that need their own upper limit."""

FUTURE, INVALID = "RESULT_FUTURE", "RESULT_INVALID"
NO_LIMIT, WRONG_UNIT = "ULN_MISSING", "UNIT_MISMATCH"
FLAWS = (FUTURE, INVALID, NO_LIMIT, WRONG_UNIT)

_COMPARATORS = (Comparator.GREATER, Comparator.EQUAL, Comparator.LESS)


@dataclass(frozen=True, slots=True)
class Usable:
    """A result without a flaw. number: in the analyte's own unit; ratio: to its own limit."""

    result: LabResult
    number: Decimal
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is used of one analyte on one day. ids: of all usable results of that day, sorted."""

    result: LabResult
    number: Decimal
    ratio: Ratio | None
    ids: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.result.id

    @property
    def on(self) -> dt.date:
        return self.result.collected_on

    def at_least(self, multiple: Decimal) -> bool:
        """True when value / ULN is known to be at or above the multiple."""
        return (
            self.ratio is not None
            and self.result.comparator is not Comparator.LESS
            and self.ratio.at_least(multiple)
        )

    def above(self, multiple: Decimal) -> bool:
        """True when value / ULN is known to be above the multiple ('>' counts as its number)."""
        return (
            self.ratio is not None
            and self.result.comparator is not Comparator.LESS
            and self.ratio.above(multiple)
        )

    def is_normal(self, multiple: Decimal) -> bool:
        """True when value / ULN is known to be at most the multiple; a '>' value never is."""
        return (
            self.ratio is not None
            and self.result.comparator is not Comparator.GREATER
            and not self.ratio.above(multiple)
        )

    def exceeds(self, number: Decimal) -> bool:
        """True when the value in the analyte's own unit is known to be above the number."""
        return self.result.comparator is not Comparator.LESS and self.number > number


def flaw_of(
    result: LabResult, *, as_of: dt.date, catalogue: AnalyteCatalogue, mmp_unit: str
) -> str | Usable | None:
    """The data mark of a result, or the result as usable, or None when no rule reads it.

    The first of: future, invalid value, limit missing, limit not above nought, unit.
    """
    if result.collected_on > as_of:
        return FUTURE
    value = result.value
    if value is None or value < 0:
        return INVALID
    analyte = result.analyte
    if analyte in JUDGED:
        if result.uln is None:
            return NO_LIMIT
        if result.uln <= 0:
            return INVALID
        ratio = _ratio(result, value, catalogue.find(analyte))
        return WRONG_UNIT if ratio is None else Usable(result, ratio.value, ratio)
    if analyte == ALP:
        ratio = _ratio(result, value, catalogue.find(analyte))
        return None if ratio is None else Usable(result, ratio.value, ratio)
    if analyte == MMP:
        same = result.unit is not None and fold_unit(result.unit) == fold_unit(mmp_unit)
        return Usable(result, value, None) if same else WRONG_UNIT
    if analyte == NEUT:
        known = catalogue.find(analyte)
        number = known.in_unit(value, result.unit) if known else None
        return Usable(result, value if number is None else number, None)
    return None


def _ratio(result: LabResult, value: Decimal, analyte: Analyte | None) -> Ratio | None:
    if analyte is None or result.uln is None or result.uln <= 0:
        return None
    number = analyte.in_unit(value, result.unit)
    limit = analyte.in_unit(result.uln, result.uln_unit)
    return None if number is None or limit is None else Ratio(number, limit)


def reading_of(day: Iterable[Usable]) -> Reading:
    """The worst of one day's usable results of one analyte, whatever their order.

    Highest multiple, then '>' over '=' over '<', then the smallest id.
    """
    results = tuple(day)
    worst = results[0]
    for usable in results[1:]:
        if _is_worse(usable, worst):
            worst = usable
    ids = tuple(sorted(usable.result.id for usable in results))
    return Reading(worst.result, worst.number, worst.ratio, ids)


def _is_worse(one: Usable, other: Usable) -> bool:
    if one.ratio is not None and other.ratio is not None:
        if not one.ratio.equals(other.ratio):
            return one.ratio.exceeds(other.ratio)
    elif one.number != other.number:
        low_is_worse = one.result.analyte == NEUT
        return (one.number < other.number) is low_is_worse
    ranks = [_COMPARATORS.index(usable.result.comparator) for usable in (one, other)]
    if ranks[0] != ranks[1]:
        return ranks[0] < ranks[1]
    return one.result.id < other.result.id


def are_identical(day: Iterable[Usable]) -> bool:
    """True when all have the same multiple and the same comparator."""
    first, *others = day
    return all(
        first.result.comparator is other.result.comparator
        and first.ratio is not None
        and other.ratio is not None
        and first.ratio.equals(other.ratio)
        for other in others
    )
