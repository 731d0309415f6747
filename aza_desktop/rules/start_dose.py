"""Was the restart as the protocol says: not too early, with its first dose? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    values: dict[str, object] = {}
    start_mg = situation.number("start_dose_mg")
    if situation.doses and situation.doses[0].dose_mg != start_mg:
        values |= {"first_mg": situation.doses[0].dose_mg, "start_mg": start_mg}
    restart, break_start = situation.dates.restart, situation.dates.break_start
    if restart is not None and break_start is not None:
        earliest = add_days(break_start, situation.whole("break_min_days"))
        if restart < earliest:
            values |= {"restart": restart, "earliest": earliest}
    if values:
        yield situation.finding("START_DOSE_DEVIATION", values=values)


RULE = Rule("start_dose", ("START_DOSE_DEVIATION",), frozenset({Phase.REINTRODUCTION}), judge)
