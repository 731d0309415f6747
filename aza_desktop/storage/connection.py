"""One connection to a clinic's file: the recipe, in the order that matters, and read back.

Refuses a file that is not ours before anything is written to it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from aza_desktop.errors import UserError
from aza_desktop.storage.failures import damaged, told_plainly
from aza_desktop.texts import tr

APPLICATION_ID = 0x417A6131
"""``Aza1`` in the file's header: this is a clinic's record."""

SCHEMA_VERSION = 5
"""The newest schema that this program knows: the number of the last migration."""

OLDEST_SQLITE = (3, 51, 3)
"""Before it, the journal's reset could damage a file; such a library is refused."""

BUSY_SECONDS = 5

PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "temp_store": 2,
}
"""Every setting, as it must read back. Another answer stops the start."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a file is opened. writable: for the write engine; else every write is refused.

    foreign_keys: off only while a migration rebuilds tables. created: the file may be new.
    """

    path: Path
    key: bytes | None = None
    writable: bool = True
    foreign_keys: bool = True
    created: bool = False


def refuse_old_library() -> None:
    """Stops before an SQLite that can damage a file is used."""
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise UserError(
            "damaged",
            tr("The database library is too old to be trusted"),
            why=f"SQLite {driver.sqlite_version}",
            remedy=tr("Install the program again with sqlcipher3 0.6.4 or newer"),
        )


def connect(access: Access) -> driver.Connection:
    """An open connection with every setting read back.

    Raises UserError ``no_clinic``, ``damaged``, ``newer_schema``, ``unreadable`` or ``in_use``.
    """
    path = access.path
    if not access.created and not path.is_file():
        raise no_clinic(path)
    with told_plainly(path):
        connection = driver.connect(
            _address(access),
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            if access.key is not None:
                connection.execute(f"PRAGMA key=\"x'{access.key.hex()}'\"")
            _check_whose(connection, access)
            _configure(connection, access)
        except BaseException:
            connection.close()
            raise
    return connection


def opener(access: Access) -> Callable[[], driver.Connection]:
    """What an engine's pool calls for each new connection."""
    return lambda: connect(access)


def schema_version(connection: driver.Connection) -> int:
    """The number of the last migration that the file has seen; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def no_clinic(path: Path) -> UserError:
    return UserError(
        "no_clinic",
        tr("There is no clinic in this data folder"),
        why=tr("{file} does not exist").format(file=path.name),
        remedy=tr("Make one with the command init, or name another folder with --data-dir"),
    )


def _address(access: Access) -> str:
    """The file as SQLite is told to open it.

    A reader opens a clean file like a writer, so that SQLite tidies up after it, but one with a
    journal strictly for reading, so that it cannot fold the journal into the file. On a medium that
    cannot be written, only ``immutable`` reads a WAL file at all.
    """
    base = access.path.absolute().as_uri()
    if access.writable:
        return f"{base}?mode={'rwc' if access.created else 'rw'}"
    has_journal = access.path.with_name(access.path.name + "-wal").exists()
    if not may_be_written(access.path):
        return f"{base}?mode=ro" if has_journal else f"{base}?mode=ro&immutable=1"
    return f"{base}?mode={'ro' if has_journal else 'rw'}"


def may_be_written(path: Path) -> bool:
    """False where the file or its folder is write-protected: a record needs both to be written."""
    return _is_writable(path) and _is_writable(path.parent)


def _is_writable(path: Path) -> bool:
    mode = path.stat().st_mode
    return os.access(path, os.W_OK) and bool(mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def _check_whose(connection: driver.Connection, access: Access) -> None:
    """Wrong key and damage surface at the first read; so does another program's file."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = schema_version(connection)
    if access.created and tables == 0:
        return
    if application != APPLICATION_ID:
        raise damaged(access.path, tr("its header does not name this program"))
    if version > SCHEMA_VERSION:
        raise UserError(
            "newer_schema",
            tr("This record was written by a newer version of the program"),
            why=tr("its schema is {theirs}, this program knows {ours}").format(
                theirs=version, ours=SCHEMA_VERSION
            ),
            remedy=tr("Install the newer version; nothing was changed"),
            details={"schema": version, "known": SCHEMA_VERSION},
        )


def _configure(connection: driver.Connection, access: Access) -> None:
    for name, wanted in PRAGMAS.items():
        value = 0 if name == "foreign_keys" and not access.foreign_keys else wanted
        if name == "journal_mode" and not access.writable:
            continue
        connection.execute(f"PRAGMA {name}={value}")
    if not access.writable:
        connection.execute("PRAGMA query_only=1")
    wrong = {name: found for name, found in read_back(connection).items() if _differs(name, found)}
    if not access.foreign_keys:
        wrong.pop("foreign_keys", None)
    if not access.writable and wrong.get("journal_mode") in {"delete", "off", "memory"}:
        wrong.pop("journal_mode")
    if wrong:
        raise UserError(
            "damaged",
            tr("The database does not accept its safety settings"),
            why=", ".join(f"{name} = {found}" for name, found in wrong.items()),
            remedy=tr("Put the data folder on a local disk and start again"),
        )


def _differs(name: str, found: int | str) -> bool:
    return found != PRAGMAS[name]


def read_back(connection: driver.Connection) -> dict[str, int | str]:
    """Every setting of `PRAGMAS` as the connection reports it."""
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
