"""The two lanes under the curves: events by name, and the dose of each day as steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from aza_desktop.drawing.frames import Box, Frame, day_number
from aza_desktop.drawing.labels import Placer
from aza_desktop.drawing.models import DoseStep, Event, EventKind, SpanKind, TrendModel
from aza_desktop.drawing.pen import BODY, PLAIN, SMALL, STRONG, Pen

MOST_ROWS = 3
_SIGNS = {
    EventKind.SYMPTOM: "v",
    EventKind.STOP: "8",
    EventKind.RESTART: ">",
    EventKind.COMEDICATION: "P",
    EventKind.LAB_DUE: "o",
    EventKind.METABOLITE: "D",
    EventKind.DECISION: "s",
}
_RANK = (
    EventKind.STOP,
    EventKind.RESTART,
    EventKind.LAB_DUE,
    EventKind.SYMPTOM,
    EventKind.DECISION,
    EventKind.COMEDICATION,
    EventKind.METABOLITE,
)
"""Which events choose their place first, should the lane be crowded."""
_OPEN = {EventKind.LAB_DUE, EventKind.METABOLITE, EventKind.DECISION}


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event with its row from the top and the side on which its word stands."""

    event: Event
    row: int
    side: str


@dataclass(frozen=True, slots=True)
class EventRows:
    placed: tuple[PlacedEvent, ...]
    count: int


def event_rows(pen: Pen, model: TrendModel, frame: Frame) -> EventRows:
    """Deal the events into rows so that no word covers another; the last row takes the rest."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(MOST_ROWS)]
    placed = []
    for event in sorted(model.events, key=lambda event: _RANK.index(event.kind)):
        x = frame.x(day_number(event.on))
        if not frame.box.left <= x <= frame.box.right:
            continue
        width = pen.measure(event.text)[0]
        spans = {"right": (x - 0.08, x + 0.14 + width), "left": (x - 0.14 - width, x + 0.08)}
        fitting = {
            side: span
            for side, span in spans.items()
            if span[0] >= frame.box.left - 0.02 and span[1] <= frame.box.right + 0.06
        }
        fitting["none"] = (x - 0.08, x + 0.08)
        row, side = _free(taken, fitting)
        taken[row].append(fitting[side])
        placed.append(PlacedEvent(event, row, side))
    return EventRows(tuple(placed), 1 + max((p.row for p in placed), default=0))


def _free(
    taken: Sequence[list[tuple[float, float]]], spans: dict[str, tuple[float, float]]
) -> tuple[int, str]:
    for row, used in enumerate(taken):
        for side in ("right", "left"):
            if side in spans and all(
                spans[side][1] < left or spans[side][0] > right for left, right in used
            ):
                return row, side
    return len(taken) - 1, "none"


def draw_events(pen: Pen, model: TrendModel, frame: Frame, *, axes: Axes, rows: EventRows) -> None:
    """Signs with words on thin lines, under the curves and over the doses."""
    axes.spines["left"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for row in range(rows.count):
        axes.axhline(rows.count - row - 0.5, color=pen.tokens.border, linewidth=0.9, zorder=1)
    middle = frame.box.middle[1]
    pen.words(
        Box(0.05, middle - 0.1, frame.box.left - 0.06, middle + 0.1),
        "Events",
        colour=pen.tokens.text2,
        size=BODY,
        weight=PLAIN,
        align="right",
        gid="axis-title",
    )
    for placed in rows.placed:
        _draw_event(pen, placed, frame, axes=axes, rows=rows.count)


def _draw_event(pen: Pen, placed: PlacedEvent, frame: Frame, *, axes: Axes, rows: int) -> None:
    event, colour = placed.event, pen.tone(placed.event.tone)
    day, y = day_number(event.on), rows - placed.row - 0.5
    if event.until is not None:
        axes.plot(
            [day, day_number(event.until)],
            [y, y],
            color=colour,
            linewidth=3.0,
            alpha=0.45,
            solid_capstyle="butt",
            zorder=2,
        )
    axes.plot(
        [day],
        [y],
        linestyle="none",
        marker=_SIGNS[event.kind],
        markersize=7.5,
        markerfacecolor=pen.tokens.surface if event.kind in _OPEN else colour,
        markeredgecolor=colour,
        markeredgewidth=1.6,
        zorder=7,
        gid=f"event:{event.kind.value}",
    )
    if placed.side == "none":
        return
    width, height = pen.measure(event.text)
    x, middle = frame.x(day), frame.y(y)
    left = x + 0.1 if placed.side == "right" else x - 0.1 - width
    pen.words(
        Box(left, middle - height / 2, left + width, middle + height / 2),
        event.text,
        colour=colour,
        halo=True,
        gid="event-label",
    )


def draw_doses(pen: Pen, model: TrendModel, frame: Frame, *, axes: Axes) -> None:
    """Recorded doses filled, the confirmed plan dashed. A proposal is never drawn."""
    recorded = [step for step in model.doses if not step.planned]
    planned = [step for step in model.doses if step.planned]
    for run in _runs(recorded):
        xs, ys = _corners(run)
        axes.fill_between(xs, ys, step="post", color=pen.tokens.dose_fill, linewidth=0, zorder=2)
        axes.step(xs, ys, where="post", color=pen.tokens.dose, linewidth=1.7, zorder=3, gid="dose")
    for run in _runs(planned):
        xs, ys = _corners(run)
        axes.step(
            xs,
            ys,
            where="post",
            color=pen.tokens.accent,
            linewidth=1.7,
            linestyle=(0, (3, 2)),
            zorder=3,
            gid="plan",
        )
    _dose_words(pen, model, frame)


def _runs(steps: Sequence[DoseStep]) -> list[list[DoseStep]]:
    runs: list[list[DoseStep]] = []
    for step in steps:
        if runs and runs[-1][-1].until == step.since:
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


def _corners(run: Sequence[DoseStep]) -> tuple[list[float], list[float]]:
    xs = [day_number(step.since) for step in run] + [day_number(run[-1].until)]
    ys = [float(step.dose_mg) for step in run] + [float(run[-1].dose_mg)]
    return xs, ys


def _dose_words(pen: Pen, model: TrendModel, frame: Frame) -> None:
    placer = Placer(Box(frame.box.left, frame.box.bottom, frame.box.right, frame.box.top + 0.06))
    for step in sorted(model.doses, key=lambda step: step.since, reverse=True):
        left = max(frame.x(day_number(step.since)), frame.box.left)
        right = min(frame.x(day_number(step.until)), frame.box.right)
        if right - left < 0.05:
            continue
        y = frame.y(float(step.dose_mg)) + 0.03
        for text in (step.text, step.text.split(" ")[0]):
            width, height = pen.measure(text)
            middle = (left + right) / 2
            room = Box(middle - width / 2, y, middle + width / 2, y + height)
            if width <= right - left + 0.12 and not _crowded(placer, room):
                placer.add_word(room)
                pen.words(
                    room,
                    text,
                    colour=pen.tokens.accent if step.planned else pen.tokens.text,
                    gid="dose-label",
                )
                break
    if not model.doses and not any(span.kind is SpanKind.BREAK for span in model.spans):
        x, y = frame.box.middle
        pen.words(
            Box(x - 1, y - 0.1, x + 1, y + 0.1),
            "No dose recorded",
            colour=pen.tokens.muted,
            size=SMALL,
            weight=STRONG,
            align="center",
        )


def _crowded(placer: Placer, box: Box) -> bool:
    return placer.covers_word(box)
