"""Does the liver react while the latest methylated metabolite is high? Source: article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.readings import MMP
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    metabolite = situation.latest(MMP, dt.date.min)
    limit = situation.number("mmp_high")
    if metabolite is None or not metabolite.exceeds(limit):
        return
    if breaches.any_stop(situation):
        yield situation.finding(
            "CONSIDER_BIOPSY",
            results=(metabolite.id,),
            values={"reading": metabolite, "limit": limit},
        )


RULE = Rule("consider_biopsy", ("CONSIDER_BIOPSY",), ON_DRUG, judge)
