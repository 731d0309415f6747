"""What lies under the curves: bands, limit lines, breaks, the veiled future, and their words."""

from __future__ import annotations

from collections.abc import Sequence

from aza_desktop.drawing.frames import Box, Frame, Sheet, day_number
from aza_desktop.drawing.labels import Placer
from aza_desktop.drawing.models import Band, LimitLine, LimitStep, SpanKind, Tone, TrendModel
from aza_desktop.drawing.pen import BODY, PLAIN, SMALL, STRONG, Dash, Pen

_DASHED: Dash = (0, (5, 3))
_DOTS: Dash = (0, (1, 2.2))
_DASHES: dict[Tone, Dash] = {Tone.CRITICAL: "solid", Tone.NEUTRAL: "solid"}


def draw_ground(pen: Pen, model: TrendModel, sheet: Sheet) -> None:
    """Bands and limits on the values, and over all axes: breaks, future, today."""
    frame = sheet.values
    for band in model.bands:
        for step in model.limit_steps():
            _band(pen, band, step, frame)
    for part in sheet.frames:
        _veil(pen, model, part, whole=part is not sheet.doses)
    for limit in model.limits:
        corners = _corners(limit, model.limit_steps(), frame)
        if not any(frame.box.bottom <= y <= frame.box.top for _, y in corners):
            continue
        own = limit.role != ""
        pen.path(
            corners,
            colour=pen.colour(limit.role) if own else _limit_colour(pen, limit.tone),
            width=0.9 if own else 1.1,
            dash=_DOTS if own else limit_dash(limit.tone),
            zorder=1,
            within=frame.box,
            gid=f"limit:{limit.code}",
        )


def _band(pen: Pen, band: Band, step: LimitStep, frame: Frame) -> None:
    low = max(frame.y(max(float(band.low * step.factor), frame.y_low)), frame.box.bottom)
    high = frame.box.top
    if band.high is not None:
        high = min(frame.y(float(band.high * step.factor)), high)
    left, right = (frame.x(day_number(day)) for day in (step.since, step.until))
    if low < high:
        pen.area(
            Box(max(left, frame.box.left), low, min(right, frame.box.right), high),
            fill=pen.colour(band.tint),
            zorder=0.2,
            gid=f"band:{band.tint}",
        )


def _corners(
    limit: LimitLine, steps: Sequence[LimitStep], frame: Frame
) -> list[tuple[float, float]]:
    """A limit over the shown days: level, and a step where the laboratory changed it."""
    corners = []
    for step in steps:
        height = float(limit.value * step.factor)
        corners += [frame.at(step.since, height), frame.at(step.until, height)]
    return corners


def limit_dash(tone: Tone) -> Dash:
    """The stroke of a limit: a stop is solid, what asks for a look is dashed."""
    return _DASHES.get(tone, _DASHED)


def _limit_colour(pen: Pen, tone: Tone) -> str:
    return pen.tokens.muted if tone is Tone.NEUTRAL else pen.tone(tone)


def _veil(pen: Pen, model: TrendModel, frame: Frame, *, whole: bool) -> None:
    """Hatch the days off the drug, veil the days to come, draw the line of today."""
    box = frame.box
    for span in model.spans:
        left, right = frame.x(day_number(span.since)), frame.x(day_number(span.until))
        if (whole and span.kind is not SpanKind.BREAK) or right < box.left or left > box.right:
            continue
        pen.area(
            Box(max(left, box.left), box.bottom, min(right, box.right), box.top),
            fill=pen.tokens.control,
            alpha=0.34,
            hatch="////",
            zorder=0.5,
            gid=span.kind.value,
        )
    today = frame.x(day_number(model.today))
    if not box.has(today):
        return
    if today < box.right:
        pen.area(
            Box(today, box.bottom, box.right, box.top),
            fill=pen.tokens.future,
            alpha=0.62,
            zorder=0.6,
            gid="future",
        )
    pen.line(
        (today, box.bottom),
        (today, box.top),
        colour=pen.tokens.accent,
        width=1.4,
        zorder=3,
        gid="today",
    )


def draw_limit_words(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """The label of each limit on its line: at the left edge, or where the curves leave room."""
    for limit in sorted(model.limits, key=lambda limit: limit.role != ""):
        weight = PLAIN if limit.role else STRONG
        width, height = pen.measure(limit.label, SMALL, weight)
        y = frame.y(float(limit.value * model.limit_steps()[0].factor)) + 0.02
        if y > frame.box.top:
            continue
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
        low = frame.box.bottom + 0.1
        rows += [Box(start, low + d, start + width, low + d + height) for d in (0.0, 0.24)]
        beside = [right + 0.1, left - width - 0.1]
        rows += [Box(x, top - height, x + width, top) for x in beside]
        place = placer.place_or_none(rows)
        if place is not None:
            pen.words(place, span.text, colour=pen.tokens.text2, align="left", frame=True, zorder=7)


def draw_uln_changes(pen: Pen, model: TrendModel, frame: Frame, placer: Placer) -> None:
    """A thin tick where the laboratory's limit changed, with both figures."""
    for change in model.uln_changes:
        width, height = pen.measure(change.text, 7.6, PLAIN)
        x, base = frame.x(day_number(change.on)), frame.box.bottom + 0.04
        pen.line(
            (x, frame.box.bottom),
            (x, frame.box.bottom + 0.3),
            colour=pen.tokens.text2,
            width=1.0,
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
