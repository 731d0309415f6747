"""Which results have reached a stop or consider-stop limit and wait for a decision.

Several rules ask for the same breaches: the marks themselves, recurrence, biopsy, raised enzymes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.rules.readings import BILI, ENZYMES, Reading
from aza_desktop.rules.situation import ULN, Situation, once


@dataclass(frozen=True, slots=True)
class Pair:
    """A bilirubin with the raised ALT and AST readings of its window."""

    bilirubin: Reading
    enzymes: tuple[Reading, ...]


@once
def stop(situation: Situation) -> tuple[Reading, ...]:
    """The on-treatment ALT and AST readings at the stop limit that nobody has decided on."""
    limit = situation.number("ta_stop_uln")
    return tuple(reading for reading in _undecided(situation) if reading.at_least(limit))


@once
def consider_stop(situation: Situation) -> tuple[Reading, ...]:
    """The same between the consider-stop and the stop limit."""
    lower, upper = situation.number("ta_consider_stop_uln"), situation.number("ta_stop_uln")
    return tuple(
        reading
        for reading in _undecided(situation)
        if reading.at_least(lower) and not reading.at_least(upper)
    )


@once
def bilirubin_stop(situation: Situation) -> tuple[Pair, ...]:
    """The undecided on-treatment bilirubins at their limit, each with raised ALT or AST."""
    pairs = (
        paired(situation, bilirubin, situation.treatment_start)
        for bilirubin in situation.on_treatment(BILI)
        if is_at_bilirubin_limit(situation, bilirubin) and not situation.is_decided(bilirubin)
    )
    return tuple(pair for pair in pairs if pair.enzymes)


def any_stop(situation: Situation) -> bool:
    """True while one of the three marks is active: the liver reacts."""
    return bool(stop(situation) or consider_stop(situation) or bilirubin_stop(situation))


def is_at_bilirubin_limit(situation: Situation, bilirubin: Reading) -> bool:
    """True at the stop limit; in the strict setting at any elevation."""
    if situation.flag("bili_any_elevation"):
        return bilirubin.above(ULN)
    return bilirubin.at_least(situation.number("bili_stop_uln"))


def paired(situation: Situation, bilirubin: Reading, start: dt.date) -> Pair:
    """The bilirubin with every raised ALT and AST of its window, not older than `start`."""
    return Pair(
        bilirubin,
        tuple(
            reading
            for analyte in ENZYMES
            for reading in situation.near(analyte, bilirubin.on, start)
            if situation.is_raised(reading)
        ),
    )


@once
def _undecided(situation: Situation) -> tuple[Reading, ...]:
    """On-treatment ALT and AST without a decision; unlatched, only the latest of each."""
    if situation.flag("latch_until_decision"):
        readings = tuple(r for enzyme in ENZYMES for r in situation.on_treatment(enzyme))
    else:
        readings = situation.latest_enzymes(situation.treatment_start)
    return tuple(reading for reading in readings if not situation.is_decided(reading))
