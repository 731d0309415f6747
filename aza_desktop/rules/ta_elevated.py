"""Is the latest ALT or AST raised, though no stop mark speaks of it? Source: article.

It holds an increase back only above the limit that the protocol sets for an increase.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    listed = {*breaches.stop(situation), *breaches.consider_stop(situation)}
    readings = tuple(
        reading
        for reading in situation.latest_enzymes(situation.treatment_start)
        if situation.is_raised(reading) and reading not in listed
    )
    if readings:
        limit = situation.number("escalation_max_ta_uln")
        definition = situation.protocol.marks["TA_ELEVATED"]
        yield situation.finding(
            "TA_ELEVATED",
            results=ids_of(*readings),
            values={"readings": readings, "limit": situation.elevated},
            blocks=definition.blocks and any(reading.above(limit) for reading in readings),
        )


RULE = Rule("ta_elevated", ("TA_ELEVATED",), ON_DRUG, judge)
