"""What taking a staged file in would change: new, duplicate, superseding and superseded results.

Pure: it compares drafts with what is stored. The end state does not depend on the order of rows:
of two values of one moment the better attested counts (corrected over final over preliminary);
equally attested ones are a conflict, both are kept, and the rules show it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.drafts import ResultDraft
from aza_desktop.clinical.labs import ResultStatus
from aza_desktop.storage.imports import KnownResult

_RANK = {
    ResultStatus.PRELIMINARY.value: 0,
    ResultStatus.FINAL.value: 1,
    ResultStatus.CORRECTED.value: 2,
    ResultStatus.CANCELLED.value: 2,
}
_CURRENT = "current"

_Moment = tuple[str, str, dt.date, dt.time | None]
_Measured = tuple[Decimal | None, str, str | None]


@dataclass(slots=True)
class PlannedResult:
    """A result to be stored. supersedes: keys of stored rows that it replaces.

    is_current: False when a better attested value of the same moment is known. replaces: the
    planned results of this file that it replaces.
    """

    draft: ResultDraft
    patient_id: str
    supersedes: list[str] = field(default_factory=list)
    replaces: list[PlannedResult] = field(default_factory=list)
    is_current: bool = True


@dataclass(slots=True)
class _Entry:
    """A value of a moment, stored or planned."""

    measured: _Measured
    rank: int
    counts: bool
    key: str | None = None
    planned: PlannedResult | None = None


@dataclass(slots=True)
class ImportPlan:
    """The results to store, in the order of the file, and how many rows were already known."""

    unit_of: Callable[[str, str | None], str | None]
    results: list[PlannedResult] = field(default_factory=list)
    duplicates: int = 0
    _moments: dict[_Moment, list[_Entry]] = field(default_factory=dict)

    def learn(self, known: Iterable[KnownResult]) -> None:
        """What is stored already, in whatever state."""
        for row in known:
            moment = (row.patient_id, row.analyte, row.collected_on, row.collected_time)
            measured = (row.value, row.comparator, self.unit_of(row.analyte, row.unit))
            entry = _Entry(measured, _RANK.get(row.status, 1), row.state == _CURRENT, key=row.key)
            self._moments.setdefault(moment, []).append(entry)

    def take(self, draft: ResultDraft, patient_id: str) -> None:
        """Plan one draft."""
        result = draft.result
        moment = (patient_id, result.analyte, result.collected_on, result.collected_time)
        measured = (
            result.value,
            result.comparator.value,
            self.unit_of(result.analyte, result.unit),
        )
        entries = self._moments.setdefault(moment, [])
        if any(entry.measured == measured for entry in entries):
            self.duplicates += 1
            return
        planned = PlannedResult(draft, patient_id)
        rank = _RANK[result.status.value]
        counting = [entry for entry in entries if entry.counts]
        if any(entry.rank > rank for entry in counting):
            planned.is_current = False
        for entry in counting:
            if entry.rank < rank:
                _replace(entry, planned)
        entries.append(_Entry(measured, rank, planned.is_current, planned=planned))
        self.results.append(planned)


def _replace(entry: _Entry, planned: PlannedResult) -> None:
    entry.counts = False
    if entry.key is not None:
        planned.supersedes.append(entry.key)
    if entry.planned is not None:
        entry.planned.is_current = False
        planned.replaces.append(entry.planned)
