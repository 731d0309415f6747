"""What can be recorded for the chosen days: the same as the keys D, H, B and Space."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import button, label
from aza_desktop.texts import tr


class RangeRow(QWidget):
    """The chosen days in words, and a button for each thing that can be said of them."""

    dose = Signal()
    hold = Signal()
    stop = Signal()
    taken = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar_range")
        line = FlowLayout(self, gap=6)
        line.setContentsMargins(0, 2, 0, 2)
        self._days = label(size="strong")
        line.addWidget(self._days)
        for name, text, help_text, wish in (
            ("range_dose", tr("Set dose…"), tr("Another dose from the first of these days (D)"),
             self.dose),
            ("range_hold", tr("Hold…"), tr("No dose on these days (H)"), self.hold),
            ("range_break", tr("Break…"), tr("Azathioprine is stopped from that day on (B)"),
             self.stop),
            ("range_taken", tr("Taken"), tr("The doses of these days were taken (Space)"),
             self.taken),
        ):  # fmt: skip
            made = button(text, tokens, name=name, help_text=help_text)
            made.clicked.connect(wish)
            line.addWidget(made)

    def show_days(self, words: str) -> None:
        """Name the chosen days."""
        self._days.setText(words)
        self.setAccessibleName(tr("Chosen: {days}").format(days=words))
