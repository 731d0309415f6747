"""Is the latest bilirubin at its stop limit without raised ALT and AST, and were both measured?

With both measured it stands alone; otherwise the missing enzymes are asked for on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.readings import BILI, ENZYMES, Reading
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, once


@once
def alone(situation: Situation) -> tuple[Reading, tuple[str, ...]] | None:
    """The bilirubin without a raised enzyme in its window, and the enzymes not measured there."""
    bilirubin = situation.latest_on_treatment(BILI)
    if bilirubin is None or not breaches.is_at_bilirubin_limit(situation, bilirubin):
        return None
    start = situation.treatment_start
    if breaches.paired(situation, bilirubin, start).enzymes:
        return None
    unmeasured = tuple(
        enzyme for enzyme in ENZYMES if not situation.near(enzyme, bilirubin.on, start)
    )
    return bilirubin, unmeasured


def is_unpaired(situation: Situation) -> bool:
    """True when ALT and AST have to be ordered today."""
    found = alone(situation)
    return found is not None and bool(found[1])


def judge(situation: Situation) -> Iterator[Finding]:
    found = alone(situation)
    if found is None:
        return
    bilirubin, unmeasured = found
    yield situation.finding(
        "BILI_UNPAIRED" if unmeasured else "BILI_ISOLATED",
        results=(bilirubin.id,),
        values={"bilirubin": bilirubin},
        missing=unmeasured,
    )


RULE = Rule("bili_alone", ("BILI_ISOLATED", "BILI_UNPAIRED"), ON_DRUG, judge)
