"""The first run asks and never presumes: eight questions, none answered beforehand.

The answers become the clinic's own version of a shipped profile: each sets parameters that rules
read. Names and printed limits are words for people; they are kept and shown. What is decided later
keeps restart and steps shut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from aza_desktop.clinical.dates import add_months
from aza_desktop.clinical.own_protocol import LATER, Choice
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.paths import DemoPaths
from aza_desktop.services import own_protocols
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.own_protocols import raw_value
from aza_desktop.services.written import bad_request
from aza_desktop.storage import patients, trail
from aza_desktop.storage import protocols as shelf
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import msg, tr

LONGEST_REVIEW_MONTHS = 12
ASKED = "choices.ask"
"""The action of the trail that says: the questions were put once."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. edits: parameters that it sets. asks: what must be typed beside it, or ""."""

    id: str
    title: str
    text: str = ""
    edits: Mapping[str, object] = field(default_factory=dict)
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One forced choice. parameters: those left open while it is not decided."""

    id: str
    title: str
    text: str
    options: tuple[Option, ...]
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was answered: the option's id, or ``later``; words: what was typed beside it."""

    option: str
    words: str = ""


_NOT_ASKED: Mapping[str, object] = {
    "step_test_min_days": 0,
    "step_test_max_age_days": 0,
    "count_with_step": False,
    "first_test_from_days": 0,
    "first_test_by_days": 0,
    "index_limit_uln": "0",
}
"""The conditions of an interval, each switched off."""


def _hold(least: int, most: int, **conditions: object) -> dict[str, object]:
    """The interval with its conditions; those of another interval are switched off again."""
    return {"hold_min_days": least, "hold_max_days": most, **_NOT_ASKED, **conditions}


def _normal(sets: int, reference: str) -> dict[str, object]:
    return {
        "ta_elevated_uln": "1.0",
        "normal_sets_required": sets,
        "normal_reference": reference,
    }


def _ceiling(margin_mg: int, share: str, *, written: bool = False) -> dict[str, object]:
    return {
        "ceiling_margin_mg": margin_mg, "ceiling_share": share, "ceiling_written": written,
    }  # fmt: skip


def _genes(*, blocks: bool) -> dict[str, object]:
    return {"genes_unknown_block": blocks, "genes_deficient_block": blocks}


def _months(least: int, most: int) -> dict[str, object]:
    return {"long_term_min_months": least, "long_term_max_months": most}


