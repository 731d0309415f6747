"""What people have answered, proposed and arranged beside the marks: told on the cards.

The findings say what the protocol sees; this says what was done about it, and by whom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aza_desktop.clinical.answers import MarkAnswer
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.diary import Proposal
from aza_desktop.clinical.findings import Possibility
from aza_desktop.gui.viewmodels import phrases
from aza_desktop.gui.viewmodels.drug_checks import proposal_row
from aza_desktop.gui.viewmodels.finding_card import CardAction, FindingCard
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.words import days_ago
from aza_desktop.texts import msg, ntr, tr

if TYPE_CHECKING:
    from aza_desktop.services.ladder import Rung
    from aza_desktop.services.samples import SampleWay

PROPOSAL, PHASE, OVERRIDE, REQUEST = "proposal:", "phase:", "override:", "request"
"""How the keys of card actions begin."""
STOP_DECISION = "stop_decision"
_PHASE_MARKS = {
    "STABLE_CRITERIA_MET": Phase.STABLE_MAINTENANCE,
    "LONG_TERM_AVAILABLE": Phase.LONG_TERM,
    "CONSIDER_ALTERNATIVE": Phase.CONSIDER_ALTERNATIVE,
}
_LAB_MARKS = frozenset(
    {
        "LFT_OVERDUE", "LFT_INCOMPLETE", "LFT_NOT_SINCE_STEP", "BILI_MISSING", "BILI_UNPAIRED",
        "X_STEP_TEST_TOO_SOON", "X_STEP_TEST_OLD", "X_COUNT_MISSING",
        "X_FIRST_TEST_MISSING", "X_SETS_TOO_FEW",
    }
)  # fmt: skip
_RUNGS = {
    "first_call": msg("first call"),
    "second_call": msg("second call"),
    "letter": msg("letter"),
    "prescriber_decides": msg("the prescriber decides"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the services know beside the answer.

    overrides: each with why it holds no more, None while it does. overridable: codes that a
    prescriber may let stand. seen: code -> the latest acknowledgement of the mark as it stands.
    """

    ways: tuple[SampleWay, ...] = ()
    rung: Rung | None = None
    overrides: tuple[tuple[MarkAnswer, str | None], ...] = ()
    overridable: frozenset[str] = frozenset()
    seen: Mapping[str, MarkAnswer] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()


NOTHING = Standing()


def with_standing(
    cards: list[FindingCard], file: FileLike, standing: Standing
) -> list[FindingCard]:
    """The cards, each with what was done about it; what waits for a prescriber stands first."""
    told = [_told(card, file, standing) for card in cards]
    grave = next(
        (n for n, card in enumerate(told) if card.kind != "critical"), len(told)
    )  # a proposal never stands above a stop
    return [*told[:grave], *(proposal_card(file, one) for one in standing.proposals), *told[grave:]]


def _told(card: FindingCard, file: FileLike, standing: Standing) -> FindingCard:
    if not card.code:
        return _dose(card, file, standing)
    rows, actions = list(card.rows), []
    if (seen := standing.seen.get(card.code)) is not None:
        rows.append((tr("Seen"), _seen(seen)))
    for answer, lapsed in standing.overrides:
        if answer.code == card.code:
            rows.append(_override(answer, lapsed))
    if card.code == "LFT_OVERDUE" and standing.rung is not None:
        rows.append((tr("Ladder"), rung_words(standing.rung)))
    phase = _PHASE_MARKS.get(card.code)
    if phase is not None and phase.value in file.answer.transitions:
        help_text = tr("Who confirms, from which day, and on which results")
        actions.append(CardAction(PHASE + phase.value, tr("Confirm phase…"), help_text))
    if card.code in standing.overridable:
        help_text = tr("A prescriber lets this stand for a reason, until a day")
        actions.append(CardAction(OVERRIDE + card.code, tr("Override…"), help_text))
    if card.code in _LAB_MARKS:
        help_text = tr("Records the request; nothing is sent from here")
        actions.append(CardAction(REQUEST, tr("Request lab…"), help_text))
    return replace(card, rows=tuple(rows), actions=tuple(actions))


