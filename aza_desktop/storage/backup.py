"""A copy of the record that was opened again and checked before anybody relies on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from aza_desktop.storage.connection import Access, connect, no_clinic
from aza_desktop.storage.failures import damaged, place_told_plainly, told_plainly
from aza_desktop.texts import tr

_PAGES = 256
"""Copied in small steps, so that a long copy does not hold back the journal."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy. sha256: of its bytes."""

    path: Path
    sha256: str
    patients: int


def back_up(
    database: Path, folder: Path, *, key: bytes | None, at: dt.datetime, why: str = ""
) -> Backup:
    """Copy the record into `folder` through the backup interface, then open and check the copy."""
    if not database.is_file():
        raise no_clinic(database)
    with place_told_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
    stamp = at.strftime("%Y%m%d-%H%M%S") + (f"-{why}" if why else "")
    target = folder / f"{database.stem}-{stamp}.azb"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{database.stem}-{stamp}-{number}.azb"
    part = target.with_name(target.name + ".part")
    try:
        with told_plainly(database):
            _copy(database, part, key=key)
        patients = check_copy(part, key=key)
        part.replace(target)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)
    return Backup(target, hashlib.sha256(target.read_bytes()).hexdigest(), patients)


def restore(backup: Path, database: Path, *, key: bytes | None) -> int:
    """Copy a checked backup to where a new clinic's file belongs; gives its number of patients.

    Opening the copy once as a writer brings its journal back to the record's own mode.
    """
    patients = check_copy(backup, key=key)
    part = database.with_name(database.name + ".part")
    try:
        with told_plainly(backup):
            _copy(backup, part, key=key)
            connect(Access(part, key)).close()
        check_copy(part, key=key)
        part.replace(database)
    finally:
        part.unlink(missing_ok=True)
    return patients


def check_copy(path: Path, *, key: bytes | None) -> int:
    """Open a copy and read all of it; gives its number of patients. Raises ``damaged``."""
    with told_plainly(path):
        connection = connect(Access(path, key, writable=False))
        try:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
            if answer != "ok" or loose:
                raise damaged(path, tr("the copy does not pass its check"))
            return int(connection.execute("SELECT count(*) FROM patients").fetchone()[0])
        finally:
            connection.close()


def _copy(source: Path, target: Path, *, key: bytes | None) -> None:
    """The copy leaves in DELETE mode: a read-only medium could not be opened otherwise."""
    reader = connect(Access(source, key, writable=False))
    try:
        writer = driver.connect(str(target), isolation_level=None)
        try:
            if key is not None:
                writer.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            reader.backup(writer, pages=_PAGES)
            writer.execute("PRAGMA journal_mode=DELETE")
        finally:
            writer.close()
    finally:
        reader.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())
