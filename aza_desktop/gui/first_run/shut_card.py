"""A clinic that is there and cannot be read: where it lies, and the way back from its backup."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import button, label
from aza_desktop.texts import tr

_WIDTH = 932
"""As wide as the three cards above it."""


class ShutCard(QFrame):
    """Hidden until a clinic cannot be opened. The broken file is never written to."""

    restore_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_run_shut")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMaximumWidth(_WIDTH)
        self.setMinimumWidth(_WIDTH * 2 // 3)
        self.database = Path()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(16)
        told = QVBoxLayout()
        self._where = label(wrap=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._last = label(tone="secondary", wrap=True)
        told.addWidget(self._where)
        told.addWidget(self._last)
        row.addLayout(told, 1)
        self.restore = button(
            tr("Restore a backup…"), tokens, icon_name="database-backup", name="first_run_restore"
        )
        self.restore.clicked.connect(self.restore_requested)
        row.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_clinic(self, database: Path, last_backup: str) -> None:
        """The file that cannot be read. last_backup: its moment, "" where there is none."""
        self.database = database
        self._where.setText(tr("The record: {path}").format(path=database))
        self._last.setText(
            tr("Last backup: {when}. It goes into a new folder; this file stays as it is.").format(
                when=last_backup
            )
            if last_backup
            else tr("No backup lies in its own folder. Choose one from elsewhere.")
        )
        self.setAccessibleName(f"{self._where.text()}. {self._last.text()}")
        self.show()
