"""The results' shelf: what a laboratory reported, and what became of it."""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.clinical.labs import LabResult, ResultState
from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork


def add(
    work: UnitOfWork,
    patient_id: str,
    result: LabResult,
    *,
    supersedes: str | None = None,
    reason: str | None = None,
    import_id: str | None = None,
    place: str | None = None,
    state: ResultState = ResultState.CURRENT,
    key: str | None = None,
) -> str:
    """Record a result; gives its key. supersedes: the key of the row that it replaces.

    `result.id` must be new for this patient.
    """
    return work.add(
        t.results,
        {
            "patient_id": patient_id,
            "given_id": result.id,
            "analyte": result.analyte,
            "value_text": result.value_text,
            "value": result.value,
            "comparator": result.comparator.value,
            "unit": result.unit,
            "uln_text": result.uln_text,
            "uln": result.uln,
            "uln_unit": result.uln_unit,
            "collected_on": result.collected_on,
            "collected_time": result.collected_time,
            "entered_on": result.entered_on,
            "laboratory": result.laboratory,
            "status": result.status.value,
            "note": result.note,
            "reported": result.reported.isoformat() if result.reported else None,
            "reason": reason,
            "import_id": import_id,
            "place": place,
            "supersedes": supersedes,
            "state": state.value,
        },
        key=key,
    )


def supersede(work: UnitOfWork, row_id: str, *, reason: str | None = None) -> None:
    """A newer version of this result counts from now on."""
    work.end(t.results, row_id, state=ResultState.SUPERSEDED.value, reason=reason)


def withdraw(work: UnitOfWork, row_id: str, *, reason: str | None = None) -> None:
    """The laboratory took the result back."""
    work.end(t.results, row_id, state=ResultState.WITHDRAWN.value, reason=reason)


def strike(work: UnitOfWork, row_id: str, *, reason: str | None = None) -> None:
    """The result was entered in error."""
    work.end(t.results, row_id, state=ResultState.IN_ERROR.value, reason=reason)


def keys_of(reading: Reading, patient_id: str) -> dict[str, str]:
    """The ids that people see -> the keys of their rows, in every state."""
    query = sa.select(t.results.c.given_id, t.results.c.id).where(
        t.results.c.patient_id == patient_id
    )
    return dict(reading.connection.execute(query).all())
