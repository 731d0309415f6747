"""Overlay: does the latest ALT, AST or neutrophil count cross the UK's absolute limits?

Source: bsr_2017.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.rules.readings import NEUT, Reading
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    if not situation.has_overlay("bsr_2017_absolute"):
        return
    limit = situation.number("bsr_ta_u_per_l")
    enzymes = tuple(
        reading
        for reading in situation.latest_enzymes(situation.treatment_start)
        if reading.exceeds(limit)
    )
    neutrophils = situation.latest(NEUT, dt.date.min)
    counts: tuple[Reading, ...] = ()
    if neutrophils is not None and _is_low(situation, neutrophils):
        counts = (neutrophils,)
    if enzymes or counts:
        yield situation.finding(
            "BSR_ABS",
            results=ids_of(*enzymes, *counts),
            values={
                "enzymes": enzymes,
                "limit": limit,
                "counts": counts,
                "count_limit": situation.number("bsr_neut"),
            },
        )


def _is_low(situation: Situation, count: Reading) -> bool:
    """True below the limit; '<' of at most the limit is below it, '>' never is known to be."""
    limit = situation.number("bsr_neut")
    if count.result.comparator is Comparator.LESS:
        return count.number <= limit
    return count.result.comparator is Comparator.EQUAL and count.number < limit


RULE = Rule("bsr_absolute", ("BSR_ABS",), ON_DRUG, judge)
