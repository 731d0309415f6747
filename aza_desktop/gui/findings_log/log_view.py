"""Every finding that was answered, closed or has lapsed, in a table with filters above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.models.unbroken_cells import UnbrokenCells
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.findings_log import KIND_WORDS, LogRow, chosen_rows
from aza_desktop.texts import ntr, tr

_WIDTHS = (108, 104, 190, 0, 170, 110, 220, 170)
_NARROW = (100, 88, 140, 0, 118, 80, 112, 116)
_WIDE = 1100
_STRETCHED = 3
_TIP = int(Qt.ItemDataRole.ToolTipRole)


class LogView(parts.Card):
    """A tab of the open patient; newest first."""

    export_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Findings log"), parent)
        self.setObjectName("findings_log")
        self._all: tuple[LogRow, ...] = ()
        export = parts.button(
            tr("Save as CSV…"), tokens, icon_name="download", name="findings_log_export"
        )
        export.clicked.connect(self.export_requested)
        self.head.addWidget(export)
        self.body.addLayout(self._make_filters(tokens))
        self._rows = RowTable(self)
        self.table = row_view("findings_log_table", tr("Findings log"), self._rows, sorts=True)
        self.table.setWordWrap(True)
        self._held = UnbrokenCells(self.table)
        for column in range(len(_WIDTHS) - 1):
            self.table.setItemDelegateForColumn(column, self._held)
        header = self.table.horizontalHeader()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._fit_rows)
        header.sectionResized.connect(lambda *_: self._settle.start())
        self.body.addWidget(self.table, 1)
        self.empty = parts.label(tone="secondary", wrap=True)
        self.empty.setObjectName("findings_log_empty")
        self.body.addWidget(self.empty)

    def show_rows(self, rows: tuple[LogRow, ...]) -> None:
        """Show a patient's log; the filters stay."""
        self._all = rows
        self._filter()

    def shown(self) -> tuple[LogRow, ...]:
        """What the filters leave."""
        return self._rows.rows

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        parts.retint(self, tokens)

    def _make_filters(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kind = parts.Choice("findings_log_kind", tr("Kind of entry"), tokens)
        self.kind.addItem(tr("Every kind"), "")
        for key, words in KIND_WORDS.items():
            self.kind.addItem(tr(words), key)
        self.kind.setMinimumWidth(fonts.scaled(140))
        self.kind.currentIndexChanged.connect(lambda _place: self._filter())
        row.addWidget(self.kind)
        self.words = QLineEdit()
        self.words.setObjectName("findings_log_find")
        self.words.setAccessibleName(tr("Find in the log"))
        self.words.setPlaceholderText(tr("Find in the log"))
        self.words.setMaximumWidth(fonts.scaled(260))
        self.words.textChanged.connect(lambda _text: self._filter())
        row.addWidget(self.words, 1)
        row.addStretch(1)
        return row

    def _filter(self) -> None:
        rows = chosen_rows(
            self._all, kind=str(self.kind.currentData() or ""), text=self.words.text()
        )
        self._rows.show(_columns(), rows)
        self._fit()
        self.note.setText(
            ntr("{n} of {of} entries", "{n} of {of} entries", len(rows)).format(
                n=len(rows), of=len(self._all)
            )
        )
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(
            tr("No entry fits. Choose every kind, or other words.")
            if self._all
            else tr("Nothing was answered, closed or has lapsed for this patient yet.")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as the window allows, the sentence in what is left."""
        header = self.table.horizontalHeader()
        if header.count() <= _STRETCHED:
            return
        widths = _WIDTHS if self.width() >= fonts.scaled(_WIDE) else _NARROW
        header.setSectionResizeMode(_STRETCHED, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(widths):
            if column != _STRETCHED:
                header.resizeSection(column, fonts.scaled(width))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Every word of a row in sight."""
        self.table.resizeRowsToContents()


def _columns() -> tuple[TableColumn, ...]:
    def column(title: str, name: str) -> TableColumn:
        def plain(row: LogRow) -> str:
            return str(getattr(row, name)) or "–"

        return TableColumn(title, plain, roles=((_TIP, plain),))

    return (
        TableColumn(
            tr("When"), lambda row: row.when, key=lambda row: row.day, spoken=lambda row: row.spoken
        ),
        column(tr("What"), "kind_words"),
        column(tr("Finding"), "finding"),
        column(tr("As it was said"), "said"),
        column(tr("What became of it"), "outcome"),
        column(tr("Who"), "who"),
        column(tr("Reason"), "reason"),
        column(tr("Protocol"), "protocol"),
    )
