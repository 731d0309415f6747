"""What an import format hands over: drafts of results, and every other row with its place.

Staged, never guessed: rows read = drafts + rejected + held + ignored, always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.clinical.patient import PatientNumber


@dataclass(frozen=True, slots=True)
class DraftPatient:
    """The identifiers that stand in a file beside a result; None where the file has none."""

    numbers: tuple[PatientNumber, ...] = ()
    family: str | None = None
    given: str | None = None
    birth_date: dt.date | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """A result that could be read, with the patient it claims and its place in the file.

    field, value: the cell as printed, for the list of held rows. limit_confirmed: the upper limit
    does not come with the result, but from what a person confirmed for the laboratory.
    """

    where: str
    patient: DraftPatient
    result: LabResult
    replaces: bool = False
    withdraws: bool = False
    field: str = ""
    value: str = ""
    limit_confirmed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """What the lines of a kind with the same value say, but for their day and note.

    result: of one of them. field, value: header and cell of the value, as printed.
    Each is equal to itself alone: one is made for all lines that share it.
    """

    result: LabResult
    field: str
    value: str


class PlainDraft(NamedTuple):
    """A usual line of a table by its parts, put together only where somebody looks at it.

    A file has hundreds of thousands of lines and a few thousand wordings.
    """

    line: int
    patient: DraftPatient
    wording: Wording
    day: dt.date
    time: dt.time | None
    note: str | None

    @property
    def where(self) -> str:
        """Its place in the file."""
        return f"line {self.line}"

    def draft(self) -> ResultDraft:
        """The same as any other draft."""
        said = self.wording.result
        result = LabResult(
            "", said.analyte, said.value_text, said.value, said.comparator, said.unit,
            said.uln_text, said.uln, said.uln_unit, self.day, self.time, None,
            said.laboratory, said.status, self.note,
        )  # fmt: skip
        return ResultDraft(
            self.where,
            self.patient,
            result,
            said.status is ResultStatus.CORRECTED,
            field=self.wording.field,
            value=self.wording.value,
        )


Draft = ResultDraft | PlainDraft


class Drafts(Sequence[ResultDraft]):
    """The drafts of a file in its order. rows: the same, plain ones as they are."""

    __slots__ = ("rows",)

    def __init__(self, rows: tuple[Draft, ...]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[ResultDraft]:
        return (row.draft() if isinstance(row, PlainDraft) else row for row in self.rows)

    @overload
    def __getitem__(self, at: int) -> ResultDraft: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ResultDraft]: ...
    def __getitem__(self, at: int | slice) -> ResultDraft | Sequence[ResultDraft]:
        if isinstance(at, slice):
            return Drafts(self.rows[at])
        row = self.rows[at]
        return row.draft() if isinstance(row, PlainDraft) else row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment] # equal to other sequences, as a list is


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that holds no usable result. reason: ``no_number``, ``no_date``, ``short_row`` ..."""

    where: str
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that waits for a person. code: the question that would take it in.

    patient: whom the row claims, where that could be read.
    """

    where: str
    field: str
    value: str
    reason: str
    code: str | None = None
    patient: DraftPatient | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can answer. choices: the words that are accepted."""

    code: str
    text: str
    choices: tuple[str, ...]
    rows: int = 0


@dataclass(frozen=True, slots=True)
class IntakeBatch:
    """One file, read and staged. Nothing has been written yet.

    read = len(drafts) + len(rejected) + len(held) + ignored.
    header: by which further files of the same laboratory are recognised; empty where nothing is.
    """

    file: str
    format: str
    sha256: str
    drafts: Sequence[ResultDraft]
    rejected: tuple[RejectedRow, ...]
    held: tuple[HeldRow, ...]
    questions: tuple[Question, ...]
    ignored: int
    profile: str | None = None
    header: str = ""

    @property
    def rows(self) -> Sequence[Draft]:
        """The drafts, plain ones as they are."""
        return self.drafts.rows if isinstance(self.drafts, Drafts) else self.drafts

    @property
    def read(self) -> int:
        return len(self.drafts) + len(self.rejected) + len(self.held) + self.ignored
