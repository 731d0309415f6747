"""A recognised laboratory table: where its header stands, what its columns hold, and its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import Role
from aza_desktop.intake.content import Content, too_large
from aza_desktop.intake.delimited import (
    DELIMITERS,
    Records,
    Row,
    first_records,
    records_of,
)
from aza_desktop.intake.labelled_ranges import stated_range
from aza_desktop.intake.layout import WIDE, Layout, TestColumn, layout_of
from aza_desktop.intake.naming import TestNames
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.shaped_rows import KeptRows, ShapedRows, kept_from
from aza_desktop.intake.watching import Tick, unwatched
from aza_desktop.texts import tr

Source = tuple[list[Row], Callable[[], Iterable[Row]]]
"""The first rows of a file read in one way, and how to get all of them."""

_SAMPLE_ROWS = 20
_DAY_LIKE = re.compile(r"\s*\d{1,4}\s?[-/.]\s?(?:\d{1,2}|\w{3,9})\s?[-/.]\s?\d{1,4}")
_KEPT = 100_000
"""Lines up to which the rest of a file is kept for its further tables, not read anew."""
_LEADING = (
    Role.NUMBER, Role.NATIONAL_NUMBER, Role.NAME, Role.FAMILY, Role.BIRTH_DATE, Role.COLLECTED,
)  # fmt: skip
_EITHER = frozenset({"patient"})
"""Headers under which some laboratories print a name and others a number."""


@dataclass(slots=True)
class Table:
    """The rows below the header, read anew each time they are asked for.

    records: makes them, whatever kind of file they come from. data_from: the line of the first.
    limits: test column -> reference range printed under the header for all its values.
    cut: in a pass, the line of a last row that lost its end for certain or may have, or 0.
    torn: it ends inside a quoted cell. lines: about how many there are. watch: told of progress.
    source: which of the ways to read the file it was. begins: tells a header from a row. ends: a
    line that names another patient, in a table of one; key: the column by which a header is known.
    further: after a pass, the line and cells where this table ends; None where the file ends.
    """

    layout: Layout
    header: list[str]
    data_from: int
    records: Callable[[], Iterable[Row]]
    limits: dict[int, str]
    names: TestNames
    cut: int = 0
    torn: bool = False
    lines: int = 0
    watch: Tick = unwatched
    source: int = 0
    begins: Callable[[Sequence[str]], bool] = field(default=lambda row: False)
    ends: Callable[[Sequence[str]], bool] = field(default=lambda row: False)
    key: int = -1
    further: Row | None = field(default=None, init=False)
    _passes: int = field(default=-1, init=False)

    def rows(self) -> Iterator[Row]:
        """Every row with its line; blank rows and repeated headers are no rows."""
        header, data_from = self.header, self.data_from
        key = leading_column(self.layout) if self.key < 0 else self.key
        word = header[key]
        is_titled = self.key >= 0
        self._passes += 1
        for first, rows in self._blocks():
            self.watch(self._passes * self.lines + first, 2 * self.lines)
            for line, row in enumerate(rows, first):
                if line < data_from:
                    continue
                lead = row[key] if len(row) > key else ""
                if lead == word:
                    if row == header or _is_blank(row):
                        continue
                    if self.begins(row):
                        self.further = (line, row)
                        return
                elif (not lead or lead.isspace()) and _is_blank(row):
                    continue
                if is_titled and self.ends(row):
                    self.further = (line, row)
                    return
                yield line, row

    def _blocks(self) -> Iterator[tuple[int, list[list[str]]]]:
        """The rows in groups of lines that follow each other."""
        records = self.records()
        if not isinstance(records, Records):
            shaped = records if isinstance(records, (ShapedRows, KeptRows)) else None
            for line, row in records:
                if shaped is not None and shaped.cut:
                    self.cut, self.torn = shaped.cut, shaped.torn
                yield line, [row]
            return
        for block in records.blocks():
            if records.cut:
                self.cut, self.torn = records.cut, records.torn
            yield block

    def is_cut(self, line: int, row: Sequence[str]) -> bool:
        """True when the row just read is the file's last and the end of its last cell is gone."""
        return line == self.cut and (self.torn or len(row) < len(self.header))


def _is_blank(row: Sequence[str]) -> bool:
    return not "".join(row).strip()


def leading_column(layout: Layout) -> int:
    """The column that begins a table: whom a row is about, else when it was, else anything."""
    roles = layout.roles
    return next((roles[role] for role in _LEADING if role in roles), min(roles.values(), default=0))


