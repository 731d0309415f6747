"""Where the clinic keeps a distance to the toxic dose: is the dose at or below its ceiling?

During a break the first dose is asked about. Source: the clinic's answer; the article says "lower".
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import BREAK, ON_DRUG, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    if chosen.is_on(situation, "ceiling_written") and situation.facts.ceiling_mg is None:
        yield situation.finding("X_CEILING_NOT_WRITTEN", missing=("ceiling_mg",))
    ceiling = chosen.ceiling(situation)
    if situation.is_on_break:
        dose = situation.number("start_dose_mg")
    elif situation.dose is not None:
        dose = situation.dose.dose_mg
    else:
        return
    if ceiling is not None and dose > ceiling:
        yield situation.finding(
            "X_ABOVE_CEILING",
            values={"dose_mg": dose, "ceiling_mg": ceiling, "prior_mg": situation.prior},
        )


RULE = Rule("own_ceiling", ("X_ABOVE_CEILING", "X_CEILING_NOT_WRITTEN"), BREAK | ON_DRUG, judge)
