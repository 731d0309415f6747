"""Where the clinic's interval is not for severe injuries: how severe was the first one?

An injury that is not on record is not known to be mild. Source: the clinic's first answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules import chosen
from aza_desktop.rules.rule import BREAK, Rule
from aza_desktop.rules.situation import Situation, ids_of


def judge(situation: Situation) -> Iterator[Finding]:
    limit = chosen.amount(situation, "index_limit_uln")
    if not limit:
        return
    peak = chosen.index_peak(situation)
    if peak is not None and not chosen.is_known_below(peak, limit):
        yield situation.finding(
            "X_INDEX_TOO_SEVERE",
            results=ids_of(peak),
            values={"readings": (peak,), "limit": limit},
        )
    elif situation.facts.is_peak_said_high:
        yield situation.finding("X_INDEX_TOO_SEVERE", values={"limit": limit, "is_said": True})
    elif peak is None:
        yield situation.finding(
            "X_INDEX_TOO_SEVERE", values={"limit": limit}, missing=("index_injury",)
        )
    elif unclear := chosen.unclear_index(situation):
        yield situation.finding(
            "X_INDEX_TOO_SEVERE",
            results=unclear,
            values={"limit": limit, "unclear": len(unclear)},
            missing=("index_injury",),
        )


RULE = Rule("index_injury", ("X_INDEX_TOO_SEVERE",), BREAK | {Phase.REINTRODUCTION}, judge)
