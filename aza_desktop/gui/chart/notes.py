"""The lines under the picture: what it does not show, and the button that would show it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.trend import SPANS
from aza_desktop.texts import tr

_BESIDE = 130
"""Icons, gaps and the button, in pixels at 100 %."""


class Notes(QWidget):
    """Open marks in red, the rest in grey; in one line where both fit."""

    span_wished = Signal(str)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._span = ""
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(8)
        self.breaches_row, self.breaches = _line(tokens, icon="octagon-alert", tone="critical")
        self.breaches.setObjectName("trend_hidden_breaches")
        self.notes_row, self.notes = _line(tokens, icon="circle-alert", tone="warning")
        self.notes.setObjectName("trend_notes")
        self._both.addWidget(self.breaches_row)
        self._both.addWidget(self.notes_row)
        row.addLayout(self._both, 1)
        self.button = parts.button("", tokens, role="segment", name="trend_show_hidden")
        self.button.setAccessibleName(tr("Show what lies outside"))
        self.button.clicked.connect(lambda: self.span_wished.emit(self._span))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_texts("", (), "")

    def show_texts(self, breaches: str, notes: tuple[str, ...], span: str) -> None:
        """Show what is hidden. span: what the button would choose, "" for no button."""
        self._span = span
        self.breaches.setText(breaches)
        self.breaches_row.setVisible(bool(breaches))
        self.notes.setText("   ·   ".join(notes))
        self.notes_row.setVisible(bool(notes))
        if span:
            text = tr("Show {span}").format(span=tr(SPANS[span]))
            self.button.setText(text)
            self.button.setAccessibleName(tr("{text}: what lies outside").format(text=text))
        self.button.setVisible(bool(span))
        self.setVisible(bool(breaches or notes))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """One line where both texts fit beside one another, else one above the other."""
        metrics = QFontMetrics(fonts.font(12, 400))
        texts = self.breaches.text(), self.notes.text()
        needed = sum(metrics.horizontalAdvance(text) for text in texts)
        fits = needed + fonts.scaled(_BESIDE) <= self.width()
        beside = QBoxLayout.Direction.LeftToRight
        self._both.setDirection(beside if fits else QBoxLayout.Direction.TopToBottom)
        first = metrics.horizontalAdvance(texts[0])
        self._both.setStretch(0, max(first, 1) if fits else 0)
        self._both.setStretch(1, max(needed - first, 1) if fits else 0)


def _line(tokens: Tokens, *, icon: str, tone: str) -> tuple[QWidget, QLabel]:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(7)
    sign = parts.icon_label(icon, tokens, tone=tone, size=14)
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
    words = parts.label(
        size="small", tone="critical" if tone == "critical" else "secondary", wrap=True
    )
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    line.addWidget(words, 1)
    return row, words
