"""Has ALT or AST reached the stop limit since the restart, without a decision? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    readings = breaches.stop(situation)
    if readings:
        yield situation.finding(
            "TA_STOP",
            results=ids_of(*readings),
            values={"readings": readings, "limit": situation.number("ta_stop_uln")},
        )


RULE = Rule("ta_stop", ("TA_STOP",), ON_DRUG, judge)
