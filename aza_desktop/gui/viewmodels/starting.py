"""The form with which a course begins. Nothing clinical is chosen beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, Values, one, who_of
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
            Ask("indication", tr("Indication")),
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


def open_questions(values: Values) -> int:
    """How many questions of the checklist have no answer yet."""
    return sum(1 for key, _, _ in _QUESTIONS if not one(values, key))


def _protocol_words(protocol: Protocol) -> str:
    """``cautious profile (aza-reintro-cautious@1.0.0, Under Review)``."""
    which = protocol.title.rpartition(", ")[2]
    return f"{which} ({protocol.name}, {protocol.review.status})"
