"""Is the latest bilirubin raised with ALT or AST, below the stop limit or already decided?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.readings import BILI
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import ULN, Situation


def judge(situation: Situation) -> Iterator[Finding]:
    bilirubin = situation.latest_on_treatment(BILI)
    if bilirubin is None or not bilirubin.above(ULN):
        return
    at_limit = breaches.is_at_bilirubin_limit(situation, bilirubin)
    if at_limit and not situation.is_decided(bilirubin):
        return
    pair = breaches.paired(situation, bilirubin, situation.treatment_start)
    if pair.enzymes:
        yield situation.finding("BILI_ELEVATED", results=(bilirubin.id,), values={"pairs": (pair,)})


RULE = Rule("bili_elevated", ("BILI_ELEVATED",), ON_DRUG, judge)
