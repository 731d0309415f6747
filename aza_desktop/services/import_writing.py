"""A compared file into the record, inside one transaction: patients, results, and what waits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aza_desktop.clinical.labs import ResultState
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.intake.watching import Tick
from aza_desktop.services.import_compare import Comparison
from aza_desktop.services.import_plan import PlannedResult
from aza_desktop.services.import_report import ImportReport, report_json
from aza_desktop.storage import holding, patients, results
from aza_desktop.storage import imports as shelf
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.clinic import Clinic


def write(
    clinic: Clinic,
    work: UnitOfWork,
    found: Comparison,
    *,
    report: ImportReport,
    answers: Mapping[str, str],
    data: bytes,
    watch: Tick,
) -> None:
    """Patients and results under an audit entry of each patient, then the file under its own."""
    import_id = work.new_key()
    by_patient: dict[str, list[PlannedResult]] = {}
    for planned in found.plan.results:
        by_patient.setdefault(planned.patient_id, []).append(planned)
    written, all_of_them = 0, len(found.plan.results)
    versions = patients.versions(work.reading, by_patient.keys() - found.matcher.created.keys())
    for patient_id, planned_results in by_patient.items():
        watch(written, all_of_them)
        written += len(planned_results)
        version = versions.get(patient_id, 0)
        work.entry("import.results", patient_id=patient_id, version=version)
        identity = found.matcher.created.get(patient_id)
        if identity is not None:
            facts = PatientFacts(None, Tpmt.UNKNOWN)
            patients.add(work, identity, facts, patient_id=patient_id, import_id=import_id)
        _write_results(clinic, work, planned_results, patient_id=patient_id, import_id=import_id)
    watch(written, all_of_them)
    work.entry("import.file")
    counts = {name: value for name, value in report_json(report).items() if name not in _ROW_LISTS}
    counts["answers"] = answers
    shelf.add(
        work,
        import_id=import_id,
        file=report.file,
        format_name=report.format,
        profile=report.profile,
        sha256=report.sha256,
        report=json.dumps(counts, ensure_ascii=False),
    )
    if report.held and data and not holding.is_kept(work, report.sha256):
        holding.keep_file(work, import_id, data)
    _write_held(work, found, report, import_id=import_id)
    for rejected in report.rejected:
        shelf.add_row(work, import_id, rejected, patient_id=None)


def _write_held(
    work: UnitOfWork, found: Comparison, report: ImportReport, *, import_id: str
) -> None:
    """The rows that wait; those that a person dismissed in an earlier import stay dismissed."""
    answered = holding.dismissals(work.reading, report.sha256)
    for held in report.held:
        whose = found.patient_of_held(held)
        shelf.add_row(work, import_id, held, patient_id=whose)
        why = answered.get((held.where, held.field))
        if why is not None:
            holding.add_dismissed(
                work, import_id, patient_id=whose, place=held.where, field=held.field,
                value=held.value, code=held.code, why=why,
            )  # fmt: skip


_ROW_LISTS = frozenset({"held", "rejected"})


def _write_results(
    clinic: Clinic,
    work: UnitOfWork,
    planned_results: list[PlannedResult],
    *,
    patient_id: str,
    import_id: str,
) -> None:
    keys: dict[int, str] = {}
    new: list[results.NewResult] = []
    for planned, key in zip(planned_results, work.new_keys(len(planned_results)), strict=True):
        keys[id(planned)] = key
        replaced = [*planned.supersedes, *(keys[id(other)] for other in planned.replaces)]
        state = ResultState.WITHDRAWN if planned.draft.withdraws else ResultState.CURRENT
        draft = planned.draft
        supersedes = replaced[-1] if replaced else None
        new.append(results.NewResult(key, draft.result, draft.where, state, supersedes))
    today = clinic.clock.today()
    results.add_many(work, patient_id, new, import_id=import_id, entered_on=today)
    for planned in planned_results:
        for older in planned.supersedes:
            results.supersede(work, older, reason=tr("a later report of the laboratory"))
        for named in planned.withdraws:
            results.withdraw(work, named, reason=tr("withdrawn by the laboratory"))
        if planned.draft.withdraws or planned.is_current:
            continue
        if planned.state is ResultState.WITHDRAWN:
            results.withdraw(work, keys[id(planned)], reason=tr("withdrawn by the laboratory"))
        else:
            results.supersede(work, keys[id(planned)], reason=tr("a better report is known"))
