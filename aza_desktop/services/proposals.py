"""What staff propose and a prescriber answers. An answer confirms nothing by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import Proposal
from aza_desktop.errors import UserError
from aza_desktop.services import rights
from aza_desktop.services.answers import dose_json
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import workflow
from aza_desktop.texts import tr

STOP_DECISION = "stop_decision"
WHAT = ("dose", STOP_DECISION, *(phase.value for phase in Phase if phase is not Phase.CLOSED))
"""What can be proposed: a dose, a phase, or the decision about a stop that was recorded."""

ANSWERS = ("accepted", "declined")
_TOPICS = frozenset({Topic.COURSE})


def add_proposal(
    clinic: Clinic,
    patient_id: str,
    *,
    to: str,
    dose_mg: Decimal | None = None,
    waits_for: str | None = None,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Propose a dose or a phase to a prescriber. ids: the proposal's."""
    if to not in WHAT:
        raise bad_request(
            tr("This cannot be proposed"), to,
            tr("Known are: {names}").format(names=", ".join(WHAT)),
        )  # fmt: skip

    if to == "dose" and (dose_mg is None or dose_mg <= 0):
        raise bad_request(
            tr("A dose is proposed with its mg"),
            tr("no dose was given, or none above nothing"),
            tr("Enter the total daily dose"),
        )

    def action(change: Write) -> tuple[str, ...]:
        return (_add(change, to, dose_mg=dose_mg, waits_for=waits_for, note=note),)

    content = {"to": to, "dose_mg": dose_json(dose_mg), "waits_for": waits_for, "note": note}
    return write(
        clinic, patient_id, Wish("proposal.add", _TOPICS, content, if_version, key), action
    )


def answer_proposal(
    clinic: Clinic,
    patient_id: str,
    proposal_id: str,
    *,
    answer: str,
    note: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A prescriber accepts or declines. What was accepted is then confirmed like anything else."""
    if answer not in ANSWERS:
        raise bad_request(
            tr("This is no answer to a proposal"), answer,
            tr("Known are: {names}").format(names=", ".join(ANSWERS)),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        answer_within(change, proposal_id, said=answer, note=note)
        return (proposal_id,)

    content = {"proposal": proposal_id, "answer": answer, "note": note}
    wish = Wish("proposal.answer", _TOPICS, content, if_version, key, Role.PRESCRIBER)
    return write(clinic, patient_id, wish, action)


def answer_within(change: Write, proposal_id: str, *, said: str, note: str | None) -> None:
    """The answer as part of another write. Raises UserError ``bad_request``."""
    known = {one.id: one for one in change.record.proposals}
    proposal = known.get(proposal_id)
    if proposal is None or proposal.answered_on is not None:
        raise bad_request(
            tr("There is no such open proposal"),
            tr("it is not recorded, or was answered already"),
            tr("Read the record again"),
        )
    answered = replace(
        proposal,
        answered_on=change.clinic.clock.today(),
        answer=said,
        answered_by=change.clinic.actor,
        answer_note=note,
    )
    table, _ = workflow.PROPOSALS
    earlier = workflow.make_room(change.work, table, change.patient_id, proposal_id)
    workflow.add_proposal(change.work, change.patient_id, answered, supersedes=earlier)


def ask_for_stop_decision(change: Write, *, on: dt.date, reason: str | None) -> None:
    """Where somebody without the right recorded a stop, a prescriber is asked for the decision."""
    try:
        rights.need(change.work.reading, change.clinic.actor, Role.PRESCRIBER)
    except UserError:
        _add(change, STOP_DECISION, on=on, note=reason)


def _add(
    change: Write,
    to: str,
    *,
    dose_mg: Decimal | None = None,
    waits_for: str | None = None,
    note: str | None = None,
    on: dt.date | None = None,
) -> str:
    proposal = Proposal(
        id=workflow.next_id(change.work, workflow.PROPOSALS, change.patient_id),
        on=on or change.clinic.clock.today(),
        to=to,
        dose_mg=dose_mg,
        proposed_by=change.clinic.actor,
        waits_for=waits_for,
        note=note,
    )
    workflow.add_proposal(change.work, change.patient_id, proposal)
    return proposal.id
