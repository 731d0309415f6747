"""The record of the open patient to read: cards of labels and values, what is missing marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Card, clear, icon_label, label
from aza_desktop.gui.viewmodels.record import Section


class RecordView(QScrollArea):
    """Sections side by side in columns."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("record_view")
        self.setAccessibleName("Record")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._tokens = tokens
        page = QWidget()
        page.setProperty("role", "page")
        self._columns = [QVBoxLayout(), QVBoxLayout(), QVBoxLayout()]
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(10)
        for column in self._columns:
            column.setSpacing(10)
            row.addLayout(column, 1)
        self.setWidget(page)

    def show_model(self, sections: tuple[Section, ...]) -> None:
        """Show a patient's sections, spread over the columns by their length."""
        self.show_nothing()
        loads = [0, 0, 0]
        for section in sections:
            place = loads.index(min(loads))
            loads[place] += len(section.lines) + 2
            self._columns[place].addWidget(self._card(section))
        for column in self._columns:
            column.addStretch(1)

    def show_nothing(self) -> None:
        """No patient is open."""
        for column in self._columns:
            clear(column)

    def apply_tokens(self, tokens: Tokens) -> None:
        """New cards take these colours; icons already shown are tinted by the window."""
        self._tokens = tokens

    def _card(self, section: Section) -> Card:
        card = Card(section.title)
        card.head.insertWidget(0, icon_label(section.icon, self._tokens, tone="accent"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(section.lines):
            name = label(line.label, tone="secondary", wrap=True)
            value = label(line.value, tone="warning" if line.missing else "", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{line.label}: {line.value}")
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnMinimumWidth(0, 120)
        card.body.addLayout(grid)
        return card
