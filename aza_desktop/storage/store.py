"""A clinic's file, opened: one engine that writes, one that cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as driver
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.util import LRUCache

from aza_desktop.clock import Clock
from aza_desktop.errors import UserError
from aza_desktop.storage import backup, migrating
from aza_desktop.storage.connection import (
    SCHEMA_VERSION,
    Access,
    connect,
    opener,
    refuse_old_library,
    schema_version,
)
from aza_desktop.storage.failures import told_plainly
from aza_desktop.storage.ids import KeySource
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr

_STATEMENTS: LRUCache[Any, Any] = LRUCache(500)
"""Statements as text, for every engine of the process: the reader's, the writer's, the next
clinic's. Making the text of one takes longer than asking it."""


@dataclass(frozen=True, slots=True)
class Store:
    """The record of one clinic. writing is None where it was opened for reading only."""

    path: Path
    key: bytes | None
    clock: Clock
    readers: sa.Engine
    writing: sa.Engine | None
    keys: KeySource = field(default_factory=KeySource)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One consistent state, however long it is looked at; nothing can be written through it."""
        with told_plainly(self.path), self.readers.begin() as connection:
            yield Reading(connection, self.path)

    def unit_of_work(self, *, actor: str) -> UnitOfWork:
        """One write by `actor`; for a ``with`` block."""
        if self.writing is None:
            raise UserError(
                "read_only",
                tr("This record was opened for reading only"),
                why=tr("nothing can be saved in it now"),
                remedy=tr("Open it again with the right to write"),
            )
        with told_plainly(self.path):
            connection = self.writing.connect()
        return UnitOfWork(
            Reading(connection, self.path), actor=actor, at=self.clock.now(), keys=self.keys
        )

    def close(self) -> None:
        """Close every connection; the last one folds the journal into the file."""
        self.readers.dispose()
        if self.writing is not None:
            self.writing.dispose()


def open_store(path: Path, *, key: bytes | None, clock: Clock, read_only: bool = False) -> Store:
    """Open an existing record; an older schema is upgraded after a verified backup.

    Raises UserError ``no_clinic``, ``damaged``, ``newer_schema``, ``in_use`` or ``unreadable``.
    """
    refuse_old_library()
    with told_plainly(path):
        first = connect(Access(path, key, writable=False))
        try:
            version = schema_version(first)
        finally:
            first.close()
        if version < SCHEMA_VERSION:
            _upgrade(path, key=key, clock=clock)
    return _opened(path, key=key, clock=clock, read_only=read_only)


def create_store(path: Path, *, key: bytes | None, clock: Clock) -> Store:
    """Make a new, empty record. Raises UserError ``clinic_exists``."""
    refuse_old_library()
    if path.exists():
        raise UserError(
            "clinic_exists",
            tr("This data folder already has a clinic"),
            why=tr("{file} exists").format(file=path.name),
            remedy=tr("Use it, or name another folder with --data-dir"),
        )
    with told_plainly(path):
        _migrate(Access(path, key, foreign_keys=False, created=True))
    return _opened(path, key=key, clock=clock, read_only=False)


def _opened(path: Path, *, key: bytes | None, clock: Clock, read_only: bool) -> Store:
    readers = _engine(Access(path, key, writable=False), begin="BEGIN")
    writing = None if read_only else _engine(Access(path, key), begin="BEGIN IMMEDIATE")
    return Store(path, key, clock, readers, writing)


def _upgrade(path: Path, *, key: bytes | None, clock: Clock) -> None:
    backup.back_up(path, path.parent / "backups", key=key, at=clock.now(), why="before-upgrade")
    _migrate(Access(path, key, foreign_keys=False))


def _migrate(access: Access) -> None:
    engine = _engine(access, begin="BEGIN IMMEDIATE")
    try:
        migrating.upgrade(engine, access.path)
    finally:
        engine.dispose()


def _engine(access: Access, *, begin: str) -> sa.Engine:
    """An engine over the recipe's connections. The driver's own transactions are switched off:
    they would lose half of the updates that two processes make."""
    model = _model()
    engine = sa.Engine(
        QueuePool(opener(access), pool_size=4, dialect=model.dialect),
        model.dialect,
        model.url,
        hide_parameters=True,
        execution_options={"compiled_cache": _STATEMENTS},
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@cache
def _model() -> sa.Engine:
    """One dialect for every file. It learns what the library can do from a record in memory."""
    engine = sa.create_engine("sqlite://", module=driver, poolclass=StaticPool)
    engine.connect().close()
    engine.dispose()
    return engine
