"""How a row is spelled for the audit digest: JSON of the columns that never change, by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage.audit import canonical
from aza_desktop.storage.tables import COUNTERS, LATER, MUTABLE

TEXT, JSON = '"%s"', "%s"
"""The gap for a text that needs no escaping in JSON, and for what is JSON already."""
_UNSAID = "%.0s"
"""Takes what fills the gap and prints nothing."""

_REMEMBERED = 50_000
"""Values whose spelling is kept at hand."""


_SPELLED: dict[type, Callable[[Any], str]] = {
    bool: {False: "false", True: "true"}.__getitem__,
    int: str,
    dt.date: lambda day: f'"{day.isoformat()}"',
}


def spelled(value: object) -> str:
    """A value in JSON, as `audit.canonical` spells it."""
    return _SPELLED.get(type(value), canonical)(value)


class Quoted(dict[Any, str]):
    """A text, a whole number or nothing -> the same in JSON.

    Remembered, because most texts of a file stand in many rows. A truth value is no key of it: it
    would be taken for a number.
    """

    def __missing__(self, value: Any) -> str:
        made = encode_basestring(value) if isinstance(value, str) else spelled(value)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[value] = made
        return made


def columns_in_digest(table: sa.Table, filled: Iterable[str]) -> set[str]:
    """The columns that the digest of rows covers which are filled in those columns.

    A column that a later schema added counts only where something stands in it, so that the
    entries of older rows stay true.
    """
    later = set(LATER.get(table.name, ())).difference(filled)
    return set(table.c.keys()) - MUTABLE - later - set(COUNTERS.get(table.name, ()))


def line_of(
    table: sa.Table, seen: Collection[str], told: Mapping[str, str], gaps: Mapping[str, str]
) -> str:
    """A row as its digest sees it, with gaps; see `json_of`."""
    return f'["{table.name}",{json_of(seen, told, gaps)}]'


def json_of(seen: Collection[str], told: Mapping[str, str], gaps: Mapping[str, str]) -> str:
    """A row as JSON, of the columns that are seen, with a gap for each of `gaps`, by name.

    told: what stands in other columns, as JSON in which no single percent sign stands. The gap of
    a column that is not seen takes what fills it and prints nothing.
    """
    parts: list[str] = []
    comma = ""
    for name in sorted({*seen, *gaps}):
        if name in seen:
            parts.append(f'{comma}"{name}":{gaps.get(name) or told.get(name, "null")}')
            comma = ","
        else:
            parts.append(_UNSAID)
    return f"{{{''.join(parts)}}}"
