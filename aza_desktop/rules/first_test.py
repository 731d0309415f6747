"""Where the clinic asks for it: is the first blood test after the restart back?

Source: the clinic's answer to its first question; the cited case was abnormal within days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import Rule
from aza_desktop.rules.situation import Situation, once


@once
def window(situation: Situation) -> tuple[dt.date, dt.date] | None:
    """From when until when the first test is due, while it is asked for and not there."""
    restart = situation.dates.restart
    first = chosen.days(situation, "first_test_from_days")
    if situation.phase is not Phase.REINTRODUCTION or restart is None or not first:
        return None
    begins = add_days(restart, first)
    if situation.last_set(begins) is not None:
        return None
    last = max(first, chosen.days(situation, "first_test_by_days"))
    return begins, add_days(restart, last)


def judge(situation: Situation) -> Iterator[Finding]:
    waited = window(situation)
    if waited is not None:
        yield situation.finding(
            "X_FIRST_TEST_MISSING",
            values={"from": waited[0], "by": waited[1]},
            missing=situation.panel,
        )


RULE = Rule("first_test", ("X_FIRST_TEST_MISSING",), frozenset({Phase.REINTRODUCTION}), judge)
