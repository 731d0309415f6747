"""Is the current dose below the one that injured the liver? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    dose, prior = situation.dose, situation.prior
    if dose is not None and prior is not None and dose.dose_mg >= prior:
        yield situation.finding(
            "DOSE_NOT_BELOW_TOXIC", values={"dose_mg": dose.dose_mg, "prior_mg": prior}
        )


RULE = Rule("dose_ceiling", ("DOSE_NOT_BELOW_TOXIC",), ON_DRUG, judge)
