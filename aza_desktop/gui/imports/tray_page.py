"""The tray: rows of earlier files that wait for a person, and the files themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QSplitter, QTableView

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import as_rows, sort_by_click
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.import_tray import ImportedFile, TrayModel, WaitingRow
from aza_desktop.texts import tr

_WIDEST = 300


class TrayPage(parts.Card):
    """Answer, or dismiss with a reason; an import can be taken back as a whole."""

    closed = Signal()
    answer_requested = Signal(object)
    """`WaitingRow`: show its file again."""
    dismiss_requested = Signal(object, str)
    """(rows, reason)."""
    undo_requested = Signal(object, str)
    """(`ImportedFile`, reason)."""
    import_requested = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tr("Results that wait"))
        self.setObjectName("import_tray")
        bring = parts.button(tr("Import…"), tokens, icon_name="upload", name="tray_import")
        bring.clicked.connect(self.import_requested)
        self.head.addWidget(bring)
        back = close_button(self, tokens, self.closed, name="tray_close")
        self.head.addWidget(back)
        self.empty = parts.label(
            tr("Nothing waits: every row of every file was taken in, rejected or dismissed."),
            tone="secondary",
            wrap=True,
        )
        self.body.addWidget(self.empty)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("tray_message")
        self.message.hide()
        self.body.addWidget(self.message)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        self.rows, self._rows = _table("tray_rows", tr("Rows that wait"))
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.files, self._files = _table("tray_files", tr("Files that were taken in"))
        split.addWidget(self.rows)
        split.addWidget(self.files)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.body.addLayout(self._actions(tokens))
        self.body.addWidget(split, 1)
        self.rows.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.files.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.rows.doubleClicked.connect(lambda _index: self._answer())
        self._enable()

    def show_model(self, model: TrayModel) -> None:
        """Show what waits now."""
        self.message.hide()
        self.reason.clear()
        self.note.setText(model.note)
        self.empty.setVisible(not model.rows)
        self.rows.setVisible(bool(model.rows))
        self._rows.show(_waiting_columns(), model.rows)
        self._files.show(_file_columns(), model.files)
        for table, made in ((self.rows, self._rows), (self.files, self._files)):
            _fit(table, made)
        self._enable()

    def refuse(self, text: str) -> None:
        """Nothing was changed: say why."""
        self.message.setText(text)
        self.message.show()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        parts.retint(self, tokens)

    def _actions(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.answer = parts.button(
            tr("Answer…"), tokens, icon_name="list-checks", name="tray_answer",
            help_text=tr("Shows the file again, with its questions and candidates"),
        )  # fmt: skip
        self.answer.clicked.connect(self._answer)
        self.reason = QLineEdit()
        self.reason.setObjectName("tray_reason")
        self.reason.setAccessibleName(tr("Reason for dismissing or taking back"))
        self.reason.setPlaceholderText(tr("reason, to dismiss rows or take a file back"))
        self.reason.textChanged.connect(lambda _text: self._enable())
        self.dismiss = parts.button(
            tr("Dismiss"), tokens, icon_name="ban", name="tray_dismiss",
            help_text=tr("The chosen rows wait no more; the reason stays on record"),
        )  # fmt: skip
        self.dismiss.clicked.connect(
            lambda: self.dismiss_requested.emit(self._chosen(), self.reason.text().strip())
        )
        self.undo = parts.button(
            tr("Take the file back"), tokens, icon_name="undo-2", name="tray_undo",
            help_text=tr("Everything that the chosen file brought no longer counts"),
        )  # fmt: skip
        self.undo.clicked.connect(self._undo)
        row.addWidget(self.answer)
        row.addWidget(self.reason, 1)
        row.addWidget(self.dismiss)
        row.addWidget(self.undo)
        return row

    def _chosen(self) -> tuple[WaitingRow, ...]:
        places = {index.row() for index in self.rows.selectionModel().selectedRows()}
        return tuple(self._rows.rows[place] for place in sorted(places))

    def _file(self) -> ImportedFile | None:
        found = self.files.selectionModel().selectedRows()
        return self._files.rows[found[0].row()] if found else None

    def _answer(self) -> None:
        if chosen := self._chosen():
            self.answer_requested.emit(chosen[0])

    def _undo(self) -> None:
        if (file := self._file()) is not None:
            self.undo_requested.emit(file, self.reason.text().strip())

    def _enable(self) -> None:
        has_reason, file = bool(self.reason.text().strip()), self._file()
        self.answer.setEnabled(bool(self._chosen()))
        self.dismiss.setEnabled(bool(self._chosen()) and has_reason)
        self.undo.setEnabled(file is not None and not file.undone and has_reason)


def _table(name: str, what: str) -> tuple[QTableView, RowTable]:
    table = QTableView()
    model = RowTable(table)
    table.setModel(model)
    as_rows(table, name, what)
    sort_by_click(table)
    return table, model


def _fit(table: QTableView, model: RowTable) -> None:
    text, heading = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(12, 600))
    table.verticalHeader().setDefaultSectionSize(fonts.row_height())
    columns = _waiting_columns() if table.objectName() == "tray_rows" else _file_columns()
    for place, column in enumerate(columns[:-1]):
        widest = heading.horizontalAdvance(column.title) + 24
        for row in model.rows[:200]:
            widest = max(widest, text.horizontalAdvance(column.text(row)) + 20)
        table.setColumnWidth(place, min(widest, fonts.scaled(_WIDEST)))


def _column(title: str, name: str) -> TableColumn:
    tip = int(Qt.ItemDataRole.ToolTipRole)

    def text(row: object) -> str:
        return str(getattr(row, name))

    return TableColumn(title, text, roles=((tip, text),))


def _waiting_columns() -> tuple[TableColumn, ...]:
    return (
        _column(tr("File"), "file"),
        _column(tr("Since"), "since"),
        _column(tr("Where"), "where"),
        _column(tr("Field"), "field"),
        _column(tr("Value"), "value"),
        _column(tr("Why it waits"), "why"),
    )


def _file_columns() -> tuple[TableColumn, ...]:
    return (
        _column(tr("File taken in"), "file"),
        _column(tr("When"), "when"),
        _column(tr("By"), "who"),
        _column(tr("Stored"), "stored"),
        _column(tr("Not stored"), "rest"),
    )
