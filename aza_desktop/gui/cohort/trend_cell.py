"""The small line of a patient's last values in a cell of the cohort's list."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.models.row_table import Index, RowRole
from aza_desktop.gui.worklist.sparkline import paint_sparkline


class TrendCell(QStyledItemDelegate):
    """Paints the sparkline; a row without values keeps its text."""

    def __init__(self, tokens: Tokens, view: QTableView) -> None:
        super().__init__(view)
        self.tokens = tokens

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(RowRole)
        if row.lack or not row.trend:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        elif index.row() % 2:
            painter.fillRect(option.rect, option.palette.alternateBase())
        box = QRectF(option.rect).adjusted(6, 5, -8, -5)
        paint_sparkline(painter, box, row.trend, cited=False, tokens=self.tokens)
        painter.restore()
