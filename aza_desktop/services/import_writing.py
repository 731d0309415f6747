"""A compared file into the record, inside one transaction: patients, results, and what waits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aza_desktop.clinical.drafts import PlainDraft
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
) -> frozenset[str]:
    """Patients and results under an audit entry of each patient, then the file under its own.

    Gives the patients who got results.
    """
    import_id = work.new_key()
    made = found.matcher.created
    planned_of = {key: plan.results for key, plan in found.plans.items() if plan.results}
    written, all_of_them = 0, sum(map(len, planned_of.values()))
    versions = patients.versions(work.reading, planned_of.keys() - made.keys())
    keys = {key: work.new_key() if key in made else key for key in found.plans}
    plain_rows = results.PlainRows(work, import_id=import_id, entered_on=clinic.clock.today())
    for key, planned_results in planned_of.items():
        watch(written, all_of_them)
        written += len(planned_results)
        patient_id = keys[key]
        work.entry("import.results", patient_id=patient_id, version=versions.get(patient_id, 0))
        if key in made:
            facts = PatientFacts(None, Tpmt.UNKNOWN)
            patients.add(work, made[key], facts, patient_id=patient_id, import_id=import_id)
        plain = _write_results(
            clinic, work, planned_results, patient_id=patient_id, import_id=import_id
        )
        plain_rows.add(patient_id, plain)
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
    _write_held(work, found, report, import_id=import_id, keys=keys)
    for rejected in report.rejected:
        shelf.add_row(work, import_id, rejected, patient_id=None)
    return frozenset(keys[key] for key in planned_of)


def _write_held(
    work: UnitOfWork,
    found: Comparison,
    report: ImportReport,
    *,
    import_id: str,
    keys: Mapping[str, str],
) -> None:
    """The rows that wait; those that a person dismissed in an earlier import stay dismissed.

    keys: of the patients of the file, also of those who were made.
    """
    answered = holding.dismissals(work.reading, report.sha256)
    for held in report.held:
        near = found.patient_of_held(held)
        whose = None if near is None else keys.get(near, near)
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
    planned_results: Sequence[PlannedResult | PlainDraft],
    *,
    patient_id: str,
    import_id: str,
) -> list[tuple[str, PlainDraft]]:
    """Record what was looked at by itself; gives the plain ones, each with its key."""
    made = work.new_keys(len(planned_results))
    pairs = list(zip(made, planned_results, strict=True))
    plain = [(key, one) for key, one in pairs if isinstance(one, PlainDraft)]
    if len(plain) == len(pairs):
        return plain
    keys: dict[int, str] = {}
    looked_at: list[PlannedResult] = []
    new: list[results.NewResult] = []
    for key, planned in pairs:
        if isinstance(planned, PlainDraft):
            continue
        keys[id(planned)] = key
        looked_at.append(planned)
        replaced = [*planned.supersedes, *(keys[id(other)] for other in planned.replaces)]
        state = ResultState.WITHDRAWN if planned.draft.withdraws else ResultState.CURRENT
        draft = planned.draft
        supersedes = replaced[-1] if replaced else None
        new.append(results.NewResult(key, draft.result, draft.where, state, supersedes))
    today = clinic.clock.today()
    results.add_many(work, patient_id, new, import_id=import_id, entered_on=today)
    for planned in looked_at:
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
    return plain