QUESTIONS = (
    Question(
        "interval",
        msg("How long should a patient stay on each dose before the next step may be considered?"),
        msg("Your answer applies to every patient until your prescriber signs a new version. "
        "Staying "
        "longer is always allowed. The program never raises a dose."),
        (
            Option(
                "4_weeks", msg("4 weeks"),
                msg("With normal liver tests and blood count from the last 7 days. Closest to the "
                "product label (steps at 4-week intervals). Dose at first blood result: 50 mg. "
                "Reaches 100 mg in 8 weeks."),
                _hold(
                    28, 28, require_lft_since_last_step=True, step_test_max_age_days=7,
                    count_with_step=True,
                ),
            ),
            Option(
                "2_weeks", msg("2 weeks"),
                msg("With normal liver tests and blood count taken at least 7 days after the last "
                "step. CPIC: allow 2 weeks to steady state (2-4 in intermediate metabolisers). "
                "50 mg; 100 mg in 4 weeks."),
                _hold(
                    14, 14, require_lft_since_last_step=True, step_test_min_days=7,
                    count_with_step=True,
                ),
            ),
            Option(
                "1_week", msg("1 week"),
                msg("With normal tests taken at least 5 days after the last step. Local decision; "
                "no "
                "source found. 50 mg; 100 mg in 2 weeks."),
                _hold(7, 14, require_lft_since_last_step=True, step_test_min_days=5),
            ),
            Option(
                "2_3_days", msg("2-3 days"),
                msg("As the article says, blood test weekly. No azathioprine source found; three "
                "steps may pass before the first blood result: 125 mg. Needs: consultant's name, "
                "reason, and a test on day 3-5; cannot be chosen for patients whose first injury "
                "was 5 x or more. No step is offered before that test; after it, three may pass "
                "before the next one."),
                _hold(
                    2, 3, require_lft_since_last_step=False, first_test_from_days=3,
                    first_test_by_days=5, index_limit_uln="5.0",
                ),
                asks=msg("Consultant's name and reason"),
            ),
        ),
        ("hold_min_days", "require_lft_since_last_step"),
    ),
    Question(
        "normal_again", msg("What counts as normal again after the break?"),
        msg("The restart waits for it."),
        (
            Option("at_limit", msg("ALT and AST at most 1.0 x their upper limit"),
                   msg("As the article."), _normal(1, "uln")),
            Option("two_sets", msg("The same, in two tests, if the first injury was 5 x or more"),
                   msg("Two in a row, at least 5 days apart; also where the first injury is not on "
                   "record."), _normal(2, "uln")),
            Option("own_baseline", msg("The patient's own earlier values"),
                   msg("At most 1.25 x the lowest of two tests from before azathioprine, 14 days "
                   "apart, and below 2 x the upper limit. Without them the upper limit counts."),
                   _normal(1, "own_baseline")),
        ),
        ("ta_elevated_uln",),
    ),
    Question(
        "panel", msg("Which enzymes does your laboratory report?"),
        msg("It makes a complete test. Copy the upper limits from your own report."),
        tuple(
            Option(
                key, title, "", {"panel": key}, asks=msg("Upper limits as your report prints them")
            )
            for key, title in (
                ("alt_ast", msg("ALT and AST")), ("alt_only", msg("ALT only")),
                ("ast_only", msg("AST only")),
            )
        ),
    ),
    Question(
        "blood_counts", msg("Who monitors the blood counts?"),
        msg("This protocol does not. Somebody must."),
        (
            Option("this_clinic", msg("This clinic"),
                   msg("Neutrophils and platelets are asked for where the first answer says so."),
                   {"count_tests": ["NEUT", "PLT"]}, asks=msg("Who reads them")),
            Option("elsewhere", msg("Somebody else"),
                   msg("The program asks for no blood count before a step."),
                   {"count_tests": []}, asks=msg("Name of the doctor or service")),
        ),
    ),
    Question(
        "ceiling", msg("How far below the dose that injured the liver must a patient stay?"),
        msg("The article says lower, and no number."),
        (
            Option("minus_25", msg("25 mg below it"), "", _ceiling(25, "1")),
            Option("three_quarters", msg("75 % of it"), "", _ceiling(0, "0.75")),
            Option("half", msg("50 % of it"), "", _ceiling(0, "0.5")),
            Option("written", msg("The prescriber writes the mg"),
                   msg("For each patient; before that no restart and no step."),
                   _ceiling(0, "1", written=True)),
        ),
    ),
    Question(
        "stable_after", msg("After how long on one dose is it stable?"),
        msg("The program offers it; a person confirms it."),
        tuple(
            Option(f"{days}_days", title, text, {"stable_min_days_on_dose": days})
            for days, title, text in (
                (28, msg("28 days"), ""), (42, msg("42 days"), msg("UK practice: 6 weeks.")),
                (84, msg("84 days"), ""),
            )
        ),
        ("stable_min_days_on_dose",),
    ),
    Question(
        "long_term", msg("How often are long-term patients tested?"),
        msg("The article says every 1-3 months."),
        (
            Option("1_month", msg("Every month"), "", _months(1, 1)),
            Option("2_months", msg("Every 2 months"), "", _months(2, 2)),
            Option("3_months", msg("Every 3 months"), "", _months(3, 3)),
        ),
        ("long_term_min_months", "long_term_max_months"),
    ),
    Question(
        "tpmt_unknown", msg("What if TPMT or NUDT15 is not known?"),
        msg("The program always shows that TPMT is not known."),
        (
            Option("warn", msg("Warn"), "", _genes(blocks=False)),
            Option("block", msg("Do not restart before it is known"),
                   msg("Nor restart or step where one of them is deficient."),
                   _genes(blocks=True)),
        ),
    ),
)  # fmt: skip
"""All of them, in the order of the page."""


