"""What a rule is: one question about one patient on one day, with the codes it may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aza_desktop.clinical.course import BREAK, MAINTENANCE, ON_DRUG, Phase
from aza_desktop.clinical.findings import Finding
from aza_desktop.rules.situation import Situation

__all__ = ["BREAK", "EVERY", "MAINTENANCE", "ON_DRUG", "TREATED", "Offer", "Rule"]

EVERY = frozenset(Phase)
"""Data, symptom and drug marks are judged in every phase."""

TREATED = EVERY - {Phase.CONSIDER_ALTERNATIVE, Phase.CLOSED}
"""The phases of a course in which anything else is judged."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One question. codes: the marks it may raise; phases: where it is asked at all."""

    name: str
    codes: tuple[str, ...]
    phases: frozenset[Phase]
    judge: Callable[[Situation], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A question asked last: what a person may confirm, told whether anything blocks."""

    name: str
    codes: tuple[str, ...]
    phases: frozenset[Phase]
    judge: Callable[[Situation, bool], Iterable[Finding]]
