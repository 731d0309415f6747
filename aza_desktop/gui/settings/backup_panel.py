"""Copies without being asked: whether, where to, and how long they are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowRow
from aza_desktop.gui.keeping.habit import habit_of, keep_habit
from aza_desktop.gui.parts import button, label
from aza_desktop.gui.settings.choices_panel import ChoicesPanel, Preference
from aza_desktop.gui.window_state import WindowState
from aza_desktop.services.own_copies import DAYS, MONTHS, RECENT, Habit
from aza_desktop.texts import tr

_ON, _OFF = "on", "off"
Back = Callable[[], object]


class BackupPanel(QWidget):
    """Each choice holds from the next copy on."""

    folder_changed = Signal()

    def __init__(
        self,
        state: WindowState,
        tokens: Tokens,
        *,
        tell: Callable[[str, Back | None], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state, self._tell = state, tell
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        self.choices = ChoicesPanel(self._preferences(), tokens, tell=tell)
        body.addWidget(self.choices)
        self.folder = label(wrap=True, tone="secondary")
        body.addWidget(self.folder)
        row = FlowRow()
        choose = button(tr("Choose the folder…"), tokens, name="settings_backup_folder")
        choose.clicked.connect(self._choose)
        self.own = button(tr("The clinic's own"), tokens, name="settings_backup_own")
        self.own.clicked.connect(lambda: self.use_folder(None))
        row.flow.addWidget(choose)
        row.flow.addWidget(self.own)
        body.addWidget(row)
        told = tr(
            "By itself: half an hour after an entry, before an import, and when the clinic closes. "
            "The newest {recent} stay, the last one of each of {days} days with a copy, and one a "
            "month. Copies that you ask for are never removed."
        )
        told = told.format(recent=RECENT, days=DAYS)
        body.addWidget(label(told, size="small", tone="secondary", wrap=True))
        self.fill()

    def fill(self) -> None:
        """Show what holds now."""
        self.choices.fill()
        folder = habit_of(self._state).folder
        own = tr("Copies go into the folder backups beside the record.")
        chosen = tr("Copies go into {folder}; where it is away, into the clinic's own folder.")
        self.folder.setText(chosen.format(folder=folder) if folder is not None else own)
        self.own.setVisible(folder is not None)

    def use_folder(self, folder: Path | None) -> None:
        """Copies go there from now on."""
        before = habit_of(self._state)
        self._keep(replace(before, folder=folder))
        self._tell(self.folder.text(), lambda: self._keep(before))

    def _choose(self) -> None:
        kept = habit_of(self._state).folder
        chosen = QFileDialog.getExistingDirectory(
            self.window(), tr("Folder for copies of the record"), str(kept or "")
        )
        if chosen:
            self.use_folder(Path(chosen))

    def _keep(self, habit: Habit) -> None:
        keep_habit(self._state, habit)
        self.fill()
        self.folder_changed.emit()

    def _preferences(self) -> tuple[Preference, ...]:
        state = self._state
        return (
            Preference(
                "backup_on",
                tr("By itself"),
                [(tr("On"), _ON), (tr("Only when asked"), _OFF)],
                lambda: _ON if habit_of(state).is_on else _OFF,
                lambda how: keep_habit(state, replace(habit_of(state), is_on=how == _ON)),
            ),
            Preference(
                "backup_months",
                tr("One a month, for"),
                [(tr("{n} months").format(n=months), months) for months in MONTHS],
                lambda: habit_of(state).months,
                lambda months: keep_habit(state, replace(habit_of(state), months=int(months))),
            ),
        )
