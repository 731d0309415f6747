"""The forms with which a course moves: phases with their evidence, holds that end, overrides.

The program offers; a person confirms. Staff propose with the same form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aza_desktop.clinical.course import MAINTENANCE, Phase
from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.diary import Proposal
from aza_desktop.clinical.doses import Hold
from aza_desktop.clinical.findings import Mark
from aza_desktop.gui.viewmodels import curves, phrases
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, Values, who_of
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.standing import STOP_DECISION, proposal_words, since_words
from aza_desktop.texts import tr

_ENZYMES = ("ALT", "AST", "BILI")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that speaks for a change or against it."""

    text: str
    is_met: bool


def move_title(phase: Phase | None, to: Phase) -> str:
    """What the change is called, seen from the present phase."""
    if to is Phase.REINTRODUCTION:
        back = phase in MAINTENANCE
        return tr("Back to weekly blood tests") if back else tr("Restart")
    return {
        Phase.ON_BREAK: tr("New course: a new break"),
        Phase.STABLE_MAINTENANCE: tr("Stable maintenance begins"),
        Phase.LONG_TERM: tr("Long-term maintenance begins"),
        Phase.STOPPED: tr("Azathioprine is stopped"),
        Phase.CONSIDER_ALTERNATIVE: tr("Consider an alternative"),
        Phase.CLOSED: tr("Close the course"),
    }[to]


def move_form(
    file: FileLike,
    to: Phase,
    evidence: Sequence[Told],
    *,
    may_confirm: bool,
    proposal: Proposal | None = None,
) -> Form:
    """A change of phase: what speaks for and against it, from which day, on which results."""
    facts = [(tr("Met") if one.is_met else tr("Open"), phrases.times(one.text)) for one in evidence]
    if proposal is not None:
        facts.insert(0, (tr("Proposed by"), since_words(proposal, file.as_of)))
        if proposal.note:
            facts.insert(1, (tr("Because"), proposal.note))
    label = tr("Outcome") if to is Phase.CLOSED else tr("Reason")
    hint = ""
    if to is Phase.STABLE_MAINTENANCE and to.value not in file.answer.transitions:
        hint = tr("Needed: the protocol's criteria are not met yet")
    latest = latest_results(file)
    asks = [
        Ask("on", tr("From"), "date", (show(file.as_of),)),
        Ask("reason", label, hint=hint),
    ]
    if latest:
        asks.insert(
            1,
            Ask("relied_on", tr("Looked at"), "many", tuple(p.key for p in latest), latest),
        )
    acts = [Act("confirm", tr("Confirm"), "primary")]
    if not may_confirm:
        acts = [Act("propose", tr("Propose"), "primary")]
    elif proposal is not None:
        acts.insert(0, Act("decline", tr("Decline")))
    return Form(
        name="move",
        heading=move_title(file.phase, to),
        asks=tuple(asks),
        acts=tuple(acts),
        who=who_of(file.record, file.as_of),
        facts=tuple(facts),
        focus="reason",
        note=tr("Decision support only. The prescriber decides; the program records."),
    )


def latest_results(file: FileLike) -> tuple[Pick, ...]:
    """The newest ALT, AST and bilirubin: what a decision of today can rest on."""
    picks = []
    for analyte in _ENZYMES:
        known = [
            one
            for one in file.record.current_results
            if one.analyte == analyte and one.collected_on <= file.as_of
        ]
        if known:
            one = max(known, key=lambda result: result.collected_on)
            value = phrases.value_of(one, file.facts.analytes)
            text = f"{curves.label_of(file, analyte)} {value}, {show(one.collected_on)}"
            picks.append(Pick(one.id, text))
    return tuple(picks)


def stop_decision_form(file: FileLike, proposal: Proposal) -> Form:
    """Somebody recorded a stop; a prescriber says that this is the decision."""
    return Form(
        name="proposal",
        heading=proposal_words(proposal),
        asks=(Ask("note", tr("Remark")),),
        acts=(Act("accepted", tr("The stop &stands"), "primary"),),
        who=who_of(file.record, file.as_of),
        facts=(
            (tr("Recorded by"), since_words(proposal, file.as_of)),
            (tr("Because"), proposal.note or tr("no reason recorded")),
        ),
        focus="note",
        note=tr("Another course after a stop is a new decision, with a new break."),
    )


