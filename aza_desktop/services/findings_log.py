"""What became of a patient's findings: answered, closed, lapsed; and what people did about them.

Findings are never stored, so the past ones are judged again, day by day, from what is recorded
now; the answers of people are read as they were written, with the sentence as it was shown.
Nothing is written here.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from aza_desktop.clinical.answers import AnswerKind
from aza_desktop.clinical.dates import add_days, show
from aza_desktop.clinical.diary import Decision
from aza_desktop.clinical.findings import Mark
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.services.answered import lapsed_because
from aza_desktop.services.audit_lines import safe_cell
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import PatientFile, file_of
from aza_desktop.texts import tr

KINDS = ("closed", "lapsed", "acknowledge", "override", "snooze", "decision", "contact")
SHOWN_DAYS = 30
"""So long a closed finding is still to be seen beside the open ones."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line. kind: one of `KINDS`. code: of the mark, "" where it is about none.

    said: the finding's sentence. outcome: what became of it. opened_on: None where not known.
    """

    on: dt.date
    kind: str
    code: str
    title: str
    said: str
    outcome: str
    who: str = ""
    reason: str = ""
    protocol: str = ""
    opened_on: dt.date | None = None


def log_of(
    clinic: Clinic, record: PatientRecord, *, since: dt.date | None = None
) -> tuple[LogEntry, ...]:
    """Everything that became of this patient's findings, newest first. since: not before."""
    today = clinic.clock.today()
    file = file_of(clinic, record, as_of=today)
    found = [*_decided(clinic, record), *_lapsed(clinic, record, since or _begin(record, today))]
    found += _answers(file)
    found += _contacts(file)
    kept = [each for each in found if (since is None or each.on >= since) and each.on <= today]
    return tuple(sorted(kept, key=lambda each: (-each.on.toordinal(), KINDS.index(each.kind))))


def closed_lately(clinic: Clinic, record: PatientRecord) -> tuple[LogEntry, ...]:
    """The findings that were closed or lapsed in the last days, newest first."""
    since = add_days(clinic.clock.today(), -SHOWN_DAYS)
    return tuple(
        each for each in log_of(clinic, record, since=since) if each.kind in {"closed", "lapsed"}
    )


def log_csv(entries: Iterable[LogEntry]) -> str:
    """The lines as CSV for a spreadsheet; no cell can act as a formula there."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["on", "kind", "code", "finding", "said", "outcome", "who", "reason", "protocol"]
    )
    for each in entries:
        cells = (
            each.on.isoformat(), each.kind, each.code, each.title, each.said, each.outcome,
            each.who, each.reason, each.protocol,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def note_log_export(clinic: Clinic, patient_id: str, *, lines: int) -> None:
    """Record that this patient's log left the program."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(f"findings.export {lines}", patient_id=patient_id)
        work.commit()


def _decided(clinic: Clinic, record: PatientRecord) -> list[LogEntry]:
    """Each decision, and the marks that it answered: those of its day without it."""
    found = []
    for course in record.courses:
        for decision in course.decisions:
            who, reason = decision.decided_by or "", decision.reason or ""
            named = [r for r in record.current_results if r.id in decision.results]
            about = ", ".join(f"{r.analyte} {show(r.collected_on)}" for r in named)
            found.append(
                LogEntry(
                    on=decision.on, kind="decision", code="", title=tr("Decision"),
                    said=about, outcome=tr(decision.type.value), who=who, reason=reason,
                    protocol=course.protocol.name,
                )
            )  # fmt: skip
            for mark, protocol in _answered_by(clinic, record, course, decision):
                outcome = tr("decided: {type}").format(type=tr(decision.type.value))
                found.append(
                    LogEntry(
                        on=decision.on, kind="closed", code=mark.code, title=mark.title,
                        said=mark.why, outcome=outcome, who=who, reason=reason, protocol=protocol,
                    )
                )  # fmt: skip
    return found


def _answered_by(
    clinic: Clinic, record: PatientRecord, course: CourseRecord, decision: Decision
) -> list[tuple[Mark, str]]:
    """The marks that stood on that day without the decision, and do not stand with it."""
    left = tuple(each for each in course.decisions if each.id != decision.id)
    other = replace(course, decisions=left)
    without = replace(
        record,
        courses=tuple(other if c.number == course.number else c for c in record.courses),
    )
    then = file_of(clinic, without, as_of=decision.on)
    after = file_of(clinic, record, as_of=decision.on)
    if then.answer is None or after.answer is None or then.protocol is None:
        return []
    stands = {(mark.code, mark.results) for mark in after.answer.marks}
    named = set(decision.results)
    return [
        (mark, then.protocol.name)
        for mark in then.answer.marks
        if named.intersection(mark.results) and (mark.code, mark.results) not in stands
    ]


