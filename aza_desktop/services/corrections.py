"""Corrections: strike through, move to the right patient, take the last entry back.

Nothing is deleted or overwritten: what was wrong stays readable, with who struck it and why.
"""

from __future__ import annotations

from dataclasses import replace

from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.labs import ResultState
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services import laboratories, rights, samples
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.conflict import conflict
from aza_desktop.services.proposals import STOP_DECISION
from aza_desktop.services.reading import file_of, unknown_patient
from aza_desktop.services.rights import Role
from aza_desktop.services.written import (
    Wish,
    Write,
    Written,
    bad_request,
    raised,
    recalled,
    remember,
    write,
)
from aza_desktop.storage import audit, holding, loading, patients, results, undoing
from aza_desktop.storage.audit import AuditEntry
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr

_ALL = frozenset(Topic)
UNDO = "entry.undo"
PRESCRIBED = (
    "dose.confirm", "dose.resume", "phase.confirm", "decision.record", "mark.override",
    "proposal.answer", "course.move", "course.ceiling",
)  # fmt: skip
"""What only a prescriber may take back, as only a prescriber may enter it."""

UNDONE = (
    *PRESCRIBED, "patient.add", "course.start", "result.add", "result.correct", "result.strike",
    "result.read", "result.told", "entry.strike", "dose.hold", "dose.taken", "symptom.add",
    "symptom.resolve", "comedication.add", "comedication.end", "mark.acknowledge",
    "patient.snooze", "proposal.add", "contact.add", "lab.request", "lab.book", "lab.close",
    "sample.taken", "owner.set", "patient.change", "weight.add", "gene.add", "allergies.set",
    "drug.asked", "note.add", "identity.correct", "number.add", "number.correct", "detail.strike",
)  # fmt: skip
"""Every kind of entry about one patient that one key takes back."""

RESTS = frozenset(
    {
        *PRESCRIBED, "course.start", "result.read", "result.told", "mark.acknowledge",
        "patient.merge_away", "patient.merge_here",
    }
)  # fmt: skip
"""What a person does upon what stands on record: nothing beneath it is taken back unseen."""

_OF_A_COURSE = frozenset({"course.start", "phase.confirm", "dose.confirm"})
_ON_A_COURSE = frozenset({"dose.hold", "dose.taken"})

AWAY, HERE = "result.move_away", "result.move_here"
IMPORTED = "import.file"
_OF_LABORATORIES = (laboratories.ADDED, laboratories.CHANGED, laboratories.LIMIT)
_ENDED_BY = (UNDO, "result.undo", "patient.merge_here", "patient.unmerge_away", "import.undo")
"""Entries before which one key takes nothing back: they are undone in their own way, or were."""


