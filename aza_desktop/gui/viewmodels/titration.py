"""What an answer about the interval means: eight weeks of doses and blood tests, as a drawing.

The doses are those that the answer would allow at the earliest; a person still confirms each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels.phrases import dose
from aza_desktop.texts import tr

WEEKS = 8
DAYS = WEEKS * 7
STEPS_DRAWN = 3
"""Where the drawing stops climbing: a ceiling is the patient's own, and not asked here."""


@dataclass(frozen=True, slots=True)
class Titration:
    """Steps as (day, tenths of the drawing's height, label); tests as days.

    first_result: the day of the first blood result. consequence: the line below the drawing.
    """

    steps: tuple[tuple[int, float, str], ...]
    tests: tuple[int, ...]
    first_result: int
    consequence: str
    spoken: str
    is_blind: bool
    """More than one dose between two blood results."""


def build_titration(base: Protocol, edits: Mapping[str, object]) -> Titration:
    """The earliest course of doses under these answers, from the protocol's own figures."""
    whole = {
        name: int(str(edits.get(name, base.parameters[name].value)))
        for name in ("hold_min_days", "lft_interval_reintro_days")
    }
    start, step = base.number("start_dose_mg"), base.number("step_mg")
    hold, interval = max(whole["hold_min_days"], 1), whole["lft_interval_reintro_days"]
    asked = int(str(edits.get("first_test_from_days", 0)))
    first = asked or interval
    begin = max(hold, asked)
    later = [begin + n * hold for n in range(STEPS_DRAWN)]
    days = [0, *(day for day in later if day <= DAYS)]
    top = start + step * STEPS_DRAWN
    steps = tuple(
        (day, float((start + step * n) / top), dose(start + step * n)) for n, day in enumerate(days)
    )
    before = [n for n, day in enumerate(days) if day < first]
    unseen = [n for n, day in enumerate(days) if day < first + interval]
    at_first = dose(start + step * before[-1])
    said = tr("Dose at the first blood result: {dose}").format(dose=at_first)
    if asked:
        at_second = dose(start + step * unseen[-1])
        said = tr("{said}, at the second: {dose}").format(said=said, dose=at_second)
    told = "; ".join(tr("day {n}: {dose}").format(n=day, dose=text) for day, _height, text in steps)
    return Titration(
        steps=steps,
        tests=tuple(range(first, DAYS + 1, interval)),
        first_result=first,
        consequence=said,
        spoken=f"{said}. {told}",
        is_blind=len(before) > 1 or (bool(asked) and len(unseen) - len(before) > 1),
    )
