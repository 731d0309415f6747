"""The questions before a restart: what is asked, which answers speak against it, what is open.

Answers are kept as words under the question's name. ``jaundice_override`` beside ``jaundice`` is a
prescriber's reason to restart although that answer speaks against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

PEAK = "peak_over_10_uln"
"""How severe the first injury was."""

NEEDED = ("hypersensitivity", "jaundice", PEAK, "other_cause")
"""The questions that a course started in the program must answer before a restart."""

CONSENT = "consent"
"""Whether the patient agreed to a second try after the risk was told; noted with who and when."""

ASKED = (*NEEDED, CONSENT, "tpmt_nudt15", "hepatitis", "pregnancy")
"""Every question of the list, in the order in which it is asked."""

AGAINST: Mapping[str, frozenset[str]] = {
    "hypersensitivity": frozenset({"yes"}),
    "jaundice": frozenset({"yes"}),
    PEAK: frozenset({"yes"}),
    "other_cause": frozenset({"not_excluded"}),
    CONSENT: frozenset({"no"}),
}
"""Question -> the answers that speak against a restart."""

_SAID = frozenset({"yes", "no", "unknown"})
KNOWN: Mapping[str, frozenset[str]] = {
    "hypersensitivity": _SAID,
    "jaundice": _SAID,
    PEAK: _SAID,
    "other_cause": frozenset({"excluded", "not_excluded", "unknown"}),
    CONSENT: frozenset({"yes", "no", "not_asked"}),
}
"""Question that can forbid a restart -> its answers: a word beside them would forbid nothing."""

OVERRIDE_SUFFIX = "_override"
NOTED_BY, NOTED_ON = f"{CONSENT}_by", f"{CONSENT}_on"
"""Beside `CONSENT`: who noted the answer, and the day as an ISO date."""


def with_consent_noted(answers: Mapping[str, str], *, by: str, on: dt.date) -> dict[str, str]:
    """The answers with who noted the consent, and when, unless they say it themselves."""
    if not answers.get(CONSENT):
        return dict(answers)
    return {NOTED_BY: by, NOTED_ON: on.isoformat(), **answers}


def unanswered(answers: Mapping[str, str], questions: tuple[str, ...] = NEEDED) -> tuple[str, ...]:
    """The questions without an answer, in their order."""
    return tuple(question for question in questions if not answers.get(question))


def not_understood(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The questions whose answer is none of those that are known."""
    return tuple(
        question
        for question, words in KNOWN.items()
        if answers.get(question) and answers[question] not in words
    )


def speaks_against(answers: Mapping[str, str], question: str) -> bool:
    """True for an answer against a restart, whatever reason stands beside it."""
    return answers.get(question) in AGAINST[question]


def contraindicating(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The questions whose answer speaks against a restart and that no reason overrides."""
    return tuple(
        question
        for question, words in AGAINST.items()
        if answers.get(question) in words
        and not answers.get(f"{question}{OVERRIDE_SUFFIX}", "").strip()
    )


def overridden(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The questions that carry a prescriber's reason to restart all the same."""
    return tuple(
        question for question in AGAINST if answers.get(f"{question}{OVERRIDE_SUFFIX}", "").strip()
    )
