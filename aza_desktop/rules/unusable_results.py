"""Which results of the course cannot be judged at all, and why?

A result has one flaw: future, invalid, without limit, or in an unknown unit. A decision that names
it answers the mark; the result stays unused.
"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.readings import FLAWS
from aza_desktop.rules.rule import EVERY, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    for code in FLAWS:
        open_results = tuple(r for r in situation.flawed[code] if r.id not in situation.decided)
        if open_results:
            yield situation.finding(
                code,
                results=tuple(result.id for result in open_results),
                values={"results": open_results},
            )


RULE = Rule("unusable_results", FLAWS, EVERY, judge)
