"""Is bilirubin at its stop limit together with raised ALT or AST? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    pairs = breaches.bilirubin_stop(situation)
    if pairs:
        yield situation.finding(
            "BILI_TA_STOP",
            results=tuple(i for pair in pairs for i in ids_of(pair.bilirubin, *pair.enzymes)),
            values={"pairs": pairs},
        )


RULE = Rule("bili_ta_stop", ("BILI_TA_STOP",), ON_DRUG, judge)
