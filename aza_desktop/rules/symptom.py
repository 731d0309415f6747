"""Is a warning symptom open, and was a complete set taken since it began? Source: article.

A symptom is over on its resolved date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from aza_desktop.clinical.diary import Symptom
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import EVERY, Rule
from aza_desktop.rules.situation import Situation, once


def active(situation: Situation, codes: Collection[str]) -> tuple[Symptom, ...]:
    """The open symptoms of those codes, oldest first."""
    found = (
        symptom
        for symptom in situation.facts.symptoms
        if symptom.code in codes
        and symptom.onset_on <= situation.as_of
        and (symptom.resolved_on is None or symptom.resolved_on > situation.as_of)
    )
    return tuple(sorted(found, key=lambda symptom: (symptom.onset_on, symptom.code)))


@once
def warnings(situation: Situation) -> tuple[Symptom, ...]:
    return active(situation, situation.protocol.words("warning_symptoms"))


def wants_test(situation: Situation) -> bool:
    """True when liver tests are asked for today: no complete set since an open symptom began."""
    return situation.flag("symptom_unscheduled_lft") and any(
        situation.last_set(symptom.onset_on) is None for symptom in warnings(situation)
    )


def judge(situation: Situation) -> Iterator[Finding]:
    symptoms = warnings(situation)
    if symptoms:
        yield situation.finding("SYMPTOM", values={"symptoms": spoken(symptoms)})


def spoken(symptoms: tuple[Symptom, ...]) -> tuple[tuple[str, object], ...]:
    """Code and first day of each symptom, each once."""
    return tuple(dict.fromkeys((symptom.code, symptom.onset_on) for symptom in symptoms))


RULE = Rule("symptom", ("SYMPTOM",), EVERY, judge)
