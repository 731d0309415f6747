"""Where the clinic asks for more than one: are there enough normal tests in a row before a restart?

Only after a severe first injury, or one that is not on record. Source: the clinic's answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen
from aza_desktop.rules.readings import ENZYMES
from aza_desktop.rules.rule import BREAK, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    wanted = chosen.days(situation, "normal_sets_required")
    if wanted <= 1:
        return
    limit = situation.number("normal_sets_index_uln")
    if chosen.is_mild(situation, limit):
        return
    peak = chosen.index_peak(situation)
    apart = situation.whole("normal_sets_apart_days")
    days = []
    for day in reversed(_measured(situation)):
        if day < situation.off_start or not situation.is_normal_set(day):
            break
        if day in situation.set_days:
            days.append(day)
    if len(days) < wanted or (days[0] - days[-1]).days < apart:
        yield situation.finding(
            "X_SETS_TOO_FEW",
            values={
                "sets": tuple(reversed(days)), "wanted": wanted, "apart": apart,
                "peak": peak, "limit": limit,
            },
            missing=situation.panel,
        )  # fmt: skip


def _measured(situation: Situation) -> list[dt.date]:
    """Every day with an ALT or an AST: half a test that is raised breaks the row too."""
    return sorted({day for enzyme in ENZYMES for day in situation.by_day.get(enzyme, {})})


RULE = Rule("normal_sets", ("X_SETS_TOO_FEW",), BREAK, judge)
