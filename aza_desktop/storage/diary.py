"""The diary's shelf: facts that end, and days that are told twice."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from aza_desktop.clinical.doses import DayReport
from aza_desktop.storage import tables as t
from aza_desktop.storage import writing
from aza_desktop.storage.unit_of_work import UnitOfWork


def end_symptom(work: UnitOfWork, patient_id: str, symptom_id: str) -> str | None:
    """The recorded symptom makes room for its newer version; gives the key of its row."""
    return _make_room(work, t.symptoms, patient_id, symptom_id)


def end_comedication(work: UnitOfWork, patient_id: str, drug_id: str) -> str | None:
    """The recorded drug makes room for its newer version; gives the key of its row."""
    return _make_room(work, t.comedications, patient_id, drug_id)


def report_day(work: UnitOfWork, course_id: str, report: DayReport) -> None:
    """What was said of a day; an earlier word about the same day is superseded."""
    same_day = sa.and_(t.day_reports.c.course_id == course_id, t.day_reports.c.day == report.on)
    earlier = writing.current_key(work, t.day_reports, same_day)
    if earlier is not None:
        work.end(t.day_reports, earlier, state="superseded")
    values = {"course_id": course_id, "day": report.on, "report": report.state}
    work.add(t.day_reports, {**values, "supersedes": earlier})


def end_hold(work: UnitOfWork, course_id: str, since: dt.date) -> str | None:
    """The open hold that began on that day makes room for its end; gives the key of its row."""
    open_ = sa.and_(
        t.holds.c.course_id == course_id, t.holds.c.since == since, t.holds.c.until.is_(None)
    )
    earlier = writing.current_key(work, t.holds, open_)
    if earlier is not None:
        work.end(t.holds, earlier, state="superseded")
    return earlier


def _make_room(work: UnitOfWork, table: sa.Table, patient_id: str, given_id: str) -> str | None:
    same = sa.and_(table.c.patient_id == patient_id, table.c.given_id == given_id)
    earlier = writing.current_key(work, table, same)
    if earlier is not None:
        work.end(table, earlier, state="superseded")
    return earlier
