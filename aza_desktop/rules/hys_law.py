"""Overlay: do bilirubin and ALT or AST meet Hy's law, without a high ALP? Source: hys_law.

Bilirubin, ALT and AST are those on treatment; an ALP in the window may be of the break.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.breaches import Pair
from aza_desktop.rules.readings import ALP, BILI, ENZYMES
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    if not situation.has_overlay("hys_law"):
        return
    start = situation.treatment_start
    bili_limit, ta_limit = situation.number("hys_bili_uln"), situation.number("hys_ta_uln")
    alp_limit = situation.number("hys_alp_uln")
    pairs: list[Pair] = []
    is_alp_known = True
    for bilirubin in situation.on_treatment(BILI):
        if not bilirubin.at_least(bili_limit) or situation.is_decided(bilirubin):
            continue
        alps = situation.near(ALP, bilirubin.on, dt.date.min)
        if any(alp.at_least(alp_limit) for alp in alps):
            continue
        enzymes = tuple(
            reading
            for enzyme in ENZYMES
            for reading in situation.near(enzyme, bilirubin.on, start)
            if reading.at_least(ta_limit)
        )
        if enzymes:
            pairs.append(Pair(bilirubin, enzymes))
            is_alp_known = is_alp_known and bool(alps)
    if pairs:
        yield situation.finding(
            "HYS_LAW_BIOCHEM",
            results=tuple(i for pair in pairs for i in ids_of(pair.bilirubin, *pair.enzymes)),
            values={"pairs": tuple(pairs), "bili_limit": bili_limit, "ta_limit": ta_limit},
            missing=() if is_alp_known else (ALP,),
        )


RULE = Rule("hys_law", ("HYS_LAW_BIOCHEM",), ON_DRUG, judge)
