"""What lies under the curves: bands, limit lines, breaks, the veiled future, ticks and titles."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from aza_desktop.clinical.dates import add_months, show_short
from aza_desktop.drawing import fonts
from aza_desktop.drawing.frames import Box, Frame, Sheet, day_number
from aza_desktop.drawing.labels import Placer
from aza_desktop.drawing.models import Scale, SpanKind, Tone, TrendModel
from aza_desktop.drawing.pen import BODY, PLAIN, SMALL, STRONG, Pen

LOG_FLOOR = 0.25
_DASHES = {Tone.CRITICAL: "solid", Tone.NEUTRAL: "solid"}


def value_range(model: TrendModel) -> tuple[float, float]:
    """Lowest and highest multiple on the value axis."""
    top = float(model.top)
    if model.scale is Scale.LINEAR:
        return 0.0, top
    lowest = min(
        (float(p.multiple) for s in model.series for p in s.points if p.multiple.value > 0),
        default=LOG_FLOOR,
    )
    low = min(LOG_FLOOR, 2.0 ** math.floor(math.log2(lowest)))
    return low * 0.86, max(top, 8.0) * 1.5


def draw_ground(pen: Pen, model: TrendModel, sheet: Sheet, axes: Sequence[Axes]) -> None:
    """Bands and limits on the values, and over all three axes: breaks, future, today."""
    values = axes[0]
    low, high = sheet.values.y_low, sheet.values.y_high
    for band in model.bands:
        bottom, top = max(float(band.low), low), high if band.high is None else float(band.high)
        patch = Rectangle(
            (sheet.values.x_low, bottom),
            sheet.values.x_high - sheet.values.x_low,
            max(min(top, high) - bottom, 0.0),
            facecolor=pen.colour(band.tint),
            linewidth=0,
            zorder=0.2,
            gid=f"band:{band.tint}",
        )
        values.add_patch(patch)
    today = day_number(model.today)
    for axis, frame in zip(axes, sheet.frames, strict=True):
        for span in model.spans:
            if span.kind is SpanKind.BREAK or axis is axes[2]:
                _hatch(pen, axis, frame, span.since, span.until)
        if today < frame.x_high:
            axis.add_patch(
                Rectangle(
                    (today, frame.y_low),
                    frame.x_high - today,
                    frame.y_high - frame.y_low,
                    facecolor=pen.tokens.future,
                    alpha=0.62,
                    linewidth=0,
                    zorder=0.6,
                    gid="future",
                )
            )
        axis.axvline(today, color=pen.tokens.accent, linewidth=1.4, zorder=3, gid="today")
    for limit in model.limits:
        own = limit.role != ""
        values.axhline(
            float(limit.value),
            color=pen.colour(limit.role) if own else _limit_colour(pen, limit.tone),
            linewidth=0.9 if own else 1.1,
            linestyle=(0, (1, 2.2)) if own else _DASHES.get(limit.tone, (0, (5, 3))),
            zorder=1,
            gid=f"limit:{limit.code}",
        )


def _limit_colour(pen: Pen, tone: Tone) -> str:
    return pen.tokens.muted if tone is Tone.NEUTRAL else pen.tone(tone)


def _hatch(pen: Pen, axis: Axes, frame: Frame, since: dt.date, until: dt.date) -> None:
    left, right = day_number(since), day_number(until)
    patch = Rectangle(
        (left, frame.y_low),
        right - left,
        frame.y_high - frame.y_low,
        facecolor="none",
        edgecolor=pen.tokens.control,
        alpha=0.34,
        hatch="////",
        linewidth=0,
        zorder=0.5,
        gid="break",
    )
    patch.set_hatch_linewidth(0.8)
    axis.add_patch(patch)


def draw_limit_words(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """The label of each limit on its line: at the left edge, or where the curves leave room."""
    for limit in sorted(model.limits, key=lambda limit: limit.role != ""):
        weight = PLAIN if limit.role else STRONG
        width, height = pen.measure(limit.label, SMALL, weight)
        y = frame.y(float(limit.value)) + 0.02
        if y + height > frame.box.top:
            y -= height + 0.04
        starts = [
            0.06 + share * max(frame.box.width * 0.7 - width, 0) for share in (0, 0.3, 0.6, 1)
        ]
        boxes = [Box(frame.box.left + x, y, frame.box.left + x + width, y + height) for x in starts]
        boxes += [box.moved(0, -height - 0.04) for box in boxes]
        colour = _limit_colour(pen, limit.tone) if limit.tone is not Tone.NEUTRAL else None
        pen.words(
            placer.place(boxes),
            limit.label,
            colour=pen.colour(limit.role) if limit.role else colour or pen.tokens.text2,
            weight=weight,
            gid=f"limit-label:{limit.code}",
        )


def draw_span_words(pen: Pen, model: TrendModel, sheet: Sheet, placer: Placer) -> None:
    """The length of each break, and the word at the Today line."""
    frame = sheet.values
    width, height = pen.measure("Today", BODY)
    x = frame.x(day_number(model.today)) + 0.07
    top = frame.box.top - 0.08
    spot = Box(x, top - height, x + width, top)
    if x + width > frame.box.right:
        spot = spot.moved(-width - 0.14, 0)
    placer.add_word(spot)
    pen.words(spot, "Today", colour=pen.tokens.accent, size=BODY, weight=700, gid="today-label")
    for span in model.spans:
        if span.kind is not SpanKind.BREAK:
            continue
        left = max(frame.x(day_number(span.since)), frame.box.left)
        right = min(frame.x(day_number(span.until)), frame.box.right)
        width, height = pen.measure(span.text, SMALL)
        if right <= left:
            continue
        middle = min(max((left + right) / 2, frame.box.left + width / 2 + 0.08), frame.box.right)
        start = middle - width / 2
        rows = [Box(start, top - height - d, start + width, top - d) for d in (0.0, 0.24, 0.48)]
        place = placer.place_or_none(rows)
        if place is not None:
            pen.words(place, span.text, colour=pen.tokens.text2, align="left", frame=True, zorder=7)


def draw_uln_changes(
    pen: Pen, model: TrendModel, frame: Frame, *, axes: Axes, placer: Placer
) -> None:
    """A thin tick where the laboratory's limit changed, with both figures."""
    for change in model.uln_changes:
        day = day_number(change.on)
        width, height = pen.measure(change.text, 7.6, PLAIN)
        x, base = frame.x(day), frame.box.bottom + 0.04
        tall = (frame.box.bottom, frame.box.bottom + 0.3)
        axes.plot(
            [day, day],
            [frame.y_low, _value_at(frame, tall[1])],
            color=pen.tokens.text2,
            linewidth=1.0,
            zorder=2,
            gid="uln-change",
        )
        sides = [Box(x + 0.04, base, x + 0.04 + width, base + height)]
        sides.append(sides[0].moved(-width - 0.08, 0))
        sides += [side.moved(0, 0.17) for side in sides]
        place = placer.place_or_none(sides)
        if place is not None:
            pen.words(
                place, change.text, colour=pen.tokens.text2, size=7.6, weight=PLAIN, halo=True
            )


