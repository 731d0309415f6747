"""Where the clinic compares with own values: is each enzyme back at the patient's baseline?

A baseline is the lowest value of the complete tests from before the first recorded dose, where
there are enough of them, far enough apart. Without one the upper limit counts. Source: the
clinic's answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.quantities import EXACT, Comparator
from aza_desktop.rules import chosen
from aza_desktop.rules.readings import Reading
from aza_desktop.rules.rule import BREAK, Rule
from aza_desktop.rules.situation import Situation, ids_of, once


@once
def baselines(situation: Situation) -> dict[str, Reading]:
    """The lowest reading of each enzyme from before azathioprine; empty where it is not proven."""
    if not chosen.is_own_baseline(situation):
        return {}
    first = min(
        (event.on for event in situation.facts.dose_events if event.dose_mg > 0), default=None
    )
    start = situation.dates.break_start
    if first is None or start is None or first >= start:
        return {}
    days = [day for day in situation.set_days if day < first and _is_exact(situation, day)]
    apart = situation.whole("own_baseline_apart_days")
    if len(days) < situation.whole("own_baseline_min_sets") or (days[-1] - days[0]).days < apart:
        return {}
    return {
        enzyme: min((situation.by_day[enzyme][day] for day in days), key=lambda one: one.number)
        for enzyme in situation.panel
    }


def accepted(situation: Situation, reading: Reading) -> bool:
    """True when a raised reading is at the patient's own baseline and far from any stop limit."""
    baseline = baselines(situation).get(reading.result.analyte)
    if baseline is None or reading.result.comparator is Comparator.GREATER:
        return False
    is_low = not reading.at_least(situation.number("own_baseline_max_uln"))
    return is_low and reading.number <= limit_of(situation, baseline)


def limit_of(situation: Situation, baseline: Reading) -> Decimal:
    """The highest value, in the enzyme's own unit, that is the patient's own again."""
    return EXACT.multiply(situation.number("own_baseline_factor"), baseline.number)


def judge(situation: Situation) -> Iterator[Finding]:
    latest = situation.latest_enzymes(situation.off_start)
    known = baselines(situation)
    if not known:
        return
    above = tuple(
        (reading, known[reading.result.analyte])
        for reading in latest
        if reading.result.analyte in known
        and reading.exceeds(limit_of(situation, known[reading.result.analyte]))
    )
    used = tuple(
        (reading, known[reading.result.analyte])
        for reading in latest
        if situation.is_raised(reading) and accepted(situation, reading)
    )
    factor = situation.number("own_baseline_factor")
    for code, pairs in (("X_ABOVE_BASELINE", above), ("X_BASELINE_USED", used)):
        if pairs:
            yield situation.finding(
                code,
                results=ids_of(*(reading for reading, _ in pairs)),
                values={"pairs": pairs, "factor": factor},
            )


def _is_exact(situation: Situation, day: dt.date) -> bool:
    readings = (situation.by_day[enzyme][day] for enzyme in situation.panel)
    return all(reading.result.comparator is Comparator.EQUAL for reading in readings)


RULE = Rule("own_baseline", ("X_ABOVE_BASELINE", "X_BASELINE_USED"), BREAK, judge)
