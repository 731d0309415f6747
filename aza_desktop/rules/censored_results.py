"""Which '<' and '>' results leave open on which side of a limit the value lies?"""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.rules.readings import BILI, Usable
from aza_desktop.rules.rule import EVERY, Rule
from aza_desktop.rules.situation import Situation


def judge(situation: Situation) -> Iterator[Finding]:
    found: list[LabResult] = []
    for _, results in situation.usable_days:
        ids = [usable.result.id for usable in results]
        if situation.decided.isdisjoint(ids):
            found += [usable.result for usable in results if _is_open(situation, usable)]
    if found:
        found.sort(key=lambda result: result.id)
        yield situation.finding(
            "RESULT_CENSORED",
            results=tuple(result.id for result in found),
            values={"results": tuple(found)},
        )


def _is_open(situation: Situation, usable: Usable) -> bool:
    comparator, ratio = usable.result.comparator, usable.ratio
    if ratio is None or comparator is Comparator.EQUAL:
        return False
    if comparator is Comparator.LESS:
        return ratio.above(situation.elevated)
    name = "bili_stop_uln" if usable.result.analyte == BILI else "ta_stop_uln"
    return not ratio.at_least(situation.number(name))


RULE = Rule("censored_results", ("RESULT_CENSORED",), EVERY, judge)
