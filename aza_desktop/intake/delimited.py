"""A text table: its delimiter, the lines above its header, and its rows with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from aza_desktop.errors import UserError
from aza_desktop.intake.content import Content, too_large
from aza_desktop.intake.limits import Limits
from aza_desktop.intake.reading import refusal
from aza_desktop.texts import tr

DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 60
"""The header must stand among the first lines; what stands above it are title lines."""

_BLOCK = 512
"""Lines that are taken from the text at a time."""

Row = tuple[int, list[str]]


@dataclass(slots=True)
class Records:
    """The records of a text, strictly parsed, each with the line in which it begins.

    cut: the line of a last record without a line end, or 0. torn: it ends inside a quoted cell.
    Both are known when that record is handed out.
    """

    lines: Iterable[str]
    delimiter: str
    name: str
    limits: Limits
    cut: int = 0
    torn: bool = False

    def __iter__(self) -> Iterator[Row]:
        for begun, rows in self.blocks():
            yield from enumerate(rows, begun)

    def blocks(self) -> Iterator[tuple[int, list[list[str]]]]:
        """The records in groups, each with the line in which it begins: one line for a record.

        A record of several lines ends its group.
        """
        csv.field_size_limit(self.limits.cell)
        source = _Lines(self.lines)
        reader = csv.reader(chain.from_iterable(source), delimiter=self.delimiter, strict=True)
        begun, count, error = 1, 0, None
        while error is None:
            rows: list[list[str]] = []
            try:
                rows.extend(islice(reader, _BLOCK))
            except csv.Error as found:
                error = found
            count += len(rows)
            too_many = max(0, count - self.limits.rows)
            rows = rows[: len(rows) - too_many]
            for group in _of_single_lines(rows, reader.line_num - begun + 1):
                last = begun + len(group) - 1
                ended = last + _further_lines(group[-1])
                if ended != source.open_line:
                    yield begun, group
                else:
                    if len(group) > 1:
                        yield begun, group[:-1]
                    self.cut = last
                    yield last, group[-1:]
                begun = ended + 1
            if too_many:
                raise too_large(self.name, tr("it has more than {n} rows"), self.limits.rows)
            if not rows and error is None:
                return
        row = self._damaged(source, reader.line_num, begun=begun, error=error)
        self.cut, self.torn = begun, True
        yield begun, [row]

    def _damaged(self, source: _Lines, line: int, *, begun: int, error: csv.Error) -> list[str]:
        """The cells of a last line that was cut inside a quoted cell; any other damage refuses."""
        if "field limit" in str(error):
            raise too_large(
                self.name, tr("a cell has more than {n} characters"), self.limits.cell
            ) from error
        if line == begun and "unexpected end" in str(error):
            return next(csv.reader([source.line(line)], delimiter=self.delimiter))
        raise refusal(
            "unreadable",
            tr("The table is damaged"),
            why=f"{self.name}, {tr('line')} {begun}: {error}",
            remedy=tr("Look for a missing quotation mark there, or export the file again"),
        ) from error


def _of_single_lines(rows: list[list[str]], lines: int) -> Iterator[list[list[str]]]:
    """The records in groups in which only the last may stand on several lines."""
    if len(rows) == lines:
        yield from [rows] if rows else ()
        return
    group: list[list[str]] = []
    for row in rows:
        group.append(row)
        if _further_lines(row):
            yield group
            group = []
    if group:
        yield group


def _further_lines(row: list[str]) -> int:
    """How many line ends stand inside the cells of a record."""
    text = "".join(row)
    if "\n" not in text and "\r" not in text:
        return 0
    return sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in row)


class _Lines:
    """The lines of a text, a block at a time. open_line: the number of one without a line end."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._block: list[str] = []
        self._before = 0
        self.open_line = 0

    def __iter__(self) -> Iterator[list[str]]:
        while block := list(islice(self._lines, _BLOCK)):
            self._before += len(self._block)
            self._block = block
            if not block[-1].endswith(("\n", "\r")):
                self.open_line = self._before + len(block)
            yield block

    def line(self, number: int) -> str:
        """A line of the last block."""
        return self._block[number - self._before - 1]


def records_of(content: Content, delimiter: str, limits: Limits) -> Records:
    """All records of the file, read anew from its beginning."""
    return Records(content.open_text(), delimiter, content.name, limits)


def first_records(content: Content, delimiter: str, limits: Limits) -> list[Row]:
    """The records among which the header must stand; fewer where the quoting breaks."""
    lines = islice(content.open_text(), HEADER_WITHIN)
    found: list[Row] = []
    try:
        for row in Records(lines, delimiter, content.name, limits):
            found.append(row)  # noqa: PERF402 - what was read before an error counts
    except UserError:
        return found
    return found
