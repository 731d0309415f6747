"""Copies of the record that were opened again and checked, and the way back from one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from aza_desktop.clock import Clock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.storage import backup
from aza_desktop.storage.backup import Backup
from aza_desktop.storage.failures import place_told_plainly
from aza_desktop.texts import tr

__all__ = ["Backup", "KeptBackup", "back_up", "kept_backups", "restore"]

_STAMP = re.compile(r"-(\d{8}-\d{6})(?:-([a-z0-9-]+))?\.azb$")


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A copy that lies in a folder. at: the moment it was made (UTC), as its name says it.

    why: what it was made for, "" for one that a person asked for.
    """

    path: Path
    at: dt.datetime
    size: int
    why: str = ""


def back_up(paths: ClinicPaths, *, folder: Path | None, clock: Clock) -> Backup:
    """Copy the record into `folder`, or the clinic's own one, and check the copy."""
    where = paths.backups if folder is None else folder
    return backup.back_up(paths.database, where, key=None, at=clock.now())


def kept_backups(folder: Path) -> tuple[KeptBackup, ...]:
    """The copies in a folder, newest first; none where there is no such folder."""
    found = []
    for path in folder.glob("*.azb") if folder.is_dir() else ():
        stamp = _STAMP.search(path.name)
        if stamp is not None:
            at = dt.datetime.strptime(stamp[1], "%Y%m%d-%H%M%S").replace(tzinfo=dt.UTC)
            found.append(KeptBackup(path, at, path.stat().st_size, stamp[2] or ""))
    return tuple(sorted(found, key=lambda kept: (kept.at, kept.path.name), reverse=True))


def restore(file: Path, paths: ClinicPaths) -> int:
    """A backup becomes the record of a new data folder; gives its number of patients.

    Raises UserError ``clinic_exists``, ``unreadable`` or ``damaged``.
    """
    if paths.database.exists():
        raise UserError(
            "clinic_exists",
            tr("This data folder already has a clinic"),
            why=tr("{file} exists").format(file=paths.database.name),
            remedy=tr("Restore into a new folder; nothing is overwritten"),
        )
    if not file.is_file():
        raise UserError(
            "unreadable",
            tr("The backup cannot be read"),
            why=tr("there is no file {file}").format(file=file.name),
            remedy=tr("Name a file from the folder of backups"),
        )
    with place_told_plainly(paths.root):
        paths.root.mkdir(parents=True, exist_ok=True)
    return backup.restore(file, paths.database, key=None)
