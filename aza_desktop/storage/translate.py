"""From rows to the clinic's values, one kind at a time. Nothing is looked up here."""

from __future__ import annotations

import datetime as dt
import json

from aza_desktop.clinical.answers import AnswerKind, LabRequest, MarkAnswer, Owner, ResultStep
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent
from aza_desktop.clinical.diary import (
    Allergies,
    Allergy,
    Comedication,
    Contact,
    Decision,
    DecisionType,
    DrugQuestion,
    GeneTest,
    Note,
    Proposal,
    Sample,
    Symptom,
    Weight,
)
from aza_desktop.clinical.doses import DayReport, DoseEvent, Hold
from aza_desktop.clinical.labs import (
    Laboratory,
    LaboratoryLimit,
    LabResult,
    RecordedResult,
    ResultSource,
    ResultState,
    ResultStatus,
)
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.storage.feeds import Row

_COMPARATORS = {comparator.value: comparator for comparator in Comparator}
_STATUSES = {status.value: status for status in ResultStatus}
_STATES = {state.value: state for state in ResultState}


def result(row: Row, files: dict[str, str], ids: dict[str, str]) -> RecordedResult:
    """files: import id -> file name. ids: row id -> the id that people see."""
    return RecordedResult(
        result=LabResult(
            id=row.given_id,
            analyte=row.analyte,
            value_text=row.value_text,
            value=row.value,
            comparator=_COMPARATORS[row.comparator],
            unit=row.unit,
            uln_text=row.uln_text,
            uln=row.uln,
            uln_unit=row.uln_unit,
            collected_on=row.collected_on,
            collected_time=row.collected_time,
            entered_on=row.entered_on,
            laboratory=row.laboratory,
            status=_STATUSES[row.status],
            note=row.note,
            reported=dt.datetime.fromisoformat(row.reported) if row.reported else None,
        ),
        state=_STATES[row.state],
        supersedes=ids.get(row.supersedes) if row.supersedes else None,
        source=ResultSource(files.get(row.import_id) if row.import_id else None, row.place),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        reason=row.state_reason or row.reason,
    )


def dates(row: Row | None) -> CourseDates:
    if row is None:
        return CourseDates()
    return CourseDates(
        row.break_start, row.restart, row.stable_from, row.long_term_from, row.stopped_on
    )


def checklist(row: Row | None) -> dict[str, str]:
    return {} if row is None else dict(json.loads(row.answers))


def phase_event(row: Row) -> PhaseEvent:
    return PhaseEvent(
        to=Phase(row.to_phase),
        on=row.starts_on,
        confirmed_by=row.confirmed_by,
        reason=row.reason,
        transcribed=row.transcribed,
    )


def dose_event(row: Row) -> DoseEvent:
    return DoseEvent(
        on=row.starts_on,
        dose_mg=row.dose_mg,
        confirmed_by=row.confirmed_by,
        reason=row.reason,
        transcribed=row.transcribed,
    )


def hold(row: Row) -> Hold:
    return Hold(row.since, row.until, row.reason)


def day_report(row: Row) -> DayReport:
    return DayReport(row.day, row.report)


def decision(row: Row, results: tuple[str, ...]) -> Decision:
    return Decision(
        id=row.given_id,
        on=row.decided_on,
        type=DecisionType(row.type),
        results=results,
        decided_by=row.decided_by,
        reason=row.reason,
        transcribed=row.transcribed,
    )


def allergies(row: Row | None) -> Allergies:
    if row is None:
        return Allergies()
    items = tuple(Allergy(substance, reaction) for substance, reaction in json.loads(row.items))
    return Allergies(row.allergies, items)


def gene_test(row: Row) -> GeneTest:
    return GeneTest(row.gene, row.phenotype, row.method, row.value, row.unit, row.tested_on)


def weight(row: Row) -> Weight:
    return Weight(row.weighed_on, row.kg)


def drug_question(row: Row) -> DrugQuestion:
    return DrugQuestion(row.drug, row.answer, row.asked_on)


def laboratory(row: Row, limits: list[Row]) -> Laboratory:
    return Laboratory(
        row.given_id,
        row.name,
        tuple(
            LaboratoryLimit(limit.analyte, limit.uln, limit.unit, limit.sex, limit.valid_from)
            for limit in limits
            if limit.laboratory == row.given_id
        ),
    )


def symptom(row: Row) -> Symptom:
    return Symptom(row.given_id, row.code, row.onset_on, row.resolved_on, row.note)


def comedication(row: Row) -> Comedication:
    return Comedication(row.given_id, row.name, row.start_on, row.last_day)


def contact(row: Row) -> Contact:
    return Contact(
        row.contacted_on,
        row.contacted_by,
        row.outcome,
        row.text,
        id=row.given_id,
        way=row.way,
        next_on=row.next_on,
        about=tuple((row.about or "").split()),
    )


def note(row: Row) -> Note:
    return Note(row.noted_on, row.text, row.noted_by)


def sample(row: Row) -> Sample:
    tests = tuple(row.tests.split()) if row.tests else ()
    return Sample(
        row.given_id, row.taken_on, tests, row.laboratory, row.note, row.place, row.request
    )


def proposal(row: Row) -> Proposal:
    return Proposal(
        id=row.given_id,
        on=row.proposed_on,
        to=row.to_phase,
        dose_mg=row.dose_mg,
        proposed_by=row.proposed_by,
        waits_for=row.waits_for,
        note=row.note,
        answered_on=row.answered_on,
        answer=row.answer,
        answered_by=row.answered_by,
        answer_note=row.answer_note,
    )


def owner(row: Row | None) -> Owner | None:
    return None if row is None or not row.owner else Owner(row.owner, row.since, row.note)


def lab_request(row: Row) -> LabRequest:
    return LabRequest(
        id=row.given_id,
        requested_on=row.requested_on,
        tests=tuple(row.tests.split()),
        laboratory=row.laboratory,
        due_by=row.due_by,
        booked_on=row.booked_on,
        place=row.place,
        outcome=row.outcome,
        note=row.note,
    )


def result_step(row: Row) -> ResultStep:
    results = tuple(json.loads(row.results))
    return ResultStep(row.given_id, row.step, results, row.done_on, row.done_by, row.note)


def mark_answer(row: Row) -> MarkAnswer:
    return MarkAnswer(
        id=row.given_id,
        kind=AnswerKind(row.kind),
        code=row.code,
        on=row.answered_on,
        by=row.answered_by,
        results=tuple(json.loads(row.results)),
        reason_code=row.reason_code,
        reason=row.reason,
        until=row.until,
        shown=row.shown,
        protocol=row.protocol,
        sha256=row.sha256,
        results_seen=row.results_seen,
        program=row.program,
    )
