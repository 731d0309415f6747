"""The results card: table, latest first, with the entry strip above it when it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTableView, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import as_rows
from aza_desktop.gui.parts import Card, button, label
from aza_desktop.gui.results.cell_delegate import ResultDelegate
from aza_desktop.gui.results.entry_strip import EntryStrip
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.results import CollectionRow, ResultsModel
from aza_desktop.texts import tr

_LEAST_ROWS = 3


class ResultsView(Card):
    """The card with `results_table`, `add_result` and the strip."""

    result_chosen = Signal(str)
    entry_requested = Signal()
    struck_requested = Signal(bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("Results"), parent)
        self._struck = button("", tokens, checkable=True, name="show_struck")
        self._struck.clicked.connect(self.struck_requested)
        self._struck.hide()
        self._add = button(
            tr("Add result   Ctrl+R"), tokens, role="primary", icon_name="plus", name="add_result"
        )
        self._add.setAccessibleName(tr("Add result"))
        self._add.setToolTip(tr("Type a new result (Ctrl+R)"))
        self._add.clicked.connect(self.entry_requested)
        self.head.addWidget(self._struck)
        self.head.addWidget(self._add)
        self.strip = EntryStrip(tokens)
        self.strip.installEventFilter(self)
        self.body.addWidget(self.strip)
        self._empty = label(tone="secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = _table()
        self._model = RowTable(self)
        self.table.setModel(self._model)
        self._delegate = ResultDelegate(tokens, self.table)
        self.table.setItemDelegate(self._delegate)
        self.table.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        self._always = 0
        self.show_nothing()

    def show_model(self, model: ResultsModel) -> None:
        """Show a patient's results."""
        columns = tuple(
            TableColumn(
                title=column.title,
                text=_texter(place),
                spoken=_speaker(place),
                number=column.number,
                roles=((Qt.ItemDataRole.ToolTipRole, _tipper(place)),),
            )
            for place, column in enumerate(model.columns)
        )
        self._model.show(columns, model.rows)
        self._always = sum(1 for column in model.columns if not column.can_wait)
        self.note.setText(model.note)
        self._empty.setText(model.empty)
        self._empty.setVisible(not model.rows)
        self._make_room()
        self._struck.setVisible(bool(model.struck))
        self._struck.setText(tr("Corrected {n}").format(n=model.struck))
        self._struck.setAccessibleName(tr("Show corrected and struck results"))
        self._add.setEnabled(True)
        self._fit()

    def show_nothing(self) -> None:
        """No patient is open."""
        self._model.show((), ())
        self.note.setText("")
        self._empty.setText(tr("No patient open."))
        self._empty.show()
        self.table.hide()
        self._struck.hide()
        self._struck.setChecked(False)
        self._add.setEnabled(False)
        self.strip.close_strip()

    def select_result(self, result_id: str) -> None:
        """Show which row holds a result, without telling anybody."""
        for place, row in enumerate(self._model.rows):
            if result_id in row.result_ids:
                chosen = self.table.selectionModel()
                before = chosen.blockSignals(True)
                flags = QItemSelectionModel.SelectionFlag
                chosen.setCurrentIndex(
                    self._model.index(place, 0), flags.ClearAndSelect | flags.Rows
                )
                chosen.blockSignals(before)
                self.table.scrollTo(self._model.index(place, 0))
                self.table.viewport().update()
                return

    def under_cursor(self) -> tuple[tuple[str, ...], str]:
        """The results of the row under the cursor, and the analyte of its column, "" for none."""
        index = self.table.currentIndex()
        if not index.isValid():
            index = self._model.index(0, 0)
        if not index.isValid():
            return (), ""
        title = self._model.headerData(index.column(), Qt.Orientation.Horizontal)
        row: CollectionRow = self._model.row(index)
        return row.result_ids, str(title).split()[0].upper()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Repaint in another theme; text may have another size."""
        self._delegate.tokens = tokens
        self.strip.apply_tokens(tokens)
        self._fit()
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        self.note.setVisible(self.width() >= fonts.scaled(480))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.strip and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        """Where the card is low, the table waits until typing is done: no field is squeezed."""
        margins = self.body.contentsMargins()
        needed = self.head.sizeHint().height() + margins.top() + margins.bottom()
        needed += self.strip.minimumSizeHint().height() + 2 * self.body.spacing()
        typing = not self.strip.isHidden()
        is_low = typing and self.height() < needed + self.table.minimumHeight()
        wanted = bool(self._model.rows) and not is_low
        if wanted == self.table.isHidden():
            self.table.setVisible(wanted)
            QTimer.singleShot(0, self, self.body.activate)  # not while the layout is at work

    def _tell_choice(self, current, previous) -> None:  # type: ignore[no-untyped-def]  # indexes
        if current.isValid():
            row: CollectionRow = self._model.row(current)
            if row.result_ids:
                self.result_chosen.emit(row.result_ids[0])

    def _fit(self) -> None:
        """Columns as wide as their widest text; room that is left goes between them.

        Where there is too little room, the words at the right wait for the Results tab: the
        date's tooltip has them, and a star says that there is a note.
        """
        row_height = fonts.row_height()
        self.table.verticalHeader().setDefaultSectionSize(row_height)
        self.table.setMinimumHeight(row_height * _LEAST_ROWS + fonts.scaled(30))
        count = self._model.columnCount()
        if not count:
            return
        heading = QFontMetrics(fonts.font(12, 600))
        option = QStyleOptionViewItem()
        widths = []
        for column in range(count):
            title = self._model.headerData(column, Qt.Orientation.Horizontal)
            widest = heading.horizontalAdvance(title) + 18
            for row in range(self._model.rowCount()):
                hint = self._delegate.sizeHint(option, self._model.index(row, column))
                widest = max(widest, hint.width())
            widths.append(min(widest, fonts.scaled(220)))
        room = self.table.width() - fonts.scaled(14)
        shown = list(range(count))
        while len(shown) > self._always and sum(widths[column] for column in shown) > room:
            shown.pop()
        extra = max(0, min((room - sum(widths[column] for column in shown)) // len(shown), 28))
        for column, width in enumerate(widths):
            self.table.setColumnHidden(column, column not in shown)
            self.table.setColumnWidth(column, width + extra)


def _table() -> QTableView:
    table = QTableView()
    as_rows(table, "results_table", tr("Results, latest first"))
    table.horizontalHeader().setAccessibleName(tr("Columns of results"))
    table.horizontalHeader().setMinimumSectionSize(30)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return table


def _texter(place: int):  # type: ignore[no-untyped-def]  # Callable[[CollectionRow], str]
    return lambda row: f"{row.cells[place].flag} {row.cells[place].text}".strip()


def _speaker(place: int):  # type: ignore[no-untyped-def]  # Callable[[CollectionRow], str]
    return lambda row: row.cells[place].spoken or row.cells[place].text


def _tipper(place: int):  # type: ignore[no-untyped-def]  # Callable[[CollectionRow], str]
    return lambda row: row.cells[place].tooltip or None
