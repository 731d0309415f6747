"""What taking a patient's rows in would change: new, duplicate, superseding, withdrawn results.

Pure: it compares drafts with what is stored. What counts in the end does not depend on the order
of rows, files or imports: of the reports of one moment the best attested counts (corrected over
final over preliminary, and the later of two corrections that say when they were made); equally
attested ones are a conflict, both are kept, and the rules show it. A withdrawal takes back the
value that it names, or everything of its moment, whether that came before it or comes late; what
was once replaced does not come back. The same value with the unit or the upper limit that was
missing is the same result, and takes the place of the bare one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from aza_desktop.clinical.drafts import Draft, PlainDraft, ResultDraft, Wording
from aza_desktop.clinical.labs import LabResult, ResultState, ResultStatus
from aza_desktop.storage.imports import KnownResult, Told

_RANK = {
    ResultStatus.PRELIMINARY.value: 0,
    ResultStatus.FINAL.value: 1,
    ResultStatus.CORRECTED.value: 2,
    ResultStatus.CANCELLED.value: 3,
}
_CORRECTION = _RANK[ResultStatus.CORRECTED.value]
_WITHDRAWAL = _RANK[ResultStatus.CANCELLED.value]

_Moment = tuple[str, dt.date, dt.time | None]
"""When which analyte was measured: of one patient."""
_Attested = tuple[int, dt.datetime | None]
_Measured = tuple[Decimal | None, str, str | None]


@dataclass(slots=True)
class PlannedResult:
    """A report to be stored. supersedes, withdraws: keys of stored rows that it ends.

    state: current, or how it ended when a better report of the same moment is known.
    replaces: the planned results of this file that it replaces. was: the values that it ends.
    beside: another value of the same moment counts too, and neither is better attested.
    """

    draft: ResultDraft
    supersedes: tuple[str, ...] = ()
    withdraws: tuple[str, ...] = ()
    replaces: tuple[PlannedResult, ...] = ()
    was: tuple[Decimal | None, ...] = ()
    beside: bool = False
    state: ResultState = ResultState.CURRENT

    @property
    def is_current(self) -> bool:
        return self.state is ResultState.CURRENT


@dataclass(slots=True)
class _Entry:
    """A report of a moment, stored or planned. struck: a person said that it is wrong."""

    measured: _Measured
    rank: int
    counts: bool
    struck: bool = False
    key: str | None = None
    planned: PlannedResult | None = None
    has_limit: bool = True
    reported: dt.datetime | None = None


@dataclass(slots=True)
class ImportPlan:
    """A patient's results to store, in the order of the file, and how many rows were known already.

    A plain draft among them is new, counts, and ends nothing.
    same: what lines were found to say that a lone stored result says already; may be shared by the
    plans of a file.
    """

    unit_of: Callable[[str, str | None], str | None]
    results: list[PlannedResult | PlainDraft] = field(default_factory=list)
    duplicates: int = 0
    same: set[tuple[Wording, Told]] = field(default_factory=set)
    _moments: dict[_Moment, list[_Entry] | int | KnownResult] = field(default_factory=dict)
    """Most moments have a lone report: a stored one, or one of the file by its place in `results`.
    """

    def learn(self, known: Iterable[KnownResult]) -> None:
        """What is stored already, in whatever state."""
        for row in known:
            moment = (row.analyte, row.collected_on, row.collected_time)
            if moment in self._moments:
                self._entries(moment).append(self._stored(row))
            else:
                self._moments[moment] = row

    def take_all(self, rows: Iterable[Draft]) -> None:
        """Plan every draft. Plain ones that are alone at their moment stay as they are."""
        moments, results = self._moments, self.results
        for row in rows:
            if not isinstance(row, PlainDraft):
                self.take(row)
                continue
            moment = (row.wording.result.analyte, row.day, row.time)
            known = moments.get(moment)
            if known is None:
                moments[moment] = len(results)
                results.append(row)
            elif isinstance(known, int) and _says_the_same(results[known], row):
                self.duplicates += 1
            elif isinstance(known, KnownResult):
                self._take_beside(known, row)
            else:
                self.take(row.draft())

    def _take_beside(self, known: KnownResult, row: PlainDraft) -> None:
        """A usual line beside the only stored result of its moment: most often the same again."""
        said = (row.wording, known.told)
        if said in self.same:
            self.duplicates += 1
            return
        before = self.duplicates
        self.take(row.draft())
        if self.duplicates > before:
            self.same.add(said)

    def settle(self) -> None:
        """Nothing more comes: what was needed for comparing is let go."""
        self._moments = {}

    def take(self, draft: ResultDraft) -> PlannedResult | None:
        """Plan one draft; None where it is known already."""
        result = draft.result
        planned = PlannedResult(draft)
        moment = _moment_of(result)
        if moment not in self._moments and result.status is not ResultStatus.CANCELLED:
            self._moments[moment] = len(self.results)
            self.results.append(planned)
            return planned
        measured = self._measured(result)
        rank = _RANK[result.status.value]
        entries = self._entries(moment)
        bare: list[_Entry] = []
        has_limit = result.uln is not None or rank == _WITHDRAWAL
        for entry in entries:
            if entry.rank != rank and not entry.struck:
                continue
            if rank == _WITHDRAWAL and entry.measured != measured:
                continue
            tells = _tells(entry, measured, has_limit=has_limit)
            if tells is None:
                continue
            if tells == 0 and rank == _CORRECTION:
                tells = int(_is_after(result.reported, entry.reported))
            if tells < 1 or entry.struck:
                self.duplicates += 1
                return None
            if entry.counts:
                bare.append(entry)
        if bare:
            return self._fill(bare, planned, measured)
        if rank == _WITHDRAWAL:
            _withdraw(measured, entries, planned)
        elif entries:
            _compare(measured, rank, entries, planned=planned)
        entry = _Entry(
            measured, rank, planned.is_current, planned=planned, has_limit=has_limit,
            reported=result.reported,
        )  # fmt: skip
        entries.append(entry)
        self.results.append(planned)
        return planned

    def _fill(
        self, bare: list[_Entry], planned: PlannedResult, measured: _Measured
    ) -> PlannedResult | None:
        """Let the fuller report stand for the bare ones: in the place of the file's last, else new.

        Two are bare where each lacks what the other tells. It is new too where, as a later
        correction, it leads over another value: what it replaces must have been stored before it.
        """
        result, rank = planned.draft.result, bare[0].rank
        entries = self._entries(_moment_of(result))
        reported = result.reported
        for entry in bare:
            reported = entry.reported if _is_after(entry.reported, reported) else reported
        has_limit = result.uln is not None or any(entry.has_limit for entry in bare)
        planned.draft = replace(planned.draft, result=replace(result, reported=reported))
        filled = {id(entry) for entry in bare}
        led = [
            entry
            for entry in entries
            if entry.counts and id(entry) not in filled
            and _leads((rank, reported), (entry.rank, entry.reported))
        ]  # fmt: skip
        of_file = next((one for one in reversed(bare) if one.planned is not None), None)
        if of_file is None or of_file.planned is None or led:
            for entry in (*bare, *led):
                _replace(entry, planned)
            entries.append(
                _Entry(
                    measured, rank, counts=True, planned=planned, has_limit=has_limit,
                    reported=reported,
                )
            )  # fmt: skip
            self.results.append(planned)
            return planned
        of_file.planned.draft = planned.draft
        for entry in bare:
            if entry is not of_file:
                _replace(entry, of_file.planned)
        of_file.measured, of_file.has_limit, of_file.reported = measured, has_limit, reported
        self.duplicates += 1
        return None

    def _measured(self, result: LabResult) -> _Measured:
        unit = self.unit_of(result.analyte, result.unit)
        return (result.value, result.comparator.value, unit)

    def _entries(self, moment: _Moment) -> list[_Entry]:
        """The reports of that moment, a lone one among them."""
        known = self._moments.get(moment)
        if isinstance(known, list):
            return known
        entries: list[_Entry] = []
        if isinstance(known, KnownResult):
            entries.append(self._stored(known))
        elif known is not None:
            planned = self._planned(known)
            result = planned.draft.result
            alone = _Entry(
                self._measured(result),
                _RANK[result.status.value],
                counts=True,
                planned=planned,
                has_limit=result.uln is not None,
                reported=result.reported,
            )
            entries.append(alone)
        self._moments[moment] = entries
        return entries

    def _stored(self, row: KnownResult) -> _Entry:
        value, comparator, unit, status, state, has_limit, reported = row.told
        rank = _RANK.get(status, 1)
        return _Entry(
            (
                None if value is None else Decimal(value),
                comparator,
                self.unit_of(row.analyte, unit),
            ),
            rank,
            state == ResultState.CURRENT.value,
            state == ResultState.IN_ERROR.value,
            key=row.key,
            has_limit=bool(has_limit) or rank == _WITHDRAWAL,
            reported=dt.datetime.fromisoformat(reported) if reported else None,
        )

    def _planned(self, place: int) -> PlannedResult:
        """The result at that place, a plain one no longer: it has company."""
        found = self.results[place]
        if isinstance(found, PlainDraft):
            found = self.results[place] = PlannedResult(found.draft())
        return found


def _says_the_same(planned: PlannedResult | PlainDraft, row: PlainDraft) -> bool:
    """True for two lines of one moment in one wording, which is what `take` finds of them too."""
    return isinstance(planned, PlainDraft) and planned.wording is row.wording


def _moment_of(result: LabResult) -> _Moment:
    return (result.analyte, result.collected_on, result.collected_time)


def _tells(entry: _Entry, measured: _Measured, *, has_limit: bool) -> int | None:
    """How much a report tells beside a known one: 1 more, -1 less; None for another result.

    The same value without a unit is the same result, unless each tells what the other lacks.
    """
    known = entry.measured
    if known == measured:
        return has_limit - entry.has_limit
    value, comparator, unit = measured
    if value is None or (value, comparator) != known[:2] or None not in (unit, known[2]):
        return None
    if unit is None:
        return -1 if entry.has_limit or not has_limit else None
    return 1 if has_limit or not entry.has_limit else None


def _leads(one: _Attested, other: _Attested) -> bool:
    """True when that report is better attested: by its rank; a correction also by its time."""
    (rank, reported), (other_rank, other_reported) = one, other
    if rank != other_rank or rank != _CORRECTION or other_reported is None:
        return rank > other_rank
    return _is_after(reported, other_reported)


def _is_after(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    """True for a time that is later than the other, or where only the first is known."""
    return one is not None and (other is None or one > other)


def _withdraw(measured: _Measured, entries: list[_Entry], planned: PlannedResult) -> None:
    """End what the withdrawal names, as far as it counted."""
    planned.state = ResultState.WITHDRAWN
    for entry in entries:
        if not entry.counts or not _names(measured, entry.measured):
            continue
        entry.counts = False
        planned.was += (entry.measured[0],)
        if entry.key is not None:
            planned.withdraws += (entry.key,)
        if entry.planned is not None:
            entry.planned.state = ResultState.WITHDRAWN


def _compare(
    measured: _Measured, rank: int, entries: list[_Entry], *, planned: PlannedResult
) -> None:
    """Place a value among the other reports of its moment."""
    reports = [entry for entry in entries if entry.rank != _WITHDRAWAL]
    taken_back = any(
        entry.rank == _WITHDRAWAL and _names(entry.measured, measured) for entry in entries
    )
    reported = planned.draft.result.reported
    if any(
        _leads((entry.rank, entry.reported), (rank, reported)) and not entry.struck
        for entry in reports
    ):
        planned.state = ResultState.SUPERSEDED
    elif taken_back:
        planned.state = ResultState.WITHDRAWN
    for entry in reports:
        if entry.counts and _leads((rank, reported), (entry.rank, entry.reported)):
            _replace(entry, planned)
        elif entry.counts and entry.rank == rank:
            planned.beside = True


def _names(withdrawn: _Measured, measured: _Measured) -> bool:
    """True when that withdrawal means that value. One without a number means every value.

    A value that was told without its unit is the one with the unit, as it is for `_tells`.
    """
    value, comparator, unit = withdrawn
    if value is None:
        return True
    same_unit = unit is None or measured[2] is None or unit == measured[2]
    return value == measured[0] and comparator == measured[1] and same_unit


def _replace(entry: _Entry, planned: PlannedResult) -> None:
    entry.counts = False
    planned.was += (entry.measured[0],)
    if entry.key is not None:
        planned.supersedes += (entry.key,)
    if entry.planned is not None:
        entry.planned.state = ResultState.SUPERSEDED
        planned.replaces += (entry.planned,)
