"""Rows to the file, many with one statement each way they can be filled.

The driver takes ten times longer to hand over nothing than to hand over a text, so a statement
names only the columns in which something stands; all others are empty by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from aza_desktop.errors import BugError
from aza_desktop.storage.tables import metadata

_DIALECT = SQLiteDialect_pysqlite()
_ORDER = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
"""Owners before what belongs to them."""

_TOGETHER = 64
"""Rows of one statement. A table's guards may stop a statement halfway, so what it changes is kept
aside for each; for a row alone that costs more than the row."""

Values = tuple[object, ...]
Shape = tuple[str, ...]
"""The columns in which something stands."""


def place_of(kind: tuple[str, Shape]) -> tuple[int, Shape]:
    """Sorts tables so that no row is sent before the one that it belongs to."""
    name, shape = kind
    return _ORDER[name], shape


def send_rows(connection: sa.Connection, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of one table; every column of the table stands in each of them."""
    shapes: dict[Shape, list[object]] = {}
    turned = stored(name)
    for row in rows:
        shape = tuple([column for column, value in row.items() if value is not None])
        values = shapes.setdefault(shape, [])
        for column, value in row.items():
            if value is not None:
                turn = turned[column]
                values.append(value if turn is None else turn(value))
    for shape, values in shapes.items():
        send_values(connection, name, shape, values=values)


def send_values(
    connection: sa.Connection, name: str, shape: Shape, *, values: list[object]
) -> None:
    """Insert rows that are filled in the same columns.

    values: as the file keeps them, those of each row behind those of the one before.
    """
    width = len(shape)
    whole = len(values) - len(values) % (width * _TOGETHER)
    for rows, first, last in ((_TOGETHER, 0, whole), (1, whole, len(values))):
        if first < last:
            size = rows * width
            sets = [tuple(values[at : at + size]) for at in range(first, last, size)]
            connection.exec_driver_sql(_statement(name, shape, rows), sets)


def send_ends(connection: sa.Connection, name: str, standings: Sequence[Values]) -> None:
    """Facts that count no more: state, state_at, state_by, state_reason, state_entry and id."""
    changed = connection.exec_driver_sql(
        f"UPDATE {name} SET state = ?, state_at = ?, state_by = ?, state_reason = ?,"
        " state_entry = ? WHERE id = ?",
        list(standings),
    )
    if changed.rowcount != len(standings):
        raise BugError(f"no row of {name} to end")


def count_up(connection: sa.Connection, patient_ids: Sequence[str]) -> None:
    """One more write about each of them."""
    connection.exec_driver_sql(
        "UPDATE patients SET version = version + 1 WHERE id = ?", [(key,) for key in patient_ids]
    )


def stored_time(time: dt.time) -> str:
    """A time of day as the file keeps it."""
    turn = stored("results")["collected_time"]
    assert turn is not None
    return str(turn(time))


def taker(places: Sequence[int]) -> Callable[[Values], Values]:
    """Takes the values at those places out of a row."""
    if len(places) == 1:
        (place,) = places
        return lambda row: (row[place],)
    return itemgetter(*places)


@cache
def _statement(name: str, shape: Shape, rows: int) -> str:
    columns = ", ".join(f'"{column}"' for column in shape)
    row = f"({', '.join('?' * len(shape))})"
    return f"INSERT INTO {name} ({columns}) VALUES {', '.join([row] * rows)}"


@cache
def stored(name: str) -> dict[str, Callable[[object], object] | None]:
    """Column -> how its values are written; None where they are written as they are."""
    return {
        column.name: column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        for column in metadata.tables[name].columns
    }
