"""One answer to a question of the first run: a radio button with its words, chosen by a click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.governance.titration_picture import TitrationPicture
from aza_desktop.gui.viewmodels.titration import Titration


class OptionCard(QFrame):
    """The button is the widget with the keyboard; the card shows whether it is chosen."""

    def __init__(
        self, name: str, key: str, title: str, text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "option")
        self.setProperty("chosen", "false")
        self.button = QRadioButton(title)
        self.button.setObjectName(name)
        self.button.setProperty("key", key)
        self.button.setAccessibleDescription(text)
        self.button.toggled.connect(self._show_chosen)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 7, 10, 7)
        rows.setSpacing(3)
        rows.addWidget(self.button)
        self._rows = rows
        if text:
            self._words(text)

    def draw(self, model: Titration, tokens: Tokens) -> TitrationPicture:
        """Show what the answer means, above its words."""
        picture = TitrationPicture(model, tokens)
        self._rows.insertWidget(1, picture)
        tone = "critical" if model.is_blind else "ok"
        line = QHBoxLayout()
        line.setSpacing(6)
        name = "triangle-alert" if model.is_blind else "circle-check"
        line.addWidget(parts.icon_label(name, tokens, tone=tone, size=14))
        line.addWidget(parts.label(model.consequence, size="strong", tone=tone, wrap=True), 1)
        self._rows.insertLayout(2, line)
        self._rows.addStretch(1)
        return picture

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.setChecked(True)
        super().mousePressEvent(event)

    def _words(self, text: str) -> None:
        said = parts.label(text, size="small", tone="secondary", wrap=True)
        said.setContentsMargins(22, 0, 0, 0)
        self._rows.addWidget(said)

    def _show_chosen(self, on: bool) -> None:
        parts.set_look(self, chosen="true" if on else "false")