def _value_at(frame: Frame, y: float) -> float:
    share = (y - frame.box.bottom) / frame.box.height
    if frame.logarithmic:
        low, high = math.log2(frame.y_low), math.log2(frame.y_high)
        return float(2 ** (low + share * (high - low)))
    return frame.y_low + share * (frame.y_high - frame.y_low)


def draw_scales(pen: Pen, model: TrendModel, sheet: Sheet, *, values: Axes, doses: Axes) -> None:
    """Ticks, their words and the axis titles: variable and unit on each."""
    frame = sheet.values
    ticks, words = _value_ticks(frame)
    _set_ticks(pen, values, "y", ticks, words)
    if frame.logarithmic:
        for tick in ticks:
            values.axhline(tick, color=pen.tokens.border, linewidth=0.6, zorder=0.3)
    steps, dose_words = _dose_ticks(sheet.doses)
    _set_ticks(pen, doses, "y", steps, dose_words)
    days = time_ticks(model.start, model.end)
    years: set[int] = set()
    labels = []
    for day in days:
        labels.append(show_short(day) if day.year in years else f"{show_short(day)}\n{day.year}")
        years.add(day.year)
    _set_ticks(pen, doses, "x", [day_number(day) for day in days], labels)
    doses.spines["bottom"].set_visible(True)
    doses.spines["bottom"].set_color(pen.tokens.control)
    title_font = fonts.properties(pen.family, BODY, PLAIN)
    for axis, title, own in (
        (values, model.y_title, sheet.values),
        (doses, model.dose_title, sheet.doses),
    ):
        pen.figure.text(
            0.15,
            own.box.middle[1],
            title,
            transform=pen.figure.dpi_scale_trans,
            rotation=90,
            ha="center",
            va="center",
            color=pen.tokens.text2,
            fontproperties=title_font,
            gid="axis-title",
        )
        axis.tick_params(axis="y", pad=3)
    bottom = sheet.doses.box.bottom
    pen.words(
        Box(0.05, bottom - 0.2, 0.05 + 0.5, bottom - 0.05),
        "Date",
        colour=pen.tokens.text2,
        size=BODY,
        weight=PLAIN,
        gid="axis-title",
    )


def _set_ticks(
    pen: Pen, axes: Axes, which: Literal["x", "y"], ticks: Sequence[float], words: Sequence[str]
) -> None:
    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FixedFormatter(list(words)))
    axes.tick_params(axis=which, colors=pen.tokens.text2, length=3, color=pen.tokens.control)
    font = fonts.properties(pen.family, 8.5, PLAIN)
    for label in axis.get_ticklabels():
        label.set_fontproperties(font)


def _value_ticks(frame: Frame) -> tuple[list[float], list[str]]:
    if frame.logarithmic:
        first, last = math.ceil(math.log2(frame.y_low)), math.floor(math.log2(frame.y_high))
        ticks = [2.0**power for power in range(first, last + 1)]
        return ticks, [f"{tick:g}" for tick in ticks]
    step = next((s for s in (1, 2, 5, 10, 20, 50) if frame.y_high / s <= 8), 100)
    ticks = [float(n * step) for n in range(int(frame.y_high // step) + 1)]
    return ticks, [f"{tick:g}" for tick in ticks]


def _dose_ticks(frame: Frame) -> tuple[list[float], list[str]]:
    highest = frame.y_high / 1.42
    step = next((s for s in (25, 50, 100, 200) if highest / s <= 3), 500)
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


def draw_message(pen: Pen, model: TrendModel, frame: Frame) -> None:
    """What to do where there is no trend to see."""
    width, height = pen.measure(model.message, 11, STRONG)
    x, y = frame.box.middle
    box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    pen.words(
        box,
        model.message,
        colour=pen.tokens.text2,
        size=11,
        frame=True,
        gid="message",
    )
