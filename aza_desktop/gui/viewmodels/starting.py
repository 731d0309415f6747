"""The form with which a course begins. Nothing clinical is chosen beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.forms import (
    Act,
    Ask,
    Form,
    Pick,
    Values,
    need,
    number_of,
    one,
    who_of,
)
from aza_desktop.gui.viewmodels.patient_file import OpenFile
from aza_desktop.texts import tr

UNKNOWN = "unknown"
_YES_NO = (Pick("yes", "yes"), Pick("no", "no"), Pick(UNKNOWN, "not known"))
_QUESTIONS: tuple[tuple[str, str, tuple[Pick, ...]], ...] = (
    ("hypersensitivity", "First episode with fever, rash or hypotension?", _YES_NO),
    ("jaundice", "Jaundice, or bilirubin at 2 × ULN or above?", _YES_NO),
    ("peak_over_10_uln", "Peak of ALT or AST above 10 × ULN?", _YES_NO),
    (
        "other_cause",
        "Other causes of the injury",
        (Pick("excluded", "excluded"), Pick("not_excluded", "not excluded")),
    ),
    ("tpmt_nudt15", "TPMT and NUDT15", (
        Pick("normal", "normal"), Pick("reduced", "reduced"), Pick("not_tested", "not tested"),
    )),
    ("hepatitis", "Hepatitis B and C", (
        Pick("negative", "negative"), Pick("positive", "positive"),
        Pick("not_tested", "not tested"),
    )),
    ("pregnancy", "Pregnancy plans asked?", (
        Pick("none", "none"), Pick("planned", "planned"), Pick("not_asked", "not asked"),
    )),
)  # fmt: skip
"""The pre-restart checklist: key as recorded, question, answers."""


def course_form(file: OpenFile, protocols: Sequence[Protocol], as_of: dt.date) -> Form:
    """A course with its checklist. The cautious profile stands first; none is chosen."""
    ordered = sorted(
        (each for each in protocols if each.review.status != "Retired"),
        key=lambda each: ("cautious" not in each.id, each.name),
    )
    number = max((course.number for course in file.record.courses), default=0) + 1
    picks = tuple(Pick(p.name, _protocol_words(p)) for p in ordered)
    questions = tuple(
        Ask(key, tr(text), "chips", picks=tuple(Pick(p.key, tr(p.text)) for p in answers))
        for key, text, answers in _QUESTIONS
    )
    facts = []
    if number > 1:
        facts.append((tr("Earlier courses"), tr("This is course {n}.").format(n=number)))
    return Form(
        name="start_course",
        heading=tr("Start a course: the break"),
        asks=(
            Ask("protocol", tr("Protocol"), "chips", picks=picks, wide=True),
            Ask("break_start", tr("First day without a dose"), "date"),
            Ask("reason", tr("Why it was stopped")),
            *questions,
            Ask("indication", tr("Indication"), value=_known(file.record.indication)),
            Ask(
                "toxic",
                tr("Dose before the injury, mg a day"),
                value=_toxic(file.record),
                hint=tr("A number, or: unknown. It is the ceiling of every later dose."),
            ),
            Ask(
                "tablets",
                tr("Tablets at hand, mg"),
                value=_known(_tablets(file.record)),
                hint=tr("For example: 50, 25. Other doses are refused."),
            ),
            Ask("halves", tr("Half tablets allowed?"), "chips", picks=_pair("yes", "no")),
            Ask(
                "splitting",
                tr("Dose in two parts for the stomach?"),
                "chips",
                picks=_pair("yes", "no"),
            ),
        ),
        acts=(Act("record", tr("Start course"), "primary"),),
        who=who_of(file.record, as_of),
        facts=tuple(facts),
        focus="protocol",
        note=tr("An answer that speaks against it blocks the restart, not this entry."),
        compact=True,
    )


def checklist_of(values: Values) -> dict[str, str]:
    """The answers that were given; what is open stays open and blocks the restart."""
    keys = [key for key, _, _ in _QUESTIONS] + ["indication"]
    return {key: said for key in keys if (said := one(values, key))}


def details_of(values: Values, record: PatientRecord) -> dict[str, object]:
    """The details that the answers change. Raises `RefusedError`.

    The dose before the injury must be answered, by a number or by: unknown.
    """
    typed = need(values, "toxic", tr("Enter the dose in mg, or: unknown"))
    toxic = None if typed.casefold() == UNKNOWN else number_of(values, "toxic")
    given: dict[str, object] = {}
    if toxic != record.facts.prior_toxic_dose_mg:
        given["prior_toxic_dose_mg"] = toxic
    if (said := one(values, "indication")) and said != record.indication:
        given["indication"] = said
    if said := one(values, "tablets"):
        pieces = said.casefold().replace("mg", " ").replace(",", " ").split()
        tablets = tuple(number_of({"tablets": (each,)}, "tablets") for each in pieces)
        if tablets != record.tablets_mg:
            given["tablets_mg"] = tablets
    for name in ("halves", "splitting"):
        if said := one(values, name):
            given[name] = said == "yes"
    return given


def _pair(*words: str) -> tuple[Pick, ...]:
    return tuple(Pick(word, tr(word)) for word in words)


def _known(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _toxic(record: PatientRecord) -> tuple[str, ...]:
    dose = record.facts.prior_toxic_dose_mg
    return (plain(dose),) if dose is not None else ()


def _tablets(record: PatientRecord) -> str:
    return ", ".join(plain(each) for each in record.tablets_mg)


def open_questions(values: Values) -> int:
    """How many questions of the checklist have no answer yet."""
    return sum(1 for key, _, _ in _QUESTIONS if not one(values, key))


def _protocol_words(protocol: Protocol) -> str:
    """``cautious profile (aza-reintro-cautious@1.0.0, Under Review)``."""
    which = protocol.title.rpartition(", ")[2]
    return f"{which} ({protocol.name}, {protocol.review.status})"
