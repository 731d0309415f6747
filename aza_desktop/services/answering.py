"""What people answer to marks: seen, overridden for a reason, or put off to a day.

An answer never takes a mark away: the rules say what they say. An acknowledgement tells that
somebody has seen it; an override opens a gate for a prescriber; a snooze lets a lesser group of
the list wait.
"""

from __future__ import annotations

import datetime as dt

from aza_desktop import __version__
from aza_desktop.clinical.answers import ACKNOWLEDGE_REASONS, AnswerKind, MarkAnswer
from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.findings import Mark, Severity
from aza_desktop.errors import UserError
from aza_desktop.services.answered import SNOOZABLE, acknowledged, lapsed_because, live_overrides
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import PatientFile, file_of
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Wish, Write, Written, bad_request, write
from aza_desktop.storage import workflow
from aza_desktop.texts import tr

__all__ = [
    "SNOOZABLE", "acknowledge", "acknowledged", "lapsed_because", "live_overrides",
    "overridable", "override", "snooze",
]  # fmt: skip

NEVER_OVERRIDDEN = frozenset(
    {
        "PRIOR_DOSE_UNKNOWN", "TOXIC_DOSE_TOO_LOW", "DOSE_NOT_BELOW_TOXIC", "NOT_NORMALISED",
        "NORMALISATION_UNPROVEN", "RULE_NOT_RUN", "ULN_MISSING", "UNIT_MISMATCH",
        "RESULT_INVALID", "RESULT_CENSORED", "RESULT_FUTURE", "DUP_CONFLICT",
        "X_INDEX_TOO_SEVERE", "X_CEILING_NOT_WRITTEN", "X_SETS_TOO_FEW", "X_GENES_UNKNOWN",
        "X_FIRST_TEST_MISSING",
    }
)  # fmt: skip
"""No reason opens these: what cannot be told is not judged, and the ceiling is the ceiling."""

_TOPICS = frozenset({Topic.DIARY})


def acknowledge(
    clinic: Clinic,
    patient_id: str,
    code: str,
    *,
    reason_code: str,
    reason: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Somebody has seen the mark. It stays; a stop mark is answered by a decision, not by this."""
    if reason_code not in ACKNOWLEDGE_REASONS:
        raise bad_request(
            tr("This reason is not known"),
            reason_code,
            tr("Known are: {names}").format(names=", ".join(ACKNOWLEDGE_REASONS)),
        )
    if reason_code == "other":
        _need_reason(reason)

    def action(change: Write) -> tuple[str, ...]:
        mark = _mark(change, code)
        return (
            _record(change, AnswerKind.ACKNOWLEDGE, mark, reason_code=reason_code, reason=reason),
        )

    content = {"code": code, "reason_code": reason_code, "reason": reason}
    return write(
        clinic, patient_id, Wish("mark.acknowledge", _TOPICS, content, if_version, key), action
    )


def override(
    clinic: Clinic,
    patient_id: str,
    code: str,
    *,
    reason: str,
    until: dt.date,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """A prescriber lets a blocking mark stand and goes on, for a reason and until a day.

    Critical marks and what cannot be told are never overridden. Raises UserError ``not_offered``.
    """
    _need_reason(reason)
    _need_future(clinic, until)

    def action(change: Write) -> tuple[str, ...]:
        mark = _mark(change, code)
        if not overridable(mark):
            raise UserError(
                "not_offered",
                tr("This mark cannot be overridden"),
                why=tr("it blocks nothing")
                if not mark.blocks
                else tr("it is answered by a decision or by what is missing, not by a reason"),
                remedy=tr("Read what the mark asks for"),
            )
        return (_record(change, AnswerKind.OVERRIDE, mark, reason=reason, until=until),)

    content = {"code": code, "reason": reason, "until": until}
    wish = Wish("mark.override", _TOPICS, content, if_version, key, Role.PRESCRIBER)
    return write(clinic, patient_id, wish, action)


def overridable(mark: Mark) -> bool:
    """True for a mark that a prescriber may let stand and go on all the same."""
    return (
        mark.blocks and mark.severity is not Severity.CRITICAL and mark.code not in NEVER_OVERRIDDEN
    )


def snooze(
    clinic: Clinic,
    patient_id: str,
    *,
    group: str,
    until: dt.date,
    reason: str,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """The patient leaves a lesser group of the list and is back on `until`."""
    _need_reason(reason)
    if until <= clinic.clock.today():
        raise bad_request(
            tr("This day has come already"),
            tr("the patient would be back on the list at once"),
            tr("Choose a day after today"),
        )
    if group not in SNOOZABLE:
        raise UserError(
            "not_offered",
            tr("This group of the list does not wait"),
            why=tr("breaches, doubts and overdue tests stay until they are answered"),
            remedy=tr("Answer what the list names"),
        )

    def action(change: Write) -> tuple[str, ...]:
        answer = MarkAnswer(
            id=_free(change),
            kind=AnswerKind.SNOOZE,
            code=group,
            on=clinic.clock.today(),
            by=clinic.actor,
            reason=reason,
            until=until,
            results_seen=len(change.record.results),
            program=__version__,
        )
        workflow.add_mark_answer(change.work, patient_id, answer)
        return (answer.id,)

    content = {"group": group, "until": until, "reason": reason}
    return write(
        clinic, patient_id, Wish("patient.snooze", _TOPICS, content, if_version, key), action
    )


def _record(
    change: Write,
    kind: AnswerKind,
    mark: Mark,
    *,
    reason: str | None,
    reason_code: str | None = None,
    until: dt.date | None = None,
) -> str:
    """The answer, with the mark's sentence as it was shown and the text it came from."""
    protocol = _file(change).protocol
    answer = MarkAnswer(
        id=_free(change),
        kind=kind,
        code=mark.code,
        on=change.clinic.clock.today(),
        by=change.clinic.actor,
        results=mark.results,
        reason_code=reason_code,
        reason=reason,
        until=until,
        shown=mark.why,
        protocol=protocol.name if protocol else None,
        sha256=protocol.sha256 if protocol else None,
        results_seen=len(change.record.results),
        program=__version__,
    )
    workflow.add_mark_answer(change.work, change.patient_id, answer)
    return answer.id


def _file(change: Write) -> PatientFile:
    return file_of(change.clinic, change.record)


def _mark(change: Write, code: str) -> Mark:
    answer = _file(change).answer
    for mark in answer.marks if answer else ():
        if mark.code == code:
            return mark
    raise bad_request(
        tr("This mark does not stand"),
        tr("{code} is not among the patient's findings now").format(code=code),
        tr("Read the findings again"),
    )


def _free(change: Write) -> str:
    return workflow.next_id(change.work, workflow.MARK_ANSWERS, change.patient_id)


def _need_reason(reason: str | None) -> None:
    if not (reason or "").strip():
        raise bad_request(
            tr("This needs a reason"), tr("the reason is empty"), tr("Say why in a few words")
        )


def _need_future(clinic: Clinic, until: dt.date) -> None:
    if until < clinic.clock.today():
        raise bad_request(
            tr("This day has passed"), tr("it lies before today"), tr("Choose a later day")
        )
