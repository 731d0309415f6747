"""Where the clinic asks for it: is there a blood count before a step, recent and not low?

Source: the clinic's answers to its first and fourth question; the limits are those of UK lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import Rule
from aza_desktop.rules.situation import Situation, once

_LIMITS = {"NEUT": "count_neut_min", "PLT": "count_plt_min", "WBC": "count_wbc_min"}
"""Count -> the figure below which it is low."""


@dataclass(frozen=True, slots=True)
class Count:
    """The lowest result of the newest day with one. number: None in a unit that is not known."""

    result: LabResult
    number: Decimal | None
    limit: Decimal

    @property
    def is_low(self) -> bool:
        """True when it is known to lie below the limit."""
        is_above = self.result.comparator is Comparator.GREATER
        return self.number is not None and not is_above and self.number < self.limit

    @property
    def is_fine(self) -> bool:
        """True when it is known to lie at the limit or above."""
        is_below = self.result.comparator is Comparator.LESS
        return self.number is not None and not is_below and self.number >= self.limit


@once
def newest(situation: Situation) -> dict[str, Count | None]:
    """Each count that the clinic asks for, as far as there is one."""
    if not chosen.is_on(situation, "count_with_step"):
        return {}
    return {
        analyte: _newest(situation, analyte)
        for analyte in situation.protocol.words("count_tests")
        if analyte in _LIMITS
    }


def judge(situation: Situation) -> Iterator[Finding]:
    counts = newest(situation)
    low = tuple(count for count in counts.values() if count is not None and count.is_low)
    if low:
        yield situation.finding(
            "X_COUNT_LOW",
            results=tuple(count.result.id for count in low),
            values={"counts": low},
        )
    first = first_day(situation)
    missing = tuple(
        analyte
        for analyte, count in counts.items()
        if count is None or count.result.collected_on < first or not (count.is_low or count.is_fine)
    )
    if missing:
        yield situation.finding("X_COUNT_MISSING", values={"from": first}, missing=missing)


def first_day(situation: Situation) -> dt.date:
    """From which day on a count says something for a step today."""
    if most := chosen.days(situation, "step_test_max_age_days"):
        return add_days(situation.as_of, -most)
    return add_days(chosen.level_start(situation), chosen.days(situation, "step_test_min_days"))


def _newest(situation: Situation, analyte: str) -> Count | None:
    known = situation.facts.analytes.find(analyte)
    results = [
        result
        for result in situation.facts.results
        if result.analyte == analyte and result.collected_on <= situation.as_of
    ]
    if known is None or not results:
        return None
    last = max(result.collected_on for result in results)
    limit = situation.number(_LIMITS[analyte])
    counts = [
        Count(
            result,
            None if result.value is None or result.value < 0
            else known.in_unit(result.value, result.unit),
            limit,
        )
        for result in results
        if result.collected_on == last
    ]  # fmt: skip
    return min(counts, key=_lowest_first)


def _lowest_first(count: Count) -> tuple[bool, Decimal, str]:
    """What is not known comes first, then the lowest."""
    return count.number is not None, count.number or Decimal(), count.result.id


RULE = Rule(
    "step_count",
    ("X_COUNT_MISSING", "X_COUNT_LOW"),
    frozenset({Phase.REINTRODUCTION}),
    judge,
)
