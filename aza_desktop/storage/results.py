"""The results' shelf: what a laboratory reported, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring

import sqlalchemy as sa

from aza_desktop.clinical.drafts import PlainDraft, Wording
from aza_desktop.clinical.labs import LabResult, ResultState, ResultStatus
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.storage import sending
from aza_desktop.storage import tables as t
from aza_desktop.storage.many_rows import Form, FormedRow
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.spelling import JSON, TEXT
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
) -> tuple[object, ...]:
    reported = result.reported
    value, uln = result.value, result.uln
    return (
        new.key, new.key, patient_id, import_id, entered, new.place,
        _STATES[id(new.state)], new.supersedes,
        result.analyte, result.value_text, None if value is None else f"{value:f}",
        _SIGNS[id(result.comparator)], result.unit,
        result.uln_text, None if uln is None else f"{uln:f}", result.uln_unit,
        _day_text(result.collected_on), result.collected_time,
        result.laboratory, _STATUSES[id(result.status)], result.note,
        None if reported is None else reported.isoformat(),
    )  # fmt: skip


class PlainRows:
    """The usual lines of one import, recorded as `add_many` records the drafts that they are.

    Lines of one wording differ in six columns, or eight; the others are made ready once.
    """

    def __init__(self, work: UnitOfWork, *, import_id: str, entered_on: dt.date) -> None:
        self._work = work
        self._shared = {"import_id": import_id, "entered_on": entered_on.isoformat()}
        self._bare: dict[Wording, Form] = {}
        self._forms: dict[tuple[Wording, bool, bool], Form] = {}

    def add(self, patient_id: str, lines: Iterable[tuple[str, PlainDraft]]) -> None:
        """Record those lines about that patient, each under its key."""
        entry, bare, forms = self._work.entry_number, self._bare, self._forms
        rows: list[FormedRow] = []
        for key, (line, _, wording, day, time, note) in lines:
            on, place = _day_text(day), f"line {line}"
            if time is None and note is None:
                form = bare.get(wording)
                if form is None:
                    form = bare[wording] = self._form(wording, True, True)
                own = (on, entry, key, key, patient_id, place)
                rows.append((form, own, own))
                continue
            kind = (wording, time is None, note is None)
            form = forms.get(kind)
            if form is None:
                form = forms[kind] = self._form(*kind)
            at = () if time is None else _time_texts(time)
            told = () if note is None else (encode_basestring(note),)
            kept = () if note is None else (note,)
            gaps = (on, *at[:1], entry, key, key, *told, patient_id, place)
            rows.append((form, gaps, (on, *at[1:], entry, key, key, *kept, patient_id, place)))
        self._work.add_formed(t.results, rows)

    def _form(self, wording: Wording, is_day: bool, is_bare: bool) -> Form:
        own = dict.fromkeys(("collected_on", "given_id", "id", "patient_id", "place"), TEXT)
        own |= {} if is_day else {"collected_time": TEXT}
        own |= {} if is_bare else {"note": JSON}
        left_out = {*own, "collected_time", "note", "reported"}
        plain = _plain(wording.result, NewResult("", wording.result, ""), "", "", "")
        shared = {
            name: str(value)
            for name, value in zip(_MANY, plain, strict=True)
            if value is not None and name not in left_out
        }
        return self._work.form(t.results, own, {**shared, **self._shared})


@lru_cache(maxsize=2_000)
def _time_texts(time: dt.time) -> tuple[str, str]:
    """A time of day as a digest sees it, and as the file keeps it."""
    return time.isoformat(), sending.stored_time(time)


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
