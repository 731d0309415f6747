"""The pre-restart checklist on the screen: its questions, its answers in words, what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from aza_desktop.clinical.checklist import (
    AGAINST,
    ASKED,
    CONSENT,
    NEEDED,
    NOTED_BY,
    NOTED_ON,
    OVERRIDE_SUFFIX,
    contraindicating,
    unanswered,
)
from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.forms import Ask, Pick, RefusedError, Values, one
from aza_desktop.texts import msg, tr

REASON = "checklist_reason"
"""The field for a prescriber's reason to restart in spite of an answer."""

_YES_NO = (Pick("yes", "yes"), Pick("no", "no"), Pick("unknown", "not known"))
_QUESTIONS: dict[str, tuple[str, str, tuple[Pick, ...]]] = {
    "hypersensitivity": (
        msg("First episode with fever, rash or hypotension?"), "fever, rash or hypotension",
        _YES_NO,
    ),
    "jaundice": (
        msg("Jaundice, or bilirubin at 2 × ULN or above?"), "jaundice or high bilirubin", _YES_NO,
    ),
    "peak_over_10_uln": (
        msg("Peak of ALT or AST above 10 × ULN?"), "peak above 10 × ULN", _YES_NO,
    ),
    "other_cause": (
        msg("Other causes of the injury"), "other causes",
        (Pick("excluded", msg("excluded")), Pick("not_excluded", msg("not excluded"))),
    ),
    CONSENT: (
        msg("Risks told, and the patient agreed to a second try?"), "consent",
        (Pick("yes", "yes"), Pick("no", "no"), Pick("not_asked", "not asked")),
    ),
    "tpmt_nudt15": (
        msg("TPMT and NUDT15"), "TPMT and NUDT15",
        (
            Pick("normal", msg("normal")), Pick("reduced", msg("reduced")),
            Pick("not_tested", msg("not tested")),
        ),
    ),
    "hepatitis": (
        msg("Hepatitis B and C"), "hepatitis B and C",
        (Pick("negative", msg("negative")), Pick("positive", msg("positive")),
         Pick("not_tested", msg("not tested"))),
    ),
    "pregnancy": (
        msg("Pregnancy plans asked?"), "pregnancy plans",
        (Pick("none", "none"), Pick("planned", "planned"), Pick("not_asked", "not asked")),
    ),
}  # fmt: skip
"""Key as recorded -> question, its short name, answers."""


def asks(questions: tuple[str, ...] = ASKED) -> tuple[Ask, ...]:
    """The questions as fields of a form; nothing is answered beforehand."""
    return tuple(
        Ask(key, tr(text), "chips", picks=tuple(Pick(p.key, tr(p.text)) for p in answers))
        for key, (text, _, answers) in ((key, _QUESTIONS[key]) for key in questions)
    )


def still_said(answers: Mapping[str, str]) -> dict[str, str]:
    """What need not be asked again at the restart: a consent that was not given is."""
    beside = {CONSENT, NOTED_BY, NOTED_ON}
    if answers.get(CONSENT) == "yes":
        return dict(answers)
    return {key: said for key, said in answers.items() if key not in beside}


def short_name(question: str) -> str:
    """``jaundice`` as a heading of an answer."""
    return tr(_QUESTIONS[question][1]) if question in _QUESTIONS else question.replace("_", " ")


def answer_words(question: str, answer: str) -> str:
    """An answer in words; *not answered* for none."""
    if not answer:
        return tr("not answered")
    picks = _QUESTIONS[question][2] if question in _QUESTIONS else ()
    return tr(next((pick.text for pick in picks if pick.key == answer), answer.replace("_", " ")))


def needs_care(question: str, answers: Mapping[str, str]) -> bool:
    """True for an answer that is open, not known, or speaks against a restart."""
    said = answers.get(question, "")
    return (
        said in {"unknown", "not_tested", "not_asked", "positive", "planned", "reduced"}
        or said in AGAINST.get(question, ())
        or not said
    )


def lines(answers: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
    """Every question with its answer in words, and whether it needs attention."""
    return tuple(
        (short_name(question), _words(question, answers), needs_care(question, answers))
        for question in ASKED
    )


def answered_lines(answers: Mapping[str, str]) -> tuple[tuple[str, str, bool], ...]:
    """The same without the questions that are still open."""
    still = set(unanswered(answers, ASKED))
    told = zip(ASKED, lines(answers), strict=True)
    return tuple(line for question, line in told if question not in still)


def _words(question: str, answers: Mapping[str, str]) -> str:
    words = answer_words(question, answers.get(question, ""))
    if question == CONSENT and answers.get(CONSENT):
        words = consent_words(answers)
    if reason := answers.get(f"{question}{OVERRIDE_SUFFIX}", "").strip():
        return tr("{answer}; all the same, because: {reason}").format(answer=words, reason=reason)
    return words


def consent_words(answers: Mapping[str, str]) -> str:
    """``yes, noted by dr.a on 26-Jan-2026``; *not answered* for none."""
    said = answer_words(CONSENT, answers.get(CONSENT, ""))
    by, on = answers.get(NOTED_BY, ""), answers.get(NOTED_ON, "")
    if not by and not on:
        return said
    try:
        day = show(dt.date.fromisoformat(on))
    except ValueError:
        day = on or tr("day not recorded")
    return tr("{answer}, noted by {who} on {day}").format(
        answer=said, who=by or tr("nobody named"), day=day
    )


def against_words(answers: Mapping[str, str]) -> str:
    """``jaundice or high bilirubin: yes``: what speaks against a restart and has no reason yet."""
    return "; ".join(
        f"{short_name(question)}: {answer_words(question, answers[question])}"
        for question in contraindicating(answers)
    )


def complete(answers: Mapping[str, str], values: Values) -> dict[str, str]:
    """What a restart adds to the checklist: new answers, and the reason where one is needed.

    Raises `RefusedError` for a question that is still open, consent among them, or a reason that
    is missing.
    """
    given = {key: said for key in ASKED if (said := one(values, key))}
    merged = {**answers, **given}
    still = unanswered(merged, (*NEEDED, CONSENT))
    if still:
        names = ", ".join(short_name(each) for each in still)
        raise RefusedError(still[0], tr("Not answered yet: {names}").format(names=names))
    against = contraindicating(merged)
    reason = one(values, REASON)
    if against and not reason:
        raise RefusedError(
            REASON,
            tr("{answers}: this speaks against a restart. Give the prescriber's reason").format(
                answers=against_words(merged)
            ),
        )
    return {**given, **{f"{each}{OVERRIDE_SUFFIX}": reason for each in against}}
