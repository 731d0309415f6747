"""The tables of one file or sheet, one by one: below one another, and beside one another.

Most files hold one. Where a header comes again with other columns, or begins again to the right,
each part is read by its own header; read on by the first one, an AST would become an ALT.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords, Role
from aza_desktop.clinical.drafts import IntakeBatch, Question
from aza_desktop.intake.content import Content
from aza_desktop.intake.formats import csv_long, csv_wide
from aza_desktop.intake.layout import LONG, WIDE, Layout, layout_of
from aza_desktop.intake.reading import Reading, refusal
from aza_desktop.intake.shaped_rows import shaped
from aza_desktop.intake.table import Table, leading_column, section_at, table_of
from aza_desktop.intake.titles import Titles, names_somebody, titles_in, with_titles
from aza_desktop.intake.typed_cells import typed_over
from aza_desktop.texts import tr

_MOST, _FEW, _SHORT = 500, 50, 100_000
"""A file whose columns change more often is no table; a longer one than `_SHORT` lines sooner."""
_PERSON = (
    Role.NUMBER, Role.NATIONAL_NUMBER, Role.NAME, Role.FAMILY, Role.GIVEN, Role.BIRTH_DATE,
    Role.SEX,
)  # fmt: skip


def read(content: Content, reading: Reading) -> IntakeBatch:
    """Every table of the text, staged."""
    table = table_of(content, reading)
    assert table is not None
    return read_tables(content, reading, table)


def read_tables(
    content: Content, reading: Reading, table: Table, *, sheet: str = ""
) -> IntakeBatch:
    """That table and those beneath and beside it, staged. sheet: on which they stand.

    Raises UserError ``unreadable`` where the columns change too often.
    """
    batches: list[IntakeBatch] = []
    section: Table | None = table
    since = 0
    before: Titles = {}
    while section is not None:
        above = _titles_above(section, since, reading.words)
        before = above if names_somebody(above) else {**before, **above}
        ended: list[Table] = []
        for start, block in _blocks(section, reading):
            begins = start + 1 if start else 0
            typed = typed_over(block, reading.typed, sheet=sheet, block=begins)
            told = with_titles(typed, before, reading.words)
            batch = _read_one(content, reading, told)
            batches.append(placed(batch, partial(_from_column, begins)) if start else batch)
            ended.append(told)
        first = min(ended, key=_end)
        since = _end(first)
        section = section_at(first, section, reading)
        if len(batches) > (_MOST if table.lines <= _SHORT else _FEW):
            raise refusal(
                "unreadable",
                tr("The table is damaged"),
                why=tr("{name}: its columns change again and again").format(name=content.name),
                remedy=tr("Export it from the laboratory system again"),
            )
    return together(batches, batches[0].format)


def _end(table: Table) -> int:
    """The line where a table ended that was gone through; beyond all lines at the file's end."""
    return sys.maxsize if table.further is None else table.further[0]


def _from_column(column: int, where: str) -> str:
    return f"{where}, from column {column}"


def _read_one(content: Content, reading: Reading, table: Table) -> IntakeBatch:
    alone = replace(content, found={**content.found, "table": table})
    read_table = csv_long.read if table.layout.shape == LONG else csv_wide.read
    return read_table(alone, reading)


def together(batches: list[IntakeBatch], name: str) -> IntakeBatch:
    """Several tables as what they are for a person: one file."""
    if len(batches) == 1:
        return replace(batches[0], format=name)
    questions: dict[str, Question] = {}
    for question in (question for batch in batches for question in batch.questions):
        known = questions.get(question.code)
        rows = question.rows + (known.rows if known else 0)
        questions[question.code] = replace(question, rows=rows)
    return replace(
        batches[0],
        format=name,
        drafts=tuple(draft for batch in batches for draft in batch.drafts),
        rejected=tuple(row for batch in batches for row in batch.rejected),
        held=tuple(row for batch in batches for row in batch.held),
        questions=tuple(questions.values()),
        ignored=sum(batch.ignored for batch in batches),
    )


def placed(batch: IntakeBatch, place: Callable[[str], str]) -> IntakeBatch:
    """The same rows, each with its place told more exactly."""
    return replace(
        batch,
        drafts=tuple(replace(row, where=place(row.where)) for row in batch.drafts),
        rejected=tuple(replace(row, where=place(row.where)) for row in batch.rejected),
        held=tuple(replace(row, where=place(row.where)) for row in batch.held),
    )


def _blocks(table: Table, reading: Reading) -> list[tuple[int, Table]]:
    """The parts of a table whose header begins again to the right, each with its first column.

    Where only the day of the sample comes again, each part has the persons of the first. A number
    that comes again without a day is no table of its own.
    """
    layout, whole = table.layout, [(0, table)]
    if layout.shape != WIDE:
        return whole
    key = leading_column(layout)
    starts = _same_headers(layout, key)
    persons: tuple[int, ...] = ()
    if len(starts) == 1 and Role.COLLECTED in layout.roles:
        starts = _same_headers(layout, layout.roles[Role.COLLECTED])
        persons = tuple(layout.roles[role] for role in _PERSON if role in layout.roles)
        if any(column.index < starts[0] for column in layout.tests):
            return whole
    if len(starts) == 1:
        return whole
    ends = [*starts[1:], len(layout.headers)]
    found: list[tuple[int, Table]] = []
    for start, end in zip(starts, ends, strict=True):
        first = () if start == starts[0] else tuple(at for at in persons if at < start)
        columns = (*(range(start) if start == starts[0] else first), *range(start, end))
        block = _taking(table, tuple(columns), reading)
        if block is not None:
            found.append((0 if start == starts[0] else start, block))
    dated = all(Role.COLLECTED in block.layout.roles for _, block in found)
    return found if len(found) > 1 and dated else whole


def _same_headers(layout: Layout, at: int) -> list[int]:
    """The columns that have the very title of one, itself among them."""
    title = fold_header(layout.headers[at])
    return [place for place, header in enumerate(layout.headers) if fold_header(header) == title]


def _taking(table: Table, columns: tuple[int, ...], reading: Reading) -> Table | None:
    """Those columns as a table of their own; None where they hold no test."""
    header = [table.header[at] for at in columns]
    layout = layout_of(header, table.names, reading.words)
    if layout is None or layout.shape != WIDE:
        return None
    units = {column.index: column.unit for column in table.layout.tests}
    tests = tuple(
        replace(column, unit=column.unit or units.get(columns[column.index]))
        for column in layout.tests
    )
    return replace(
        table,
        layout=replace(layout, tests=tests),
        header=header,
        records=shaped(table.records, partial(_chosen, columns), width=len(table.header)),
        limits={at: table.limits[old] for at, old in enumerate(columns) if old in table.limits},
    )


def _chosen(columns: Sequence[int], line: int, row: list[str]) -> list[str]:
    return [row[at] if at < len(row) else "" for at in columns]


def _titles_above(table: Table, since: int, words: LabWords) -> Titles:
    """What the lines between the table before and the header say."""
    above = takewhile(lambda row: row[0] < table.data_from, table.records())
    return titles_in((row for line, row in above if line >= since), words)
