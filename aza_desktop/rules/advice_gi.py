"""Is a stomach or bowel symptom open, for which food and splitting help? Source: article."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.rule import EVERY, Rule
from aza_desktop.rules.situation import Situation
from aza_desktop.rules.symptom import active, spoken


def judge(situation: Situation) -> Iterator[Finding]:
    symptoms = active(situation, situation.protocol.words("gi_symptoms"))
    if symptoms:
        yield situation.finding("ADVICE_GI", values={"symptoms": spoken(symptoms)})


RULE = Rule("advice_gi", ("ADVICE_GI",), EVERY, judge)
