"""One measured value, understood: from its number, unit and limit to a result of the record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.clinical.analytes import Analyte
from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.intake.dates import Moment
from aza_desktop.intake.deciding_numbers import Limit, Value
from aza_desktop.intake.problems import DECIMAL_SIGN, NO_NUMBER, UNIT_CONFLICT, Problem


@dataclass(slots=True)
class Measured:
    """Who, when and where of a result: the part of it that does not depend on the test.

    reported: of a correction, when the laboratory made it; the latest one counts.
    """

    patient: DraftPatient
    moment: Moment
    laboratory: str | None = None
    status: ResultStatus = ResultStatus.FINAL
    note: str | None = None
    reported: dt.datetime | None = None


def result_of(
    analyte: Analyte,
    value: Value,
    *,
    measured: Measured,
    unit: str | None,
    limit: Limit | Problem | None,
    comparator: Comparator | None = None,
) -> LabResult | Problem:
    """The result, or why it is none. unit: as it is stored, or None where none was printed."""
    if limit is DECIMAL_SIGN:
        return DECIMAL_SIGN
    stored = unit
    if value.unit:
        own = analyte.read_unit(value.unit)
        if own is None:
            return NO_NUMBER
        if stored is not None and own != stored:
            return UNIT_CONFLICT
        stored = own
    uln = limit if isinstance(limit, Limit) else None
    uln_unit = stored
    if uln is not None and uln.unit:
        uln_unit = analyte.read_unit(uln.unit)
        uln = uln if uln_unit is not None else None
    return LabResult(
        "",
        analyte.code,
        value.text,
        value.number,
        comparator or value.comparator,
        stored,
        uln.text if uln else None,
        uln.number if uln else None,
        uln_unit if uln else None,
        measured.moment.day,
        measured.moment.time,
        None,
        measured.laboratory,
        measured.status,
        measured.note,
        measured.reported,
    )


def withdrawal(
    analyte: Analyte, value: Value | Problem, *, measured: Measured, unit: str | None, text: str
) -> LabResult:
    """What a laboratory takes back: a value where it names one, else whatever it sent before."""
    number = value if isinstance(value, Value) else None
    return LabResult(
        "",
        analyte.code,
        number.text if number else text,
        number.number if number else None,
        number.comparator if number else Comparator.EQUAL,
        unit,
        None,
        None,
        None,
        measured.moment.day,
        measured.moment.time,
        None,
        measured.laboratory,
        ResultStatus.CANCELLED,
        measured.note,
    )


def stored_unit(analyte: Analyte, printed: str) -> str:
    """The unit as it is stored: UCUM where the spelling is known, else as printed."""
    return analyte.read_unit(printed) or " ".join(printed.split())
