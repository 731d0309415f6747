"""May the long-term phase be offered: the stable period over, nothing blocking or overdue?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_months
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import labs_due
from aza_desktop.rules.rule import Offer
from aza_desktop.rules.situation import Situation


def judge(situation: Situation, is_blocked: bool) -> Iterator[Finding]:
    stable_from = situation.dates.stable_from
    if is_blocked or stable_from is None or labs_due.is_overdue(situation):
        return
    if situation.as_of >= add_months(stable_from, situation.whole("stable_period_months")):
        yield situation.finding("LONG_TERM_AVAILABLE", values={"since": stable_from})


OFFER = Offer(
    "long_term_available",
    ("LONG_TERM_AVAILABLE",),
    frozenset({Phase.STABLE_MAINTENANCE}),
    judge,
)
