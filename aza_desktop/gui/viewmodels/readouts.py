"""What hover and arrow keys say of one day of blood tests: the same words for eye and ear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import Comparator, Ratio
from aza_desktop.drawing.models import ReadOut, ReadOutRow, Tone
from aza_desktop.gui.viewmodels import curves, doses, phrases
from aza_desktop.gui.viewmodels.doses import PeriodKind
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.r_value import lacks_alp, r_text
from aza_desktop.texts import ntr, tr


def readouts(
    file: FileLike, codes: Sequence[str], counts: Sequence[str] = ()
) -> tuple[ReadOut, ...]:
    """One read-out a collection day of the chosen analytes and counts, oldest first."""
    shown = (*codes, *counts)
    results = [r for r in curves.shown_results(file) if r.analyte in {*curves.ROLES, *counts}]
    days = sorted({r.collected_on for r in results if r.analyte in shown})
    return tuple(_readout(file, day, shown, results) for day in days if day <= file.as_of)


def _readout(
    file: FileLike, day: dt.date, codes: Sequence[str], results: Sequence[LabResult]
) -> ReadOut:
    of_day = [r for r in results if r.collected_on == day]
    rows = tuple(
        _row(file, result, results) for code in codes for result in of_day if result.analyte == code
    )
    marks = tuple(
        dict.fromkeys(
            mark.title for row in rows for mark in file.answer.marks_of_result(row.result_id)
        )
    )
    day_text = _day_text(file, day)
    dose_text = _dose_text(file, day)
    r_shown = _r_value(file, of_day)
    said = [
        ", ".join([phrases.long_date(day), day_text]).strip(", "),
        *(_spoken_row(row) for row in rows),
        r_shown,
        tr("dose {dose}").format(dose=dose_text) if dose_text else "",
        *marks,
    ]
    return ReadOut(
        on=day,
        day_text=day_text,
        rows=rows,
        dose_text=dose_text,
        r_text=r_shown,
        marks=marks,
        spoken=". ".join(part for part in said if part) + ".",
    )


def _row(file: FileLike, result: LabResult, results: Sequence[LabResult]) -> ReadOutRow:
    analytes = file.facts.analytes
    ratio = multiple_of(result, analytes)
    marks = [m for m in file.answer.marks_of_result(result.id) if curves.is_breach(m)]
    tone = None
    if marks:
        critical = any(mark.severity is Severity.CRITICAL for mark in marks)
        tone = Tone.CRITICAL if critical else Tone.WARNING
    is_curve = result.analyte in curves.ROLES
    if not is_curve:
        shown = ""
    elif ratio is None:
        shown = curves.reason_not_drawn(file, result) or ""
    else:
        shown = f"{phrases.multiple(ratio, result.comparator)} × ULN"
    return ReadOutRow(
        result_id=result.id,
        label=curves.label_of(file, result.analyte),
        role=curves.ROLES.get(result.analyte, "other"),
        value=phrases.value_of(result, analytes),
        multiple=shown,
        change=_change(file, result, results) if is_curve else "",
        tone=tone,
    )


def _change(file: FileLike, result: LabResult, results: Sequence[LabResult]) -> str:
    """By how much the multiple moved since the last comparable result, for example ``+0.26``."""
    before = [
        r
        for r in results
        if r.analyte == result.analyte
        and r.collected_on < result.collected_on
        and curves.reason_not_drawn(file, r) is None
    ]
    ratio = multiple_of(result, file.facts.analytes)
    last = multiple_of(before[-1], file.facts.analytes) if before else None
    if ratio is None or last is None:
        return ""
    if result.comparator is not Comparator.EQUAL or before[-1].comparator is not Comparator.EQUAL:
        return ""
    moved = (_figure(ratio) - _figure(last)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{moved:+}".replace("-", "−")


def _figure(ratio: Ratio) -> Decimal:
    return ratio.value / ratio.uln


def _spoken_row(row: ReadOutRow) -> str:
    times = row.multiple.replace(" × ULN", " times upper limit")
    return f"{row.label} {row.value}, {times}".rstrip(", ")


def _day_text(file: FileLike, day: dt.date) -> str:
    """``day 20 of break``, ``day 6 at 100 mg``; day 0 is the first one."""
    period = doses.period_on(doses.periods(file), day)
    if period is None:
        return ""
    number = (day - period.since).days
    if period.kind is PeriodKind.BREAK:
        return tr("day {n} of break").format(n=number)
    if period.kind is PeriodKind.STOPPED:
        return ntr("{n} day after the stop", "{n} days after the stop", number).format(n=number)
    return tr("day {n} at {dose}").format(n=number, dose=phrases.dose(period.dose_mg))


def _dose_text(file: FileLike, day: dt.date) -> str:
    if doses.hold_on(doses.holds(file), day) is not None:
        return tr("0 mg, held")
    period = doses.period_on(doses.periods(file), day)
    return phrases.dose(period.dose_mg) if period is not None else ""


def _r_value(file: FileLike, of_day: Sequence[LabResult]) -> str:
    """``R 4.6`` of one day's ALT and ALP; "" where it means nothing."""
    exact = {
        r.analyte: r
        for r in of_day
        if r.comparator is Comparator.EQUAL and curves.reason_not_drawn(file, r) is None
    }
    text = r_text(file, exact)  # type: ignore[arg-type]  # it reads facts and protocol only
    if text:
        return f"R {text}"
    wanted = lacks_alp(file, exact)  # type: ignore[arg-type]  # it reads facts and protocol only
    return tr("R not told: no ALP of this sample") if wanted else ""


def describe(file: FileLike, codes: Sequence[str]) -> str:
    """The picture in a few sentences, for people who cannot see it."""
    said = []
    for code in codes[:1] or ("ALT",):
        points = curves.series_of(file, code).points
        if not points:
            said.append(tr("No {analyte} to draw").format(analyte=curves.label_of(file, code)))
            continue
        last, top = points[-1], curves.peak(points)
        said.append(
            f"{curves.label_of(file, code)} {last.multiple_text} times upper limit on "
            f"{phrases.long_date(last.on)}{_direction([p.multiple for p in points])}"
        )
        if top is not None and top is not last:
            said.append(f"Peak {top.multiple_text} on {phrases.long_date(top.on)}")
    since = doses.last_change(file)
    period = doses.period_on(doses.periods(file), file.as_of)
    if period is not None and since is not None:
        amount = phrases.dose(period.dose_mg).replace(" mg", " milligrams")
        said.append(f"Dose {amount} since {phrases.long_date(since)}")
    elif period is not None:
        said.append(_day_text(file, file.as_of).capitalize())
    return ". ".join(said) + "."


def _direction(ratios: Sequence[Ratio]) -> str:
    """``, rising over the last 3 results``: only what the last results really do."""
    for word, later_is_more in (("rising", True), ("falling", False)):
        count = 1
        for before, after in zip(ratios[-2::-1], ratios[:0:-1], strict=False):
            more = after.exceeds(before)
            if more is not later_is_more or after.equals(before):
                break
            count += 1
        if count > 1:
            return f", {word} over the last {count} results"
    return ""
