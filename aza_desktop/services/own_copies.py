"""The copies that the program makes by itself: when one is due, where it goes, which are let go.

Only copies made here are ever let go. One that a person asked for stays until a person removes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aza_desktop.clock import Clock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.backing_up import KeptBackup, kept_backups
from aza_desktop.storage import backup, trail
from aza_desktop.storage.backup import Backup
from aza_desktop.storage.failures import place_told_plainly
from aza_desktop.storage.store import open_store

EVERY = dt.timedelta(minutes=30)
WHILE_OPEN, AT_CLOSE, BEFORE_IMPORT = "auto", "close", "before-import"
_OWN = (WHILE_OPEN, AT_CLOSE, BEFORE_IMPORT)
RECENT, DAYS = 12, 14
MONTHS = (12, 24, 60)


@dataclass(frozen=True, slots=True)
class Habit:
    """folder: where the copies go, None for the clinic's own. months: how many keep one copy."""

    is_on: bool = True
    folder: Path | None = None
    months: int = MONTHS[0]


def all_copies(paths: ClinicPaths, folder: Path | None) -> tuple[KeptBackup, ...]:
    """The copies of the clinic's own folder and of the chosen one, newest first."""
    found = {kept.path: kept for kept in kept_backups(paths.backups)}
    if folder is not None:
        found |= {kept.path: kept for kept in kept_backups(folder)}
    return tuple(sorted(found.values(), key=lambda kept: (kept.at, kept.path.name), reverse=True))


def is_behind(paths: ClinicPaths, folder: Path | None, clock: Clock) -> bool:
    """True where something was written since the newest copy, or there is no copy yet."""
    kept = all_copies(paths, folder)
    if not kept:
        return True
    store = open_store(paths.database, key=None, clock=clock, read_only=True)
    try:
        with store.reading() as reading:
            newest = trail.found(reading, trail.Search(), most=1)
    finally:
        store.close()
    return bool(newest) and newest[0].at > kept[0].at


def copy_if_behind(paths: ClinicPaths, habit: Habit, clock: Clock, *, why: str) -> Backup | None:
    """A copy where the habit wants one and something is new; None where nothing was to be done."""
    if not habit.is_on or not is_behind(paths, habit.folder, clock):
        return None
    return copy(paths, habit, clock, why=why)


def copy(paths: ClinicPaths, habit: Habit, clock: Clock, *, why: str) -> Backup:
    """A checked copy in the chosen folder, else in the clinic's own; old ones are let go.

    Raises UserError where neither can take it.
    """
    made = None
    if habit.folder is not None:
        try:
            made = backup.back_up(paths.database, habit.folder, key=None, at=clock.now(), why=why)
        except (UserError, OSError):
            made = None  # a stick that is not in, a share that is down: the own folder is there
    if made is None:
        with place_told_plainly(paths.backups):
            made = backup.back_up(paths.database, paths.backups, key=None, at=clock.now(), why=why)
    for old in let_go(kept_backups(made.path.parent), months=habit.months):
        with suppress(OSError):  # one that is open elsewhere is let go another day
            old.path.unlink()
    return made


def let_go(kept: Iterable[KeptBackup], *, months: int) -> tuple[KeptBackup, ...]:
    """What need not be kept: the newest stay, and one for each day and each month with a copy."""
    own = sorted((one for one in kept if one.why.startswith(_OWN)), key=lambda one: one.at)
    own.reverse()
    stays = {
        *own[:RECENT],
        *_newest_of_each(own, lambda one: one.at.date())[:DAYS],
        *_newest_of_each(own, lambda one: (one.at.year, one.at.month))[:months],
    }
    return tuple(one for one in own if one not in stays)


def _newest_of_each(
    newest_first: list[KeptBackup], span: Callable[[KeptBackup], object]
) -> list[KeptBackup]:
    found: dict[object, KeptBackup] = {}
    for one in newest_first:
        found.setdefault(span(one), one)
    return list(found.values())
