"""Cells of several lines in which no date, number or figure with its unit is torn."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from aza_desktop.gui.models.row_table import Index
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.phrases import unbroken

_PADDING, _HIGHEST = 8, 4000
_NEW_LINE = "\N{LINE SEPARATOR}"


class UnbrokenCells(QStyledItemDelegate):
    """Paints them unbroken; what is read, searched and copied stays plain."""

    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:  # noqa: N802 - Qt's own name
        return unbroken(str(value)).replace("\n", _NEW_LINE)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every line of the text, and a little room above and below."""
        self.initStyleOption(option, index)
        view = self.parent()
        assert isinstance(view, QTableView)
        width = view.columnWidth(index.column()) - 2 * _PADDING
        room = QRect(0, 0, max(width, 1), _HIGHEST)
        told = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, option.text)
        return QSize(width, told.height() + fonts.scaled(_PADDING))
