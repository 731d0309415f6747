"""The overrides of some days in a table; with buttons that read, print and save them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.clinic_pages.list_card import ListCard
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.models.row_table import TableColumn
from aza_desktop.gui.models.unbroken_cells import UnbrokenCells
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.overrides import OverrideRow
from aza_desktop.texts import tr

_DAY_WIDTH = 120
_WIDTHS = (110, 250, 0, 260, 130, 110, 240)
_NARROW = (104, 190, 0, 140, 84, 104, 156)
_WIDE, _STRETCHED = 1100, 2


class OverridesPage(Leading, QWidget):
    """Forwards wishes; shows what it is given."""

    closed = Signal()
    days_wished = Signal(str, str)
    """First and last day as they were typed."""
    week_wished = Signal(int)
    """So many weeks later; earlier for less than nothing."""
    read_wished = Signal()
    print_wished = Signal()
    save_wished = Signal()
    patient_wished = Signal(object)
    """`OverrideRow`."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overrides_page")
        self.setAccessibleName(tr("Overrides"))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        self.card = card = ListCard(tr("Overrides"), "overrides_table", tokens)
        self.begins_at = card.table
        body.addWidget(card)
        self.read = parts.button(
            tr("&Mark as read"), tokens, role="primary", name="overrides_read",
            help_text=tr("Recorded with your name; closes nothing"),
        )  # fmt: skip
        self.read.clicked.connect(self.read_wished)
        card.head.addWidget(self.read)
        for text, name, icon, wish in (
            (tr("&Print…"), "overrides_print", "printer", self.print_wished),
            (tr("Save as CSV…"), "overrides_export", "download", self.save_wished),
        ):
            made = parts.button(text, tokens, name=name, icon_name=icon)
            made.clicked.connect(wish)
            card.head.addWidget(made)
        self.close_button = close_button(self, tokens, self.closed, name="overrides_close")
        card.head.addWidget(self.close_button)
        card.bar.addWidget(self._make_days(tokens))
        self.problem = parts.label(tone="critical", wrap=True)
        self.problem.setObjectName("overrides_problem")
        self.problem.hide()
        place = card.body.indexOf(card.message)
        card.body.insertWidget(place, self.problem)
        self.often = parts.label(tone="secondary", wrap=True)
        self.often.setObjectName("overrides_often")
        card.body.insertWidget(place + 1, self.often)
        card.table.setWordWrap(True)
        self._held = UnbrokenCells(card.table)
        card.table.setItemDelegate(self._held)
        heights = card.table.verticalHeader()
        heights.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        card.opened.connect(self.patient_wished)

    def show_rows(
        self, rows: Sequence[OverrideRow], *, note: str, often: str, days: tuple[str, str]
    ) -> None:
        """Show these days. often: what was overridden how often."""
        self.problem.hide()
        self.since.setText(days[0])
        self.until.setText(days[1])
        self.card.note.setText(note)
        self.often.setText(often)
        self.often.setVisible(bool(often))
        self.card.show_rows(
            _columns(), rows,
            empty=tr("Nothing was overridden in these days. Choose other days above."),
        )  # fmt: skip
        self._fit()

    def refuse(self, text: str) -> None:
        """Days that cannot be understood."""
        self.problem.setText(text)
        self.problem.show()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self.card.apply_tokens(tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as the window allows, what was overridden in what is left."""
        header = self.card.table.horizontalHeader()
        if header.count() <= _STRETCHED:
            return
        header.setStretchLastSection(False)
        widths = _WIDTHS if self.width() >= fonts.scaled(_WIDE) else _NARROW
        for column, width in enumerate(widths):
            if column == _STRETCHED:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(column, fonts.scaled(width))

    def _make_days(self, tokens: Tokens) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, name, weeks in (
            (tr("Week &before"), "overrides_before", -1),
            (tr("Week &after"), "overrides_after", 1),
        ):
            made = parts.button(text, tokens, name=name)
            made.clicked.connect(lambda _=False, weeks=weeks: self.week_wished.emit(weeks))
            row.addWidget(made)
        self.since, self.until = QLineEdit(), QLineEdit()
        for edit, name, text in (
            (self.since, "overrides_since", tr("From day")),
            (self.until, "overrides_until", tr("To day")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            edit.setToolTip(tr("today, -7, 15/11 or 15-Nov-2025"))
            edit.setFixedWidth(fonts.scaled(_DAY_WIDTH))
            edit.returnPressed.connect(self._tell_days)
            row.addWidget(edit)
        shown = parts.button(tr("&Show"), tokens, name="overrides_show")
        shown.clicked.connect(self._tell_days)
        row.addWidget(shown)
        return line

    def _tell_days(self) -> None:
        self.days_wished.emit(self.since.text().strip(), self.until.text().strip())


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("On"), lambda row: row.on),
        TableColumn(
            tr("Patient, born, number"),
            lambda row: f"{row.patient}\n{row.born}\n{row.number}",
            spoken=lambda row: f"{row.patient}, {tr('born')} {row.born}, {row.number}",
        ),
        TableColumn(tr("Overridden"), lambda row: row.what),
        TableColumn(tr("Reason"), lambda row: row.reason),
        TableColumn(tr("By"), lambda row: row.by),
        TableColumn(tr("Until"), lambda row: row.until),
        TableColumn(
            tr("Standing, results since"),
            lambda row: f"{row.standing}\n{row.newer}",
            spoken=lambda row: f"{row.standing}, {row.newer}",
        ),
    )
