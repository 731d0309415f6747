"""Every parameter of a protocol in one table: value, bounds, statement, source, who decided it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import as_rows, sort_by_click
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.protocol_sheet import ParameterRow
from aza_desktop.texts import tr

_WIDTHS = (300, 130, 84, 64, 190, 84, 44)


class ParameterTable(QTableView):
    """To be read; a row's note is its tooltip."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._rows = RowTable(self)
        self.setModel(self._rows)
        as_rows(self, "protocol_parameters", tr("Parameters of the protocol"))
        self.horizontalHeader().setStretchLastSection(False)  # another column takes what is over
        sort_by_click(self)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def show_rows(self, rows: tuple[ParameterRow, ...]) -> None:
        """Show these parameters, in the order of the protocol."""
        self._rows.show(_columns(), rows)
        self.verticalHeader().setDefaultSectionSize(fonts.row_height())
        header = self.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, fonts.scaled(width))
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)


def _columns() -> tuple[TableColumn, ...]:
    tip = int(Qt.ItemDataRole.ToolTipRole)

    def told(row: ParameterRow) -> str:
        return "\n".join(filter(None, (f"{row.title}: {row.value}", row.name, row.note)))

    note = ((tip, told),)
    return (
        TableColumn(tr("Parameter"), lambda r: r.title, spoken=lambda r: r.spoken, roles=note),
        TableColumn(tr("Value"), lambda r: r.value, roles=note),
        TableColumn(tr("Bounds"), lambda r: r.bounds, roles=note),
        TableColumn(
            tr("Statement"), lambda r: r.statement, key=lambda r: r.statement.rjust(4), roles=note
        ),
        TableColumn(tr("Source"), lambda r: r.source, roles=note),
        TableColumn(tr("Decided by"), lambda r: r.owner, roles=note),
        TableColumn(tr("Default"), lambda r: r.default, roles=note),
    )
