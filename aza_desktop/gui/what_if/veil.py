"""Hatching over everything that is not real: it lets the mouse through and hides no word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from aza_desktop.drawing.tokens import Tokens

_STRENGTH = 56


class Veil(QWidget):
    """Covers its parent, whatever size that takes."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens, self._over = tokens, parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())

    def apply_tokens(self, tokens: Tokens) -> None:
        """Hatch in another theme."""
        self._tokens = tokens
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ChildAdded}:
            self.setGeometry(self._over.rect())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = QColor(self._tokens.plan)
        ink.setAlpha(_STRENGTH)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.end()
