"""The one table model: rows of a view-model, columns as (title, text, alignment, sort key)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole
"""The row's own view-model."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column over rows of any kind.

    text: what stands in the cell, never "". spoken: what a screen reader says. key: by which the
    column sorts. number: right-aligned. roles: further values by Qt role.
    """

    title: str
    text: Callable[[Any], str]
    number: bool = False
    key: Callable[[Any], Any] | None = None
    spoken: Callable[[Any], str] | None = None
    roles: tuple[tuple[int, Callable[[Any], Any]], ...] = ()


class RowTable(QAbstractTableModel):
    """Shows `rows` through `columns`; both are replaced together."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[TableColumn, ...] = ()
        self._rows: tuple[Any, ...] = ()

    def show(self, columns: Sequence[TableColumn], rows: Sequence[Any]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._columns, self._rows = tuple(columns), tuple(rows)
        self.endResetModel()

    def row(self, index: Index) -> Any:
        """The row's view-model."""
        return self._rows[index.row()]

    @property
    def rows(self) -> tuple[Any, ...]:
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (column.spoken or column.text)(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == RowRole:
            return row
        return next((made(row) for known, made in column.roles if known == role), None)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the list itself: no proxy, so nothing is sorted before it is asked for."""
        if not 0 <= column < len(self._columns):
            return
        key = self._columns[column].key or self._columns[column].text
        self.layoutAboutToBeChanged.emit()
        descending = order is Qt.SortOrder.DescendingOrder
        self._rows = tuple(sorted(self._rows, key=key, reverse=descending))
        self.layoutChanged.emit()


def _alignment(column: TableColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
