"""Overlays: figures that describe the injury. None of them raises a mark or blocks anything.

Where a figure cannot be told, what is missing is named instead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from aza_desktop.clinical.quantities import EXACT, Comparator, Ratio
from aza_desktop.rules.readings import ALP, ALT, Reading
from aza_desktop.rules.rule import TREATED
from aza_desktop.rules.situation import Situation

_GRADES = ("ctcae_grade_1_uln", "ctcae_grade_2_uln", "ctcae_grade_3_uln", "ctcae_grade_4_uln")


@dataclass(slots=True)
class Derived:
    """The figures, in a fixed order, and for each that cannot be told what is missing."""

    figures: dict[str, str | int] = field(default_factory=dict)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)


def derived(situation: Situation) -> Derived:
    """The figures of the overlays that are switched on."""
    found = Derived()
    if situation.phase not in TREATED:
        return found
    if situation.has_overlay("r_value"):
        _r_value(situation, found)
    if situation.has_overlay("ctcae_v5"):
        _ctcae_grade(situation, found)
    if situation.has_overlay("rucam_rechallenge"):
        _rechallenge(situation, found)
    return found


def _r_value(situation: Situation, found: Derived) -> None:
    """R of the latest ALT with the nearest ALP. Source: r_value."""
    alt = situation.latest(ALT, dt.date.min)
    alp = _nearest_alp(situation, alt) if alt else None
    alt_ratio, alp_ratio = _exact(alt), _exact(alp)
    if alt_ratio is None or alp_ratio is None or not alp_ratio.value:
        lacking = ((ALT, alt_ratio), (ALP, alp_ratio if alp_ratio and alp_ratio.value else None))
        found.missing["r_value"] = tuple(name for name, ratio in lacking if ratio is None)
        return
    r = Ratio(
        EXACT.multiply(alt_ratio.value, alp_ratio.uln),
        EXACT.multiply(alt_ratio.uln, alp_ratio.value),
    )
    if r.at_least(situation.number("r_hepatocellular")):
        pattern = "hepatocellular"
    elif r.above(situation.number("r_cholestatic")):
        pattern = "mixed"
    else:
        pattern = "cholestatic"
    found.figures |= {"r_value": r.truncated(), "pattern": pattern}


def _nearest_alp(situation: Situation, alt: Reading) -> Reading | None:
    """The ALP closest in time within the window; of two as close, the earlier."""
    alps = situation.near(ALP, alt.on, dt.date.min)
    return min(alps, key=lambda alp: (abs((alp.on - alt.on).days), alp.on), default=None)


def _exact(reading: Reading | None) -> Ratio | None:
    if reading is None or reading.result.comparator is not Comparator.EQUAL:
        return None
    return reading.ratio


def _ctcae_grade(situation: Situation, found: Derived) -> None:
    """The grade of the latest on-treatment ALT. Source: ctcae_v5."""
    alt = situation.latest_on_treatment(ALT)
    limits = [situation.number(name) for name in _GRADES]
    if alt is None or not (
        alt.is_normal(limits[0]) or alt.result.comparator is not Comparator.LESS
    ):
        found.missing["ctcae_alt_grade"] = (ALT,)
        return
    found.figures["ctcae_alt_grade"] = sum(alt.above(limit) for limit in limits)


def _rechallenge(situation: Situation, found: Derived) -> None:
    """Did ALT double from its last value before the restart? Source: rucam."""
    start = situation.treatment_start
    before = [reading for reading in situation.since(ALT, dt.date.min) if reading.on < start]
    since = situation.on_treatment(ALT)
    if not before or not since:
        found.missing["rucam_rechallenge"] = (ALT,)
        return
    baseline = before[-1]
    doubled = EXACT.multiply(situation.number("rucam_rise"), baseline.number)
    if baseline.at_least(situation.number("rucam_baseline_uln")):
        answer = "not_interpretable"
    elif any(r.number >= doubled and r.result.comparator is not Comparator.LESS for r in since):
        answer = "positive"
    else:
        answer = "negative"
    found.figures["rucam_rechallenge"] = answer
