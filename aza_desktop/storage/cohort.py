"""All patients at once, slim: a few set queries, ordered by patient, whatever their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from aza_desktop.clinical.course import PhaseEvent, ProtocolRef
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.clinical.record import CourseRecord
from aza_desktop.storage import tables as t
from aza_desktop.storage import translate
from aza_desktop.storage.reading import Reading

LiverRow = tuple[str, str, str | None, str, str | None, str | None, str | None, dt.date]
"""patient, analyte, value, comparator, unit, ULN, unit of the ULN, day; numbers as kept texts."""


@dataclass(frozen=True, slots=True)
class Head:
    """Who a patient is, and the courses with nothing but their phases and dates."""

    patient_id: str
    identity: Identity
    courses: tuple[CourseRecord, ...]


def liver_rows(
    reading: Reading, analytes: Sequence[str], *, until: dt.date, patient_id: str | None = None
) -> Iterator[LiverRow]:
    """The current results of these analytes, by patient, then by day; of one patient or of all."""
    r = t.results.c
    query = (
        sa.select(
            r.patient_id, r.analyte, sa.type_coerce(r.value, sa.String), r.comparator, r.unit,
            sa.type_coerce(r.uln, sa.String), r.uln_unit, r.collected_on,
        )
        .where(r.state == "current", r.analyte.in_(tuple(analytes)), r.collected_on <= until)
        .order_by(r.patient_id, r.collected_on, r.id)
    )  # fmt: skip
    if patient_id is not None:
        query = query.where(r.patient_id == patient_id)
    for row in reading.connection.execute(query):
        yield tuple(row)


def heads(reading: Reading, *, patient_id: str | None = None) -> tuple[Head, ...]:
    """Every patient who counts, in the order of their keys; or that one."""
    known = {row.patient_id for row in _current(reading, t.patient_details, "patient_id")}
    if patient_id is not None:
        known &= {patient_id}
    names = {
        row.patient_id: (row.family, row.given)
        for row in _current(reading, t.patient_names, "patient_id", "family", "given")
    }
    numbers: dict[str, list[tuple[int, str, str]]] = {}
    for row in _current(reading, t.patient_numbers, "patient_id", "position", "system", "value"):
        numbers.setdefault(row.patient_id, []).append((row.position, row.system, row.value))
    courses = _courses(reading)
    return tuple(
        Head(
            key,
            Identity(
                tuple(PatientNumber(s, v) for _, s, v in sorted(numbers.get(key, []))),
                *names.get(key, (None, None)),
            ),
            tuple(courses.get(key, ())),
        )
        for key in sorted(known)
    )


def _courses(reading: Reading) -> dict[str, list[CourseRecord]]:
    """Patient -> courses in their order; doses, holds and decisions are left out."""
    phases: dict[str, list[PhaseEvent]] = {}
    for row in reading.connection.execute(
        sa.select(t.phase_events).where(t.phase_events.c.state == "current")
        .order_by(t.phase_events.c.id)
    ):  # fmt: skip
        phases.setdefault(row.course_id, []).append(translate.phase_event(row))
    dates = {
        row.course_id: translate.dates(row)
        for row in reading.connection.execute(
            sa.select(t.course_dates).where(t.course_dates.c.state == "current")
        )
    }
    found: dict[str, list[CourseRecord]] = {}
    for row in reading.connection.execute(sa.select(t.courses).order_by(t.courses.c.number)):
        if row.id in dates:
            ref = ProtocolRef(row.protocol_id, row.protocol_version, row.protocol_sha256)
            course = CourseRecord(row.number, ref, dates[row.id], tuple(phases.get(row.id, ())))
            found.setdefault(row.patient_id, []).append(course)
    return found


def _current(reading: Reading, table: sa.Table, *columns: str) -> Sequence[sa.Row[tuple[str, ...]]]:
    query = sa.select(*(table.c[name] for name in columns)).where(table.c.state == "current")
    return reading.connection.execute(query.order_by(table.c.id)).all()
