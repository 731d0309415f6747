"""Patients as every screen and command sees them: the record, the course in view, the answer.

Nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aza_desktop.clinical.course import Phase, ProtocolRef
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Answer
from aza_desktop.clinical.known_on import course_on, facts_of, judged_facts, phase_on
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.clinical.worklist import PatientLine, Worklist
from aza_desktop.errors import UserError
from aza_desktop.services import listing
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.judging import judge
from aza_desktop.storage import imports, loading, patients, people
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

FALLBACK_PROTOCOL = "aza-reintro-literal"
"""What a patient without a course is judged by: only symptoms and drugs are facts then."""


@dataclass(frozen=True, slots=True)
class PatientFile:
    """A patient on `as_of`. Without a course there is no phase, and the literal profile judges.

    protocol and answer are None where the protocol of the course cannot be loaded.
    """

    record: PatientRecord
    course: CourseRecord | None
    phase: Phase | None
    facts: Facts
    answer: Answer | None
    protocol: Protocol | None
    as_of: dt.date


def patient_file(clinic: Clinic, patient_id: str, *, as_of: dt.date | None = None) -> PatientFile:
    """One patient, judged. Raises UserError ``unknown_patient``."""
    return file_of(clinic, record_of(clinic, patient_id), as_of=as_of)


def record_of(clinic: Clinic, patient_id: str) -> PatientRecord:
    """Everything recorded about one patient. Raises UserError ``unknown_patient``."""
    with clinic.store.reading() as reading:
        record = loading.record_of(reading, patient_id)
    if record is None:
        raise unknown_patient()
    return record


def all_files(clinic: Clinic, *, as_of: dt.date | None = None) -> Iterator[PatientFile]:
    """Every patient, judged, one at a time, in the order in which they were recorded."""
    with clinic.store.reading() as reading:
        yield from files_in(clinic, reading, as_of=as_of)


def files_in(
    clinic: Clinic, reading: Reading, *, as_of: dt.date | None = None
) -> Iterator[PatientFile]:
    """The same out of one state of the record that is being looked at."""
    protocol_of = _remembering(clinic)
    for record in loading.all_records(reading):
        yield _file(clinic, record, as_of=as_of, protocol_of=protocol_of)


def file_of(clinic: Clinic, record: PatientRecord, *, as_of: dt.date | None = None) -> PatientFile:
    """The record, judged: as it is, or as it would be before anybody saves it."""
    return _file(clinic, record, as_of=as_of, protocol_of=clinic.protocol_of)


def patient_id_of(clinic: Clinic, number: str) -> str:
    """Our key of the patient with that number.

    Raises UserError ``unknown_patient`` or ``ambiguous_patient``.
    """
    with clinic.store.reading() as reading:
        found = patients.with_number(reading, number)
    if not found:
        raise unknown_patient()
    if len(found) > 1:
        raise UserError(
            "ambiguous_patient",
            tr("More than one patient carries this number"),
            why=tr("{count} patients have it, given by different systems").format(count=len(found)),
            remedy=tr("Use another number of the patient"),
        )
    return found[0]


def worklist(clinic: Clinic, *, as_of: dt.date | None = None) -> Worklist:
    """Today's list, or the list of another day from what is recorded now."""
    day = as_of or clinic.clock.today()
    with clinic.store.reading() as reading:
        waiting, covers = imports.held_rows(reading), people.covers(reading)
    return listing.build_worklist(
        all_files(clinic, as_of=day), as_of=day, held_rows=waiting, covers=covers
    )


def patient_lines(clinic: Clinic, *, as_of: dt.date | None = None) -> tuple[PatientLine, ...]:
    """Every patient in one line."""
    with clinic.store.reading() as reading:
        covers = people.covers(reading)
    return listing.build_lines(all_files(clinic, as_of=as_of), covers=covers)


def find_patients(clinic: Clinic, text: str) -> tuple[PatientLine, ...]:
    """The patients whose name or number contains every word of `text`."""
    return listing.build_lines(file_of(clinic, record) for record in records_named(clinic, text))


def records_named(clinic: Clinic, text: str) -> list[PatientRecord]:
    """The records of those patients, by name."""
    with clinic.store.reading() as reading:
        records = [loading.record_of(reading, key) for key in patients.named(reading, text)]
    return [record for record in records if record is not None]


def unknown_patient() -> UserError:
    return UserError(
        "unknown_patient",
        tr("There is no such patient"),
        why=tr("no patient of this clinic has that number"),
        remedy=tr("Check the number, or add the patient first"),
    )


def _remembering(clinic: Clinic) -> Callable[[ProtocolRef], Protocol | None]:
    """Each protocol is looked up once, however many patients follow it."""
    known: dict[ProtocolRef, Protocol | None] = {}

    def find(ref: ProtocolRef) -> Protocol | None:
        if ref not in known:
            known[ref] = clinic.protocol_of(ref)
        return known[ref]

    return find


def _file(
    clinic: Clinic,
    record: PatientRecord,
    *,
    as_of: dt.date | None,
    protocol_of: Callable[[ProtocolRef], Protocol | None],
) -> PatientFile:
    today = clinic.clock.today()
    day = as_of or today
    course = course_on(record, day)
    fallback = clinic.library.find(FALLBACK_PROTOCOL)
    protocol = fallback if course is None else protocol_of(course.protocol)
    facts, judged = (
        choose(
            record, course, as_of=day, today=today,
            protocol=protocol or fallback, analytes=clinic.analytes,
        )
        for choose in (facts_of, judged_facts)
    )  # fmt: skip
    return PatientFile(
        record=record,
        course=course,
        phase=None if course is None else phase_on(course, day),
        facts=facts,
        answer=None if protocol is None else judge(judged),
        protocol=protocol,
        as_of=day,
    )
