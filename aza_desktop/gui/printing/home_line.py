"""The line that says that a sheet at the patient's home no longer agrees with the plan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.viewmodels.home_sheet import HomeSheetLine
from aza_desktop.texts import tr


class HomeLine(QWidget):
    """Hidden while there is nothing to say."""

    print_requested = Signal()

    def __init__(self, name: str, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tokens = tokens
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 0, 2, 0)
        line.setSpacing(7)
        self._icon = parts.icon_label("file-warning", tokens, tone="critical", size=15)
        self.words = parts.label(size="small", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button = parts.button(
            tr("Print…"),
            tokens,
            role="ghost",
            name=f"{name}_print",
            help_text=tr("Print the patient's calendar as it is now (Ctrl+P)"),
        )
        self.button.clicked.connect(self.print_requested)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_line(self, line: HomeSheetLine | None) -> None:
        """Say it, or be gone."""
        self.setVisible(line is not None)
        if line is None:
            self.words.setText("")
            return
        self._icon.setProperty("icon_name", line.icon)
        self._icon.setProperty("icon_tone", line.tone)
        parts.retint(self, self._tokens)
        parts.set_look(self.words, tone=line.tone)
        self.words.setText(line.text)
        self.setAccessibleName(line.text)
        self.button.setVisible(line.can_print)

    def apply_tokens(self, tokens: Tokens) -> None:
        """In another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)
