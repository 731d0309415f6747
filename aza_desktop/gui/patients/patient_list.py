"""All patients in one table: sort by any heading, one click or Enter opens."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.column_state import bring_columns_back, keep_columns
from aza_desktop.gui.models.row_table import Index, RowRole, RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.parts import Card, chip_width, label, paint_chip
from aza_desktop.gui.patients.filter_row import FilterRow
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.patient_filter import PatientFilter, protocol_choices, shown
from aza_desktop.gui.viewmodels.patients import LineModel
from aza_desktop.gui.window_state import WindowState
from aza_desktop.texts import ntr, tr

_STATUS = 3
_AIR, _LEAST_AIR, _ARROW = 28, 15, 12
"""Pixels beside a text, where there is room and where there is little; the sorted column's sign."""
_MEASURED = 400
"""Rows that are measured for the widths of the columns; longer lists look no different."""


class PatientList(Card):
    """The card with the table `patient_list`."""

    patient_requested = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("All patients"), parent)
        self._lines: tuple[LineModel, ...] = ()
        self._today = dt.date.min
        self._state: WindowState | None = None
        self._own_widths = False
        self.filters = FilterRow(tokens)
        self.filters.changed.connect(self._show_filtered)
        self.body.addWidget(self.filters)
        self._model = RowTable(self)
        self._table = row_view("patient_list", tr("All patients"), self._model, sorts=True)
        self._table.setWordWrap(True)  # a long reason is cut between words
        self._delegate = _StatusDelegate(tokens, self._table)
        self._table.setItemDelegateForColumn(_STATUS, self._delegate)
        header = self._table.horizontalHeader()
        header.setSectionsMovable(True)
        header.sectionResized.connect(self._widened)
        self._table.clicked.connect(self._open)
        self._table.activated.connect(self._open)
        self.body.addWidget(self._table, 1)
        self._empty = label(tone="secondary", wrap=True)
        self._empty.hide()
        self.body.insertWidget(2, self._empty)

    def show_model(self, lines: tuple[LineModel, ...], *, today: dt.date) -> None:
        """Show these patients, in this order until a heading is clicked."""
        first = not self._lines
        self._lines, self._today = lines, today
        self.filters.show_protocols(protocol_choices(lines))
        self._show_filtered(self.filters.filter())
        if first and lines:
            self._fit()
            if self._state is not None:
                self._bring_back(self._state)

    def save(self, state: WindowState) -> None:
        """Keep widths, order and sorting of the columns."""
        if self._lines:
            keep_columns(self._table, state)

    def restore(self, state: WindowState) -> None:
        """Bring the columns back as soon as there are any."""
        self._state = state
        if self._lines:
            self._bring_back(state)

    def _bring_back(self, state: WindowState) -> None:
        self._own_widths = bring_columns_back(self._table, state) or self._own_widths

    def reset(self) -> None:
        """Columns as designed, everybody shown."""
        header = self._table.horizontalHeader()
        for column in range(len(_columns())):
            header.moveSection(header.visualIndex(column), column)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.filters.clear()
        self._own_widths = False
        self._fit()

    def _show_filtered(self, wanted: PatientFilter) -> None:
        lines = shown(self._lines, wanted, today=self._today)
        self._model.show(_columns(), lines)
        header = self._table.horizontalHeader()
        if header.sortIndicatorSection() >= 0:
            self._model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        count, known = len(lines), len(self._lines)
        text = ntr("{n} patient", "{n} patients", count).format(n=count)
        if count != known:
            text = tr("{n} of {all} patients").format(n=count, all=known)
        self.note.setText(text)
        self._empty.setText(
            tr("Nobody fits the chosen filters.")
            if known
            else tr("No patients yet. Ctrl+N records the first; Ctrl+I takes in a laboratory file.")
        )
        self._empty.setVisible(not lines)

    def focus_list(self) -> None:
        """Put the keyboard into the table."""
        self._table.setFocus()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Repaint in another theme."""
        self._delegate.tokens = tokens
        if self._lines and not self._own_widths:
            self._fit()
        self._table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lines and not self._own_widths:
            self._fit()

    def _widened(self, *_section: int) -> None:
        """Widths that a person draws with the mouse stay."""
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._own_widths = True

    def _fit(self) -> None:
        """Columns as wide as their texts, with as much air as there is room for."""
        self._table.verticalHeader().setDefaultSectionSize(fonts.row_height())
        text, heading = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(12, 600))
        widths = []
        for column, each in enumerate(_columns()):
            widest = heading.horizontalAdvance(each.title) + _ARROW
            for line in self._model.rows[:_MEASURED]:
                if column == _STATUS:
                    widest = max(widest, chip_width(line.status, with_icon=True))
                else:
                    widest = max(widest, text.horizontalAdvance(each.text(line)))
            widths.append(widest)
        spare = (self._table.viewport().width() - sum(widths)) // len(widths)
        air = min(max(spare, _LEAST_AIR), _AIR)
        for column, width in enumerate(widths):
            self._table.setColumnWidth(column, width + air)

    def _open(self, index: QModelIndex) -> None:
        self.patient_requested.emit(self._model.row(index).patient_id)


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("Name"), lambda line: line.name, spoken=lambda line: line.spoken),
        TableColumn(tr("Born"), lambda line: line.born, key=lambda line: line.born_on),
        TableColumn(tr("Number"), lambda line: line.number),
        TableColumn(tr("Status"), lambda line: line.status, key=lambda line: line.status_rank),
        TableColumn(tr("Phase"), lambda line: line.phase),
        TableColumn(
            tr("Dose"), lambda line: line.dose, number=True, key=lambda line: line.dose_key
        ),
        TableColumn(
            tr("Last ALT × ULN"),
            lambda line: line.last_alt,
            number=True,
            key=lambda line: line.last_alt_key,
        ),
        TableColumn(tr("Next lab"), lambda line: line.next_lab, key=lambda line: line.next_lab_on),
    )


class _StatusDelegate(QStyledItemDelegate):
    """The status as a chip."""

    def __init__(self, tokens: Tokens, parent: QTableView) -> None:
        super().__init__(parent)
        self.tokens = tokens

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(RowRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        elif index.row() % 2:
            painter.fillRect(option.rect, option.palette.alternateBase())
        width = chip_width(line.status, with_icon=True)
        height = fonts.scaled(20)
        top = option.rect.center().y() - height / 2 + 1
        box = QRectF(option.rect.left() + 4, top, width, height)
        paint_chip(
            painter,
            box,
            line.status,
            kind=line.status_kind,
            icon_name=line.status_icon,
            tokens=self.tokens,
        )
        painter.restore()
