"""The workflow's shelf: owners, contacts, samples, requests, proposals, answers to marks.

A change is a new row with the same id that people see; the earlier one stays, superseded.
"""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.clinical.answers import LabRequest, MarkAnswer, Owner, ResultStep
from aza_desktop.clinical.diary import Contact, Note, Proposal, Sample
from aza_desktop.storage import tables as t
from aza_desktop.storage import writing
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.unit_of_work import UnitOfWork

MARK_ANSWERS = (t.mark_answers, "a")
CONTACTS = (t.contacts, "k")
SAMPLES = (t.samples, "sample")
PROPOSALS = (t.proposals, "p")
REQUESTS = (t.lab_requests, "q")
STEPS = (t.result_steps, "t")
"""Each kind of entry: its table, and the letter that its ids begin with."""


def next_id(work: UnitOfWork, kind: tuple[sa.Table, str], patient_id: str) -> str:
    """An id that no entry of this kind ever had for the patient, in whatever state."""
    table, letter = kind
    query = sa.select(table.c.given_id).where(table.c.patient_id == patient_id)
    taken = set(work.connection.execute(query).scalars())
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def make_room(work: UnitOfWork, table: sa.Table, patient_id: str, given_id: str) -> str | None:
    """The recorded entry is superseded; gives the key of its row."""
    same = sa.and_(table.c.patient_id == patient_id, table.c.given_id == given_id)
    earlier = writing.current_key(work, table, same)
    if earlier is not None:
        work.end(table, earlier, state="superseded")
    return earlier


def replace_all(
    work: UnitOfWork, table: sa.Table, patient_id: str, *, reason: str | None = None
) -> str | None:
    """Every current row of a table that holds one fact a patient is superseded; the last key."""
    last = None
    while (key := writing.current_key(work, table, table.c.patient_id == patient_id)) is not None:
        work.end(table, key, state="superseded", reason=reason)
        last = key
    return last


def add_mark_answer(work: UnitOfWork, patient_id: str, answer: MarkAnswer) -> str:
    """A person's answer to a mark."""
    return work.add(
        t.mark_answers,
        {
            "patient_id": patient_id,
            "given_id": answer.id,
            "kind": answer.kind.value,
            "code": answer.code,
            "results": canonical(list(answer.results)),
            "answered_on": answer.on,
            "answered_by": answer.by,
            "reason_code": answer.reason_code,
            "reason": answer.reason,
            "until": answer.until,
            "shown": answer.shown,
            "protocol": answer.protocol,
            "sha256": answer.sha256,
            "results_seen": answer.results_seen,
            "program": answer.program,
        },
    )


def add_contact(work: UnitOfWork, patient_id: str, contact: Contact) -> str:
    """A try to reach the patient."""
    return work.add(
        t.contacts,
        {
            "patient_id": patient_id,
            "given_id": contact.id,
            "contacted_on": contact.on,
            "contacted_by": contact.by,
            "outcome": contact.outcome,
            "text": contact.text,
            "way": contact.way,
            "next_on": contact.next_on,
            "about": " ".join(contact.about) or None,
        },
    )


def add_sample(work: UnitOfWork, patient_id: str, sample: Sample) -> str:
    """Blood that was taken."""
    return work.add(
        t.samples,
        {
            "patient_id": patient_id,
            "given_id": sample.id,
            "taken_on": sample.taken_on,
            "tests": " ".join(sample.tests),
            "laboratory": sample.laboratory,
            "note": sample.note,
            "place": sample.place,
            "request": sample.request,
        },
    )


def add_request(
    work: UnitOfWork, patient_id: str, request: LabRequest, *, supersedes: str | None = None
) -> str:
    """A blood test that was asked for; what becomes of it is a new row."""
    return work.add(
        t.lab_requests,
        {
            "patient_id": patient_id,
            "given_id": request.id,
            "requested_on": request.requested_on,
            "tests": " ".join(request.tests),
            "laboratory": request.laboratory,
            "due_by": request.due_by,
            "booked_on": request.booked_on,
            "place": request.place,
            "outcome": request.outcome,
            "note": request.note,
            "supersedes": supersedes,
        },
    )


def add_step(work: UnitOfWork, patient_id: str, step: ResultStep) -> str:
    """Results that were read, or told to the patient."""
    return work.add(
        t.result_steps,
        {
            "patient_id": patient_id,
            "given_id": step.id,
            "step": step.step,
            "results": canonical(list(step.results)),
            "done_on": step.on,
            "done_by": step.by,
            "note": step.note,
        },
    )


def add_proposal(
    work: UnitOfWork, patient_id: str, proposal: Proposal, *, supersedes: str | None = None
) -> str:
    """What staff propose; its answer is a new row."""
    return work.add(
        t.proposals,
        {
            "patient_id": patient_id,
            "given_id": proposal.id,
            "proposed_on": proposal.on,
            "to_phase": proposal.to,
            "dose_mg": proposal.dose_mg,
            "proposed_by": proposal.proposed_by,
            "waits_for": proposal.waits_for,
            "note": proposal.note,
            "answered_on": proposal.answered_on,
            "answer": proposal.answer,
            "answered_by": proposal.answered_by,
            "answer_note": proposal.answer_note,
            "supersedes": supersedes,
        },
    )


def set_owner(work: UnitOfWork, patient_id: str, owner: Owner) -> str:
    """Who looks after the patient from now on."""
    earlier = replace_all(work, t.owners, patient_id)
    values = {"owner": owner.name, "since": owner.since, "note": owner.note}
    return work.add(t.owners, {"patient_id": patient_id, **values, "supersedes": earlier})


def add_note(work: UnitOfWork, patient_id: str, note: Note) -> str:
    """A remark."""
    values = {"noted_on": note.on, "text": note.text, "noted_by": note.by}
    return work.add(t.notes, {"patient_id": patient_id, **values})