def _dose(card: FindingCard, file: FileLike, standing: Standing) -> FindingCard:
    """The card of the next dose, where every block of it was overridden."""
    live = [answer for answer, lapsed in standing.overrides if lapsed is None]
    gate = file.answer.restart or file.answer.escalation
    if (
        card.chip != tr("blocked")
        or not live
        or gate.status is not Possibility.BLOCKED
        or not {answer.code for answer in live}.issuperset(gate.blocked_by)
        or gate.earliest is None
        or gate.earliest > file.as_of
    ):
        return card
    rows = [*card.rows, *(_override(answer, None) for answer in live)]
    return replace(card, rows=tuple(rows), action="confirm")


def _seen(answer: MarkAnswer) -> str:
    said = (answer.reason_code or "").replace("_", " ")
    text = ": ".join(filter(None, [tr(said) if said else "", answer.reason]))
    return tr("{day}, {who}: {reason}").format(day=show(answer.on), who=answer.by, reason=text)


def _override(answer: MarkAnswer, lapsed: str | None) -> tuple[str, str]:
    said = override_words(answer, lapsed)
    return (tr("Overridden") if lapsed is None else tr("Override lapsed"), said)


def override_words(answer: MarkAnswer, lapsed: str | None) -> str:
    """Who let it stand, why and until when; or why that holds no more."""
    if lapsed is not None:
        return tr("{reason}; given {day} by {who}").format(
            reason=lapsed, day=show(answer.on), who=answer.by
        )
    until = show(answer.until) if answer.until is not None else tr("no end")
    return tr("{who}, until {until}: {reason}").format(
        who=answer.by, until=until, reason=answer.reason or ""
    )


def rung_words(rung: Rung) -> str:
    """``6 days late, 1 try: second call is next``."""
    late = ntr("{n} day late", "{n} days late", rung.days_overdue).format(n=rung.days_overdue)
    tries = ntr("{n} try", "{n} tries", rung.attempts).format(n=rung.attempts)
    return tr("{late}, {tries}; next: {step}").format(
        late=late, tries=tries, step=tr(_RUNGS.get(rung.step, rung.step))
    )


def proposal_words(proposal: Proposal) -> str:
    """``Restart 50 mg``, ``75 mg a day``, ``Decision about the stop``."""
    if proposal.to == STOP_DECISION:
        return tr("Decision about the stop")
    if proposal.to == "dose":
        amount = phrases.dose(proposal.dose_mg) if proposal.dose_mg is not None else "–"
        return tr("{dose} a day").format(dose=amount)
    if proposal.to == Phase.REINTRODUCTION.value and proposal.dose_mg is not None:
        return tr("Restart {dose}").format(dose=phrases.dose(proposal.dose_mg))
    return phase_words(proposal.to).capitalize()


def since_words(proposal: Proposal, as_of: dt.date) -> str:
    """Who proposed it, and for how long it has waited."""
    by = proposal.proposed_by or tr("not recorded")
    said = f"{by}, {show(proposal.on)} ({days_ago(proposal.on, as_of)})"
    if proposal.waits_for:
        said = tr("{said}, waits for {person}").format(said=said, person=proposal.waits_for)
    return said


def proposal_card(file: FileLike, proposal: Proposal) -> FindingCard:
    """What staff proposed and a prescriber has not answered."""
    rows = [(tr("Proposed by"), since_words(proposal, file.as_of))]
    if proposal.note:
        rows.append((tr("Because"), proposal.note))
    if proposal.dose_mg is not None:
        rows += proposal_row(file, proposal.on)
    help_text = tr("Opens the dialog in which a prescriber confirms or declines")
    action = CardAction(PROPOSAL + proposal.id, tr("Confirm or decline…"), help_text)
    return FindingCard(
        code="",
        kind="plan",
        tone="plan",
        icon="user-check",
        chip=tr("waiting"),
        title=tr("Waiting for confirmation: {what}").format(what=proposal_words(proposal)),
        rows=tuple(rows),
        actions=(action,),
    )
