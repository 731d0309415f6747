"""Copies of the record that were opened again and checked, and the way back from one."""

from __future__ import annotations

from pathlib import Path

from aza_desktop.clock import Clock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.storage import backup
from aza_desktop.storage.backup import Backup
from aza_desktop.texts import tr

__all__ = ["Backup", "back_up", "restore"]


def back_up(paths: ClinicPaths, *, folder: Path | None, clock: Clock) -> Backup:
    """Copy the record into `folder`, or the clinic's own one, and check the copy."""
    where = paths.backups if folder is None else folder
    return backup.back_up(paths.database, where, key=None, at=clock.now())


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
    paths.root.mkdir(parents=True, exist_ok=True)
    return backup.restore(file, paths.database, key=None)
