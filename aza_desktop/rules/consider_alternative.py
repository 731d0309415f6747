"""Did the liver react again although the dose is below the one that injured it? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import breaches
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    dose, prior = situation.dose, situation.prior
    if dose is None or prior is None or dose.dose_mg >= prior:
        return
    if breaches.any_stop(situation):
        yield situation.finding(
            "CONSIDER_ALTERNATIVE", values={"dose_mg": dose.dose_mg, "prior_mg": prior}
        )


RULE = Rule("consider_alternative", ("CONSIDER_ALTERNATIVE",), ON_DRUG, judge)
