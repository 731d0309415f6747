"""What a laboratory's table looks like: its columns, what each was taken for, and two real dates.

Only the first rows are looked at. Messages and resources name everything themselves and have no
columns; for them there is nothing to show here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aza_desktop.clinical.columns import Role
from aza_desktop.clinical.drafts import ResultDraft
from aza_desktop.errors import UserError
from aza_desktop.intake.answering import with_columns
from aza_desktop.intake.content import ZIP, Content, look_at
from aza_desktop.intake.dates import readings_of
from aza_desktop.intake.delimited import Row
from aza_desktop.intake.layout import Layout
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.table import Table, table_in, table_of
from aza_desktop.intake.workbooks import sheets_of

_ROWS = 40
_EXAMPLES = 3
_ORDERED = 2
"""Dates shown as examples."""

TEST, LIMIT, RANGE, UNIT, UNUSED = "measured", "uln", "range", "unit", "unused"


@dataclass(frozen=True, slots=True)
class ColumnSight:
    """One column. use: a role of `columns.Role`, ``measured`` for a test's values, or ``unused``.

    analyte: whose values, limit or unit stand here. near: what an unclear test name resembles.
    """

    header: str
    use: str
    examples: tuple[str, ...]
    analyte: str | None = None
    unit: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateExample:
    """A date as printed. by_order: what it is in each order in which it is one, ISO.

    read_as: the day under which its row was staged, ISO; None where it was not.
    """

    text: str
    by_order: Mapping[str, str]
    read_as: str | None


@dataclass(frozen=True, slots=True)
class FileSight:
    """The table. encoding: in which its text was read, "" for a workbook."""

    encoding: str
    shape: str
    columns: tuple[ColumnSight, ...]
    dates: tuple[DateExample, ...]


def sight_of(
    name: str, data: bytes, reading: Reading, drafts: Iterable[ResultDraft]
) -> FileSight | None:
    """The table in the file, or None where it holds none."""
    reading = with_columns(reading)
    try:
        content = look_at(name, data, reading)
        table = _table(content, reading)
    except UserError:
        return None
    if table is None:
        return None
    rows = _first_rows(table)
    encoding = "" if data.startswith(ZIP) else content.encoding
    return FileSight(
        encoding,
        table.layout.shape,
        _columns(table.layout, rows),
        _dates(table.layout, rows, reading, days=_days_by_line(drafts)),
    )


def _table(content: Content, reading: Reading) -> Table | None:
    if not content.data.startswith(ZIP):
        return table_of(content, reading)
    for sheet in sheets_of(content, reading.limits):
        table = table_in([(sheet.head, sheet.all_rows)], content.name, reading, lines=0)
        if table is not None:
            return table
    return None


def _first_rows(table: Table) -> list[Row]:
    found: list[Row] = []
    try:
        for row in table.rows():
            found.append(row)
            if len(found) == _ROWS:
                break
    except UserError:
        return found
    return found


def _columns(layout: Layout, rows: list[Row]) -> tuple[ColumnSight, ...]:
    uses: dict[int, tuple[str, str | None, str | None, tuple[str, ...]]] = {
        index: (role.value, None, None, ()) for role, index in layout.roles.items()
    }
    for index in layout.other_dates:
        uses.setdefault(index, (Role.OTHER_DATE.value, None, None, ()))
    for test in layout.tests:
        code = test.analyte.code if test.analyte is not None else None
        kept = code is not None or test.near
        uses[test.index] = (TEST if kept else UNUSED, code, test.unit, test.near)
        for beside, use in ((test.uln, LIMIT), (test.range, RANGE), (test.unit_column, UNIT)):
            if beside is not None:
                uses[beside] = (use, code, None, ())
    made = []
    for index, header in enumerate(layout.headers):
        use, code, unit, near = uses.get(index, (UNUSED, None, None, ()))
        if header or use != UNUSED:
            made.append(ColumnSight(header, use, _examples(index, rows), code, unit, near))
    return tuple(made)


def _examples(index: int, rows: list[Row]) -> tuple[str, ...]:
    cells = (" ".join(row[index].split()) for _, row in rows if index < len(row))
    return tuple(dict.fromkeys(cell for cell in cells if cell))[:_EXAMPLES]


def _dates(
    layout: Layout, rows: list[Row], reading: Reading, *, days: Mapping[int, str]
) -> tuple[DateExample, ...]:
    """Two dates of the file's own, those with two meanings first."""
    at = layout.roles.get(Role.COLLECTED, next(iter(layout.other_dates), None))
    if at is None:
        return ()
    seen: dict[str, DateExample] = {}
    for line, row in rows:
        text = row[at].strip() if at < len(row) else ""
        found = readings_of(text, reading.words.months, today=reading.today) if text else None
        if found is None or text in seen:
            continue
        by_order = {order: each.day.isoformat() for order, each in found.by_order.items()}
        seen[text] = DateExample(text, by_order, days.get(line))
    ranked = sorted(seen.values(), key=lambda one: -len(set(one.by_order.values())))
    return tuple(ranked[:_ORDERED])


def _days_by_line(drafts: Iterable[ResultDraft]) -> dict[int, str]:
    """The day under which each of the first lines was staged."""
    found: dict[int, str] = {}
    for draft in drafts:
        place = draft.where.rpartition("line ")[2].partition(",")[0]
        if place.isdecimal():
            found.setdefault(int(place), draft.result.collected_on.isoformat())
        if len(found) > _ROWS:
            break
    return found