def table_of(content: Content, reading: Reading) -> Table | None:
    """The laboratory table in the file, by the header that is best understood; None if none is."""
    if "table" not in content.found:
        content.found["table"] = _find(content, reading)
    found = content.found["table"]
    assert found is None or isinstance(found, Table)
    return found


def _find(content: Content, reading: Reading) -> Table | None:
    limits = reading.limits
    sources: list[Source] = [
        (first_records(content, delimiter, limits), partial(records_of, content, delimiter, limits))
        for delimiter in DELIMITERS
    ]
    return table_in(sources, content.name, reading, lines=content.data.count(b"\n"))


def table_in(sources: Iterable[Source], name: str, reading: Reading, *, lines: int) -> Table | None:
    """The table that is best understood among several ways to read the rows; None if none is.

    lines: about how many rows there are.
    """
    names = TestNames(reading.catalogue, reading.words)
    known = list(sources)
    best = _header(known, names, reading)
    if best is None:
        return None
    layout, source, (line, header), below = best
    if _has_row_names(layout, header, below):
        header = ["", *header]
        layout = layout_of(header, names, reading.words) or layout
    if len(header) > reading.limits.columns:
        why = tr("it has more than {n} columns")
        raise too_large(name, why, reading.limits.columns)
    rows = [(at, row) for at, row in below if "".join(row).strip()][:_SAMPLE_ROWS]
    table = Table(
        _with_test(_with_person(layout, [row for _, row in rows]), [row for _, row in rows]),
        header,
        line + 1,
        known[source][1],
        {},
        names,
        lines=lines,
        watch=reading.watch,
        source=source,
        begins=lambda row: layout_of(row, names, reading.words) is not None,
    )
    return _with_heading_rows(table, rows, reading)


def _has_row_names(layout: Layout, header: Sequence[str], below: Sequence[Row]) -> bool:
    """True where a statistics program numbered its rows and left that column without a title.

    Rows too long for their header are moved only where days and record numbers prove it: a comma
    in a name makes them too long as well.
    """
    rows = [row for _, row in below if "".join(row).strip()]
    day, number_at = layout.roles.get(Role.COLLECTED), layout.roles.get(Role.NUMBER)
    return (
        day is not None
        and number_at is not None
        and len(rows) > 1
        and all(len(row) == len(header) + 1 for row in rows)
        and all(row[0] == str(number) for number, row in enumerate(rows, 1))
        and all(any(sign.isdigit() for sign in row[number_at + 1]) for row in rows)
        and all(_DAY_LIKE.match(row[day + 1]) and not _DAY_LIKE.match(row[day]) for row in rows)
    )


_Found = tuple[Layout, int, Row, list[Row]]
"""A layout, the source in which it stands, its header, and the rows beneath."""


def _header(sources: Sequence[Source], names: TestNames, reading: Reading) -> _Found | None:
    """The header that is best understood, or one above it that has values of its own."""
    single = list(_layouts(sources, names, reading, lines_of=_single))
    best = max(single, key=_score, default=None)
    double = max(_layouts(sources, names, reading, lines_of=_double), key=_score, default=None)
    if double is not None and (best is None or _score(double) > _score(best)):
        best = double
    if best is None:
        return None
    return next((one for one in single if _stands_before(one, best)), best)


def _score(found: _Found) -> int:
    return found[0].score


def _layouts(
    sources: Sequence[Source],
    names: TestNames,
    reading: Reading,
    *,
    lines_of: Callable[[Sequence[Row], int], Row | None],
) -> Iterator[_Found]:
    """Every line, or pair of lines, that may be a header."""
    for source, (rows, _) in enumerate(sources):
        for place in range(len(rows)):
            header = lines_of(rows, place)
            layout = layout_of(header[1], names, reading.words) if header is not None else None
            if header is not None and layout is not None:
                yield layout, source, header, [r for r in rows[place + 1 :] if r[0] > header[0]]


def _stands_before(one: _Found, best: _Found) -> bool:
    """True for the header of a table that ends where the best one begins: it has values."""
    layout, source, (line, _), below = one
    if source != best[1] or line >= best[2][0]:
        return False
    columns = (
        [layout.roles[Role.VALUE]]
        if Role.VALUE in layout.roles
        else [column.index for column in layout.tests]
    )
    return any(
        at < best[2][0] and any(c < len(row) and row[c].strip()[:1].isdigit() for c in columns)
        for at, row in below
    )


