"""Moving a course to another version: a person does it, and sees first what changes.

A course keeps the text that it began with until then. The move is a row of its own; what the
program said before stays what it said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.services import gates
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.judging import judge
from aza_desktop.services.own_protocols import RETIRED
from aza_desktop.services.reading import PatientFile, file_of, record_of
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import courses as shelf
from aza_desktop.storage import protocols as kept
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What would be said of the patient under another text. Nothing is saved."""

    protocol: Protocol
    before: Answer
    after: Answer

    @property
    def gone(self) -> tuple[str, ...]:
        """Titles of marks that would stand no more, in their order."""
        return _titles(self.before, self.after)

    @property
    def new(self) -> tuple[str, ...]:
        """Titles of marks that would stand and do not today."""
        return _titles(self.after, self.before)

    @property
    def step(self) -> tuple[str, str]:
        """Status of the next step before and after."""
        return self.before.escalation.status.value, self.after.escalation.status.value


def movable_to(clinic: Clinic, file: PatientFile) -> tuple[Protocol, ...]:
    """The texts that this course may be moved to: none that is retired, nor its own."""
    if file.course is None:
        return ()
    return tuple(
        protocol
        for protocol in clinic.library.all()
        if protocol.review.status != RETIRED and protocol.sha256 != file.course.protocol.sha256
    )


def preview_move(clinic: Clinic, patient_id: str, *, protocol: str) -> MovePreview:
    """The patient judged by another text. Raises UserError ``not_offered`` without a course."""
    file = file_of(clinic, record_of(clinic, patient_id))
    if file.course is None or file.answer is None:
        raise _no_course()
    bound = clinic.library.find(protocol)
    return MovePreview(bound, file.answer, judge(replace(file.facts, protocol=bound)))


def move_course(
    clinic: Clinic,
    patient_id: str,
    *,
    protocol: str,
    reason: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A prescriber moves the course to another version, for a reason. protocol: ``id@version``.

    Raises UserError ``not_allowed``, ``not_offered``, ``unknown_protocol`` or ``bad_request``.
    """

    def action(change: Write) -> tuple[str, ...]:
        bound = clinic.library.find(protocol)
        course = change.course
        if bound.review.status == RETIRED:
            raise gates.not_offered(
                tr("This version of the protocol is retired"),
                bound.name,
                tr("Choose another version"),
            )
        if bound.sha256 == course.protocol.sha256:
            raise bad_request(
                tr("The course follows this text already"), bound.name, tr("Choose another one")
            )
        ref = kept.keep(change.work, bound)
        shelf.move_protocol(
            change.work,
            change.course_key,
            ref,
            on=clinic.clock.today(),
            confirmed_by=clinic.actor,
            reason=reason.strip(),
        )
        return ()

    if not reason.strip():
        raise bad_request(
            tr("Moving a course needs a reason"), tr("the reason is empty"), tr("Say why")
        )
    content = {"protocol": protocol, "reason": reason}
    wish = Wish("course.move", frozenset({Topic.COURSE}), content, if_version, key, Role.PRESCRIBER)
    return write(clinic, patient_id, wish, action)


def _no_course() -> UserError:
    return UserError(
        "not_offered",
        tr("The patient has no course"),
        why=tr("a version belongs to a course"),
        remedy=tr("Start a course first"),
    )


def _titles(some: Answer, other: Answer) -> tuple[str, ...]:
    known = {(mark.code, mark.results) for mark in other.marks}
    return tuple(mark.title for mark in some.marks if (mark.code, mark.results) not in known)
