"""Is there a day since the last complete set with only a part of the panel usable?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.readings import ENZYMES
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    start = situation.treatment_start
    last = situation.last_set(start)
    single = [
        (reading.on, enzyme, reading)
        for enzyme in ENZYMES
        for reading in situation.since(enzyme, start)
        if reading.on not in situation.set_days and (last is None or reading.on > last)
    ]
    if single:
        day, enzyme, reading = max(single, key=lambda found: found[0])
        yield situation.finding(
            "LFT_INCOMPLETE",
            results=(reading.id,),
            values={"reading": reading, "on": day},
            missing=tuple(other for other in situation.panel if other != enzyme),
        )


RULE = Rule("lft_incomplete", ("LFT_INCOMPLETE",), ON_DRUG, judge)
