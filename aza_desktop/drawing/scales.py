"""The scales of the picture: ranges, ticks with their words, and what each axis measures."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from aza_desktop.clinical.dates import add_months, show_short
from aza_desktop.drawing.frames import Box, Frame, Sheet, day_number
from aza_desktop.drawing.models import Scale, TrendModel, Unit
from aza_desktop.drawing.pen import BODY, PLAIN, Pen

LOG_FLOOR = 0.25
DOSE_ROOM = 1.42
"""The dose axis ends this much above the highest dose, so that its words have room."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_TICK = 0.035
_SIZE = 8.5
_APART = 0.17
"""The least distance between two figures of an axis, in inches."""


def value_range(model: TrendModel) -> tuple[float, float]:
    """Lowest and highest multiple on the value axis."""
    top = float(model.top)
    if model.scale is Scale.LINEAR:
        return 0.0, top
    lowest = min(
        (float(p.multiple) for s in model.series for p in s.points if p.multiple.value > 0),
        default=LOG_FLOOR,
    )
    low = 2.0 ** math.floor(math.log2(lowest))
    if model.unit is Unit.RAW:
        least = float(min(step.factor for step in model.limit_steps()))
        return min(low, least / 2) * 0.86, max(top, least * 8) * 1.5
    return min(LOG_FLOOR, low) * 0.86, max(top, 8.0) * 1.5


def draw_scales(
    pen: Pen, model: TrendModel, sheet: Sheet, *, roomy: bool, with_doses: bool = True
) -> None:
    """Ticks, their words and the axis titles: variable and unit on each."""
    values, doses = sheet.values, sheet.doses
    _upright(pen, values, *_value_ticks(values))
    if values.logarithmic:
        for tick in _value_ticks(values)[0]:
            y = values.y(tick)
            ends = (values.box.left, y), (values.box.right, y)
            pen.line(*ends, colour=pen.tokens.border, width=0.6, zorder=0.3, gid="doubling")
    if with_doses:
        _upright(pen, doses, *_dose_ticks(doses))
        _title(pen, doses, model.dose_title, "mg")
    _along(pen, model, doses, roomy=roomy)
    _title(pen, values, model.y_title, model.y_title_short)


def _upright(pen: Pen, frame: Frame, ticks: Sequence[float], words: Sequence[str]) -> None:
    """The value axis at the left edge."""
    left = frame.box.left
    edge = (left, frame.box.bottom), (left, frame.box.top)
    pen.line(*edge, colour=pen.tokens.border, width=0.8, zorder=2.5, gid="axis")
    for tick, word in zip(ticks, words, strict=True):
        y = frame.y(tick)
        pen.line((left - _TICK, y), (left, y), colour=pen.tokens.control, zorder=2.5, gid="tick")
        pen.words(
            Box(left - 0.4, y - 0.08, left - _TICK - 0.04, y + 0.08),
            word,
            colour=pen.tokens.text2,
            size=_SIZE,
            weight=PLAIN,
            align="right",
            gid="y-value",
        )


def _along(pen: Pen, model: TrendModel, frame: Frame, *, roomy: bool) -> None:
    """The time axis under the doses; a year stands under its first tick, or beside it."""
    base = frame.box.bottom
    ends = (frame.box.left, base), (frame.box.right, base)
    pen.line(*ends, colour=pen.tokens.control, width=0.9, zorder=2.5, gid="axis")
    years: set[int] = set()
    for day in time_ticks(model.start, model.end):
        x = frame.x(day_number(day))
        pen.line((x, base - _TICK), (x, base), colour=pen.tokens.control, zorder=2.5, gid="tick")
        lines = [show_short(day)] if day.year in years else [show_short(day), str(day.year)]
        lines = lines if roomy else ["-".join(lines)]
        years.add(day.year)
        for row, line in enumerate(lines):
            top = base - 0.06 - row * 0.15
            half = pen.measure(line, _SIZE, PLAIN)[0] / 2
            x = max(x, frame.box.left - 0.12 + half) if not roomy else x
            pen.words(
                Box(x - 0.4, top - 0.15, x + 0.4, top),
                line,
                colour=pen.tokens.text2,
                size=_SIZE,
                weight=PLAIN,
                align="center",
                gid="x-value",
            )
    pen.words(
        Box(0.05, base - 0.21, frame.box.left - 0.06, base - 0.06),
        "Date",
        colour=pen.tokens.text2,
        size=BODY,
        weight=PLAIN,
        gid="axis-title",
    )


def _title(pen: Pen, frame: Frame, title: str, short: str) -> None:
    fits = pen.measure(title, BODY, PLAIN)[0] <= frame.box.height + 0.1
    middle = frame.box.middle[1]
    pen.words(
        Box(0.05, middle - 0.1, 0.25, middle + 0.1),
        title if fits else short,
        colour=pen.tokens.text2,
        size=BODY,
        weight=PLAIN,
        align="center",
        rotation=90,
        gid="axis-title",
    )


def _value_ticks(frame: Frame) -> tuple[list[float], list[str]]:
    if frame.logarithmic:
        first, last = math.ceil(math.log2(frame.y_low)), math.floor(math.log2(frame.y_high))
        ticks = [2.0**power for power in range(first, last + 1)]
        return ticks, [f"{tick:g}" for tick in ticks]
    most = max(2.0, min(8.0, frame.box.height / _APART))
    step = next((s for s in _STEPS if frame.y_high / s <= most), 5000)
    ticks = [float(n * step) for n in range(int(frame.y_high // step) + 1)]
    return ticks, [f"{tick:g}" for tick in ticks]


def _dose_ticks(frame: Frame) -> tuple[list[float], list[str]]:
    highest = frame.y_high / DOSE_ROOM
    most = max(1.0, min(3.0, frame.box.height / _APART - 1))
    step = next((s for s in (25, 50, 75, 100, 150, 200) if highest / s <= most), 500)
    ticks = [float(n * step) for n in range(int(highest // step) + 1)] if highest >= step else [0.0]
    return ticks, [f"{tick:g}" for tick in ticks]


def time_ticks(start: dt.date, end: dt.date) -> list[dt.date]:
    """Mondays of a short span, first days of months of a long one; never more than about ten."""
    days = (end - start).days
    weeks = next((w for w in (1, 2) if days / (7 * w) <= 9), None)
    if weeks is not None:
        first = start + dt.timedelta(days=(-start.weekday()) % 7)
        count = (end - first).days // (7 * weeks)
        return [first + dt.timedelta(days=7 * weeks * n) for n in range(count + 1)]
    months = next((m for m in (1, 2, 3, 6, 12, 24) if days / (30 * m) <= 9), 60)
    first = add_months(start.replace(day=1), 1 if start.day > 1 else 0)
    while (first.month - 1) % min(months, 12):
        first = add_months(first, 1)
    ticks = []
    while first <= end:
        ticks.append(first)
        first = add_months(first, months)
    return ticks
