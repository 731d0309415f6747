"""Rows to the file, many with one statement each way they can be filled.

The driver takes ten times longer to hand over nothing than to hand over a text, so a statement
names only the columns in which something stands; all others are empty by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
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


def in_order(names: Mapping[str, object]) -> list[str]:
    """The tables so that no row is sent before the one that it belongs to."""
    return sorted(names, key=_ORDER.__getitem__)


def send_rows(connection: sa.Connection, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of one table; every column of the table stands in each of them."""
    shapes: dict[Shape, list[Values]] = {}
    stored = _stored(name)
    for row in rows:
        shape = tuple([column for column, value in row.items() if value is not None])
        values = tuple(
            [
                value if (turned := stored[column]) is None else turned(value)
                for column, value in row.items()
                if value is not None
            ]
        )
        shapes.setdefault(shape, []).append(values)
    for shape, values_of_rows in shapes.items():
        send_values(connection, name, shape, rows=values_of_rows)


def send_values(
    connection: sa.Connection, name: str, shape: Shape, *, rows: Sequence[Values]
) -> None:
    """Insert rows that are filled in the same columns, their values as the file keeps them."""
    full = len(rows) - len(rows) % _TOGETHER
    if full:
        groups = (rows[at : at + _TOGETHER] for at in range(0, full, _TOGETHER))
        together = [tuple(chain.from_iterable(group)) for group in groups]
        connection.exec_driver_sql(_statement(name, shape, _TOGETHER), together)
    if full < len(rows):
        connection.exec_driver_sql(_statement(name, shape, 1), list(rows[full:]))


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


def stored_time(text: str) -> str:
    """A time of day as the file keeps it. text: as a digest sees it."""
    turned = _time_turned()
    return str(turned(dt.time.fromisoformat(text)))


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
def _stored(name: str) -> dict[str, Callable[[object], object] | None]:
    """Column -> how its values are written; None where they are written as they are."""
    return {
        column.name: column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        for column in metadata.tables[name].columns
    }


@cache
def _time_turned() -> Callable[[object], object]:
    turned = sa.Time().dialect_impl(_DIALECT).bind_processor(_DIALECT)
    assert turned is not None
    return turned
