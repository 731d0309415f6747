"""Paints a result: sign, value, multiple; tinted only where a mark cites it; struck if struck."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.models.row_table import Index, RowRole
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.results import Cell, CollectionRow

MARGIN = 6
_LOOK = {
    "critical": ("critical", "critical_tint"),
    "warning": ("warning", "warning_tint"),
    "raised": ("warning", ""),
}


class ResultDelegate(QStyledItemDelegate):
    """One delegate for every column: the cell says what it is."""

    def __init__(self, tokens: Tokens, view: QTableView) -> None:
        super().__init__(view)
        self.tokens = tokens

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = _cell(index)
        metrics = QFontMetrics(_font(cell, index))
        width = metrics.horizontalAdvance(_text(cell)) + 2 * MARGIN + 2
        return QSize(width, fonts.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: CollectionRow = index.data(RowRole)
        cell = row.cells[index.column()]
        ink, tint = _LOOK.get(cell.kind, ("text", ""))
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self.tokens.selection))
        elif index.row() % 2:
            painter.fillRect(option.rect, QColor(self.tokens.alt_row))
        if tint:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(self.tokens, tint)))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 4, 4)
        font = _font(cell, index)
        if row.struck:
            font.setStrikeOut(True)
            ink = "muted"
        painter.setFont(font)
        painter.setPen(QColor(getattr(self.tokens, ink)))
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(option.rect.adjusted(MARGIN, 0, -MARGIN, 0), side, _text(cell))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -1, -1))
        painter.restore()


def _cell(index: Index) -> Cell:
    row: CollectionRow = index.data(RowRole)
    return row.cells[index.column()]


def _font(cell: Cell, index: Index) -> QFont:
    """Heavier where a sign stands; figures of equal width in columns of numbers."""
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    is_number = bool(alignment & Qt.AlignmentFlag.AlignRight)
    return fonts.font(13, 600 if cell.kind else 400, tabular=is_number)


def _text(cell: Cell) -> str:
    return f"{cell.flag} {cell.text}" if cell.flag else cell.text
