"""The two lanes under the curves: events by name, and the dose of each day as steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aza_desktop.drawing.frames import Box, Frame, day_number
from aza_desktop.drawing.labels import Placer
from aza_desktop.drawing.models import DoseStep, Event, EventKind, SpanKind, TrendModel
from aza_desktop.drawing.pen import BODY, PLAIN, SMALL, STRONG, Dash, Pen

MOST_ROWS = 3
_WORD_GAP = 0.115
_AIR, _OVERHANG = 0.06, 0.03
"""Inches beside the word of a dose above its step; a bare figure may be a little wider than it."""
_DOTTED: Dash = (0, (1, 1.8))
SIGNS = {
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
    EventKind.SYMPTOM,
    EventKind.LAB_DUE,
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
    text: str


@dataclass(frozen=True, slots=True)
class EventRows:
    placed: tuple[PlacedEvent, ...]
    count: int


def event_rows(pen: Pen, model: TrendModel, frame: Frame, *, most: int = MOST_ROWS) -> EventRows:
    """Deal the events into rows so that no word covers another; the last row takes the rest."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    placed = []
    today = frame.x(day_number(model.today))
    for event in sorted(model.events, key=lambda event: _RANK.index(event.kind)):
        x = frame.x(day_number(event.on))
        if not frame.box.left <= x <= frame.box.right:
            continue
        row, side, text, spans = _find_place(pen, event, frame, taken, today=today)
        taken[row].append(spans[side])
        placed.append(PlacedEvent(event, row, side, text))
    return EventRows(tuple(placed), 1 + max((p.row for p in placed), default=0))


def _find_place(
    pen: Pen,
    event: Event,
    frame: Frame,
    taken: Sequence[list[tuple[float, float]]],
    *,
    today: float,
) -> tuple[int, str, str, dict[str, tuple[float, float]]]:
    """Row, side and words: rather short words than words on the line of today or on a bar.

    The bar of an event that lasts runs to the right of its sign.
    """
    x = frame.x(day_number(event.on))
    row, side, text = 0, "none", ""
    spans: dict[str, tuple[float, float]] = {}
    for may_cross in (False, True):
        for text in filter(None, (event.text, event.short)):
            spans = _spans(x, pen.measure(text)[0], frame)
            offered = {
                name: span
                for name, span in spans.items()
                if may_cross
                or name == "none"
                or not (span[0] < today < span[1] or (name == "right" and event.until is not None))
            }
            row, side = _free(taken, offered)
            if side != "none":
                return row, side, text, spans
    return row, side, text, spans


def _spans(x: float, width: float, frame: Frame) -> dict[str, tuple[float, float]]:
    """From where to where a sign and its word would reach, by the side of the word."""
    spans = {"right": (x - 0.08, x + 0.14 + width), "left": (x - 0.14 - width, x + 0.08)}
    fitting = {
        side: span
        for side, span in spans.items()
        if span[0] >= frame.box.left - 0.02 and span[1] <= frame.box.right + 0.06
    }
    return {**fitting, "none": (x - 0.08, x + 0.08)}


def _free(
    taken: Sequence[list[tuple[float, float]]], spans: dict[str, tuple[float, float]]
) -> tuple[int, str]:
    for sides in (("right", "left"), ("none",)):
        for row, used in enumerate(taken):
            for side in sides:
                if side in spans and all(
                    spans[side][1] < left or spans[side][0] > right for left, right in used
                ):
                    return row, side
    return len(taken) - 1, "none"


def draw_events(pen: Pen, frame: Frame, rows: EventRows) -> None:
    """Signs with words on thin lines, under the curves and over the doses."""
    for row in range(rows.count):
        y = frame.y(rows.count - row - 0.5)
        ends = (frame.box.left, y), (frame.box.right, y)
        pen.line(*ends, colour=pen.tokens.border, width=0.9, zorder=1, gid="lane")
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
        _draw_event(pen, placed, frame, rows.count)


