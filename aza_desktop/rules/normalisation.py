"""Are the latest ALT and AST of the break both known, recent and normal? Source: article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen, own_baseline
from aza_desktop.rules.rule import BREAK, Rule
from aza_desktop.rules.situation import Situation, ids_of

MISSING, UNUSABLE, UNCERTAIN, OLD = "missing", "unusable", "uncertain", "old"
"""Why a normal enzyme is not proven."""


def judge(situation: Situation) -> Iterator[Finding]:
    readings = situation.latest_enzymes(situation.off_start)
    raised = tuple(
        reading
        for reading in readings
        if situation.is_raised(reading) and not own_baseline.accepted(situation, reading)
    )
    if raised:
        no_baseline = chosen.is_own_baseline(situation) and not own_baseline.baselines(situation)
        yield situation.finding(
            "NOT_NORMALISED",
            results=ids_of(*raised),
            values={"readings": raised, "limit": situation.elevated},
            missing=("own_baseline",) if no_baseline else (),
        )
    doubts = tuple(
        (enzyme, *doubt)
        for enzyme in situation.panel
        if (doubt := _doubt(situation, enzyme)) is not None
    )
    if doubts:
        yield situation.finding(
            "NORMALISATION_UNPROVEN",
            values={"doubts": doubts, "since": situation.dates.break_start},
            missing=tuple(enzyme for enzyme, *_ in doubts),
        )


def _doubt(situation: Situation, enzyme: str) -> tuple[str, dt.date | None] | None:
    """Why the enzyme is not proven normal, with the day of its latest result."""
    start = situation.off_start
    reading = situation.latest(enzyme, start)
    flawed = situation.last_unusable.get(enzyme)
    if flawed is not None and flawed >= start and (reading is None or flawed > reading.on):
        return UNUSABLE, flawed
    if reading is None:
        return MISSING, None
    if not situation.is_raised(reading) and not reading.is_normal(situation.elevated):
        return UNCERTAIN, reading.on
    age = (situation.as_of - reading.on).days
    return (OLD, reading.on) if age > situation.whole("baseline_max_age_days") else None


RULE = Rule("normalisation", ("NOT_NORMALISED", "NORMALISATION_UNPROVEN"), BREAK, judge)
