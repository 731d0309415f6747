"""Is the dose that injured the liver known, and is it above the starting dose? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import TREATED, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    prior = situation.prior
    start = situation.number("start_dose_mg")
    if prior is None:
        yield situation.finding("PRIOR_DOSE_UNKNOWN", missing=("prior_toxic_dose_mg",))
    elif prior <= start:
        yield situation.finding("TOXIC_DOSE_TOO_LOW", values={"prior_mg": prior, "start_mg": start})


RULE = Rule("prior_dose", ("PRIOR_DOSE_UNKNOWN", "TOXIC_DOSE_TOO_LOW"), TREATED, judge)
