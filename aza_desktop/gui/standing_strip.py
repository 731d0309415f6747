"""A line above every page that stays as long as its reason does, with the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.speech import announce


class StandingStrip(QFrame):
    """Hidden while it says nothing; never a pop-up, and never closed by itself."""

    wished = Signal()

    def __init__(
        self,
        name: str,
        wish: str,
        tokens: Tokens,
        *,
        icon_name: str,
        kind: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "message")
        parts.set_look(self, kind=kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(8)
        tone = "warning" if kind == "warning" else "accent"
        sign = parts.icon_label(icon_name, tokens, tone=tone)
        sign.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(sign)
        self._text = parts.label(wrap=True)
        row.addWidget(self._text, 1)
        self.button = parts.button(wish, tokens, name=f"{name}_do")
        self.button.clicked.connect(self.wished)
        row.addWidget(self.button)
        self.hide()

    def say(self, text: str) -> None:
        """Show this, or hide for "": it is announced when it is new."""
        is_new = bool(text) and text != self.text()
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if is_new:
            announce(self, text)

    def text(self) -> str:
        """What it says now; "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        parts.retint(self, tokens)
