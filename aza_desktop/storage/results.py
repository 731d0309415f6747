"""The results' shelf: what a laboratory reported, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from aza_desktop.clinical.labs import LabResult, ResultState, ResultStatus
from aza_desktop.clinical.quantities import Comparator
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


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result to be recorded with others. key: of its row, and the id that people see.

    supersedes: the key of the row that it replaces. place: where in the file it stands.
    """

    key: str
    result: LabResult
    place: str
    state: ResultState = ResultState.CURRENT
    supersedes: str | None = None


def add_many(
    work: UnitOfWork,
    patient_id: str,
    new: Iterable[NewResult],
    *,
    import_id: str,
    entered_on: dt.date,
) -> None:
    """Record what an import brings for a patient, as `add` would record each of them."""
    entered = entered_on.isoformat()
    work.add_many(
        t.results,
        _MANY,
        (_plain(one.result, one, patient_id, import_id, entered) for one in new),
    )


_MANY = (
    "id", "given_id", "patient_id", "import_id", "entered_on", "place", "state", "supersedes",
    "analyte", "value_text", "value", "comparator", "unit", "uln_text", "uln", "uln_unit",
    "collected_on", "collected_time", "laboratory", "status", "note", "reported",
)  # fmt: skip
_SIGNS = {id(sign): sign.value for sign in Comparator}
_STATUSES = {id(status): status.value for status in ResultStatus}
_STATES = {id(state): state.value for state in ResultState}
"""By identity: members of an enumeration are slow keys, and there is one of each."""


def _plain(
    result: LabResult, new: NewResult, patient_id: str, import_id: str, entered: str
) -> tuple[str | None, ...]:
    time, reported = result.collected_time, result.reported
    value, uln = result.value, result.uln
    return (
        new.key, new.key, patient_id, import_id, entered, new.place,
        _STATES[id(new.state)], new.supersedes,
        result.analyte, result.value_text, None if value is None else f"{value:f}",
        _SIGNS[id(result.comparator)], result.unit,
        result.uln_text, None if uln is None else f"{uln:f}", result.uln_unit,
        _day_text(result.collected_on), None if time is None else time.isoformat(),
        result.laboratory, _STATUSES[id(result.status)], result.note,
        None if reported is None else reported.isoformat(),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _day_text(day: dt.date) -> str:
    return day.isoformat()


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
