"""What an import format hands over: drafts of results, and every other row with its place.

Staged, never guessed: rows read = drafts + rejected + held + ignored, always.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.labs import LabResult
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
    drafts: tuple[ResultDraft, ...]
    rejected: tuple[RejectedRow, ...]
    held: tuple[HeldRow, ...]
    questions: tuple[Question, ...]
    ignored: int
    profile: str | None = None
    header: str = ""

    @property
    def read(self) -> int:
        return len(self.drafts) + len(self.rejected) + len(self.held) + self.ignored
