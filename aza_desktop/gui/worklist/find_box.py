"""The find box: name, number or birth date; Enter opens the first, Esc clears, Down walks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme.icons import icon
from aza_desktop.texts import tr


class FindBox(QLineEdit):
    """Says what is typed and what the keys wish; it finds nothing itself."""

    walk_requested = Signal()
    first_requested = Signal()
    cleared = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_patient")
        self.setAccessibleName(tr("Find patient"))
        self.setAccessibleDescription(tr("Part of a name, of a number, or a birth date"))
        self.setPlaceholderText(tr("Find patient (Ctrl+F)"))
        self.setToolTip(tr("Part of a name, of a number, or a birth date"))
        self._lens: QAction = self.addAction(
            icon("search", tokens.text2), QLineEdit.ActionPosition.LeadingPosition
        )
        self._lens.setText(tr("Find"))

    def apply_tokens(self, tokens: Tokens) -> None:
        """The lens in another theme."""
        self._lens.setIcon(icon("search", tokens.text2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.cleared.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.first_requested.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.walk_requested.emit()
        else:
            super().keyPressEvent(event)
