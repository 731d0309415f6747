"""What was overridden in a week: whose mark, by whom, why, until when, and what came after.

Overrides are the signal that marks are too many or wrong, so they are read once a week by whoever
may give them or keeps the clinic. Reading is recorded; nothing is closed or opened by it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from aza_desktop.clinical.answers import AnswerKind, MarkAnswer
from aza_desktop.clinical.checklist import AGAINST, OVERRIDE_SUFFIX
from aza_desktop.clinical.course import BREAK, Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.record import CourseRecord
from aza_desktop.errors import UserError
from aza_desktop.services import reading, rights
from aza_desktop.services.answered import lapsed_because
from aza_desktop.services.audit_lines import safe_cell
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import PatientFile
from aza_desktop.services.rights import Role
from aza_desktop.storage import loading, overrides, paper
from aza_desktop.texts import tr

WEEK_DAYS = 7
READ, EXPORTED = "overrides.read", "overrides.export"
CHECKLIST = "checklist"
_SETTING = "overrides_read_by:"
_READERS = (Role.PRESCRIBER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """One override. code: the mark's, or ``checklist`` with the question in `what`.

    answer: what was answered to that question, "" for a mark. shown: the sentence that was
    overridden. lapsed: why it holds no more, "" while it does. newer: results that were recorded
    after it; newest_on: the latest day of collection among all of the patient's results.
    """

    patient_id: str
    name: str
    number: str
    born_on: dt.date | None
    on: dt.date
    code: str
    what: str
    answer: str
    shown: str
    by: str
    reason: str
    until: dt.date | None
    lapsed: str
    newer: int
    newest_on: dt.date | None


@dataclass(frozen=True, slots=True)
class OverrideReport:
    """The overrides from `since` to `until`, both included, newest first."""

    since: dt.date
    until: dt.date
    lines: tuple[OverrideLine, ...]

    @property
    def holding(self) -> int:
        """How many of them still hold."""
        return sum(1 for line in self.lines if not line.lapsed)

    @property
    def with_newer(self) -> int:
        """How many were followed by a newer result."""
        return sum(1 for line in self.lines if line.newer)


def override_report(
    clinic: Clinic, *, since: dt.date | None = None, until: dt.date | None = None
) -> OverrideReport:
    """The overrides of a week: without days, today and the six days before it."""
    last = until or clinic.clock.today()
    first = since or add_days(last, 1 - WEEK_DAYS)
    with clinic.store.reading() as open_:
        keys = overrides.overridden_patients(open_, first, last)
        records = [loading.record_of(open_, key) for key in keys]
    lines = [
        line
        for record in records
        if record is not None
        for line in _lines(reading.file_of(clinic, record))
        if first <= line.on <= last
    ]
    lines.sort(key=lambda line: (line.name, line.number, line.what))
    lines.sort(key=lambda line: line.on, reverse=True)
    return OverrideReport(first, last, tuple(lines))


def may_read(clinic: Clinic) -> bool:
    """True for whoever may give overrides or keeps the clinic."""
    return not rights.roles_of(clinic).isdisjoint(_READERS)


def read_until(clinic: Clinic) -> dt.date | None:
    """The last day up to which the present user has read the overrides; None before the first."""
    with clinic.store.reading() as open_:
        kept = paper.settings(open_).get(_SETTING + clinic.actor)
    return dt.date.fromisoformat(kept) if kept is not None else None


def unread(clinic: Clinic) -> OverrideReport | None:
    """What the present user should read now; None while there is nothing, or it can wait.

    It waits until the oldest override that was not read is a week old.
    """
    if not may_read(clinic):
        return None
    today, last = clinic.clock.today(), read_until(clinic)
    with clinic.store.reading() as open_:
        oldest = overrides.oldest_override(open_, None if last is None else add_days(last, 1))
    if oldest is None or (today - oldest).days < WEEK_DAYS:
        return None
    return override_report(clinic, since=oldest, until=today)


def mark_read(clinic: Clinic, report: OverrideReport) -> None:
    """The present user has read the overrides up to the report's last day.

    Today counts as read tomorrow at the earliest: more may be overridden before the evening. An
    older week that is read again takes nothing back. Raises UserError ``not_allowed``.
    """
    if not may_read(clinic):
        raise UserError(
            "not_allowed",
            tr("This user does not read the overrides for the clinic"),
            why=tr("that is a prescriber's or an administrator's task"),
            remedy=tr("Choose one of them in the status line"),
        )
    last = read_until(clinic)
    until = min(report.until, add_days(clinic.clock.today(), -1))
    if last is not None:
        until = max(until, last)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(READ)
        paper.change_setting(work, _SETTING + clinic.actor, until.isoformat())
        work.commit()


def report_csv(report: OverrideReport) -> str:
    """The lines as CSV for a spreadsheet; no cell can act as a formula there."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["on", "number", "patient", "born", "code", "overridden", "shown", "by", "reason",
         "until", "lapsed", "newer_results", "newest_collected"]
    )  # fmt: skip
    for line in report.lines:
        cells = (
            line.on.isoformat(), line.number, line.name, _iso(line.born_on), line.code, line.what,
            line.shown, line.by, line.reason, _iso(line.until), line.lapsed, str(line.newer),
            _iso(line.newest_on),
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def note_export(clinic: Clinic, *, lines: int) -> None:
    """Record that the list left the program: who took how much of it."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(f"{EXPORTED} {lines}")
        work.commit()


def _lines(file: PatientFile) -> Iterator[OverrideLine]:
    for answer in file.record.mark_answers:
        if answer.kind is AnswerKind.OVERRIDE:
            yield _of_mark(file, answer)
    for course in file.record.courses:
        yield from _of_checklist(file, course)


def _of_mark(file: PatientFile, answer: MarkAnswer) -> OverrideLine:
    known = file.protocol.marks.get(answer.code) if file.protocol is not None else None
    return _line(
        file,
        on=answer.on,
        code=answer.code,
        what=known.title if known is not None else answer.code,
        answer="",
        shown=answer.shown or "",
        by=answer.by,
        reason=answer.reason or "",
        until=answer.until,
        lapsed=lapsed_because(file, answer) or "",
        newer=max(len(file.record.results) - answer.results_seen, 0),
    )


def _of_checklist(file: PatientFile, course: CourseRecord) -> Iterator[OverrideLine]:
    """The answers that speak against a restart and were overridden, on the day of the restart."""
    begun = [event for event in course.phases if event.to is Phase.REINTRODUCTION]
    event = next(iter(begun), next(iter(course.phases), None))
    day = None if event is None else event.on
    if event is None or day is None:
        return
    is_over = course.phase not in BREAK
    for question in AGAINST:
        reason = course.checklist.get(f"{question}{OVERRIDE_SUFFIX}", "").strip()
        if reason:
            yield _line(
                file,
                on=day,
                code=CHECKLIST,
                what=question,
                answer=course.checklist.get(question, ""),
                shown="",
                by=event.confirmed_by or "",
                reason=reason,
                until=None,
                lapsed=tr("the restart was confirmed") if is_over else "",
                newer=_entered_after(file, day),
            )


def _line(
    file: PatientFile,
    *,
    on: dt.date,
    code: str,
    what: str,
    answer: str,
    shown: str,
    by: str,
    reason: str,
    until: dt.date | None,
    lapsed: str,
    newer: int,
) -> OverrideLine:
    identity = file.record.identity
    return OverrideLine(
        patient_id=file.record.id,
        name=identity.name,
        number=identity.number,
        born_on=identity.birth_date,
        on=on,
        code=code,
        what=what,
        answer=answer,
        shown=shown,
        by=by,
        reason=reason,
        until=until,
        lapsed=lapsed,
        newer=newer,
        newest_on=max((r.collected_on for r in file.record.current_results), default=None),
    )


def _entered_after(file: PatientFile, day: dt.date) -> int:
    entered = (one.entered_on for one in file.record.current_results)
    return sum(1 for on in entered if on is not None and on > day)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day is not None else ""
