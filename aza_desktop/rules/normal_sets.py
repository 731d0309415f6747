"""Where the clinic asks for more than one: are there enough normal tests in a row before a restart?

Only after a severe first injury, or one that is not on record. Source: the clinic's answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import BREAK, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    wanted = chosen.days(situation, "normal_sets_required")
    if wanted <= 1:
        return
    limit = situation.number("normal_sets_index_uln")
    peak = chosen.index_peak(situation)
    if peak is not None and chosen.is_known_below(peak, limit):
        return
    apart = situation.whole("normal_sets_apart_days")
    days = []
    for day in reversed(situation.set_days):
        if day < situation.off_start or not situation.is_normal_set(day):
            break
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


RULE = Rule("normal_sets", ("X_SETS_TOO_FEW",), BREAK, judge)
