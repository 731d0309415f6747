"""The find box: name, number or birth date; Enter opens the first, Esc clears, Down walks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.texts import tr

_LENS = 16


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
        self.setTextMargins(_LENS + 4, 0, 0, 0)
        self.setClearButtonEnabled(False)
        self._tokens = tokens

    def apply_tokens(self, tokens: Tokens) -> None:
        """The lens in another theme."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        lens = pixmap("search", self._tokens.text2, _LENS)
        painter.drawPixmap(9, (self.height() - _LENS) // 2, lens)
        painter.end()

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
