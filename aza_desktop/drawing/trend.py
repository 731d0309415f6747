"""The trend picture: results as multiples of the ULN, events, and doses on one true time axis.

`draw_trend` fills a figure of any size from a `TrendModel`. Nothing here knows a limit of medicine
or compares a result with one: limits, bands and rings come with the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from matplotlib.figure import Figure

from aza_desktop import paths
from aza_desktop.drawing import caption, curves, ground, lanes, scales
from aza_desktop.drawing.frames import Box, Frame, Sheet, day_number
from aza_desktop.drawing.labels import Placer
from aza_desktop.drawing.models import Scale, TrendModel
from aza_desktop.drawing.pen import Pen
from aza_desktop.drawing.tokens import Tokens

LEFT, RIGHT, TOP, FOOT = 0.62, 0.14, 0.06, 0.41
GAP = 0.07
LANE_ROW = 0.21
LOW_FOOT, LOW_LANE_ROW = 0.25, 0.185
ROOMY = 3.4
"""A lower sheet has fewer rows of events, so that the curves keep their height."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn where: for the window's hover read-out and for the tests.

    positions: result id -> inches from the lower left corner of the sheet.
    """

    sheet: Sheet
    positions: dict[str, tuple[float, float]]


def font_folder() -> Path | None:
    """Where the program's own typeface lies; None where resources are not to be found."""
    try:
        return paths.resources_folder() / "fonts"
    except FileNotFoundError:
        return None


def draw_trend(
    figure: Figure, model: TrendModel, tokens: Tokens, *, captioned: bool = False
) -> Drawn:
    """Draw the model on an emptied figure. captioned: with the words that an export must carry."""
    figure.clear()
    figure.set_facecolor(tokens.surface)
    pen = Pen.for_figure(figure, tokens, font_folder())
    width, height = (float(inches) for inches in figure.get_size_inches())
    room = caption.draw_caption(pen, model, width, height) if captioned else (0.0, 0.0)
    most = lanes.MOST_ROWS if height - sum(room) >= ROOMY else lanes.MOST_ROWS - 1
    rows = lanes.event_rows(pen, model, _x_axis(model, LEFT, width - RIGHT), most=most)
    sheet = _layout(model, width, height, foot=room[0], head=room[1], rows=max(1, rows.count))
    placer = Placer(sheet.values.box)
    ground.draw_ground(pen, model, sheet)
    scales.draw_scales(pen, model, sheet, roomy=height - sum(room) >= ROOMY)
    positions = curves.draw_series(pen, model, sheet.values, placer)
    ground.draw_span_words(pen, model, sheet, placer)
    curves.draw_ring_words(pen, model, sheet.values, placer)
    curves.draw_ends(pen, model, sheet.values, placer)
    ground.draw_limit_words(pen, model, sheet.values, placer)
    ground.draw_uln_changes(pen, model, sheet.values, placer)
    curves.draw_notes(pen, model, sheet.values, placer)
    lanes.draw_events(pen, sheet.events, rows)
    lanes.draw_doses(pen, model, sheet.doses)
    if model.message:
        ground.draw_message(pen, model, sheet.values)
    return Drawn(sheet, positions)


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
    available = max(height - bottom - head - TOP - 2 * GAP, 1.0)
    lane = (LOW_LANE_ROW if low_sheet else LANE_ROW) * rows + 0.04
    dose = min(max(0.19 * available, 0.44), 1.2)
    low, high = day_number(model.start), day_number(model.end)
    dose_top = _dose_top(model)

    def frame(base: float, tall: float, y: tuple[float, float], *, log: bool = False) -> Frame:
        return Frame(Box(left, base, right, base + tall), low, high, y[0], y[1], log)

    doses = frame(bottom, dose, (0.0, dose_top))
    events = frame(bottom + dose + GAP, lane, (0.0, float(rows)))
    base = bottom + dose + lane + 2 * GAP
    values = frame(
        base,
        max(height - head - TOP - base, 0.5),
        scales.value_range(model),
        log=model.scale is Scale.LOG2,
    )
    return Sheet(width, height, values, events, doses)


def _dose_top(model: TrendModel) -> float:
    highest = max((step.dose_mg for step in model.doses), default=Decimal(0))
    return float(highest) * scales.DOSE_ROOM if highest > 0 else 1.0
