"""May stable maintenance be offered: long enough on the dose, normal sets, nothing blocking?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import Offer
from aza_desktop.rules.situation import Situation


def judge(situation: Situation, is_blocked: bool) -> Iterator[Finding]:
    dose = situation.dose
    if is_blocked or dose is None:
        return
    if (situation.as_of - dose.on).days < situation.whole("stable_min_days_on_dose"):
        return
    wanted = situation.whole("stable_min_normal_sets")
    days = [day for day in situation.set_days if day >= dose.on][-wanted:]
    if len(days) == wanted and all(situation.is_normal_set(day) for day in days):
        yield situation.finding(
            "STABLE_CRITERIA_MET",
            values={
                "dose_mg": dose.dose_mg,
                "since": dose.on,
                "sets": tuple(days),
                "tests": situation.panel,
            },
        )


OFFER = Offer("stable_criteria", ("STABLE_CRITERIA_MET",), frozenset({Phase.REINTRODUCTION}), judge)
