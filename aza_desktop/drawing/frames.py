"""Where things stand on the sheet, in inches: the same on screen, in PNG, SVG and PDF.

Positions are computed here and not asked from the drawing library, so that the window can paint
its hover read-out over the picture without drawing it again.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number(day: dt.date) -> float:
    """Days since 1970: the coordinate of a date on the time axis, true to the day."""
    return float(day.toordinal() - _EPOCH)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in inches from the lower left corner of the sheet."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def overlap(self, other: Box) -> float:
        """The shared area in square inches; 0.0 when they do not touch."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return width * height if width > 0 and height > 0 else 0.0

    def moved(self, right: float, up: float) -> Box:
        return Box(self.left + right, self.bottom + up, self.right + right, self.top + up)

    def has(self, x: float) -> bool:
        """True when a place at this inch lies between the left and the right edge."""
        return self.left - 0.001 <= x <= self.right + 0.001

    def inside(self, outer: Box) -> bool:
        return (
            self.left >= outer.left
            and self.right <= outer.right
            and self.bottom >= outer.bottom
            and self.top <= outer.top
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """One axis: its rectangle, and the days and values at its edges."""

    box: Box
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    logarithmic: bool = False

    def x(self, day: float) -> float:
        """The inch at which a day stands."""
        share = (day - self.x_low) / (self.x_high - self.x_low)
        return self.box.left + share * self.box.width

    def y(self, value: float) -> float:
        """The inch at which a value stands; values at or below 0 rest on the log axis's floor."""
        if self.logarithmic:
            if value <= 0:
                return self.box.bottom
            low, high = math.log2(self.y_low), math.log2(self.y_high)
            share = (math.log2(value) - low) / (high - low)
        else:
            share = (value - self.y_low) / (self.y_high - self.y_low)
        return self.box.bottom + share * self.box.height

    def at(self, day: dt.date, value: float) -> tuple[float, float]:
        """The place of a value on a day."""
        return self.x(day_number(day)), self.y(value)

    def day_at(self, x: float) -> float:
        """The day number at an inch."""
        return self.x_low + (x - self.box.left) / self.box.width * (self.x_high - self.x_low)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The axes of a trend picture, one above the other on one time axis; counts only on wish."""

    width: float
    height: float
    values: Frame
    events: Frame
    doses: Frame
    counts: tuple[Frame, ...] = ()

    @property
    def frames(self) -> tuple[Frame, ...]:
        return self.values, *self.counts, self.events, self.doses
