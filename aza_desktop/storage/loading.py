"""Whole patients out of the record: one query a table, however many patients there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import sqlalchemy as sa

from aza_desktop.clinical.course import ProtocolRef
from aza_desktop.clinical.labs import RecordedResult
from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.storage import tables as t
from aza_desktop.storage import translate
from aza_desktop.storage.feeds import Feed, Row, decision_feed, feed
from aza_desktop.storage.known_by import EVERY_STATE, as_known
from aza_desktop.storage.merged_away import not_merged_away
from aza_desktop.storage.reading import Reading

_OF_PATIENT = (
    t.patient_numbers, t.patient_names, t.patient_details, t.allergy_states, t.genetics, t.weights,
    t.drug_questions, t.laboratories, t.laboratory_limits, t.courses, t.results, t.samples,
    t.symptoms, t.comedications, t.contacts, t.notes, t.proposals, t.owners, t.lab_requests,
    t.result_steps, t.mark_answers,
)  # fmt: skip
_OF_COURSE = (
    t.course_checklists, t.course_protocols, t.course_dates, t.phase_events, t.dose_events,
    t.holds, t.day_reports, t.decisions,
)  # fmt: skip

Rows = dict[str, list[Row]]


def record_of(
    reading: Reading, patient_id: str, *, known_by: dt.datetime | None = None
) -> PatientRecord | None:
    """Everything recorded about one patient; None if there is no such key, or nothing counts.

    known_by: what had been recorded by that instant, as it stood then; None before the patient was.
    """
    return next(iter(_records(reading, patient_id, known_by)), None)


def all_records(reading: Reading) -> Iterator[PatientRecord]:
    """Every patient, in the order of their keys, one at a time."""
    return _records(reading, None)


def _records(
    reading: Reading, patient_id: str | None, known_by: dt.datetime | None = None
) -> Iterator[PatientRecord]:
    query = sa.select(t.patients).order_by(t.patients.c.id)
    query = query.where(not_merged_away(t.patients.c.id, known_by))
    if known_by is not None:
        query = query.where(t.patients.c.recorded_at <= known_by)
    if patient_id is not None:
        query = query.where(t.patients.c.id == patient_id)
    feeds: dict[str, Feed] = {
        table.name: feed(
            reading,
            table,
            patient_id=patient_id,
            every_state=table.name in EVERY_STATE or known_by is not None,
        )
        for table in (*_OF_PATIENT, *_OF_COURSE)
    }
    feeds["decision_results"] = decision_feed(reading, patient_id=patient_id)
    named = sa.select(t.imports.c.id, t.imports.c.file)
    files = dict(reading.connection.execute(named).all())
    for patient in reading.connection.execute(query):
        rows = {name: one.take(patient.id) for name, one in feeds.items()}
        if known_by is not None:
            rows = as_known(rows, known_by)
        if rows["patient_details"]:
            yield _record(patient, rows, files)


def _record(patient: Row, rows: Rows, files: dict[str, str]) -> PatientRecord:
    details = rows["patient_details"][-1]
    return PatientRecord(
        id=patient.id,
        version=patient.version,
        identity=_identity(rows),
        facts=PatientFacts(
            prior_toxic_dose_mg=details.prior_toxic_dose_mg,
            tpmt=Tpmt(details.tpmt),
            weight_kg=details.weight_kg,
        ),
        courses=_courses(rows),
        results=_results(rows["results"], files),
        symptoms=tuple(translate.symptom(row) for row in rows["symptoms"]),
        comedications=tuple(translate.comedication(row) for row in rows["comedications"]),
        indication=details.indication,
        tablets_mg=tuple(Decimal(tablet) for tablet in details.tablets_mg.split()),
        halves=details.halves,
        splitting=details.splitting,
        allergies=translate.allergies(_last(rows["allergy_states"])),
        genetics=tuple(translate.gene_test(row) for row in rows["genetics"]),
        weights=tuple(translate.weight(row) for row in rows["weights"]),
        drug_questions=tuple(translate.drug_question(row) for row in rows["drug_questions"]),
        laboratories=tuple(
            translate.laboratory(row, rows["laboratory_limits"]) for row in rows["laboratories"]
        ),
        contacts=tuple(translate.contact(row) for row in rows["contacts"]),
        notes=tuple(translate.note(row) for row in rows["notes"]),
        samples=tuple(translate.sample(row) for row in rows["samples"]),
        proposals=tuple(translate.proposal(row) for row in rows["proposals"]),
        owner=translate.owner(_last(rows["owners"])),
        lab_requests=tuple(translate.lab_request(row) for row in rows["lab_requests"]),
        result_steps=tuple(translate.result_step(row) for row in rows["result_steps"]),
        mark_answers=tuple(translate.mark_answer(row) for row in rows["mark_answers"]),
    )


def _identity(rows: Rows) -> Identity:
    details, names = rows["patient_details"][-1], _last(rows["patient_names"])
    numbers = sorted(rows["patient_numbers"], key=lambda row: (row.position, row.id))
    return Identity(
        numbers=tuple(PatientNumber(row.system, row.value) for row in numbers),
        family=names.family if names else None,
        given=names.given if names else None,
        title=names.title if names else None,
        birth_date=details.birth_date,
        sex=details.sex,
        phone=details.phone,
    )


def _results(rows: list[Row], files: dict[str, str]) -> tuple[RecordedResult, ...]:
    ids = {row.id: row.given_id for row in rows}
    rows.sort(key=lambda row: (row.collected_on, row.collected_time or dt.time.min, row.id))
    return tuple(translate.result(row, files, ids) for row in rows)


def _courses(rows: Rows) -> tuple[CourseRecord, ...]:
    named: dict[str, list[str]] = {}
    for row in rows["decision_results"]:
        named.setdefault(row.decision_id, []).append(row.result)
    begun = {row.course_id for row in rows["course_dates"]}
    courses = sorted(rows["courses"], key=lambda row: row.number)
    return tuple(_course(course, rows, named) for course in courses if course.id in begun)


def _course(course: Row, rows: Rows, named: dict[str, list[str]]) -> CourseRecord:
    def mine(table: str) -> list[Row]:
        return [row for row in rows[table] if row.course_id == course.id]

    bound = _last(mine("course_protocols")) or course
    return CourseRecord(
        number=course.number,
        protocol=ProtocolRef(bound.protocol_id, bound.protocol_version, bound.protocol_sha256),
        dates=translate.dates(_last(mine("course_dates"))),
        phases=tuple(translate.phase_event(row) for row in mine("phase_events")),
        dose_events=tuple(
            translate.dose_event(row)
            for row in sorted(mine("dose_events"), key=lambda row: row.starts_on)
        ),
        holds=tuple(translate.hold(row) for row in mine("holds")),
        day_reports=tuple(translate.day_report(row) for row in mine("day_reports")),
        decisions=tuple(
            translate.decision(row, tuple(named.get(row.id, ()))) for row in mine("decisions")
        ),
        checklist=translate.checklist(_last(mine("course_checklists"))),
        reason=course.reason,
    )


def _last(rows: list[Row]) -> Row | None:
    return rows[-1] if rows else None
