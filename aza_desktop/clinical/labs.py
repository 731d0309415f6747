"""A laboratory result, as the laboratory reported it, and what the record knows about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aza_desktop.clinical.quantities import Comparator

SUPPOSED = "if-"
"""How the id of a result begins that nobody measured: it is judged, shown, and never kept."""


class ResultStatus(StrEnum):
    """What the laboratory says of the result."""

    FINAL = "final"
    PRELIMINARY = "preliminary"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"


class ResultState(StrEnum):
    """What the record makes of the result. Only current results are judged."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    IN_ERROR = "in_error"


@dataclass(frozen=True, slots=True)
class LabResult:
    """One measured value.

    id: unique within the patient. analyte: a code of the catalogue.
    value: None when `value_text` is not a plain decimal number. unit, uln_unit: as printed.
    uln: the upper limit printed with this very result; None when it is missing or not a number.
    collected_on: local calendar date of the sample. entered_on: day it reached the record.
    reported: when the laboratory reported it, on its own clock; None where it does not say.
    """

    id: str
    analyte: str
    value_text: str
    value: Decimal | None
    comparator: Comparator
    unit: str | None
    uln_text: str | None
    uln: Decimal | None
    uln_unit: str | None
    collected_on: dt.date
    collected_time: dt.time | None = None
    entered_on: dt.date | None = None
    laboratory: str | None = None
    status: ResultStatus = ResultStatus.FINAL
    note: str | None = None
    reported: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ResultSource:
    """Where a result came from: a file and the place in it, or None for typed by hand."""

    file: str | None
    where: str | None


@dataclass(frozen=True, slots=True)
class RecordedResult:
    """A result with its standing in the record.

    supersedes: id of the result that this one replaces. reason: why it was corrected or struck.
    """

    result: LabResult
    state: ResultState = ResultState.CURRENT
    supersedes: str | None = None
    source: ResultSource = ResultSource(None, None)
    recorded_at: dt.datetime | None = None
    recorded_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LaboratoryLimit:
    """An upper limit that a laboratory prints, from a date on, for one sex or for both (None)."""

    analyte: str
    uln: Decimal
    unit: str
    sex: str | None
    valid_from: dt.date | None


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A laboratory and the limits that a person copied from its reports."""

    id: str
    name: str
    limits: tuple[LaboratoryLimit, ...] = ()
