"""How this computer backs up by itself, as kept in the window's file."""

from __future__ import annotations

from pathlib import Path

from aza_desktop.gui.window_state import WindowState
from aza_desktop.services.own_copies import MONTHS, Habit

ON, FOLDER, KEPT_MONTHS = "backup_on", "backup_folder", "backup_months"
_YES, _NO = "yes", "no"


def habit_of(state: WindowState) -> Habit:
    """On, into the clinic's own folder, for a year of months: until somebody chooses otherwise."""
    folder = str(state.load(FOLDER, "") or "")
    months = str(state.load(KEPT_MONTHS, MONTHS[0]))
    return Habit(
        is_on=state.load(ON, _YES) != _NO,
        folder=Path(folder) if folder else None,
        months=int(months) if months.isdigit() and int(months) in MONTHS else MONTHS[0],
    )


def keep_habit(state: WindowState, habit: Habit) -> None:
    """From the next copy on."""
    state.save(ON, _YES if habit.is_on else _NO)
    state.save(FOLDER, str(habit.folder) if habit.folder is not None else "")
    state.save(KEPT_MONTHS, habit.months)
