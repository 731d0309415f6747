"""A whole patient into the record, and each kind of fact by itself. Always under an audit entry."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from aza_desktop.clinical.course import CourseDates, PhaseEvent, ProtocolRef
from aza_desktop.clinical.diary import Comedication, Decision, Symptom
from aza_desktop.clinical.doses import DoseEvent, Hold
from aza_desktop.clinical.labs import ResultState
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.storage import patients, results
from aza_desktop.storage import tables as t
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.unit_of_work import UnitOfWork


def write_record(
    work: UnitOfWork,
    record: PatientRecord,
    *,
    patient_id: str,
    protocols: Mapping[int, ProtocolRef],
    import_id: str | None = None,
    place: str | None = None,
) -> None:
    """Record a whole new patient under `patient_id`.

    protocols: number of the course -> the kept protocol text that it is bound to.
    """
    patients.add(
        work,
        record.identity,
        record.facts,
        details=record,
        patient_id=patient_id,
        import_id=import_id,
    )
    _write_details(work, record, patient_id)
    for course in record.courses:
        add_course(work, patient_id, course, protocol=protocols[course.number], import_id=import_id)
    keys: dict[str, str] = {}
    for recorded in record.results:
        keys[recorded.result.id] = results.add(
            work,
            patient_id,
            recorded.result,
            state=ResultState(recorded.state),
            supersedes=keys.get(recorded.supersedes or ""),
            reason=recorded.reason,
            import_id=import_id,
            place=f"{place}, {recorded.result.id}" if place else None,
        )
    for symptom in record.symptoms:
        add_symptom(work, patient_id, symptom)
    for comedication in record.comedications:
        add_comedication(work, patient_id, comedication)


def _write_details(work: UnitOfWork, record: PatientRecord, patient_id: str) -> None:
    def add(table: sa.Table, **values: object) -> None:
        work.add(table, {"patient_id": patient_id, **values})

    if record.allergies.state != "not_recorded" or record.allergies.items:
        items = [[item.substance, item.reaction] for item in record.allergies.items]
        add(t.allergy_states, allergies=record.allergies.state, items=canonical(items))
    for test in record.genetics:
        add(
            t.genetics, gene=test.gene, phenotype=test.phenotype, method=test.method,
            value=test.value, unit=test.unit, tested_on=test.tested_on,
        )  # fmt: skip
    for weight in record.weights:
        add(t.weights, weighed_on=weight.on, kg=weight.kg)
    for asked in record.drug_questions:
        add(t.drug_questions, drug=asked.drug, answer=asked.answer, asked_on=asked.asked_on)
    for laboratory in record.laboratories:
        add(t.laboratories, given_id=laboratory.id, name=laboratory.name)
        for limit in laboratory.limits:
            add(
                t.laboratory_limits, laboratory=laboratory.id, analyte=limit.analyte,
                uln=limit.uln, unit=limit.unit, sex=limit.sex, valid_from=limit.valid_from,
            )  # fmt: skip
    for contact in record.contacts:
        add(
            t.contacts, contacted_on=contact.on, contacted_by=contact.by,
            outcome=contact.outcome, text=contact.text,
        )  # fmt: skip
    for note in record.notes:
        add(t.notes, noted_on=note.on, text=note.text, noted_by=note.by)
    for sample in record.samples:
        add(
            t.samples, given_id=sample.id, taken_on=sample.taken_on,
            tests=" ".join(sample.tests), laboratory=sample.laboratory, note=sample.note,
        )  # fmt: skip
    for proposal in record.proposals:
        add(
            t.proposals, given_id=proposal.id, proposed_on=proposal.on, to_phase=proposal.to,
            dose_mg=proposal.dose_mg, proposed_by=proposal.proposed_by,
            waits_for=proposal.waits_for, note=proposal.note, answered_on=proposal.answered_on,
        )  # fmt: skip


def add_course(
    work: UnitOfWork,
    patient_id: str,
    course: CourseRecord,
    *,
    protocol: ProtocolRef,
    import_id: str | None = None,
) -> str:
    """Record a course with everything in it; gives its key."""
    key = work.add(
        t.courses,
        {
            "patient_id": patient_id,
            "number": course.number,
            "protocol_id": protocol.id,
            "protocol_version": protocol.version,
            "protocol_sha256": protocol.sha256,
            "reason": course.reason,
            "import_id": import_id,
            "version": 1,
        },
    )
    add_dates(work, key, course.dates)
    if course.checklist:
        add_checklist(work, key, course.checklist)
    for event in course.phases:
        add_phase(work, key, event, import_id=import_id)
    for dose in course.dose_events:
        add_dose(work, key, dose, import_id=import_id)
    for hold in course.holds:
        add_hold(work, key, hold)
    for report in course.day_reports:
        work.add(t.day_reports, {"course_id": key, "day": report.on, "report": report.state})
    for decision in course.decisions:
        add_decision(work, key, decision, transcribed=import_id is not None)
    return key


def add_dates(
    work: UnitOfWork, course_id: str, dates: CourseDates, *, supersedes: str | None = None
) -> str:
    """The dates that bound the phases; a change is a new row."""
    return work.add(
        t.course_dates,
        {
            "course_id": course_id,
            "break_start": dates.break_start,
            "restart": dates.restart,
            "stable_from": dates.stable_from,
            "long_term_from": dates.long_term_from,
            "stopped_on": dates.stopped_on,
            "supersedes": supersedes,
        },
    )


def add_checklist(
    work: UnitOfWork, course_id: str, answers: Mapping[str, str], *, supersedes: str | None = None
) -> str:
    """The questions before a restart and what was answered; a change is a new row."""
    values = {"answers": canonical(dict(answers)), "supersedes": supersedes}
    return work.add(t.course_checklists, {"course_id": course_id, **values})


def add_phase(
    work: UnitOfWork,
    course_id: str,
    event: PhaseEvent,
    *,
    relied_on: tuple[str, ...] = (),
    import_id: str | None = None,
) -> str:
    """A confirmed transition. relied_on: the results that the person looked at."""
    return work.add(
        t.phase_events,
        {
            "course_id": course_id,
            "to_phase": event.to.value,
            "starts_on": event.on,
            "confirmed_by": event.confirmed_by,
            "reason": event.reason,
            "relied_on": canonical(list(relied_on)),
            "transcribed": event.transcribed,
            "import_id": import_id,
        },
    )


def add_dose(
    work: UnitOfWork, course_id: str, dose: DoseEvent, *, import_id: str | None = None
) -> str:
    """A confirmed dose from a day on."""
    return work.add(
        t.dose_events,
        {
            "course_id": course_id,
            "starts_on": dose.on,
            "dose_mg": dose.dose_mg,
            "confirmed_by": dose.confirmed_by,
            "reason": dose.reason,
            "transcribed": dose.transcribed,
            "import_id": import_id,
        },
    )


def add_hold(work: UnitOfWork, course_id: str, hold: Hold, *, supersedes: str | None = None) -> str:
    """Days without the drug; a hold that was ended is a new row."""
    values = {"since": hold.since, "until": hold.until, "reason": hold.reason}
    return work.add(t.holds, {"course_id": course_id, **values, "supersedes": supersedes})


def add_decision(
    work: UnitOfWork, course_id: str, decision: Decision, *, transcribed: bool = False
) -> str:
    """A decision and the results that it names."""
    key = work.add(
        t.decisions,
        {
            "course_id": course_id,
            "given_id": decision.id,
            "decided_on": decision.on,
            "type": decision.type.value,
            "decided_by": decision.decided_by,
            "reason": decision.reason,
            "transcribed": transcribed,
        },
    )
    for position, result in enumerate(decision.results):
        values = {"decision_id": key, "position": position, "result": result}
        work.add(t.decision_results, values)
    return key


def add_symptom(
    work: UnitOfWork, patient_id: str, symptom: Symptom, *, supersedes: str | None = None
) -> str:
    """A symptom; one that has gone is a new row with the same id."""
    return work.add(
        t.symptoms,
        {
            "patient_id": patient_id,
            "given_id": symptom.id,
            "code": symptom.code,
            "onset_on": symptom.onset_on,
            "resolved_on": symptom.resolved_on,
            "note": symptom.note,
            "supersedes": supersedes,
        },
    )


def add_comedication(
    work: UnitOfWork, patient_id: str, drug: Comedication, *, supersedes: str | None = None
) -> str:
    """Another drug; one that was ended is a new row with the same id."""
    return work.add(
        t.comedications,
        {
            "patient_id": patient_id,
            "given_id": drug.id,
            "name": drug.name,
            "start_on": drug.start_on,
            "last_day": drug.last_day,
            "supersedes": supersedes,
        },
    )


def current_key(work: UnitOfWork, table: sa.Table, owner: sa.ColumnElement[bool]) -> str | None:
    """The key of the newest current row of a table that belongs to `owner`."""
    query = (
        sa.select(table.c.id)
        .where(owner, table.c.state == "current")
        .order_by(table.c.id.desc())
        .limit(1)
    )
    return work.connection.execute(query).scalar_one_or_none()
