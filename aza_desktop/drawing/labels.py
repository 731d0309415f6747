"""Words that do not cover one another: each label tries a few places and takes the freest.

All in inches on the sheet. Lines and markers are soft obstacles, other words are hard ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aza_desktop.drawing.frames import Box

LINE_HEIGHT = 1.32
"""Height of a line of text, as a multiple of its size."""
_HARD = 40.0
_GAP = 0.02


@dataclass(slots=True)
class Placer:
    """Remembers what is already on the sheet and finds free places. `frame`: where words may go."""

    frame: Box
    _words: list[Box] = field(default_factory=list)
    _soft: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 4)))

    def add_line(self, points: Sequence[tuple[float, float]], *, size: float = 0.05) -> None:
        """Let words avoid a polyline, given as its corners."""
        boxes: list[tuple[float, float, float, float]] = []
        half = size / 2
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 0.1))
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                boxes.append((x - half, y - half, x + half, y + half))
        if len(points) == 1:
            x, y = points[0]
            boxes.append((x - half, y - half, x + half, y + half))
        if boxes:
            self._soft = np.vstack([self._soft, np.array(boxes)])

    def add_word(self, box: Box) -> None:
        """Let later words avoid this one."""
        self._words.append(box)

    def place(self, candidates: Sequence[Box], *, patience: float = 0.0) -> Box:
        """The candidate that covers least, earlier ones first; it is taken from now on.

        patience: how much more (square inches) a candidate may cover than the next one.
        """
        best = min(
            range(len(candidates)),
            key=lambda index: (
                round(self._cost(candidates[index]) + patience * index, 4),
                index,
            ),
        )
        self._words.append(candidates[best])
        return candidates[best]

    def place_or_none(self, candidates: Sequence[Box]) -> Box | None:
        """As `place`, but None where every candidate would cover another word."""
        free = [box for box in candidates if not self.covers_word(box)]
        return self.place(free) if free else None

    def covers_word(self, box: Box) -> bool:
        """True when the box would cover a word, or leave the frame."""
        return not box.inside(self.frame) or any(box.overlap(word) > 0 for word in self._words)

    def _cost(self, box: Box) -> float:
        cost = 0.0 if box.inside(self.frame) else 5.0 + _outside(box, self.frame)
        cost += _HARD * sum(box.overlap(word) for word in self._words)
        if len(self._soft):
            left = np.maximum(self._soft[:, 0], box.left)
            bottom = np.maximum(self._soft[:, 1], box.bottom)
            right = np.minimum(self._soft[:, 2], box.right)
            top = np.minimum(self._soft[:, 3], box.top)
            shared = np.clip(right - left, 0, None) * np.clip(top - bottom, 0, None)
            cost += float(shared.sum())
        return cost


def _outside(box: Box, frame: Box) -> float:
    return (
        max(0.0, frame.left - box.left)
        + max(0.0, box.right - frame.right)
        + max(0.0, frame.bottom - box.bottom)
        + max(0.0, box.top - frame.top)
    )


def around(x: float, y: float, *, width: float, height: float, gap: float) -> list[Box]:
    """Places for a word beside a point: left, right, then the corners, above and below."""
    left, right = x - gap - width, x + gap
    return [
        Box(left, y - height / 2, left + width, y + height / 2),
        Box(right, y - height / 2, right + width, y + height / 2),
        Box(left, y + gap / 2, left + width, y + gap / 2 + height),
        Box(right, y + gap / 2, right + width, y + gap / 2 + height),
        Box(left, y - gap / 2 - height, left + width, y - gap / 2),
        Box(right, y - gap / 2 - height, right + width, y - gap / 2),
        Box(x - width / 2, y + gap, x + width / 2, y + gap + height),
        Box(x - width / 2, y - gap - height, x + width / 2, y - gap),
    ]


def beside(x: float, y: float, *, width: float, height: float) -> list[Box]:
    """Places for an important word: near the point first, then farther out on both sides."""
    places = []
    for away in (0.14, 0.5, 1.0, 1.7):
        for up in (0.0, 0.2, -0.2, 0.42, -0.42):
            low = y + up - height / 2
            places.append(Box(x - away - width, low, x - away, low + height))
            places.append(Box(x + away, low, x + away + width, low + height))
    return places


def stack(wanted: Sequence[float], *, height: float, low: float, high: float) -> list[float]:
    """Middles of labels of one column: as near as possible to `wanted`, never overlapping.

    The order of `wanted` is kept from bottom to top. Where the column is too short for all,
    they are spread evenly.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    step = height + _GAP
    if order and step * len(order) > high - low:
        step = (high - low) / len(order)
    placed = [0.0] * len(wanted)
    floor = low + step / 2
    for index in order:
        placed[index] = max(wanted[index], floor)
        floor = placed[index] + step
    ceiling = high - step / 2
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - step
    return placed
