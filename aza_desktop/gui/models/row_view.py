"""How every list of rows looks and answers: whole rows, one at a time, nothing edited in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from aza_desktop.gui.models.row_table import RowTable
from aza_desktop.texts import tr


def as_rows(table: QTableView, name: str, what: str) -> None:
    """Let a table look and answer so. name: its object name; what: its name for a screen reader."""
    table.setObjectName(name)
    table.setAccessibleName(what)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)


def sort_by_click(table: QTableView) -> None:
    """A click on a column sorts; nothing is sorted before that click. The model must be there."""
    header = table.horizontalHeader()
    header.setAccessibleName(tr("Columns: a click sorts"))
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    table.setSortingEnabled(True)


def row_view(name: str, what: str, model: RowTable, *, sorts: bool) -> QTableView:
    """A table over `model` that looks and answers so; sorts: see `sort_by_click`."""
    table = QTableView()
    table.setModel(model)
    as_rows(table, name, what)
    if sorts:
        sort_by_click(table)
    return table
