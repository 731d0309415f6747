"""What only Excel knows of a table: cells joined into one, and days kept as bare numbers.

A joined cell says the same of every row that it spans, so the rows beneath have its patient and
day. Excel keeps a day as a number; a number in a column of days is one, shown or not.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from aza_desktop.clinical.columns import Role
from aza_desktop.intake.delimited import Row
from aza_desktop.intake.evidence import date_columns
from aza_desktop.intake.table import Table
from aza_desktop.intake.workbooks import Sheet

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_MEASURED = frozenset({Role.VALUE, Role.VALUE_TEXT, Role.COMPARATOR})


def understood(sheet: Sheet, table: Table) -> Table:
    """The table with what the sheet says beyond its cells."""
    rows = sheet.all_rows()
    width = max((len(cells) for _, cells in rows), default=0)
    header = [*table.header, *[""] * (width - len(table.header))]
    table = replace(table, header=header, lines=len(rows))
    spanned = _spanned(sheet, table)
    dates = frozenset(date_columns(table.layout))
    has_serials = any(
        _SERIAL.fullmatch(cells[at]) for _, cells in rows for at in dates if at < len(cells)
    )
    if not spanned and not has_serials:
        return table
    told = [
        row if row[0] < table.data_from else _told(row, spanned, dates, sheet.first_day)
        for row in rows
    ]
    return replace(table, records=lambda: told)


def _spanned(sheet: Sheet, table: Table) -> dict[tuple[int, int], str]:
    """Line and column of each cell that a joined one covers, with what it says."""
    said = {role: at for role, at in table.layout.roles.items() if role not in _MEASURED}
    columns = frozenset(said.values())
    rows = sheet.all_rows()
    cells = dict(rows)
    found: dict[tuple[int, int], str] = {}
    for first, column, last, last_column in sheet.joined():
        if column != last_column or column not in columns or first < table.data_from:
            continue
        row = cells.get(first, [])
        text = row[column] if column < len(row) else ""
        for line in range(first + 1, min(last, rows[-1][0]) + 1):
            found[line, column] = text
    return found


def _told(
    row: Row, spanned: dict[tuple[int, int], str], dates: frozenset[int], first_day: dt.datetime
) -> Row:
    line, cells = row
    texts = [
        spanned.get((line, at), text) if not text.strip() else text for at, text in enumerate(cells)
    ]
    for at in dates:
        if at < len(texts) and _SERIAL.fullmatch(texts[at]):
            texts[at] = _day(texts[at], first_day)
    return line, texts


def _day(serial: str, first_day: dt.datetime) -> str:
    """The day of a number; its fraction is the time, to the second."""
    whole, _, fraction = serial.partition(".")
    parts = int((fraction or "0").ljust(15, "0")[:15])
    seconds = (parts * 86_400 + 5 * 10**14) // 10**15
    moment = first_day + dt.timedelta(days=int(whole), seconds=seconds)
    return moment.date().isoformat() if not seconds else moment.isoformat(sep=" ")
