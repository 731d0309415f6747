"""Results as points of the trend picture, and those that cannot become one, with the reason.

Law of the red mark: a point has a ring if and only if a breach mark cites its result.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from aza_desktop.clinical.findings import Mark, Severity
from aza_desktop.clinical.labs import SUPPOSED, LabResult
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import Ratio
from aza_desktop.drawing.models import Link, NotDrawn, Point, Ring, Series, Tone, UlnChange
from aza_desktop.gui.viewmodels import phrases
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import tr

ROLES = {"ALT": "alt", "AST": "ast", "BILI": "bili", "ALP": "alp", "GGT": "ggt"}
"""The analytes of the picture, in the order of their keys 1 to 5, and their colours."""

LEADING = "ALT"
"""The analyte whose peak is named in the picture."""

GAP_DAYS = 35
"""A longer time without a result is drawn as a gap: nothing is claimed about it."""

ULN = Decimal(1)
"""The upper limit itself, as a multiple of itself."""

DATA_MARKS = frozenset(
    {
        "ULN_MISSING",
        "UNIT_MISMATCH",
        "RESULT_INVALID",
        "RESULT_FUTURE",
        "RESULT_CENSORED",
        "DUP_CONFLICT",
        "DUP_IDENTICAL",
    }
)
"""Marks that say a result could not be judged. They are shown, but they are no breach."""


def is_breach(mark: Mark) -> bool:
    """True for the marks that ring a point: stop, consider stopping, and their like."""
    return mark.severity >= Severity.HIGH and mark.code not in DATA_MARKS


def label_of(file: FileLike, code: str) -> str:
    """The analyte's short name on chips and lines."""
    analyte = file.facts.analytes.find(code)
    return analyte.short_name if analyte is not None else code


def shown_results(file: FileLike) -> tuple[LabResult, ...]:
    """The current results known on the day of the picture, oldest first."""
    known = file.facts.results
    if file.course is None:
        known = tuple(r for r in file.record.current_results if r.collected_on <= file.as_of)
    return tuple(sorted(known, key=lambda r: (r.collected_on, r.analyte, r.id)))


def reason_not_drawn(file: FileLike, result: LabResult) -> str | None:
    """Why a result has no place in the picture; None when it has one."""
    if result.collected_on > file.as_of:
        return tr("dated in the future")
    if result.value is None:
        return tr("no number")
    if result.value < 0:
        return tr("negative number")
    if result.uln is None:
        return tr("no ULN")
    if result.uln <= 0:
        return tr("ULN not above 0")
    if multiple_of(result, file.facts.analytes) is None:
        return tr("unit not known")
    return None


def not_drawn(file: FileLike) -> tuple[NotDrawn, ...]:
    """Every result of the picture's analytes that cannot be drawn."""
    found = []
    for result in shown_results(file):
        reason = reason_not_drawn(file, result) if result.analyte in ROLES else None
        if reason is not None:
            found.append(NotDrawn(result.id, result.collected_on, result.analyte, reason))
    return tuple(found)


def series_of(file: FileLike, code: str) -> Series:
    """All drawable results of one analyte, oldest first."""
    results = [
        r for r in shown_results(file) if r.analyte == code and reason_not_drawn(file, r) is None
    ]
    label = label_of(file, code)
    points = [point_of(file, result, label) for result in results]
    if code == LEADING:
        points = _with_peak(points)
    links = tuple(link_of(before, after) for before, after in pairwise(results))
    last = f"{short_of(code, label)} {points[-1].multiple_text}" if points else ""
    return Series(code, label, ROLES[code], tuple(points), links, last)


def short_of(code: str, label: str) -> str:
    """The name at the end of a line."""
    return "Bili" if code == "BILI" else label


