"""Is the latest ALT or AST raised while no bilirubin was measured around it?

A bilirubin of the break that lies in the window was measured around it, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.readings import BILI, Reading
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of, once


@once
def without_bilirubin(situation: Situation) -> tuple[Reading, ...]:
    """The latest raised ALT and AST readings that have no bilirubin in their window."""
    return tuple(
        reading
        for reading in situation.latest_enzymes(situation.treatment_start)
        if situation.is_raised(reading) and not situation.near(BILI, reading.on, dt.date.min)
    )


def judge(situation: Situation) -> Iterator[Finding]:
    readings = without_bilirubin(situation)
    if readings:
        yield situation.finding(
            "BILI_MISSING",
            results=ids_of(*readings),
            values={"readings": readings, "limit": situation.elevated},
            missing=(BILI,),
        )


RULE = Rule("bili_missing", ("BILI_MISSING",), ON_DRUG, judge)
