"""Where the clinic asks for it: is the blood test before a step late enough and recent enough?

Whether it is normal is asked elsewhere. Source: the clinic's answer to its first question.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    changed_on = chosen.level_start(situation)
    least = chosen.days(situation, "step_test_min_days")
    if least and situation.last_set(add_days(changed_on, least)) is None:
        yield situation.finding(
            "X_STEP_TEST_TOO_SOON",
            values={"changed_on": changed_on, "days": least, "from": add_days(changed_on, least)},
            missing=situation.panel,
        )
    most = chosen.days(situation, "step_test_max_age_days")
    last = situation.last_set(situation.treatment_start)
    if most and (last is None or (situation.as_of - last).days > most):
        yield situation.finding(
            "X_STEP_TEST_OLD", values={"last": last, "days": most}, missing=situation.panel
        )


RULE = Rule(
    "step_test",
    ("X_STEP_TEST_TOO_SOON", "X_STEP_TEST_OLD"),
    frozenset({Phase.REINTRODUCTION}),
    judge,
)