def _single(rows: Sequence[Row], place: int) -> Row:
    return rows[place]


def _double(rows: Sequence[Row], place: int) -> Row | None:
    """A header over two lines: groups above, tests below; what stands lower leads."""
    if place + 1 == len(rows):
        return None
    (_, above), (line, below) = rows[place], rows[place + 1]
    if not any(above) or any(cell.strip()[:1].isdigit() for cell in below):
        return None
    width = max(len(above), len(below))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (above, below))
    return line, [low if low.strip() else up for up, low in zip(upper, lower, strict=True)]


def section_at(read: Table, table: Table, reading: Reading) -> Table | None:
    """The table that begins where the one ended, or None. read: as it was gone through.

    Titles may stand first. Where results follow them without a header, the one above holds on.
    """
    if read.further is None:
        return None
    first = line = read.further[0]
    if table.lines <= _KEPT:
        table = replace(table, records=kept_from(table.records(), first))
    for line, row in table.records():
        if line < first:
            continue
        layout = layout_of(row, table.names, reading.words)
        if layout is not None:
            return replace(table, layout=layout, header=row, data_from=line + 1, limits={}, cut=0)
        cells = sum(1 for cell in row if cell.strip())
        if cells > 1 and not read.ends(row):
            break
    return replace(table, data_from=line, cut=0)


def _with_person(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """``Patient`` names a number where every cell holds a digit and no comma."""
    index = layout.roles.get(Role.NAME)
    if index is None or Role.NUMBER in layout.roles:
        return layout
    if fold_header(layout.headers[index]) not in _EITHER:
        return layout
    cells = [row[index] for row in rows if len(row) > index]
    if not cells or not all(any(c.isdigit() for c in cell) and "," not in cell for cell in cells):
        return layout
    roles = dict(layout.roles)
    roles[Role.NUMBER] = roles.pop(Role.NAME)
    return replace(layout, roles=roles)


def _with_test(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """``Name`` beside a code names the test where one patient would have several names."""
    roles = layout.roles
    name, number = roles.get(Role.NAME), roles.get(Role.NUMBER)
    if name is None or number is None or layout.shape == WIDE or Role.TEST in roles:
        return layout
    if fold_header(layout.headers[name]) != "name":
        return layout
    names: dict[str, set[str]] = {}
    for row in rows:
        if len(row) > max(name, number):
            names.setdefault(row[number], set()).add(fold_header(row[name]))
    if not any(len(said) > 1 for said in names.values()):
        return layout
    changed = dict(roles)
    changed[Role.TEST] = changed.pop(Role.NAME)
    return replace(layout, roles=changed)


def _with_heading_rows(table: Table, rows: Sequence[Row], reading: Reading) -> Table:
    """A wide table whose first rows print units or reference ranges under the test names."""
    if table.layout.shape != WIDE:
        return table
    for line, row in rows[:2]:
        cells = {
            column.index: row[column.index].strip()
            for column in table.layout.tests
            if column.index < len(row) and row[column.index].strip()
        }
        kept = [column for column in table.layout.tests if column.analyte is not None]
        given = [column for column in kept if column.index in cells]
        if given and all(_is_unit(column, cells[column.index]) for column in given):
            table.layout = replace(
                table.layout,
                tests=tuple(
                    replace(column, unit=column.unit or _bare_unit(cells.get(column.index)))
                    for column in table.layout.tests
                ),
            )
        elif _names_somebody(table.layout, row):
            break
        elif given and all(stated_range(cells[c.index], reading.words) for c in given):
            table.limits = cells
        else:
            break
        table.data_from = line + 1
    return table


def _names_somebody(layout: Layout, row: Sequence[str]) -> bool:
    """True for a row of values; a heading row has at most a word in its first cell."""
    cells = [(at, row[at].strip()) for at in layout.roles.values() if at < len(row)]
    return any(cell and (at > 0 or any(c.isdigit() for c in cell)) for at, cell in cells)


def _is_unit(column: TestColumn, cell: str) -> bool:
    unit = _bare_unit(cell)
    if column.analyte is None or unit is None or not any(sign.isalpha() for sign in unit):
        return False
    return column.analyte.read_unit(unit) is not None


def _bare_unit(cell: str | None) -> str | None:
    """``(U/L)`` and ``[U/L]`` without the brackets."""
    return None if cell is None else cell.strip("()[] ")
