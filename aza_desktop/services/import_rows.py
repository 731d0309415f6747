"""A staged file row by row, for the eyes of the person who decides: kinds, places, candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.drafts import DraftPatient, HeldRow, RejectedRow, ResultDraft
from aza_desktop.clinical.labs import LabResult
from aza_desktop.services.import_compare import Comparison
from aza_desktop.services.import_plan import PlannedResult
from aza_desktop.services.matching import Candidate, Outcome

_DIGITS = re.compile(r"(\d+)")


class RowKind(StrEnum):
    """What taking a row in would do. Ignored rows are only counted."""

    NEW = "new"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row. field, value: the cell as printed. reason, question: of a held or rejected row.

    patient: as the file names them. patient_id, number: of the record; a patient who would be made
    has a number alone. was: the values that this row replaces or withdraws; None for a text.
    beside: another value of the same moment counts as well, and the record will show both.
    """

    where: str
    kind: RowKind
    field: str
    value: str
    patient: DraftPatient | None = None
    patient_id: str | None = None
    number: str = ""
    result: LabResult | None = None
    reason: str = ""
    question: str | None = None
    was: tuple[Decimal | None, ...] = ()
    beside: bool = False


@dataclass(frozen=True, slots=True)
class StagedPatient:
    """A patient of the file whom nothing proves. code: of the question; answered with the number
    of a candidate or with ``create``.
    """

    code: str
    patient: DraftPatient
    reason: str
    rows: int
    candidates: tuple[Candidate, ...]
    can_create: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that results of one analyte do not say. what: ``unit`` or ``uln``.

    printed: the unit as the file prints it, where nobody knows it; None where there is none.
    """

    analyte: str
    what: str
    printed: str | None
    rows: int


def staged_rows(found: Comparison) -> tuple[StagedRow, ...]:
    """Every row but the ignored ones, in the order of the file."""
    rows = [_of_draft(found, draft, outcome) for draft, outcome in found.outcomes]
    rows.extend(
        StagedRow(
            held.where, RowKind.HELD, held.field, held.value, held.patient,
            reason=held.reason, question=held.code,
        )
        for held in found.batch.held
    )  # fmt: skip
    rows.extend(
        StagedRow(wrong.where, RowKind.REJECTED, wrong.field, wrong.value, reason=wrong.reason)
        for wrong in found.batch.rejected
    )
    rows.sort(key=lambda row: place_key(row.where))
    return tuple(rows)


def staged_patients(found: Comparison) -> tuple[StagedPatient, ...]:
    """The patients about whom a person is asked, in the order of the file."""
    waiting: dict[DraftPatient, int] = {}
    for row in found.held:
        assert row.patient is not None
        waiting[row.patient] = waiting.get(row.patient, 0) + 1
    return tuple(
        StagedPatient(
            found.codes[patient],
            patient,
            match.reason,
            waiting[patient],
            found.matcher.candidates(patient),
            can_create=match.reason == "no_match" and bool(patient.numbers),
        )
        for patient, match in found.matches.items()
        if match.outcome is Outcome.HELD
    )


def gaps_of(found: Comparison) -> tuple[Gap, ...]:
    """Units that nobody knows and upper limits that are missing, in the catalogue's order."""
    counted: dict[tuple[str, str, str | None], int] = {}
    for draft in found.drafts():
        for what, printed in _missing(draft, found.catalogue):
            key = (draft.result.analyte, what, printed)
            counted[key] = counted.get(key, 0) + 1
    order = {analyte.code: place for place, analyte in enumerate(found.catalogue.analytes)}
    keys = sorted(counted, key=lambda key: (order[key[0]], key[1], key[2] or ""))
    return tuple(Gap(*key, counted[key]) for key in keys)


def place_key(where: str) -> list[str | int]:
    """Sorts places as a reader would: line 9 before line 10."""
    parts = _DIGITS.split(where)
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]


def rejected_cells(rows: Iterable[RejectedRow]) -> Iterator[tuple[str, str, str, str]]:
    """Place, field, value and reason of each; no cell can be read as a formula."""
    for row in rows:
        place, header, value, reason = row.where, row.field, row.value, row.reason
        yield harmless(place), harmless(header), harmless(value), harmless(reason)


def harmless(cell: str) -> str:
    """The cell as text, whatever it begins with: a spreadsheet program must not calculate it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _missing(draft: ResultDraft, catalogue: AnalyteCatalogue) -> Iterator[tuple[str, str | None]]:
    result = draft.result
    analyte = catalogue.find(result.analyte)
    if draft.withdraws or analyte is None or result.value is None:
        return
    if analyte.in_unit(result.value, result.unit) is None:
        yield "unit", result.unit
    if result.uln is None:
        yield "uln", None


def _of_draft(
    found: Comparison, draft: ResultDraft, outcome: PlannedResult | HeldRow | None
) -> StagedRow:
    if isinstance(outcome, HeldRow):
        return StagedRow(
            draft.where, RowKind.HELD, draft.field, draft.value, draft.patient,
            result=draft.result, reason=outcome.reason, question=outcome.code,
        )  # fmt: skip
    key = found.matches[draft.patient].patient_id
    identity = found.matcher.identity_of(key) if key is not None else None
    made = key in found.matcher.created
    return StagedRow(
        draft.where,
        _kind(outcome),
        draft.field,
        draft.value,
        draft.patient,
        None if made else key,
        identity.number if identity is not None and identity.numbers else "",
        outcome.draft.result if outcome is not None else draft.result,
        was=outcome.was if outcome is not None else (),
        beside=outcome is not None and outcome.is_current and outcome.beside,
    )


def _kind(planned: PlannedResult | None) -> RowKind:
    if planned is None:
        return RowKind.DUPLICATE
    if planned.draft.withdraws:
        return RowKind.WITHDRAWN
    if not planned.is_current:
        return RowKind.SUPERSEDED
    return RowKind.CORRECTED if planned.supersedes or planned.replaces else RowKind.NEW
