"""Are the liver tests at a stop limit although the drug is not taken?

The latest of each analyte since the break, or since the second stop, speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.readings import BILI
from aza_desktop.rules.rule import BREAK, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    start = situation.off_start
    limit = situation.number("ta_stop_uln")
    enzymes = tuple(r for r in situation.latest_enzymes(start) if r.at_least(limit))
    bilirubin = situation.latest(BILI, start)
    pairs: tuple[breaches.Pair, ...] = ()
    if bilirubin is not None and breaches.is_at_bilirubin_limit(situation, bilirubin):
        pair = breaches.paired(situation, bilirubin, start)
        pairs = (pair,) if pair.enzymes else ()
    if enzymes or pairs:
        paired = tuple(i for pair in pairs for i in ids_of(pair.bilirubin, *pair.enzymes))
        yield situation.finding(
            "OFF_DRUG_REVIEW",
            results=(*ids_of(*enzymes), *paired),
            values={"readings": enzymes, "limit": limit, "pairs": pairs},
        )


RULE = Rule("off_drug_review", ("OFF_DRUG_REVIEW",), BREAK | {Phase.STOPPED}, judge)
