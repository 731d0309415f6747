"""In maintenance: did the latest increase come too soon? Source: article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import MAINTENANCE, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    if situation.last_increase is None:
        return
    before, latest = situation.last_increase
    maintained_from = situation.dates.stable_from or situation.dates.long_term_from or dt.date.min
    least = situation.whole("maint_adjust_min_days")
    if latest.on >= maintained_from and (latest.on - before.on).days < least:
        yield situation.finding(
            "MAINT_CHANGE_TOO_SOON", values={"before": before, "latest": latest, "days": least}
        )


RULE = Rule("maint_change", ("MAINT_CHANGE_TOO_SOON",), MAINTENANCE, judge)