def waiting_form(file: FileLike, proposal: Proposal) -> Form:
    """A proposal as somebody sees it who may not answer it."""
    facts = [(tr("Proposed by"), since_words(proposal, file.as_of))]
    if proposal.note:
        facts.append((tr("Because"), proposal.note))
    return Form(
        name="proposal",
        heading=tr("Waiting for confirmation: {what}").format(what=proposal_words(proposal)),
        asks=(),
        acts=(),
        who=who_of(file.record, file.as_of),
        facts=tuple(facts),
        note=tr("A prescriber confirms or declines. Choose the user at the lower right."),
    )


def is_dose(proposal: Proposal) -> bool:
    """True where the dose dialog answers it."""
    return proposal.to == "dose" or (
        proposal.to == Phase.REINTRODUCTION.value and proposal.dose_mg is not None
    )


def is_stop_decision(proposal: Proposal) -> bool:
    return proposal.to == STOP_DECISION


def open_hold(file: FileLike) -> Hold | None:
    """The hold that has no end yet."""
    holds = [hold for hold in file.facts.holds if hold.until is None and hold.since <= file.as_of]
    return holds[-1] if holds else None


def resume_form(file: FileLike, hold: Hold, *, may_confirm: bool) -> Form:
    """The days without a dose are over; the time on this dose runs anew."""
    acts = (Act("resume", tr("&End the hold"), "primary"),) if may_confirm else ()
    last = max(add_days(file.as_of, -1), hold.since)
    return Form(
        name="resume",
        heading=tr("The hold ends"),
        asks=(Ask("last_day", tr("Last day without a dose"), "date", (show(last),)),),
        acts=acts,
        who=who_of(file.record, file.as_of),
        facts=((tr("Held since"), f"{show(hold.since)}: {hold.reason or tr('no reason')}"),),
        focus="last_day",
        note=tr("The time on this dose runs anew from the day after.")
        if may_confirm
        else tr("A prescriber ends a hold. Choose the user at the lower right."),
    )


def override_form(file: FileLike, mark: Mark) -> Form:
    """A prescriber lets a blocking mark stand, for a reason and until a day."""
    return Form(
        name="override",
        heading=tr("Override: {mark}").format(mark=mark.title),
        asks=(
            Ask("reason", tr("Reason")),
            Ask("until", tr("Holds until"), "date", (show(add_days(file.as_of, _OVERRIDE_DAYS)),)),
        ),
        acts=(Act("override", tr("Record override")),),
        who=who_of(file.record, file.as_of),
        facts=((tr("Why"), phrases.times(mark.why)), (tr("Protocol"), mark.advice.clinician)),
        focus="reason",
        note=tr(
            "It opens the gate only. It lapses on that day, with a newer result, "
            "or when the protocol's text changes."
        ),
    )


_OVERRIDE_DAYS = 3
"""What the form suggests; any later day may be typed."""


def dose_form(
    file: FileLike,
    now: str,
    *,
    on: dt.date,
    may_confirm: bool,
    tablets: str,
    live: Callable[[Values], str],
) -> Form:
    """Another dose from a day on; a higher one goes through the dialog that wants it typed."""
    facts = [(tr("Dose now"), now)]
    if tablets:
        facts.append((tr("Tablets"), tablets))
    word = tr("Record") if may_confirm else tr("Propose")
    return Form(
        name="set_dose",
        heading=tr("Set the dose"),
        asks=(
            Ask("dose", tr("New dose, mg a day")),
            Ask("on", tr("First day"), "date", (show(on),)),
            Ask("reason", tr("Reason")),
        ),
        acts=(Act("set", word, "primary"),),
        who=who_of(file.record, file.as_of),
        facts=tuple(facts),
        focus="dose",
        note=tr("A higher dose is confirmed in a dialog of its own, typed once more."),
        live=live,
    )
