"""Did the latest increase come before the dose level had been held long enough? Source: article.

Reductions are exempt, and a hold is not a dose change.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    if situation.last_increase is None:
        return
    before, latest = situation.last_increase
    least = situation.whole("hold_min_days")
    if (latest.on - before.on).days < least:
        yield situation.finding(
            "HOLD_TOO_SHORT", values={"before": before, "latest": latest, "days": least}
        )


RULE = Rule("hold_too_short", ("HOLD_TOO_SHORT",), frozenset({Phase.REINTRODUCTION}), judge)
