"""Other heights for the same points: the laboratory's own unit, or the patient's own baseline.

Rings stay where they are, because marks cite results and no height.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import Comparator, Ratio, plain
from aza_desktop.drawing.models import LimitStep, Point, Series
from aza_desktop.gui.viewmodels import curves, phrases
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.texts import tr

_ONE = Decimal(1)


def unit_text(file: FileLike, code: str) -> str:
    """The unit in which an analyte stands on the axis."""
    analyte = file.facts.analytes.find(code)
    return (analyte.shown_unit or unit_shown(analyte.unit)) if analyte is not None else ""


def raw_series(file: FileLike, code: str) -> Series:
    """The results in one unit; those without a ULN have a place too."""
    results = [r for r in curves.shown_results(file) if r.analyte == code]
    heights = [(r, height) for r in results if (height := _height(file, r)) is not None]
    return _series(file, code, heights, unit_text(file, code))


def baseline_series(file: FileLike, code: str) -> Series:
    """The results as multiples of the patient's own value before treatment or restart."""
    base = baseline_of(file, code)
    results = [r for r in curves.shown_results(file) if r.analyte == code]
    heights = []
    if base is not None and (own := _height(file, base)) is not None:
        for result in results:
            height = _height(file, result)
            if height is not None:
                heights.append((result, Ratio(height.value, own.value)))
    return _series(file, code, heights, tr("× own"))


def baseline_of(file: FileLike, code: str) -> LabResult | None:
    """The newest exact result before the restart, of the break; else the newest before any dose.

    None where neither was measured, or where it was nought.
    """
    exact = [
        r
        for r in curves.shown_results(file)
        if r.analyte == code and r.comparator is Comparator.EQUAL and _height(file, r) is not None
    ]
    exact = [r for r in exact if r.value]
    dates = file.facts.dates
    if dates.break_start is not None:
        until = dates.restart or file.as_of
        before = [r for r in exact if dates.break_start <= r.collected_on <= until]
        if before:
            return before[-1]
    doses = [dose.on for course in file.record.courses for dose in course.dose_events]
    untreated = [r for r in exact if doses and r.collected_on < min(doses)]
    return untreated[-1] if untreated else None


def baseline_words(file: FileLike, codes: Sequence[str]) -> tuple[str, ...]:
    """What the baseline is made of, and for which analytes there is none."""
    named, missing = [], []
    for code in codes:
        base, label = baseline_of(file, code), curves.label_of(file, code)
        if base is None:
            missing.append(label)
        else:
            value = phrases.value_of(base, file.facts.analytes)
            named.append(f"{label} {value} ({show(base.collected_on)})")
    said = []
    if named:
        made = tr("Own baseline, before the restart or before treatment: {what}")
        said.append(made.format(what=", ".join(named)))
    if missing:
        none = tr("No value before restart or treatment, so no own baseline: {what}")
        said.append(none.format(what=", ".join(missing)))
    return tuple(said)


def limit_steps(
    file: FileLike, code: str, *, start: dt.date, end: dt.date
) -> tuple[LimitStep, ...]:
    """How high the ULN stands in the analyte's unit, a step where the laboratory changed it."""
    changes: list[tuple[dt.date, Decimal]] = []
    analyte = file.facts.analytes.find(code)
    for result in curves.shown_results(file):
        if result.analyte != code or result.uln is None or analyte is None:
            continue
        limit = analyte.in_unit(result.uln, result.uln_unit)
        if limit is not None and limit > 0 and (not changes or changes[-1][1] != limit):
            changes.append((result.collected_on, limit))
    steps = []
    for place, (since, limit) in enumerate(changes):
        first = start if place == 0 else max(since, start)
        until = changes[place + 1][0] if place + 1 < len(changes) else end
        if first < min(until, end):
            steps.append(LimitStep(first, min(until, end), limit))
    return tuple(steps)


def _height(file: FileLike, result: LabResult) -> Ratio | None:
    analyte = file.facts.analytes.find(result.analyte)
    if analyte is None or result.value is None or result.value < 0:
        return None
    if result.collected_on > file.as_of:
        return None
    value = analyte.in_unit(result.value, result.unit)
    return Ratio(value, _ONE) if value is not None else None


def _series(
    file: FileLike, code: str, heights: Sequence[tuple[LabResult, Ratio]], unit: str
) -> Series:
    label = curves.label_of(file, code)
    points = [
        replace(
            curves.point_of(file, result, label, ratio=height), note="", multiple_text=_text(height)
        )
        for result, height in heights
    ]
    links = tuple(curves.link_of(a, b) for (a, _), (b, _) in pairwise(heights))
    last = f"{curves.short_of(code, label)} {_end(points[-1])} {unit}" if points else ""
    return Series(code, label, curves.ROLES[code], tuple(points), links, last.strip())


def _text(height: Ratio) -> str:
    return plain(height.value) if height.uln == _ONE else height.truncated()


def _end(point: Point) -> str:
    sign = "" if point.comparator is Comparator.EQUAL else point.comparator.value
    return f"{sign}{point.multiple_text}"
