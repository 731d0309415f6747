"""The curves: points and their links, rings of breaches, words at the end of each line."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.drawing.frames import Box, Frame, day_number
from aza_desktop.drawing.labels import Placer, around, beside, stack
from aza_desktop.drawing.models import Link, Point, Series, Tone, TrendModel
from aza_desktop.drawing.pen import BODY, BOLD, PLAIN, SMALL, STRONG, STYLES, Dash, Pen

_TICK_DOWN, _TICK_UP = 3, 2
_GAP_DASH: Dash = (0, (2, 3.5))
_SHADOW_DASH: Dash = (0, (1.2, 2))
_FAR = 1.5
_SIGN = 0.12
"""Words keep off the signs even more than off the lines."""
_NOTED = 12.5
_ROOMY = 1.6
"""On a lower axis the words of a ring take one line."""


def draw_series(
    pen: Pen, model: TrendModel, frame: Frame, placer: Placer
) -> dict[str, tuple[float, float]]:
    """Draw all curves; answers where each result stands on the sheet."""
    positions: dict[str, tuple[float, float]] = {}
    for rank, series in enumerate(model.series):
        places = [_place(frame, point) for point in series.points]
        zorder = 5 - rank * 0.1
        _links(pen, series, places, frame, zorder=zorder)
        _markers(pen, series, places, frame, zorder=zorder)
        placer.add_line(places)
        for place in places:
            placer.add_line([place], size=_SIGN)
        for point, place in zip(series.points, places, strict=True):
            if frame.box.has(place[0]):
                positions[point.result_id] = place
            if point.ring is not None:
                _ring(pen, point, place, frame)
    return positions


def _place(frame: Frame, point: Point) -> tuple[float, float]:
    return frame.at(point.on, float(point.multiple))


def _links(
    pen: Pen,
    series: Series,
    places: list[tuple[float, float]],
    frame: Frame,
    *,
    zorder: float,
) -> None:
    """Join neighbours: runs in one stroke, gaps thin and dashed, other laboratories broken."""
    style, colour = STYLES[series.role], pen.colour(series.role)
    runs: list[list[tuple[float, float]]] = [places[:1]]
    for (start, end), link in zip(pairwise(places), series.links, strict=True):
        if link is Link.SOLID:
            runs[-1].append(end)
            continue
        runs.append([end])
        if link is Link.GAP:
            pieces = [[start, end]]
        else:
            pieces = [[start, _between(start, end, 0.4)], [_between(start, end, 0.6), end]]
        for piece in pieces:
            pen.path(
                piece,
                colour=colour,
                width=style.width * 0.65,
                dash=_GAP_DASH if link is Link.GAP else style.dash,
                alpha=0.85,
                zorder=zorder,
                within=frame.box,
                gid=f"{link.value}:{series.analyte}",
            )
    for run in runs:
        if len(run) > 1:
            pen.path(
                run,
                colour=colour,
                width=style.width,
                dash=style.dash,
                zorder=zorder,
                within=frame.box,
                gid=f"line:{series.analyte}",
            )


def _between(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _markers(
    pen: Pen,
    series: Series,
    places: list[tuple[float, float]],
    frame: Frame,
    *,
    zorder: float,
) -> None:
    """Filled signs for figures, open ones with a tick up or down for > and <."""
    style, colour = STYLES[series.role], pen.colour(series.role)
    exact = []
    for point, place in zip(series.points, places, strict=True):
        if point.comparator is Comparator.EQUAL:
            exact.append(place)
            continue
        pen.signs(
            [place],
            _TICK_UP if point.comparator is Comparator.GREATER else _TICK_DOWN,
            size=10,
            fill=colour,
            edge=colour,
            edge_width=1.8,
            zorder=zorder + 0.4,
            within=frame.box,
            gid=f"censored-tick:{point.result_id}",
        )
        pen.signs(
            [place],
            style.marker,
            size=style.size,
            fill=pen.tokens.surface,
            edge=colour,
            edge_width=1.6,
            zorder=zorder + 0.5,
            within=frame.box,
            gid=f"censored:{point.result_id}",
        )
    if exact:
        pen.signs(
            exact,
            style.marker,
            size=style.size,
            fill=colour,
            edge=pen.tokens.surface,
            edge_width=1.0,
            zorder=zorder + 0.5,
            within=frame.box,
            gid=f"points:{series.analyte}",
        )


def _ring(pen: Pen, point: Point, place: tuple[float, float], frame: Frame) -> None:
    assert point.ring is not None
    pen.signs(
        [place],
        "o",
        size=14.5,
        fill="none",
        edge=pen.tone(point.ring.tone),
        edge_width=2.0,
        zorder=6.5,
        within=frame.box,
        gid=f"ring:{point.result_id}",
    )


def draw_ring_words(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """The words beside the rings: one text for all results of a day under the same limit."""
    groups: dict[tuple[dt.date, str], list[Point]] = {}
    for series in model.series:
        for point in series.points:
            place = _place(frame, point)
            if point.ring is not None and frame.box.has(place[0]):
                groups.setdefault((point.on, point.ring.words), []).append(point)
                placer.add_line([place], size=0.22)
    for points in sorted(groups.values(), key=_rank):
        _ring_words(pen, points, frame, placer)


def _rank(points: list[Point]) -> int:
    return 0 if points[0].ring is not None and points[0].ring.tone is Tone.CRITICAL else 1


def _ring_words(pen: Pen, points: list[Point], frame: Frame, placer: Placer) -> None:
    highest = max(points, key=lambda point: float(point.multiple))
    ring = highest.ring
    assert ring is not None
    readings = [point.ring.reading for point in points if point.ring is not None]
    between = "\n" if frame.box.height >= _ROOMY else ": "
    text = f"{' · '.join(readings)} × ULN  {show(highest.on)}{between}{ring.words}"
    width, height = pen.measure(text, BODY, BOLD)
    x, y = _place(frame, highest)
    box = placer.place(beside(x, y, width=width, height=height), patience=0.002)
    colour = pen.tone(ring.tone)
    on_left = box.right <= x
    pen.words(
        box,
        text,
        colour=colour,
        size=BODY,
        weight=BOLD,
        align="right" if on_left else "left",
        halo=True,
        gid=f"ring-label:{highest.result_id}",
    )
    near = box.right + 0.03 if on_left else box.left - 0.03
    if abs(near - x) > 0.3:
        edge = x - 0.11 if on_left else x + 0.11
        pen.line((edge, y), (near, box.middle[1]), colour=colour, width=0.8)


def draw_ends(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """The last value of each analyte at the end of its line, never covering one another."""
    today = frame.x(day_number(model.today))
    factor = model.limit_steps()[-1].factor
    levels = [frame.y(float(limit.value * factor)) for limit in model.limits]
    near: list[tuple[Series, tuple[float, float]]] = []
    far: list[tuple[Series, tuple[float, float]]] = []
    for series in model.series:
        if not series.last_text or not series.points:
            continue
        place = _place(frame, series.points[-1])
        if place[0] < frame.box.left:
            continue
        (near if today - place[0] < _FAR else far).append((series, place))
    for group, column in ((near, today + 0.1), (far, None)):
        if not group:
            continue
        x = column if column is not None else max(place[0] for _, place in group) + 0.16
        heights = stack(
            [place[1] for _, place in group],
            height=pen.measure("0", 9.0, BOLD)[1],
            low=frame.box.bottom,
            high=frame.box.top - 0.2,
        )
        for (series, place), y in zip(group, heights, strict=True):
            width, height = pen.measure(series.last_text, 9.0, BOLD)
            clear = place[0] + (0.16 if series.points[-1].ring is not None else 0.1)
            start = min(max(x, clear), frame.box.right - width)
            box = Box(start, y - height / 2, start + width, y + height / 2)
            placer.add_word(box)
            colour = pen.colour(series.role)
            if start - place[0] > 0.1:
                pen.line((place[0] + 0.06, place[1]), (start - 0.03, y), colour=colour, width=0.8)
            pen.words(
                box,
                series.last_text,
                colour=colour,
                size=9.0,
                weight=BOLD,
                halo=True,
                backed=any(box.bottom < level < box.top for level in levels),
                gid=f"last:{series.analyte}",
            )


def draw_shadow(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """The first episode under the present one: thin, dotted, with small open signs."""
    shadow = model.shadow
    if shadow is None or not shadow.points:
        return
    places = [frame.at(on, float(multiple)) for on, multiple in shadow.points]
    colour = pen.colour(shadow.role)
    pen.path(
        places, colour=colour, width=1.2, dash=_SHADOW_DASH, alpha=0.75, zorder=4,
        within=frame.box, gid="shadow",
    )  # fmt: skip
    pen.signs(
        places, "o", size=4, fill=pen.tokens.surface, edge=colour, edge_width=1.0, zorder=4.1,
        within=frame.box, gid="shadow-points",
    )  # fmt: skip
    seen = [place for place in places if frame.box.has(place[0])]
    if not seen:
        return
    x, y = max(seen, key=lambda place: place[1])
    width, height = pen.measure(shadow.text, SMALL, PLAIN)
    box = placer.place(around(x, y, width=width, height=height, gap=0.1))
    pen.words(box, shadow.text, colour=colour, weight=PLAIN, halo=True, gid="shadow-label")


def draw_notes(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """Neutral words beside a thin ring: the peak, a decision. Left out where there is no room."""
    for series in model.series:
        for point in series.points:
            x, y = _place(frame, point)
            if not point.note or not frame.box.left <= x <= frame.box.right:
                continue
            pen.signs(
                [(x, y)],
                "o",
                size=_NOTED,
                fill="none",
                edge=pen.tokens.text2,
                edge_width=1.1,
                zorder=6.5,
                gid=f"noted:{point.result_id}",
            )
            width, height = pen.measure(point.note, SMALL, STRONG)
            places = around(x, y, width=width, height=height, gap=0.13)
            box = placer.place_or_none(places)
            if box is not None:
                pen.words(
                    box,
                    point.note,
                    colour=pen.tokens.text2,
                    weight=STRONG,
                    align="right" if box.right <= x else "left",
                    halo=True,
                    gid=f"note:{point.result_id}",
                )
