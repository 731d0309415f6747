"""One write on one patient: read, checked, recorded, judged again, and only then committed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.conflict import conflict
from aza_desktop.services.reading import file_of, unknown_patient
from aza_desktop.services.rights import Role
from aza_desktop.storage import answers, courses, loading
from aza_desktop.storage.answers import KeptAnswer
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did. ids: the ids that people see of what it recorded, in order.

    marks: codes that it raised or changed. answer: None where nothing was judged anew.
    more: what else is told of it, JSON-ready, and told again under the same key.
    """

    changes: Changes
    version: int
    answer: Answer | None
    ids: tuple[str, ...]
    marks: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Write:
    """An open write on a patient as he or she stands now."""

    clinic: Clinic
    work: UnitOfWork
    record: PatientRecord

    @property
    def patient_id(self) -> str:
        return self.record.id

    @property
    def course(self) -> CourseRecord:
        """The newest course that is not closed. Raises UserError ``not_offered``."""
        if self.record.course is None:
            raise UserError(
                "not_offered",
                tr("The patient has no course"),
                why=tr("doses, phases and decisions belong to a course"),
                remedy=tr("Start a course first"),
            )
        return self.record.course

    @property
    def course_key(self) -> str:
        """The key of that course's row."""
        return courses.key_of(self.work, self.patient_id, self.course.number)

    def result_keys(self) -> dict[str, str]:
        """Ids that people see -> keys of rows."""
        from aza_desktop.storage import results  # noqa: PLC0415 - only where results are touched

        return results.keys_of(self.work.reading, self.patient_id)


Action = Callable[[Write], tuple[str, ...]]
"""Checks and records; gives the ids of what it recorded. Raises UserError to refuse."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants written. content: the wish itself, JSON-ready, for a key and a conflict.

    if_version: the patient's version that was last seen. key: the same wish again writes nothing.
    needs: the right that the user must have. named: who confirmed it, where that is another person.
    """

    action: str
    topics: frozenset[Topic]
    content: Mapping[str, object] = field(default_factory=dict)
    if_version: int | None = None
    key: str | None = None
    needs: Role = Role.STAFF
    named: str | None = None


def write(clinic: Clinic, patient_id: str, wish: Wish, action: Action) -> Written:
    """Carry out `action` in one transaction, or nothing at all.

    Raises UserError ``not_allowed``, ``unknown_patient``, ``conflict``, ``bad_request`` or what
    `action` refuses.
    """
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        kept = recalled(work, wish, patient_id)
        if kept is not None:
            return kept
        rights.need(work.reading, clinic.actor, wish.needs, named=wish.named)
        record = loading.record_of(work.reading, patient_id)
        if record is None:
            raise unknown_patient()
        if wish.if_version is not None and wish.if_version != record.version:
            raise conflict(work.reading, record, seen=wish.if_version, yours=wish.content)
        before = file_of(clinic, record).answer
        work.entry(wish.action, patient_id=patient_id)
        ids = action(Write(clinic, work, record))
        work.flush()
        fresh = loading.record_of(work.reading, patient_id)
        assert fresh is not None
        answer = file_of(clinic, fresh).answer
        written = Written(
            changes=Changes(frozenset({patient_id}), wish.topics, record.version + 1),
            version=record.version + 1,
            answer=answer,
            ids=ids,
            marks=raised(before, answer),
        )
        remember(work, wish, patient_id, written)
        work.commit()
    return written


def raised(before: Answer | None, after: Answer | None) -> tuple[str, ...]:
    """The codes of marks that stand after a write and did not stand like this before, sorted."""
    if after is None:
        return ()
    stood = {(mark.code, mark.results) for mark in before.marks} if before else set()
    return tuple(
        sorted({mark.code for mark in after.marks if (mark.code, mark.results) not in stood})
    )


def recalled(work: UnitOfWork, wish: Wish, patient_id: str | None) -> Written | None:
    """What was answered to the same wish under the same key.

    Raises UserError ``bad_request`` where the key was used for something else.
    """
    if wish.key is None:
        return None
    kept = answers.recall(work.reading, wish.key)
    if kept is None:
        return None
    if kept.content != _content(wish, patient_id):
        raise UserError(
            "bad_request",
            tr("This key was used for something else"),
            why=tr("the same key came with other contents"),
            remedy=tr("Use a new key for a new wish"),
        )
    told = json.loads(kept.answer)
    return Written(
        changes=Changes(frozenset(), frozenset(), told["version"]),
        version=told["version"],
        answer=None,
        ids=tuple(told["ids"]),
        marks=tuple(told["marks"]),
        more=told.get("more", {}),
    )


def remember(work: UnitOfWork, wish: Wish, patient_id: str | None, written: Written) -> None:
    """Keep the answer under the wish's key, in the same transaction."""
    if wish.key is not None:
        told: dict[str, object] = {
            "version": written.version, "ids": written.ids, "marks": written.marks,
        }  # fmt: skip
        if written.more:
            told["more"] = written.more
        kept = KeptAnswer(_content(wish, patient_id), canonical(told))
        answers.keep(work, wish.key, kept)


def _content(wish: Wish, patient_id: str | None) -> str:
    return canonical([wish.action, patient_id, dict(wish.content)])


def bad_request(what: str, why: str, remedy: str) -> UserError:
    """The refusal of a wish that cannot be carried out as it was put."""
    return UserError("bad_request", what, why=why, remedy=remedy)


def refuse_future(clinic: Clinic, on: dt.date, *, why: str, remedy: str) -> None:
    """What happened is told when it has happened. Raises UserError ``bad_request``."""
    if on > clinic.clock.today():
        raise bad_request(tr("This day has not come yet"), why, remedy)
