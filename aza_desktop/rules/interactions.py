"""Does the patient take allopurinol or, where the label counts, febuxostat? Source: article, label.

A name counts when it contains one of the protocol's names, whatever its case and accents.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from aza_desktop.clinical.findings import Finding
from aza_desktop.clinical.patient import fold_name
from aza_desktop.rules.rule import EVERY, Rule
from aza_desktop.rules.situation import Situation

_DRUGS = (("ALLOPURINOL", "allopurinol_names"), ("FEBUXOSTAT", "febuxostat_names"))


def judge(situation: Situation) -> Iterator[Finding]:
    active = [
        drug
        for drug in situation.facts.comedications
        if drug.start_on <= situation.as_of
        and (drug.last_day is None or situation.as_of <= drug.last_day)
    ]
    if not active:
        return
    for code, list_name in _DRUGS:
        overlay = situation.protocol.marks[code].overlay
        if overlay and not situation.has_overlay(overlay):
            continue
        known = _folded(situation.protocol.words(list_name))
        taken = {
            (drug.start_on, drug.name)
            for drug in active
            if any(name in fold_name(drug.name) for name in known)
        }
        if taken:
            yield situation.finding(code, values={"drugs": tuple(sorted(taken))})


@cache
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold_name(name) for name in names)


RULE = Rule("interactions", ("ALLOPURINOL", "FEBUXOSTAT"), EVERY, judge)