def _draw_event(pen: Pen, placed: PlacedEvent, frame: Frame, rows: int) -> None:
    event, colour = placed.event, pen.tone(placed.event.tone)
    x, y = frame.at(event.on, rows - placed.row - 0.5)
    if event.until is not None:
        pen.path(
            [(x, y), (frame.x(day_number(event.until)), y)],
            colour=colour,
            width=3.0,
            alpha=0.45,
            zorder=2,
            within=frame.box,
            gid="event-span",
        )
    pen.signs(
        [(x, y)],
        SIGNS[event.kind],
        size=7.5,
        fill=pen.tokens.surface if event.kind in _OPEN else colour,
        edge=colour,
        edge_width=1.6,
        zorder=7,
        gid=f"event:{event.kind.value}",
    )
    if placed.side == "none":
        return
    width, height = pen.measure(placed.text)
    left = x + _WORD_GAP if placed.side == "right" else x - _WORD_GAP - width
    pen.words(
        Box(left, y - height / 2, left + width, y + height / 2),
        placed.text,
        colour=colour,
        halo=True,
        gid="event-label",
    )


def draw_doses(pen: Pen, model: TrendModel, frame: Frame) -> None:
    """Recorded doses filled, the confirmed plan dashed, a proposal dotted and with a question."""
    tokens, box = pen.tokens, frame.box
    for run in _runs([step for step in model.doses if not step.planned and not step.proposed]):
        corners = _corners(run, frame)
        ground = [(corners[0][0], box.bottom), *corners, (corners[-1][0], box.bottom)]
        pen.area(ground, fill=tokens.dose_fill, zorder=2, within=box, gid="dose-fill")
        edge = Box(box.left, box.bottom - 0.02, box.right, box.top)
        pen.path(corners, colour=tokens.dose, width=1.7, zorder=3, within=edge, gid="dose")
    for run in _runs([step for step in model.doses if step.planned]):
        pen.path(
            _corners(run, frame),
            colour=tokens.accent,
            width=1.7,
            dash=(0, (3, 2)),
            zorder=3,
            within=box,
            gid="plan",
        )
    for step in model.doses:
        if step.proposed:
            pen.path(
                _corners([step], frame),
                colour=tokens.accent,
                width=1.7,
                dash=_DOTTED,
                zorder=3,
                within=box,
                gid="proposal",
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


def _corners(run: Sequence[DoseStep], frame: Frame) -> list[tuple[float, float]]:
    """A dose holds from its first day until the day of the next: steps, never slopes."""
    corners = []
    for step in run:
        corners.append(frame.at(step.since, float(step.dose_mg)))
        corners.append(frame.at(step.until, float(step.dose_mg)))
    return corners


def _dose_words(pen: Pen, model: TrendModel, frame: Frame) -> None:
    placer = Placer(Box(frame.box.left, frame.box.bottom, frame.box.right, frame.box.top + 0.06))
    for step in sorted(model.doses, key=lambda step: step.since, reverse=True):
        left = max(frame.x(day_number(step.since)), frame.box.left)
        right = min(frame.x(day_number(step.until)), frame.box.right)
        if right - left < 0.05:
            continue
        y = frame.y(float(step.dose_mg)) + 0.03
        if step.planned and any(other.proposed for other in model.doses):
            y -= 0.06 + pen.measure(step.text)[1]
        for text in (step.text,) if step.proposed else (step.text, step.text.split(" ")[0]):
            width, height = pen.measure(text)
            middle = (left + right) / 2
            room = Box(middle - width / 2, y, middle + width / 2, y + height)
            is_bare = text != step.text
            spare = _OVERHANG if is_bare else -_AIR
            if width <= right - left + spare and not _crowded(placer, room):
                placer.add_word(room)
                pen.words(
                    room,
                    text,
                    colour=pen.tokens.accent if step.planned or step.proposed else pen.tokens.text,
                    gid="proposal-label" if step.proposed else "dose-label",
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
