"""One line above the findings: who looks after the patient, and a way to change it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.texts import tr


class OwnerLine(QWidget):
    """Hidden while nobody is open."""

    change_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("patient_owner")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(parts.icon_label("user", tokens, size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        self._text = parts.label(size="small", tone="secondary", wrap=True)
        row.addWidget(self._text, 1)
        change = parts.button(
            tr("Change…"),
            tokens,
            role="ghost",
            name="change_owner",
            help_text=tr("Choose who looks after this patient"),
        )
        change.clicked.connect(self.change_requested)
        change.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(change)
        self._change = change
        self.hide()

    def show_owner(self, words: str) -> None:
        """Say who; "" hides the line."""
        self.setVisible(bool(words))
        self._change.ensurePolished()
        self._change.updateGeometry()
        text = tr("Looked after by {who}").format(who=words)
        self._text.setText(text)
        self.setAccessibleName(text)

    def apply_tokens(self, tokens: Tokens) -> None:
        parts.retint(self, tokens)
