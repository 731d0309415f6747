"""The second panel: blood counts and further figures, each on its own lane and in its own unit.

One lane an analyte, because nothing makes neutrophils and platelets comparable; the time axis is
the one of the curves.
"""

from __future__ import annotations

from collections.abc import Sequence

from aza_desktop.clinical.quantities import Comparator
from aza_desktop.drawing.frames import Box, Frame
from aza_desktop.drawing.labels import Placer, around
from aza_desktop.drawing.models import CountLane, TrendModel
from aza_desktop.drawing.pen import BODY, BOLD, PLAIN, SMALL, STRONG, Dash, Pen

_ROOM = 0.28
_DASHED: Dash = (0, (4, 3))
_ELSEWHERE = (0.3, 0.5, 0.7)
"""Where else along its line the words of the own figure may stand, as shares of the width."""
_DOTTED: Dash = (0, (1.5, 2.5))


def lane_range(lane: CountLane) -> tuple[float, float]:
    """Lowest and highest figure of a lane, with room for signs and words."""
    figures = [float(point.value) for point in lane.points]
    figures += [float(value) for value, _ in lane.limits]
    figures += [float(lane.own[0])] if lane.own is not None else []
    low, high = min(figures, default=0.0), max(figures, default=1.0)
    pad = (high - low or abs(high) or 1.0) * _ROOM
    return low - pad, high + pad


def draw_counts(
    pen: Pen, model: TrendModel, lanes: Sequence[CountLane], frames: Sequence[Frame]
) -> dict[str, tuple[float, float]]:
    """Draw the lanes; answers where each figure stands on the sheet."""
    positions: dict[str, tuple[float, float]] = {}
    for lane, frame in zip(lanes, frames, strict=True):
        positions.update(_lane(pen, lane, frame))
    if model.counts_note and frames:
        box = frames[0].box
        width, height = pen.measure(model.counts_note, SMALL, STRONG)
        right = min(box.right - 0.04, box.left + 1.1 + width)
        pen.words(
            Box(right - width, box.top - height - 0.01, right, box.top - 0.01),
            model.counts_note,
            colour=pen.tokens.warning,
            size=SMALL,
            halo=True,
            gid="counts-note",
        )
    return positions


def _lane(pen: Pen, lane: CountLane, frame: Frame) -> dict[str, tuple[float, float]]:
    box, tokens = frame.box, pen.tokens
    pen.line(
        (box.left, box.bottom),
        (box.right, box.bottom),
        colour=tokens.border,
        zorder=1,
        gid=f"count-lane:{lane.analyte}",
    )
    placer = Placer(Box(box.left, box.bottom - 0.02, box.right, box.top + 0.04))
    title = f"{lane.label} {lane.unit}".strip()
    width, height = pen.measure(title, SMALL, PLAIN)
    head = Box(box.left + 0.06, box.top - height, box.left + 0.06 + width, box.top)
    placer.add_word(head)
    pen.words(head, title, colour=tokens.text2, size=SMALL, weight=PLAIN, halo=True, gid="count")
    pen.words(
        Box(0.05, box.middle[1] - 0.1, box.left - 0.08, box.middle[1] + 0.1),
        lane.analyte,
        colour=tokens.text2,
        size=BODY,
        weight=PLAIN,
        align="right",
        gid="axis-title",
    )
    for value, words in lane.limits:
        _line(pen, frame, (float(value), words), placer, gid="count-limit")
    if lane.own is not None:
        _line(pen, frame, (float(lane.own[0]), lane.own[1]), placer, gid="count-own")
    places = [frame.at(point.on, float(point.value)) for point in lane.points]
    if len(places) > 1:
        pen.path(places, colour=tokens.other, width=1.3, within=box, gid=f"count:{lane.analyte}")
    shown: dict[str, tuple[float, float]] = {}
    for point, place in zip(lane.points, places, strict=True):
        exact = point.comparator is Comparator.EQUAL
        pen.signs(
            [place],
            "o",
            size=4.6,
            fill=tokens.other if exact else tokens.surface,
            edge=tokens.other,
            edge_width=1.2,
            within=box,
            gid=f"count-point:{point.result_id}",
        )
        if box.has(place[0]):
            shown[point.result_id] = place
            placer.add_line([place], size=0.08)
    _figures(pen, lane, places, frame, placer)
    return shown


def _line(pen: Pen, frame: Frame, told: tuple[float, str], placer: Placer, *, gid: str) -> None:
    """A limit dashed in the colour of warnings, the patient's own figure dotted and quiet."""
    box, (value, words) = frame.box, told
    y = frame.y(value)
    ends = (box.left, y), (box.right, y)
    is_own = gid == "count-own"
    colour = pen.tokens.text2 if is_own else pen.tokens.warning
    pen.line(*ends, colour=colour, dash=_DOTTED if is_own else _DASHED, zorder=1, gid=gid)
    width, height = pen.measure(words, 7.6, PLAIN)
    steps = (0.0, 1.0, *(part * (box.right - box.left) for part in _ELSEWHERE if is_own))
    spots = [
        Box(box.right - width - 0.12 - x, y + down, box.right - 0.12 - x, y + down + height)
        for down in ((0.0, -height) if is_own else (0.0,))
        for x in steps
    ]
    place = placer.place_or_none(spots)
    if place is not None:
        pen.words(place, words, colour=colour, size=7.6, weight=PLAIN, halo=True)


def _figures(
    pen: Pen,
    lane: CountLane,
    places: Sequence[tuple[float, float]],
    frame: Frame,
    placer: Placer,
) -> None:
    """The last figure in strong words, the others where there is room."""
    for index in reversed(range(len(places))):
        x, y = places[index]
        if not frame.box.has(x):
            continue
        last = index == len(places) - 1
        weight, text = BOLD if last else PLAIN, lane.points[index].text
        width, height = pen.measure(text, SMALL, weight)
        left, right, *others = around(x, y, width=width, height=height, gap=0.09)
        place = placer.place_or_none([right, left, *others])
        if place is not None:
            pen.words(
                place,
                text,
                colour=pen.tokens.text if last else pen.tokens.text2,
                weight=weight,
                halo=True,
                gid="count-value",
            )
