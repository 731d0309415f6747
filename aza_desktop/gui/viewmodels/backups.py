"""Copies of the record as rows to choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.backing_up import KeptBackup

_KILO = 1024


@dataclass(frozen=True, slots=True)
class BackupRow:
    """when: in the clinic's own time. said: the row for a screen reader."""

    path: Path
    when: str
    size: str
    said: str


def build_backups(kept: Iterable[KeptBackup], zone: dt.tzinfo | None) -> tuple[BackupRow, ...]:
    """One row a copy, in their order."""
    return tuple(_row(each, zone) for each in kept)


def moment(at: dt.datetime, zone: dt.tzinfo | None) -> str:
    """``20-Nov-2025 06:00`` in the clinic's time."""
    local = at.astimezone(zone)
    return f"{show(local.date())} {local:%H:%M}"


def _row(kept: KeptBackup, zone: dt.tzinfo | None) -> BackupRow:
    when = moment(kept.at, zone)
    size = f"{kept.size / _KILO / _KILO:.1f} MB"
    return BackupRow(
        kept.path, when, size, tr("Backup of {when}, {size}").format(when=when, size=size)
    )