def _lapsed(clinic: Clinic, record: PatientRecord, since: dt.date) -> list[LogEntry]:
    """Marks that stood on one day and no longer on the next one looked at, without a decision."""
    found: list[LogEntry] = []
    open_: dict[str, tuple[Mark, dt.date]] = {}
    for day in _days(record, since, clinic.clock.today()):
        file = file_of(clinic, record, as_of=day)
        if file.answer is None or file.protocol is None:
            continue
        now = {mark.code: mark for mark in file.answer.marks}
        for code, (mark, opened) in list(open_.items()):
            if code in now:
                continue
            del open_[code]
            if not _was_decided(record, mark, day):
                found.append(
                    LogEntry(
                        on=day, kind="lapsed", code=code, title=mark.title, said=mark.why,
                        outcome=_why_lapsed(file, mark), protocol=file.protocol.name,
                        opened_on=opened,
                    )
                )  # fmt: skip
        for code, mark in now.items():
            open_[code] = (mark, open_[code][1] if code in open_ else day)
    return found


def _was_decided(record: PatientRecord, mark: Mark, day: dt.date) -> bool:
    named = set(mark.results)
    return any(
        decision.on <= day and named.intersection(decision.results)
        for course in record.courses
        for decision in course.decisions
    )


def _why_lapsed(file: PatientFile, mark: Mark) -> str:
    """What happened on the day on which the mark was gone."""
    day = file.as_of
    if any(event.on == day for course in file.record.courses for event in course.phases):
        return tr("the course moved on")
    if any(result.collected_on == day for result in file.record.current_results):
        return tr("answered by the results of {day}").format(day=show(day))
    if not mark.results and any(s.resolved_on == day for s in file.record.symptoms):
        return tr("the symptom has gone")
    return tr("no longer stands")


def _answers(file: PatientFile) -> list[LogEntry]:
    found = []
    for answer in file.record.mark_answers:
        lapsed = None if answer.kind is AnswerKind.ACKNOWLEDGE else lapsed_because(file, answer)
        until = tr("until {day}").format(day=show(answer.until)) if answer.until else ""
        outcome = tr("lapsed: {why}").format(why=lapsed) if lapsed else until
        code = answer.reason_code.replace("_", " ") if answer.reason_code else ""
        reason = ": ".join(filter(None, (code, answer.reason)))
        found.append(
            LogEntry(
                on=answer.on, kind=answer.kind.value, code=answer.code,
                title=_title(file, answer.code), said=answer.shown or "", outcome=outcome,
                who=answer.by, reason=reason, protocol=answer.protocol or "",
            )
        )  # fmt: skip
    return found


def _contacts(file: PatientFile) -> list[LogEntry]:
    found = []
    for contact in file.record.contacts:
        again = tr("again on {day}").format(day=show(contact.next_on)) if contact.next_on else ""
        said = "; ".join(_title(file, code) for code in contact.about)
        outcome = ", ".join(filter(None, (tr(contact.outcome.replace("_", " ")), again)))
        found.append(
            LogEntry(
                on=contact.on, kind="contact", code=" ".join(contact.about), title=tr("Contact"),
                said=said, outcome=outcome, who=contact.by or "", reason=contact.text or "",
            )
        )  # fmt: skip
    return found


def _title(file: PatientFile, code: str) -> str:
    known = file.protocol.marks.get(code) if file.protocol is not None else None
    return known.title if known is not None else code.replace("_", " ")


def _begin(record: PatientRecord, today: dt.date) -> dt.date:
    return min(_told(record), default=today)


def _told(record: PatientRecord) -> set[dt.date]:
    """Every day on which something happened that a rule looks at."""
    days = {result.collected_on for result in record.current_results}
    days |= {day for s in record.symptoms for day in (s.onset_on, s.resolved_on) if day}
    days |= {c.start_on for c in record.comedications}
    days |= {add_days(c.last_day, 1) for c in record.comedications if c.last_day}
    for course in record.courses:
        days |= {event.on for event in course.phases if event.on}
        days |= {event.on for event in course.dose_events}
        days |= {decision.on for decision in course.decisions}
        days |= {hold.since for hold in course.holds}
    return days


def _days(record: PatientRecord, since: dt.date, today: dt.date) -> list[dt.date]:
    """The days to be looked at: each on which something happened, and the one before it."""
    told = {day for day in _told(record) if since <= day <= today}
    return sorted({since, today, *told, *(add_days(day, -1) for day in told)})
