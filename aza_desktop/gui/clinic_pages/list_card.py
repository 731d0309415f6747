"""A card with buttons and a table of rows: what every page about the clinic is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.theme import fonts

_MEASURED = 200


class ListCard(parts.Card):
    """Rows of a view-model; Enter or a double click opens one. Buttons act on the chosen row."""

    opened = Signal(object)

    def __init__(
        self, title: str, name: str, tokens: Tokens, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self._tokens = tokens
        self._needs_row: list[QPushButton] = []
        self.bar = FlowLayout(gap=8)
        self.body.addLayout(self.bar)
        self.message = parts.label(tone="secondary", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)
        self._rows = RowTable(self)
        self.table = row_view(name, title, self._rows, sorts=False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.table.activated.connect(self._open)
        self.body.addWidget(self.table, 1)
        self.body.addStretch()  # where the table is hidden, what remains stays at the top

    def add_act(
        self, text: str, name: str, wish: Callable[[], object], *, needs_row: bool = False,
        role: str = "", icon: str = "",
    ) -> QPushButton:  # fmt: skip
        """A button above the rows. needs_row: only while a row is chosen."""
        made = parts.button(text, self._tokens, role=role, name=name, icon_name=icon)
        made.clicked.connect(lambda _=False: wish())
        self.bar.addWidget(made)
        if needs_row:
            self._needs_row.append(made)
        return made

    def show_rows(
        self, columns: Sequence[TableColumn], rows: Sequence[Any], *, empty: str = ""
    ) -> None:
        """Show these rows; the place that was chosen stays chosen. empty: what to say for none."""
        place = self.table.currentIndex().row()
        self._rows.show(columns, rows)
        self.table.verticalHeader().setDefaultSectionSize(fonts.row_height())
        self._fit(columns)
        self.table.setVisible(bool(rows))
        self.message.setVisible(not rows and bool(empty))
        self.message.setText(empty)
        if rows:
            self.table.selectRow(min(max(place, 0), len(rows) - 1))
        for each in self._needs_row:
            each.setEnabled(bool(rows))

    def chosen(self) -> Any:
        """The row that is chosen; None for none."""
        index = self.table.currentIndex()
        return self._rows.row(index) if index.isValid() else None

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.row(index))

    def _fit(self, columns: Sequence[TableColumn]) -> None:
        text, heading = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(12, 600))
        for place, column in enumerate(columns):
            widest = heading.horizontalAdvance(column.title) + 24
            for row in self._rows.rows[:_MEASURED]:
                widest = max(widest, text.horizontalAdvance(column.text(row)) + 28)
            self.table.setColumnWidth(place, min(widest, fonts.scaled(320)))
