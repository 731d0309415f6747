"""How every list of rows looks and answers: whole rows, one at a time, nothing edited in place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from aza_desktop.gui.models.row_table import RowTable
from aza_desktop.texts import tr


def row_view(name: str, what: str, model: RowTable, *, sorts: bool) -> QTableView:
    """A table over `model`. name: its object name; what: its name for a screen reader.

    sorts: a click on a column sorts; nothing is sorted before that click.
    """
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(what)
    table.setModel(model)
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
    if sorts:
        header.setAccessibleName(tr("Columns: a click sorts"))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
    return table
