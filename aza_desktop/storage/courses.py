"""The courses' shelf: which row is which course, and its changing dates and checklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from aza_desktop.clinical.course import CourseDates, ProtocolRef
from aza_desktop.storage import tables as t
from aza_desktop.storage import writing
from aza_desktop.storage.unit_of_work import UnitOfWork


def key_of(work: UnitOfWork, patient_id: str, number: int) -> str:
    """The key of a patient's course."""
    query = sa.select(t.courses.c.id).where(
        t.courses.c.patient_id == patient_id, t.courses.c.number == number
    )
    return str(work.connection.execute(query).scalar_one())


def next_number(work: UnitOfWork, patient_id: str) -> int:
    """The number of a new course: one that no course of the patient ever had."""
    query = sa.select(sa.func.max(t.courses.c.number)).where(t.courses.c.patient_id == patient_id)
    return (work.connection.execute(query).scalar_one() or 0) + 1


def move_dates(work: UnitOfWork, course_id: str, dates: CourseDates) -> None:
    """The course's dates from now on; the earlier row stays, superseded."""
    earlier = writing.current_key(work, t.course_dates, t.course_dates.c.course_id == course_id)
    if earlier is not None:
        work.end(t.course_dates, earlier, state="superseded")
    writing.add_dates(work, course_id, dates, supersedes=earlier)


def move_protocol(
    work: UnitOfWork,
    course_id: str,
    ref: ProtocolRef,
    *,
    on: dt.date,
    confirmed_by: str,
    reason: str,
) -> None:
    """The text that judges the course from now on; the earlier move stays, superseded."""
    table = t.course_protocols
    earlier = writing.current_key(work, table, table.c.course_id == course_id)
    if earlier is not None:
        work.end(table, earlier, state="superseded")
    work.add(
        table,
        {
            "course_id": course_id,
            "protocol_id": ref.id,
            "protocol_version": ref.version,
            "protocol_sha256": ref.sha256,
            "moved_on": on,
            "confirmed_by": confirmed_by,
            "reason": reason,
            "supersedes": earlier,
        },
    )


def withdraw_doses(
    work: UnitOfWork, course_id: str, days: Collection[dt.date], *, reason: str
) -> None:
    """The doses that were to begin on these days count no more; they stay, withdrawn."""
    table = t.dose_events
    query = sa.select(table.c.id).where(
        table.c.course_id == course_id, table.c.starts_on.in_(days), table.c.state == "current"
    )
    for key in work.connection.execute(query).scalars().all():
        work.end(table, key, state="withdrawn", reason=reason)


def answer_checklist(work: UnitOfWork, course_id: str, answers: Mapping[str, str]) -> None:
    """The course's checklist from now on; the earlier row stays, superseded."""
    table = t.course_checklists
    earlier = writing.current_key(work, table, table.c.course_id == course_id)
    if earlier is not None:
        work.end(table, earlier, state="superseded")
    writing.add_checklist(work, course_id, answers, supersedes=earlier)
