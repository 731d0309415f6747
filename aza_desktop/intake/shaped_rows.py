"""Rows of a file in another shape: some of their columns, or some more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from aza_desktop.intake.delimited import Row

Shape = Callable[[int, list[str]], list[str]]
"""From a line and its cells to the cells that are wanted."""


@dataclass(slots=True)
class ShapedRows:
    """The rows as `shape` makes them. width: cells of a whole row of the file.

    cut, torn: of the file, where it tells; a short last line has lost its end whatever its shape.
    """

    source: Iterable[Row]
    shape: Shape
    width: int
    cut: int = 0
    torn: bool = False

    def __iter__(self) -> Iterator[Row]:
        for line, row in self.source:
            if getattr(self.source, "cut", 0) == line:
                self.cut = line
                self.torn = getattr(self.source, "torn", False) or len(row) < self.width
            yield line, self.shape(line, row)


def shaped(
    records: Callable[[], Iterable[Row]], shape: Shape, *, width: int
) -> Callable[[], Iterable[Row]]:
    """The same rows in that shape, to be read anew each time."""
    return lambda: ShapedRows(records(), shape, width)


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rows that were read already, with what was found out about the file's end."""

    rows: tuple[Row, ...]
    cut: int
    torn: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def kept_from(source: Iterable[Row], line: int) -> Callable[[], Iterable[Row]]:
    """The rows from a line on, kept."""
    rows = tuple(row for row in source if row[0] >= line)
    kept = KeptRows(rows, getattr(source, "cut", 0), getattr(source, "torn", False))
    return lambda: kept