def strike(
    clinic: Clinic,
    patient_id: str,
    kind: str,
    *,
    given_id: str,
    reason: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Strike an entry through: it counts no more and stays on record with the reason."""
    _need_reason(reason)
    if kind not in undoing.STRUCK:
        raise bad_request(
            tr("This kind of entry is not struck"), kind,
            tr("Known are: {names}").format(names=", ".join(undoing.STRUCK)),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        if kind == "proposal":
            _keep_asking(change, given_id)
        if not undoing.strike(change.work, kind, patient_id, given_id=given_id, reason=reason):
            raise _not_counting()
        if kind == "sample":
            samples.reopen_request(change, given_id)
        return (given_id,)

    name = "result.strike" if kind == "result" else "entry.strike"
    content = {"kind": kind, "entry": given_id, "reason": reason}
    return write(clinic, patient_id, Wish(name, _ALL, content, if_version, key), action)


def _keep_asking(change: Write, proposal_id: str) -> None:
    """The question about a recorded stop goes away with a prescriber's answer, not without one."""
    asked = (one for one in change.record.proposals if one.id == proposal_id)
    if any(one.to == STOP_DECISION and one.answered_on is None for one in asked):
        rights.need(change.work.reading, change.clinic.actor, Role.PRESCRIBER)


def strike_result(
    clinic: Clinic, patient_id: str, result_id: str, *, reason: str, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """A result was entered in error."""
    return strike(
        clinic, patient_id, "result", given_id=result_id, reason=reason,
        if_version=if_version, key=key,
    )  # fmt: skip


def move_result(
    clinic: Clinic, patient_id: str, result_id: str, *, to_patient: str, reason: str,
    if_version: int | None = None, key: str | None = None,
) -> Written:  # fmt: skip
    """A result goes to the patient whose it is; both trails tell of it. ids: its new id there.

    if_version: of the patient from whom it goes. more: the codes that stood at each of the two
    before and that stand now.
    """
    _need_reason(reason)
    content = {"result": result_id, "to": to_patient, "reason": reason}
    wish = Wish(AWAY, _ALL, content, if_version, key)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        kept = recalled(work, wish, patient_id)
        if kept is not None:
            return kept
        rights.need(work.reading, clinic.actor, Role.STAFF)
        wrong = loading.record_of(work.reading, patient_id)
        right = loading.record_of(work.reading, to_patient)
        if wrong is None or right is None:
            raise unknown_patient()
        if patient_id == to_patient:
            raise bad_request(
                tr("The result is this patient's already"),
                tr("both numbers name the same patient"),
                tr("Name the patient whose result it is"),
            )
        if if_version is not None and if_version != wrong.version:
            raise conflict(work.reading, wrong, seen=if_version, yours=content)
        found = [
            one.result
            for one in wrong.results
            if one.result.id == result_id and one.state is ResultState.CURRENT
        ]
        if not found:
            raise _not_counting()
        before = [file_of(clinic, one).answer for one in (wrong, right)]
        taken = {one.result.id for one in right.results}
        given, number = result_id, 1
        while given in taken:
            number += 1
            given = f"{result_id}.{number}"
        work.entry(AWAY, patient_id=patient_id)
        row = results.keys_of(work.reading, patient_id)[result_id]
        results.strike(work, row, reason=reason)
        work.entry(HERE, patient_id=to_patient)
        moved = replace(found[0], id=given)
        results.add(work, to_patient, moved, reason=reason, place=f"moved, {row}")
        work.flush()
        fresh = [_fresh(work, each) for each in (patient_id, to_patient)]
        after = [file_of(clinic, one).answer for one in fresh]
        sides = [
            {
                "patient": old.identity.number,
                "version": old.version + 1,
                "before": _codes(stood),
                "after": _codes(stands),
            }
            for old, stood, stands in zip((wrong, right), before, after, strict=True)
        ]
        written = Written(
            changes=Changes(frozenset({patient_id, to_patient}), _ALL),
            version=right.version + 1,
            answer=after[-1],
            ids=(given,),
            marks=raised(before[-1], after[-1]),
            more={"patients": sides},
        )
        remember(work, wish, patient_id, written)
        work.commit()
    return written


def _fresh(work: UnitOfWork, patient_id: str) -> PatientRecord:
    """The patient as the open write has left him or her."""
    record = loading.record_of(work.reading, patient_id)
    assert record is not None
    return record


def _codes(answer: Answer | None) -> list[str]:
    return sorted({mark.code for mark in answer.marks}) if answer is not None else []


def undo(clinic: Clinic) -> Written:
    """Take back this user's last entry since the clinic was opened, of whatever kind.

    What it added stands as entered in error; what it replaced is recorded again as it was.
    Raises UserError ``not_offered`` where there is nothing, or others have built upon it.
    """
    with clinic.store.reading() as reading:
        last = audit.last_of_actor(
            reading.connection,
            clinic.actor,
            actions=(*UNDONE, *_OF_LABORATORIES, HERE, IMPORTED, *_ENDED_BY),
            after=clinic.opened_after,
        )
    if last is not None and last.action == HERE:
        return _undo_move(clinic, last)
    if last is not None and last.action == IMPORTED:
        return _undo_import(clinic, last)
    if last is not None and last.action in _OF_LABORATORIES:
        return laboratories.take_back(clinic, last.seq, name=UNDO)
    if last is None or last.patient_id is None or last.action not in UNDONE:
        raise UserError(
            "not_offered",
            tr("There is nothing to undo"),
            why=tr("nothing was entered since the last undo"),
            remedy=tr("Strike or correct the entry instead"),
        )
    if last.action == "patient.add":
        return _undo_patient(clinic, last.patient_id, last.seq)
    needs = Role.PRESCRIBER if last.action in PRESCRIBED else Role.STAFF

    def action(change: Write) -> tuple[str, ...]:
        _need_last_word(change.work, last)
        undone = undoing.take_back(change.work, last.seq, reason=tr("taken back"))
        patients.renew_search_name(change.work, change.patient_id)
        return undone

    wish = Wish(UNDO, _ALL, {"undone": last.action}, needs=needs)
    return write(clinic, last.patient_id, wish, action)


def _undo_move(clinic: Clinic, moved: AuditEntry) -> Written:
    """The result goes back to the patient from whom it was moved; both trails tell of it."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.STAFF)
        left = audit.entry_at(work.connection, moved.seq - 1)
        assert left.patient_id is not None
        assert moved.patient_id is not None
        _need_last_word(work, moved)
        for entry in (moved, left):
            work.entry(UNDO, patient_id=entry.patient_id)
            undone = undoing.take_back(work, entry.seq, reason=tr("taken back"))
        work.commit()
    changes = Changes(frozenset({left.patient_id, moved.patient_id}), _ALL)
    return Written(changes, work.versions[left.patient_id], None, undone)


def _undo_import(clinic: Clinic, entry: AuditEntry) -> Written:
    """The whole file is taken back, never an older entry beneath it."""
    from aza_desktop.services import undo_imports  # noqa: PLC0415 - it knows this module

    with clinic.store.reading() as reading:
        import_id = holding.import_of(reading, entry.seq)
    changes = undo_imports.undo_import(clinic, import_id, reason=tr("taken back"))
    return Written(changes, 0, None, ())


def _undo_patient(clinic: Clinic, patient_id: str, entry: int) -> Written:
    """A patient who was added by mistake is no more on any list; the trail keeps the entry."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.STAFF)
        record = loading.record_of(work.reading, patient_id)
        if record is None or record.version != 1:
            raise _built_upon()
        work.entry(UNDO, patient_id=patient_id)
        undoing.take_back(work, entry, reason=tr("taken back"))
        work.commit()
    return Written(Changes(frozenset({patient_id}), _ALL), record.version + 1, None, ())


def _need_last_word(work: UnitOfWork, entry: AuditEntry) -> None:
    """Nothing has replaced the entry, and nobody decided or confirmed anything upon it."""
    if not undoing.is_intact(work, entry.seq):
        raise _built_upon()
    rests = RESTS | _ON_A_COURSE if entry.action in _OF_A_COURSE else RESTS
    assert entry.patient_id is not None
    for seq, action in audit.later_of_patient(work.connection, entry.patient_id, after=entry.seq):
        if action in rests and undoing.counts(work, seq):
            raise _built_upon()


def _built_upon() -> UserError:
    return UserError(
        "not_offered",
        tr("This entry can no longer be taken back"),
        why=tr("something later replaced or rests on it"),
        remedy=tr("Correct the later entry, or strike this one with a reason"),
    )


def _not_counting() -> UserError:
    return bad_request(
        tr("There is no such entry that counts"),
        tr("it is not recorded, or was replaced or struck"),
        tr("Read the record again"),
    )


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise bad_request(
            tr("A correction needs a reason"),
            tr("the reason is empty"),
            tr("Say why the recorded entry is wrong"),
        )
