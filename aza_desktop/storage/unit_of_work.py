"""One write: all of it or nothing, with its audit entry in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType

import sqlalchemy as sa

from aza_desktop.errors import BugError
from aza_desktop.storage import anchor, audit, sending
from aza_desktop.storage.column_types import instant_text
from aza_desktop.storage.failures import told_plainly
from aza_desktop.storage.ids import KeySource
from aza_desktop.storage.many_rows import Form, FormedRow, ManyRows
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.tables import FACTS, patients

SHOWN_ROWS = 24
"""An entry that wrote more rows tells their counts instead of each of them."""

SENT_TOGETHER = 5_000
"""So many rows of entries whose version is known wait for each other."""


@dataclass(slots=True)
class _Entry:
    """An audit entry in the making. version: the patient's, where it is known beforehand.

    added: what it tells of each row, and what fills the gaps of it.
    """

    seq: int
    id: str
    action: str
    patient_id: str | None
    version: int | None = None
    lines: list[str] = field(default_factory=list)
    added: list[tuple[str, sending.Values]] = field(default_factory=list)
    ended: list[dict[str, object]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def about(self) -> str:
        if sum(self.counts.values()) > SHOWN_ROWS:
            return audit.canonical({"counts": self.counts})
        added = (said % gaps for said, gaps in self.added)
        return f'{{"added":[{",".join(added)}],"ended":{audit.canonical(self.ended)}}}'


class UnitOfWork:
    """A ``with`` block around one write; without `commit` everything is undone.

    Rows are added under an audit entry: begin one with `entry` first. Rows of one table are sent
    together, owners before what belongs to them.
    """

    def __init__(self, reading: Reading, *, actor: str, at: dt.datetime, keys: KeySource) -> None:
        self.reading = reading
        self.actor = actor
        self.at = at
        self._keys = keys
        self._head = audit.Head()
        self._entry: _Entry | None = None
        self._many = ManyRows({"recorded_at": instant_text(at), "recorded_by": actor})
        self._ends: dict[str, list[sending.Values]] = {}
        self._sealed: list[dict[str, object]] = []
        self._rows_waiting = 0
        self.versions: dict[str, int] = {}

    @property
    def connection(self) -> sa.Connection:
        self.flush()
        return self.reading.connection

    @property
    def head(self) -> audit.Head:
        """Where the audit trail stands: behind the last entry that is complete."""
        return self._head

    def __enter__(self) -> UnitOfWork:
        with told_plainly(self.reading.path):
            self.reading.connection.begin()
            self._head = audit.head(self.reading.connection)
        if self._head.id is not None:
            self._keys.not_before(self._head.id)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with told_plainly(self.reading.path):
            self.reading.connection.close()

    def entry(
        self, action: str, *, patient_id: str | None = None, version: int | None = None
    ) -> int:
        """Begin an audit entry; the rows from now on belong to it. Gives its number.

        version: the patient's before this entry, where it was looked up for many at once. Such
        entries and their rows are sent together with others.
        """
        self._finish_entry()
        after = None if version is None else version + 1
        self._entry = _Entry(self._head.seq + 1, self.new_key(), action, patient_id, after)
        return self._entry.seq

    @property
    def entry_number(self) -> int:
        """The number of the present audit entry."""
        return self._present().seq

    def new_key(self) -> str:
        """A key for a row that others will name before it is added."""
        return self._keys.new(self.at)

    def new_keys(self, count: int) -> list[str]:
        """So many keys, each greater than the one before."""
        return self._keys.many(self.at, count)

    def add(self, table: sa.Table, values: dict[str, object], *, key: str | None = None) -> str:
        """Record a row under the present entry; gives its key."""
        row = {name: value for name, value in values.items() if value is not None}
        row["id"] = made = key or self.new_key()
        if table in FACTS:
            row.setdefault("state", "current")
        self.add_many(table, tuple(row), [tuple(row.values())])
        return made

    def add_many(
        self, table: sa.Table, columns: tuple[str, ...], rows: Iterable[sending.Values]
    ) -> None:
        """Record many facts under the present entry, as `add` would, each with a key of its own.

        columns: what `rows` bring, ``id`` and ``state`` among them.
        """
        entry = self._present().seq
        self.add_formed(table, self._many.formed(table, columns, rows, entry=entry))

    def form(
        self, table: sa.Table, own: Mapping[str, str], shared: Mapping[str, str | None]
    ) -> Form:
        """What facts recorded in this unit of work have in common; see `ManyRows.form`."""
        return self._many.form(
            table, own, {name: text for name, text in shared.items() if text is not None}
        )

    def add_formed(self, table: sa.Table, rows: Sequence[FormedRow]) -> None:
        """Record facts that have most in common under the present entry, as `add` would."""
        entry = self._present()
        entry.lines += self._many.take(rows)
        self._rows_waiting += len(rows)
        entry.counts[table.name] = entry.counts.get(table.name, 0) + len(rows)
        if len(entry.added) <= SHOWN_ROWS:
            entry.added += [(form.said, gaps) for form, gaps, _ in rows[: SHOWN_ROWS + 1]]

    def end(self, table: sa.Table, row_id: str, *, state: str, reason: str | None = None) -> None:
        """A fact counts no more: superseded by a later one, withdrawn, or entered in error."""
        entry = self._present()
        standing = (state, instant_text(self.at), self.actor, reason, entry.seq, row_id)
        self._ends.setdefault(table.name, []).append(standing)
        if entry.version is None:
            self.flush()
        entry.lines.append(audit.ended(table, row_id, state, reason))
        entry.counts[f"{table.name}:{state}"] = entry.counts.get(f"{table.name}:{state}", 0) + 1
        if len(entry.ended) <= SHOWN_ROWS:
            said: dict[str, object] = {"table": table.name, "id": row_id, "state": state}
            entry.ended.append(said if reason is None else {**said, "reason": reason})

    def flush(self) -> None:
        """Send what waits: rows, then what ended, then the entries that are complete."""
        ends, self._ends = self._ends, {}
        sealed, self._sealed = self._sealed, []
        self._rows_waiting = 0
        connection = self.reading.connection
        with told_plainly(self.reading.path):
            self._many.send(connection)
            for name, standings in ends.items():
                sending.send_ends(connection, name, standings)
            if sealed:
                sending.count_up(connection, [str(row["patient_id"]) for row in sealed])
                sending.send_rows(connection, "audit", sealed)

    def commit(self) -> None:
        """Make it so. Only after this has returned may anybody be told that it is saved."""
        self._finish_entry()
        self.flush()
        with told_plainly(self.reading.path):
            self.reading.connection.commit()
        anchor.drop(self.reading.path, self._head)

    def _present(self) -> _Entry:
        if self._entry is None:
            raise BugError("a row without an audit entry")
        return self._entry

    def _finish_entry(self) -> None:
        entry, self._entry = self._entry, None
        if entry is None:
            self.flush()
            return
        if entry.version is None:
            self.flush()
            version = self._counted(entry.patient_id)
        else:
            version = self.versions[entry.patient_id or ""] = entry.version
        row: dict[str, object] = {
            "seq": entry.seq,
            "id": entry.id,
            "at": self.at,
            "actor": self.actor,
            "action": entry.action,
            "patient_id": entry.patient_id,
            "patient_version": version,
            "about": entry.about(),
            "digest": audit.digest_of(entry.lines),
            "previous": self._head.hash,
        }
        row["hash"] = audit.linked(row)
        self._head = audit.Head(entry.seq, str(row["hash"]), entry.id)
        if entry.version is not None:
            self._sealed.append(row)
            if self._rows_waiting >= SENT_TOGETHER:
                self.flush()
            return
        with told_plainly(self.reading.path):
            sending.send_rows(self.reading.connection, "audit", [row])

    def _counted(self, patient_id: str | None) -> int | None:
        """The patient's version after this entry: one more than before."""
        if patient_id is None:
            return None
        version = self.reading.connection.execute(
            patients.update()
            .where(patients.c.id == patient_id)
            .values(version=patients.c.version + 1)
            .returning(patients.c.version)
        ).scalar_one()
        self.versions[patient_id] = int(version)
        return int(version)
