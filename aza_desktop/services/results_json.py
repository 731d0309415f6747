"""Stored results as the JSON of the command-line contract."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.labs import RecordedResult, ResultState
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of, record_of
from aza_desktop.storage import loading


def results_of(clinic: Clinic, number: str, *, every_version: bool) -> list[dict[str, object]]:
    """The results of one patient, oldest first. Raises UserError ``unknown_patient``."""
    record = record_of(clinic, patient_id_of(clinic, number))
    return [result_json(record, one) for one in _wanted(record, every_version=every_version)]


def all_results(clinic: Clinic, *, every_version: bool) -> list[dict[str, object]]:
    """The results of everybody, oldest first; of one moment by the patient's number."""
    found: list[tuple[tuple[dt.date, dt.time, str], dict[str, object]]] = []
    with clinic.store.reading() as reading:
        for record in loading.all_records(reading):
            for one in _wanted(record, every_version=every_version):
                result = one.result
                moment = (result.collected_on, result.collected_time or dt.time.min)
                found.append(((*moment, record.identity.number), result_json(record, one)))
    found.sort(key=lambda pair: pair[0])
    return [told for _, told in found]


def _wanted(record: PatientRecord, *, every_version: bool) -> list[RecordedResult]:
    return [one for one in record.results if every_version or one.state is ResultState.CURRENT]


def result_json(record: PatientRecord, recorded: RecordedResult) -> dict[str, object]:
    """One result with its standing and its place of origin."""
    result = recorded.result
    return {
        "patient": record.identity.number,
        "id": result.id,
        "analyte": result.analyte,
        "value": result.value_text,
        "comparator": result.comparator.value,
        "unit": result.unit,
        "uln": result.uln_text,
        "uln_unit": result.uln_unit,
        "collected_on": result.collected_on.isoformat(),
        "collected_at": _moment(result.collected_on, result.collected_time),
        "status": result.status.value,
        "state": recorded.state.value,
        "source": {"file": recorded.source.file, "where": recorded.source.where},
    }


def _moment(day: dt.date, time: dt.time | None) -> str | None:
    """The local date and time of the sample; None where only the day is known."""
    if time is None:
        return None
    return dt.datetime.combine(day, time).isoformat(
        timespec="seconds" if time.second else "minutes"
    )