def point_of(file: FileLike, result: LabResult, label: str, *, ratio: Ratio | None = None) -> Point:
    """A result with its words and its ring. ratio: another height than the multiple of its ULN."""
    multiple = multiple_of(result, file.facts.analytes)
    height = ratio or multiple
    assert height is not None
    marks = file.answer.marks_of_result(result.id)
    said = "?" if multiple is None else phrases.multiple(multiple, result.comparator)
    return Point(
        result_id=result.id,
        on=result.collected_on,
        multiple=height,
        comparator=result.comparator,
        value_text=phrases.value_of(result, file.facts.analytes),
        multiple_text=said,
        marks=tuple(mark.code for mark in marks),
        ring=_ring(file, marks, f"{label} {said}"),
        note=_decision_note(file, result),
    )


def _ring(file: FileLike, marks: Iterable[Mark], reading: str) -> Ring | None:
    breaches = [mark for mark in marks if is_breach(mark)]
    if not breaches:
        return None
    worst = max(breaches, key=lambda mark: mark.severity)
    tone = Tone.CRITICAL if worst.severity is Severity.CRITICAL else Tone.WARNING
    return Ring(tone, reading, _limit_words(file, worst))


def _limit_words(file: FileLike, mark: Mark) -> str:
    """The protocol's own short words for a mark: its limit's label, else its title."""
    for threshold in file.protocol.thresholds:
        if threshold.code == mark.code:
            return phrases.times(threshold.label)
    return textwrap.shorten(mark.title, 40, placeholder=" …")


def _decision_note(file: FileLike, result: LabResult) -> str:
    """What was decided about a result; said once a day, at the leading analyte if it is named.

    A result that nobody measured says so at its point.
    """
    if result.id.startswith(SUPPOSED):
        return tr("what if")
    same_day = {
        r.id: r.analyte for r in file.facts.results if r.collected_on == result.collected_on
    }
    for decision in file.facts.decisions:
        named = [id for id in decision.results if id in same_day]
        leading = [id for id in named if same_day[id] == LEADING]
        if named and result.id == (leading or named)[0]:
            return tr("decided: {type}").format(type=decision.type.value)
    return ""


def _with_peak(points: list[Point]) -> list[Point]:
    """The highest point gets its figure in neutral words, unless it has a ring or is the last."""
    if len(points) < 3:
        return points
    top = peak(points)
    if top is None or top is points[-1] or top.ring is not None:
        return points
    if not top.multiple.above(ULN):
        return points
    text = tr("peak {figure}").format(figure=top.multiple_text)
    text = f"{text} · {top.note}" if top.note else text
    return [replace(point, note=text) if point is top else point for point in points]


def peak(points: Iterable[Point]) -> Point | None:
    """The point with the highest multiple, the first of equal ones; None without points."""
    highest: Point | None = None
    for point in points:
        if highest is None or point.multiple.exceeds(highest.multiple):
            highest = point
    return highest


def link_of(before: LabResult, after: LabResult) -> Link:
    """How two neighbouring results are joined: nothing between them is invented."""
    if before.laboratory and after.laboratory and before.laboratory != after.laboratory:
        return Link.OTHER_LABORATORY
    if (after.collected_on - before.collected_on).days > GAP_DAYS:
        return Link.GAP
    return Link.SOLID


def uln_changes(file: FileLike, codes: Iterable[str]) -> tuple[UlnChange, ...]:
    """Where the limit printed with the results changed, one entry a day."""
    by_day: dict[dt.date, list[str]] = {}
    for code in codes:
        results = [
            r
            for r in shown_results(file)
            if r.analyte == code and reason_not_drawn(file, r) is None
        ]
        for before, after in pairwise(results):
            if _same_limit(before, after):
                continue
            text = f"{code} ULN {before.uln_text} → {after.uln_text}"
            by_day.setdefault(after.collected_on, []).append(text)
    return tuple(UlnChange(on, " · ".join(texts), "") for on, texts in sorted(by_day.items()))


def _same_limit(before: LabResult, after: LabResult) -> bool:
    return before.uln == after.uln and before.uln_unit == after.uln_unit
