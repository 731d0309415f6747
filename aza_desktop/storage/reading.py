"""A look into the record: one consistent state, from a connection that cannot write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

AT_ONCE = 500
"""Keys in one query; SQLite bounds the number of parameters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An open read transaction on the file at `path`."""

    connection: sa.Connection
    path: Path


def batched(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The keys in groups that one query can name."""
    rest = iter(keys)
    while group := tuple(islice(rest, AT_ONCE)):
        yield group


def raw_rows(reading: Reading, query: str, values: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them: no types are put on them, for where there are very many."""
    connection = reading.connection.connection.dbapi_connection
    assert connection is not None
    yield from connection.cursor().execute(query, values)
