"""Every key that does something, to be looked up by what it does."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.parts import label
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.shortcuts import Shortcut, matching
from aza_desktop.texts import ntr, tr

_ROWS_SHOWN = 9
_WHAT, _KEYS = 320, 190


class KeysPanel(QWidget):
    """A box to search and the list of what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        self.search = QLineEdit()
        self.search.setObjectName("settings_keys_search")
        self.search.setAccessibleName(tr("Search the keys"))
        self.search.setPlaceholderText(tr("What you want to do, or a key"))
        self.search.textChanged.connect(lambda _text: self._find())
        body.addWidget(self.search)
        self.count = label(size="small", tone="secondary")
        body.addWidget(self.count)
        self._model = RowTable(self)
        self.table = row_view("settings_keys", tr("Keys"), self._model, sorts=True)
        self.table.horizontalHeader().setStretchLastSection(True)
        body.addWidget(self.table)
        self._known: tuple[Shortcut, ...] = ()

    def show_shortcuts(self, known: tuple[Shortcut, ...]) -> None:
        """All keys of the window."""
        self._known = known
        self._find()

    def _find(self) -> None:
        found = matching(self._known, self.search.text())
        columns = (
            TableColumn(tr("What"), lambda row: row.what, spoken=lambda row: row.spoken),
            TableColumn(tr("Keys"), lambda row: row.keys),
            TableColumn(tr("Where"), lambda row: row.where),
        )
        self._model.show(columns, found)
        row = fonts.row_height()
        self.table.verticalHeader().setDefaultSectionSize(row)
        self.table.setFixedHeight(row * (_ROWS_SHOWN + 1) + fonts.scaled(8))
        self.table.setColumnWidth(0, fonts.scaled(_WHAT))
        self.table.setColumnWidth(1, fonts.scaled(_KEYS))
        said = ntr("{n} key", "{n} keys", len(found)).format(n=len(found))
        if not found:
            said = tr("No key does “{text}”. Try one plain word: print, symptom, dose.").format(
                text=self.search.text()
            )
        self.count.setText(said)
