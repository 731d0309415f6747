"""The trend picture: results as multiples of the ULN, events, and doses on one true time axis.

`draw_trend` fills a figure of any size from a `TrendModel`. Nothing here knows a limit of medicine
or compares a result with one: limits, bands and rings come with the model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from matplotlib.figure import Figure

from aza_desktop import paths
from aza_desktop.drawing import caption, counts, curves, ground, lanes, scales
from aza_desktop.drawing.frames import Box, Frame, Sheet, day_number
from aza_desktop.drawing.labels import Placer
from aza_desktop.drawing.models import Scale, TrendModel
from aza_desktop.drawing.pen import Pen
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.texts import tr

LEFT, RIGHT, TOP, FOOT = 0.62, 0.14, 0.06, 0.41
GAP = 0.07
LANE_ROW = 0.21
LOW_FOOT, LOW_LANE_ROW, LOW_GAP = 0.25, 0.175, 0.045
COUNT_LANE, LEAST_COUNT_LANE = 0.42, 0.27
LEAST_VALUES = 1.0
"""So much height the curves keep, in inches, however many counts are wished."""
TINY = 1.75
"""A still lower sheet, as of very large text, has the curves alone."""
ROOMY = 3.4
"""A lower sheet has fewer rows of events, so that the curves keep their height."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn where: for the window's hover read-out and for the tests.

    positions: result id -> inches from the lower left corner of the sheet.
    left_out: what the sheet is too low for, in words.
    """

    sheet: Sheet
    positions: dict[str, tuple[float, float]]
    left_out: tuple[str, ...] = ()


def font_folder() -> Path | None:
    """Where the program's own typeface lies; None where resources are not to be found."""
    try:
        return paths.resources_folder() / "fonts"
    except FileNotFoundError:
        return None


def draw_trend(
    figure: Figure, model: TrendModel, tokens: Tokens, *, captioned: bool = False
) -> Drawn:
    """Draw the model on an emptied figure.

    captioned: with the words that an export must carry, and without what nobody has confirmed.
    """
    if captioned:
        model = replace(model, doses=tuple(step for step in model.doses if not step.proposed))
    figure.clear()
    figure.set_facecolor(tokens.surface)
    pen = Pen.for_figure(figure, tokens, font_folder())
    width, height = (float(inches) for inches in figure.get_size_inches())
    room = caption.draw_caption(pen, model, width, height) if captioned else (0.0, 0.0)
    most = lanes.MOST_ROWS if height - sum(room) >= ROOMY else lanes.MOST_ROWS - 1
    tiny = height - sum(room) < TINY
    rows = lanes.event_rows(pen, model, _x_axis(model, LEFT, width - RIGHT), most=most)
    sheet = _layout(
        model, width, height, foot=room[0], head=room[1], rows=0 if tiny else max(1, rows.count)
    )
    placer = Placer(sheet.values.box)
    ground.draw_ground(pen, model, sheet)
    scales.draw_scales(pen, model, sheet, roomy=height - sum(room) >= ROOMY, with_doses=not tiny)
    positions = curves.draw_series(pen, model, sheet.values, placer)
    shown = model.counts[: len(sheet.counts)]
    positions |= counts.draw_counts(pen, model, shown, sheet.counts)
    ground.draw_span_words(pen, model, sheet, placer)
    curves.draw_ring_words(pen, model, sheet.values, placer)
    curves.draw_ends(pen, model, sheet.values, placer)
    curves.draw_shadow(pen, model, sheet.values, placer)
    ground.draw_limit_words(pen, model, sheet.values, placer)
    ground.draw_uln_changes(pen, model, sheet.values, placer)
    curves.draw_notes(pen, model, sheet.values, placer)
    left_out = tuple(lane.label for lane in model.counts[len(shown) :])
    if tiny:
        left_out = (tr("events and doses"), *left_out)
    else:
        lanes.draw_events(pen, sheet.events, rows)
        lanes.draw_doses(pen, model, sheet.doses)
    if model.message:
        ground.draw_message(pen, model, sheet.values)
    return Drawn(sheet, positions, left_out)


def _x_axis(model: TrendModel, left: float, right: float) -> Frame:
    return Frame(
        Box(left, 0.0, right, 1.0), day_number(model.start), day_number(model.end), 0.0, 1.0
    )


def _layout(
    model: TrendModel, width: float, height: float, *, foot: float, head: float, rows: int
) -> Sheet:
    left, right = LEFT, max(width - RIGHT, LEFT + 1.0)
    low_sheet = height - foot - head < ROOMY
    bottom = (LOW_FOOT if low_sheet else FOOT) + foot
    gap = LOW_GAP if low_sheet else GAP
    available = max(height - bottom - head - TOP - 2 * gap, 1.0)
    lane = (LOW_LANE_ROW if low_sheet else LANE_ROW) * rows + (0.02 if low_sheet else 0.04)
    dose = min(max((0.16 if low_sheet else 0.19) * available, 0.36), 1.2)
    if not rows:
        lane = dose = gap = 0.0
    low, high = day_number(model.start), day_number(model.end)
    dose_top = _dose_top(model)

    def frame(base: float, tall: float, y: tuple[float, float], *, log: bool = False) -> Frame:
        return Frame(Box(left, base, right, base + tall), low, high, y[0], y[1], log)

    doses = frame(bottom, dose, (0.0, dose_top))
    events = frame(bottom + dose + gap, lane, (0.0, float(rows)))
    base = bottom + dose + lane + 2 * gap
    spare = max(height - head - TOP - base - LEAST_VALUES, 0.0)
    wished = len(model.counts)
    count = min(wished, int(spare / (LEAST_COUNT_LANE + gap)))
    tall = min(COUNT_LANE, spare / count - gap) if count else 0.0
    panel = []
    for place in range(count):
        lane_base = base + (count - place - 1) * (tall + gap)
        panel.append(frame(lane_base, tall, counts.lane_range(model.counts[place])))
    base += count * (tall + gap)
    values = frame(
        base,
        max(height - head - TOP - base, 0.5),
        scales.value_range(model),
        log=model.scale is Scale.LOG2,
    )
    return Sheet(width, height, values, events, doses, tuple(panel))


def _dose_top(model: TrendModel) -> float:
    highest = max((step.dose_mg for step in model.doses), default=Decimal(0))
    return float(highest) * scales.DOSE_ROOM if highest > 0 else 1.0
