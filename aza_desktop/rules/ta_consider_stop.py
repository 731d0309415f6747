"""Has ALT or AST reached the consider-stop, not the stop limit? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    readings = breaches.consider_stop(situation)
    if readings:
        yield situation.finding(
            "TA_CONSIDER_STOP",
            results=ids_of(*readings),
            values={"readings": readings, "limit": situation.number("ta_consider_stop_uln")},
        )


RULE = Rule("ta_consider_stop", ("TA_CONSIDER_STOP",), ON_DRUG, judge)
