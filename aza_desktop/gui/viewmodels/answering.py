"""The forms with which a person answers a mark: decide, acknowledge, stop, hold, call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from aza_desktop.clinical.answers import ACKNOWLEDGE_REASONS
from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.diary import CONTACT_OUTCOMES
from aza_desktop.clinical.findings import Mark, Severity
from aza_desktop.gui.viewmodels import curves, phrases
from aza_desktop.gui.viewmodels.findings import needs_decision
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, RefusedError, Values, one, who_of
from aza_desktop.gui.viewmodels.patient_file import FileLike, OpenFile
from aza_desktop.gui.viewmodels.planning import Range, days_preview
from aza_desktop.texts import msg, tr

REACHED = "reached"
_OUTCOMES = {
    "reached": msg("reached"),
    "left_message": msg("left message"),
    "no_answer": msg("no answer"),
    "number_wrong": msg("number wrong"),
    "will_come": msg("will come"),
    "declined": msg("declined"),
    "not_attended": msg("did not attend"),
    "letter_sent": msg("letter sent"),
    "relative_reached": msg("relative reached"),
    "abroad": msg("abroad"),
}
_REASONS = {
    "seen_no_action": msg("seen, no action needed"),
    "known_cause": msg("known cause"),
    "repeat_arranged": msg("repeat arranged"),
    "discussed_with_prescriber": msg("discussed with the prescriber"),
    "waiting_for_laboratory": msg("waiting for the laboratory"),
    "usual_for_patient": msg("usual for this patient"),
    "entered_in_error": msg("entered in error"),
    "other": msg("other"),
}
_WHY_STOPPED = (
    msg("liver tests"),
    msg("symptom"),
    msg("the patient's wish"),
    msg("other illness"),
    msg("other"),
)
_WHY_HELD = (
    msg("infection"),
    msg("blood test awaited"),
    msg("operation"),
    msg("no tablets"),
    msg("other"),
)


def outcome_words(code: str) -> str:
    """``left_message`` as words."""
    return tr(_OUTCOMES.get(code, code.replace("_", " ")))


def marks_of(file: OpenFile, code: str) -> tuple[Mark, ...]:
    """The marks of that code that stand now."""
    marks = file.answer.marks if file.answer is not None else ()
    return tuple(mark for mark in marks if mark.code == code)


def decision_form(
    file: FileLike, code: str, *, decided_by: str, prescribers: Sequence[str]
) -> Form | None:
    """Continue, reduce or stop, about which results, by whom, and who spoke with the patient."""
    marks = marks_of(file, code)
    if not marks or not needs_decision(file, marks[0]):
        return None
    must_call = marks[0].severity is Severity.CRITICAL
    asks = (
        Ask("contact", tr("Called today"), "chips", picks=_outcomes()),
        Ask("results", tr("The decision is about"), "many", _cited(marks), _results(file, marks)),
        Ask("reason", tr("Reason"), hint=tr("Needed to continue in spite of the mark")),
        Ask(
            "decided_by",
            tr("Decided by"),
            "list",
            (decided_by,) if decided_by else (),
            tuple(Pick(name, name) for name in prescribers),
        ),
    )
    acts = (
        Act("contact_only", tr("Only the call")),
        Act("continue", tr("&Continue")),
        Act("reduce", tr("&Reduce")),
        Act("stop", tr("&Stop")),
    )
    return Form(
        name="decision",
        heading=tr("Record a decision: {mark}").format(mark=marks[0].title),
        asks=asks,
        acts=acts,
        who=who_of(file.record, file.as_of),
        facts=tuple((tr("Why"), phrases.times(mark.why)) for mark in marks),
        focus="contact",
        note=tr("The program records; a person decides."),
        live=partial(missing_words, must_call=must_call),
    )


def missing_words(values: Values, *, must_call: bool) -> str:
    """What is still missing before the mark is closed."""
    if not must_call:
        return tr("The mark is closed by the decision.")
    if one(values, "contact") == REACHED:
        return tr("Still missing: the decision.")
    return tr(
        "Still missing: the decision, and a contact in which the patient was reached. "
        "Without it the patient stays on today's list."
    )


def check_decision(values: Values, kind: str) -> None:
    """Raises `RefusedError` for a decision that cannot be recorded like this."""
    if not values.get("results"):
        raise RefusedError("results", tr("Choose the results that the decision is about"))
    if not one(values, "decided_by"):
        raise RefusedError("decided_by", tr("Name the prescriber who decided"))
    if kind == "continue" and not one(values, "reason"):
        raise RefusedError("reason", tr("To continue in spite of the mark, say why"))


def acknowledge_form(file: FileLike, code: str) -> Form | None:
    """Seen, with a coded reason: the mark stays."""
    marks = marks_of(file, code)
    if not marks:
        return None
    picks = tuple(Pick(each, tr(_REASONS.get(each, each))) for each in ACKNOWLEDGE_REASONS)
    return Form(
        name="acknowledge",
        heading=tr("Acknowledge: {mark}").format(mark=marks[0].title),
        asks=(
            Ask("reason_code", tr("Reason"), "chips", picks=picks),
            Ask("reason", tr("Remark")),
        ),
        acts=(Act("record", tr("Acknowledge"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        facts=tuple((tr("Why"), phrases.times(mark.why)) for mark in marks),
        focus="reason_code",
        note=tr("The mark stays as long as its reason stands."),
    )


def contact_form(file: FileLike) -> Form:
    """A try to reach the patient: a digit records at once."""
    return Form(
        name="contact",
        heading=tr("Record a call"),
        asks=(
            Ask("text", tr("What was said")),
            Ask("next_on", tr("Try again on"), "date"),
            Ask(
                "outcome",
                tr("Outcome"),
                "chips",
                picks=_outcomes(),
                hint=tr("A digit records at once; with the mouse choose, then Record."),
                instant=True,
            ),
        ),
        acts=(Act("record", tr("Record"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        facts=_phone(file),
        focus="outcome",
    )


def stop_form(file: FileLike, today: dt.date, days: Range | None = None) -> Form:
    """The first day without the drug. Anyone may record it; the prescriber confirms."""
    return Form(
        name="stop_now",
        heading=tr("Azathioprine is stopped"),
        asks=(
            Ask("on", tr("First day without a dose"), "date", (show(_first(file, days)),)),
            _why(_WHY_STOPPED),
            Ask("text", tr("Remark")),
        ),
        acts=(Act("stop", tr("Record &stop")),),
        who=who_of(file.record, file.as_of),
        focus="why",
        note=tr("A prescriber confirms the decision; a later restart is a new course."),
        live=partial(days_preview, today=today, first="on"),
    )


def hold_form(file: FileLike, today: dt.date, days: Range | None = None) -> Form:
    """Days without a dose within the course; the dose itself stays as it is."""
    several = days is not None and days.first != days.last
    until = (show(days.last),) if days is not None and several else ()
    return Form(
        name="hold",
        heading=tr("Hold the dose"),
        asks=(
            Ask("since", tr("First day without a dose"), "date", (show(_first(file, days)),)),
            Ask(
                "until",
                tr("Last day without a dose"),
                "date",
                until,
                hint=tr("Empty: until resumed"),
            ),
            _why(_WHY_HELD),
            Ask("text", tr("Remark")),
        ),
        acts=(Act("hold", tr("Record &hold")),),
        who=who_of(file.record, file.as_of),
        focus="why",
        live=partial(days_preview, today=today, first="since", last="until"),
    )


def _first(file: FileLike, days: Range | None) -> dt.date:
    return file.as_of if days is None else days.first


def why_words(values: Values) -> str:
    """The chosen reason and the remark as one text. Raises `RefusedError` without any."""
    said = ": ".join(filter(None, [one(values, "why"), one(values, "text")]))
    if not said:
        raise RefusedError("why", tr("Choose a reason, or write one"))
    return said


def snooze_form(file: FileLike, group_title: str) -> Form:
    """Let a lesser group of the list wait to a day."""
    until = add_days(file.as_of, 3)
    return Form(
        name="snooze",
        heading=tr("Leave it until a day: {group}").format(group=group_title),
        asks=(
            Ask("until", tr("Back on"), "date", (show(until),)),
            Ask("reason", tr("Reason")),
        ),
        acts=(Act("record", tr("Snooze"), "primary", is_default=True),),
        who=who_of(file.record, file.as_of),
        focus="reason",
        note=tr("Breaches, doubts and overdue tests never wait."),
    )


def _why(words: Sequence[str]) -> Ask:
    picks = tuple(Pick(each, tr(each)) for each in words)
    return Ask("why", tr("Reason"), "chips", picks=picks)


def _outcomes() -> tuple[Pick, ...]:
    return tuple(Pick(code, outcome_words(code)) for code in CONTACT_OUTCOMES)


def _cited(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(result for mark in marks for result in mark.results))


def _results(file: FileLike, marks: Sequence[Mark]) -> tuple[Pick, ...]:
    """The results of these marks first, then those of the other marks that wait for a decision."""
    others = [mark for mark in file.answer.marks if needs_decision(file, mark)]
    ids = dict.fromkeys([*_cited(marks), *_cited(others)])
    known = {result.id: result for result in file.facts.results}
    return tuple(
        Pick(
            id,
            f"{curves.label_of(file, known[id].analyte)} "
            f"{phrases.value_of(known[id], file.facts.analytes)}, "
            f"{show(known[id].collected_on)}",
        )
        for id in ids
        if id in known
    )


def _phone(file: FileLike) -> tuple[tuple[str, str], ...]:
    phone = file.record.identity.phone
    tries = sorted(file.record.contacts, key=lambda each: each.on)[-2:]
    told = [(tr("Phone"), phone or tr("not recorded"))]
    told += [(show(each.on), outcome_words(each.outcome)) for each in tries]
    return tuple(told)
