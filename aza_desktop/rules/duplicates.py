"""On which days is an analyte recorded more than once, and do the results agree?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.readings import Usable, are_identical
from aza_desktop.rules.rule import EVERY, Rule
from aza_desktop.rules.situation import Situation

_CODES = ("DUP_CONFLICT", "DUP_IDENTICAL")


def judge(situation: Situation) -> Iterator[Finding]:
    groups: dict[str, list[tuple[Usable, ...]]] = {code: [] for code in _CODES}
    for _, results in situation.usable_days:
        ids = [usable.result.id for usable in results]
        if len(results) > 1 and situation.decided.isdisjoint(ids):
            conflict, identical = _CODES
            groups[identical if are_identical(results) else conflict].append(results)
    for code, found in groups.items():
        doubled = [usable.result for results in found for usable in results]
        if doubled:
            doubled.sort(key=lambda result: (result.collected_on, result.analyte, result.id))
            yield situation.finding(
                code,
                results=tuple(result.id for result in doubled),
                values={"results": tuple(doubled)},
            )


RULE = Rule("duplicates", _CODES, EVERY, judge)
