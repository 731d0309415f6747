"""A logarithmic axis of multiples of the ULN: one gridline a doubling, places as shares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Axis:
    """One logarithmic axis from `low` to `high`, multiples of the ULN; a tick a doubling."""

    low: float
    high: float

    def share(self, value: Decimal | float) -> float:
        """Where a multiple stands, from 0 to 1; nought and less rest on the floor."""
        number = max(float(value), self.low)
        return (math.log2(number) - math.log2(self.low)) / (
            math.log2(self.high) - math.log2(self.low)
        )

    def value(self, share: float) -> float:
        """The multiple at a place."""
        span = math.log2(self.high) - math.log2(self.low)
        return float(2 ** (math.log2(self.low) + min(max(share, 0.0), 1.0) * span))

    def ticks(self) -> tuple[float, ...]:
        first, last = math.ceil(math.log2(self.low)), math.floor(math.log2(self.high))
        return tuple(2.0**power for power in range(first, last + 1))
