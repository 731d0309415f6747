"""Every row against the digest in the audit entry that wrote it.

Rows are taken as the file holds them, the largest table last. An entry is judged as soon as its
last row has come, so that a record of any size needs little memory.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage import audit, sending
from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading, raw_rows
from aza_desktop.storage.spelling import JSON, Quoted, columns_in_digest, line_of
from aza_desktop.texts import tr

_Stored = tuple[Any, ...]
_FLAGS = {0: "false", 1: "true"}


@dataclass(slots=True)
class _Entries:
    """The entries whose rows are still coming. wrong: those whose rows are not as recorded."""

    digests: dict[int, str]
    expected: Counter[int] = field(default_factory=Counter)
    lines: dict[int, list[str]] = field(default_factory=dict)
    wrong: list[int] = field(default_factory=list)

    def add(self, entry: int, line: str) -> None:
        """One more row of that entry; its last one lets it be judged."""
        lines = self.lines.setdefault(entry, [])
        lines.append(line)
        if len(lines) == self.expected[entry] and entry in self.digests:
            self.judge(entry)

    def judge(self, entry: int) -> None:
        """Compare the rows that came with what the entry says of them."""
        if audit.digest_of(self.lines.pop(entry, ())) != self.digests.pop(entry):
            self.wrong.append(entry)


def reconcile(reading: Reading) -> tuple[bool, str]:
    """Whether any row differs from its entry, and what was seen."""
    sizes = dict.fromkeys(t.RECORDED, 0)
    entries = _Entries(dict(raw_rows(reading, "SELECT seq, digest FROM audit")))
    for table in t.RECORDED:
        for entry, rows in raw_rows(
            reading, f"SELECT entry, count(*) FROM {table.name} GROUP BY entry"
        ):
            entries.expected[entry] += rows
            sizes[table] += rows
        if table in t.FACTS:
            ended = f"SELECT state_entry FROM {table.name} WHERE state_entry IS NOT NULL"
            entries.expected.update(entry for (entry,) in raw_rows(reading, ended))
    for table in sorted(sizes, key=sizes.__getitem__):
        if not _take_rows(reading, table, entries):
            return True, tr("a row of {table} ended without an entry").format(table=table.name)
    for entry in list(entries.digests):
        entries.judge(entry)
    if entries.wrong:
        return True, tr("the rows of entry {seq} are not as it recorded them").format(
            seq=min(entries.wrong)
        )
    if entries.lines:
        return True, tr("rows name an entry that does not exist")
    return False, tr("{rows} rows agree with their entries").format(rows=sum(sizes.values()))


def _take_rows(reading: Reading, table: sa.Table, entries: _Entries) -> bool:
    """Hand over every row of the table; False where one ended that no entry ended."""
    columns = tuple(table.c.keys())
    at = {name: place for place, name in enumerate(columns)}
    entry_at, ends = at["entry"], table in t.FACTS
    lines = _Lines(table, columns)
    names = ", ".join(f'"{name}"' for name in columns)
    for row in raw_rows(reading, f"SELECT {names} FROM {table.name}"):
        entries.add(row[entry_at], lines(row))
        if not ends:
            continue
        state, by = row[at["state"]], row[at["state_entry"]]
        if by is not None:
            reason = row[at["state_reason"]]
            entries.add(by, audit.ended(table, row[at["id"]], state, reason))
        elif state != "current" and not _came_withdrawn(table, row, at):
            return False
    return True


def _came_withdrawn(table: sa.Table, row: _Stored, at: dict[str, int]) -> bool:
    """A result that the laboratory had taken back already when it came is stored withdrawn."""
    return table is t.results and row[at["status"]] == "cancelled"


class _Lines:
    """Rows of one table as the digest sees them."""

    def __init__(self, table: sa.Table, columns: tuple[str, ...]) -> None:
        self._table, self._columns = table, columns
        self._later = tuple(
            place for place, name in enumerate(columns) if name in t.LATER.get(table.name, ())
        )
        self._spelled = Quoted()
        self._turned: list[tuple[int, Callable[[Any], str]]] = []
        for place, column in enumerate(table.columns):
            if isinstance(column.type, sa.Time):
                self._turned.append((place, _time_text))
            elif isinstance(column.type, sa.Boolean):
                self._turned.append((place, _FLAGS.__getitem__))
        self._forms: dict[_Stored, tuple[str, Callable[[_Stored], _Stored]]] = {}

    def __call__(self, row: _Stored) -> str:
        filled = tuple([row[place] is not None for place in self._later])
        form = self._forms.get(filled)
        if form is None:
            form = self._forms[filled] = self._form(filled)
        spelled = self._spelled
        told = [spelled[value] for value in row]
        for place, turned in self._turned:
            if row[place] is not None:
                told[place] = turned(row[place])
        line, seen = form
        return line % seen(tuple(told))

    def _form(self, filled: _Stored) -> tuple[str, Callable[[_Stored], _Stored]]:
        later = zip(self._later, filled, strict=True)
        empty = {self._columns[place] for place, is_filled in later if not is_filled}
        seen = columns_in_digest(self._table, set(self._columns) - empty)
        names = sorted(seen)
        line = line_of(self._table, seen, {}, dict.fromkeys(names, JSON))
        return line, sending.taker([self._columns.index(name) for name in names])


@lru_cache(maxsize=2_000)
def _time_text(stored: str) -> str:
    return audit.canonical(dt.time.fromisoformat(stored))