def choose(
    clinic: Clinic,
    base: Protocol,
    answers: Mapping[str, Chosen],
    *,
    name: str,
    role: str,
    review_by: dt.date,
) -> Protocol:
    """Keep the answers as the clinic's own version, in this person's name.

    Raises UserError ``bad_request`` where a question was not answered at all, and ``not_allowed``.
    """
    today = clinic.clock.today()
    if not name.strip() or not role.strip():
        raise bad_request(
            tr("The answers need a name"), tr("name or role is empty"), tr("Enter both")
        )
    if not today < review_by <= add_months(today, LONGEST_REVIEW_MONTHS):
        raise bad_request(
            tr("This review date is not possible"),
            tr("a review lies at most 12 months ahead"),
            tr("Choose a day within 12 months"),
        )
    if set(answers) != {question.id for question in QUESTIONS}:
        raise bad_request(
            tr("Every question wants an answer"),
            tr("eight questions, each with one answer or: decide later"),
            tr("Answer the questions that are left"),
        )
    edits: dict[str, object] = {}
    unset: list[str] = []
    choices = []
    for question in QUESTIONS:
        chosen = answers[question.id]
        if chosen.option == LATER:
            unset += question.parameters
        else:
            edits |= _standing(base, question) | dict(_option(question, chosen).edits)
        words = chosen.words.strip()
        choices.append(Choice(question.id, chosen.option, words, name.strip(), role, today))
    made = own_protocols.draft(
        clinic,
        base,
        edits,
        why=tr("first run: the clinic's answers"),
        choices=tuple(choices),
        unset=tuple(unset),
        next_review=review_by,
    )
    return own_protocols.keep_draft(clinic, made)


def _standing(base: Protocol, question: Question) -> dict[str, object]:
    """The values of a question that was left open before: the answer decides them as they are."""
    return {
        name: raw_value(base.parameters[name].value)
        for name in question.parameters
        if base.parameters[name].decision == "unset"
    }


def _option(question: Question, chosen: Chosen) -> Option:
    for option in question.options:
        if option.id == chosen.option:
            if option.asks and not chosen.words.strip():
                raise bad_request(
                    tr("This answer needs a word more"), option.title, tr(option.asks)
                )
            return option
    raise bad_request(
        tr("There is no such answer"), f"{question.id}: {chosen.option}", tr("Choose one of them")
    )


def is_to_be_asked(clinic: Clinic) -> bool:
    """True once in the life of a clinic: nobody was asked, nothing is decided, nobody recorded."""
    if isinstance(clinic.paths, DemoPaths):
        return False
    with clinic.store.reading() as reading:
        return not (
            trail.has_action(reading, ASKED) or _has_own(reading) or patients.first_numbers(reading)
        )


def note_asked(clinic: Clinic) -> None:
    """The eight questions were put; they are never put unasked again."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(ASKED)
        work.commit()


def left_open(clinic: Clinic) -> tuple[str, ...]:
    """The questions that keep restart and steps shut, in their words; all where none was answered.

    Nothing is open in a clinic that was never asked.
    """
    known = own_protocols.own_versions(clinic)
    if known:
        part = known[-1].own
        return _titles(tuple(c.id for c in part.open_choices)) if part is not None else ()
    with clinic.store.reading() as reading:
        was_asked = trail.has_action(reading, ASKED)
    return _titles(tuple(question.id for question in QUESTIONS)) if was_asked else ()


def refuse_unanswered(reading: Reading, protocol: Protocol | None, what: str) -> None:
    """No restart and no step where the clinic was asked and has not decided.

    Raises UserError ``blocked``.
    """
    refuse_open(protocol, what)
    if trail.has_action(reading, ASKED) and not _has_own(reading):
        raise UserError(
            "blocked",
            what,
            why=tr("the clinic was asked its eight questions and has answered none"),
            remedy=tr("Answer them under Protocol, each may be decided later"),
            details={"blocked_by": [], "choices": [question.id for question in QUESTIONS]},
        )


def refuse_open(protocol: Protocol | None, what: str) -> None:
    """No restart and no step under a version with questions left open.

    Shipped profiles have no such questions. Raises UserError ``blocked``.
    """
    if protocol is None or protocol.own is None or not protocol.own.open_choices:
        return
    left = _titles(tuple(choice.id for choice in protocol.own.open_choices))
    raise UserError(
        "blocked",
        what,
        why=tr("the clinic has not decided yet: {questions}").format(questions=" ".join(left)),
        remedy=tr("Answer the open questions in a new version of the protocol"),
        details={"blocked_by": [], "choices": [c.id for c in protocol.own.open_choices]},
    )


def _titles(ids: tuple[str, ...]) -> tuple[str, ...]:
    named = {question.id: tr(question.title) for question in QUESTIONS}
    return tuple(named.get(each, each) for each in ids)


def _has_own(reading: Reading) -> bool:
    return any(name.startswith(f"{own_protocols.OWN_ID}@") for name in shelf.newest_texts(reading))
