"""What the database refuses, in the words of a person: one place, so that nothing leaks.

SQLAlchemy's and the driver's own messages never leave this room.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy.exc
import sqlcipher3.dbapi2 as driver

from aza_desktop.errors import UserError
from aza_desktop.texts import tr

DRIVER_ERRORS = (sqlalchemy.exc.DBAPIError, driver.Error)
NEEDED_MB = 50


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turns the driver's errors about the file at `path` into errors that a person can mend."""
    try:
        yield
    except DRIVER_ERRORS as error:
        told = _told(str(getattr(error, "orig", error)).casefold(), path)
        if told is None:
            raise
        raise told from None
    except UnicodeDecodeError:
        raise damaged(path, tr("a text in it is no text")) from None


@contextmanager
def place_told_plainly(path: Path) -> Iterator[None]:
    """Turns what the system refuses at `path` into errors that a person can mend."""
    try:
        yield
    except OSError as error:
        raise _told_of_system(error, path) from None


def _told_of_system(error: OSError, path: Path) -> UserError:
    """What the system refused: no room, no right, or no such place."""
    name = {errno.ENOSPC: "disk is full", errno.EROFS: "readonly", errno.EACCES: "readonly"}
    told = _told(name.get(error.errno or 0, ""), path)
    return told or UserError(
        "unreadable",
        tr("This place cannot be used"),
        why=tr("{file}: {reason}").format(file=path.name, reason=error.strerror),
        remedy=tr("Name another folder"),
    )


def _told(message: str, path: Path) -> UserError | None:
    if "full" in message and "disk" in message:
        return UserError(
            "disk_full",
            tr("Not saved: the disk is full"),
            why=tr("{file} could not grow; {megabytes} MB are needed").format(
                file=path.name, megabytes=NEEDED_MB
            ),
            remedy=tr("Make room on the disk and save again"),
        )
    if "readonly" in message or "read-only" in message:
        return UserError(
            "read_only",
            tr("Not saved: the record can only be read here"),
            why=tr("{file} or its folder is write-protected").format(file=path.name),
            remedy=tr("Allow writing to the data folder, or choose another one"),
        )
    if "locked" in message or "busy" in message:
        return UserError(
            "in_use",
            tr("Not saved: another program is writing to this record"),
            why=tr("{file} stayed locked for five seconds").format(file=path.name),
            remedy=tr("Wait a moment and try again"),
        )
    if "malformed" in message or "not a database" in message or "corrupt" in message:
        return damaged(path, tr("a page of the file does not read as it was written"))
    if "unable to open" in message or "disk i/o" in message:
        return UserError(
            "unreadable",
            tr("The record cannot be opened"),
            why=tr("the system refused access to {file}").format(file=path.name),
            remedy=tr("Check the folder and its permissions"),
        )
    return None


def damaged(path: Path, why: str) -> UserError:
    """The error for a file that is not, or no longer, a clinic's record."""
    return UserError(
        "damaged",
        tr("The record {file} is damaged or is not a clinic's record").format(file=path.name),
        why=why,
        remedy=tr("Do not write to it; restore the newest good backup"),
    )
