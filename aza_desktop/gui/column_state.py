"""Widths, order and sorting of a table's columns, kept and brought back.

The key names the columns: Qt takes a saved state back even into a table of other columns.
"""

from __future__ import annotations

import zlib

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QTableView

from aza_desktop.gui.window_state import WindowState


def keep_columns(table: QTableView, state: WindowState) -> None:
    """Keep how the columns stand, if the table has any."""
    if table.model() is not None and table.model().columnCount():
        state.save(_key(table), table.horizontalHeader().saveState())


def bring_columns_back(table: QTableView, state: WindowState) -> bool:
    """Put the columns as they stood; False where nothing, or something damaged, was kept."""
    kept = state.load(_key(table)) if table.model() is not None else None
    if not isinstance(kept, QByteArray) or not table.horizontalHeader().restoreState(kept):
        return False
    header = table.horizontalHeader()
    if header.isSortIndicatorShown() and header.sortIndicatorSection() >= 0:
        table.sortByColumn(header.sortIndicatorSection(), header.sortIndicatorOrder())
    return True


def _key(table: QTableView) -> str:
    model = table.model()
    titles = [
        str(model.headerData(column, Qt.Orientation.Horizontal))
        for column in range(model.columnCount())
    ]
    return f"columns/{table.objectName()}/{zlib.crc32('|'.join(titles).encode()):08x}"
