"""Step three: every row of the file with what it would do, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.imports.patients_panel import PatientsPanel
from aza_desktop.gui.imports.tiles import Tiles
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.parts import Card, button, chip_colours, label, retint
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.theme.icons import pixmap
from aza_desktop.gui.viewmodels import imports as words
from aza_desktop.gui.viewmodels.import_patients import build_undecided
from aza_desktop.gui.viewmodels.words import DASH
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.clinical.analytes import AnalyteCatalogue
    from aza_desktop.gui.imports.import_run import View
    from aza_desktop.services.import_rows import StagedRow

_WIDEST = {1: 150, 2: 190, 3: 130, 4: 150}
_LIMIT, _ROOMY = 6, 1300
_SAMPLED = 200
"""Rows by which the widths of the columns are chosen."""
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ICON = int(Qt.ItemDataRole.DecorationRole)
_INK = int(Qt.ItemDataRole.ForegroundRole)


class PreviewPage(QWidget):
    """Counts on top, rows at the left, patients to decide about at the right."""

    left_out = Signal(object)
    """The places of all rows that a person does not want to take in."""
    save_requested = Signal()
    edited = Signal(str, str, str)
    """(place, field, text) of a rejected row that shall be read again."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_preview")
        self._tokens, self._filter = tokens, words.EVERYTHING
        self._view: View | None = None
        self.action = ""
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        self.tiles = Tiles(tokens)
        self.tiles.chosen.connect(self.choose)
        body.addWidget(self.tiles)
        self.total = label(size="small", tone="secondary", wrap=True)
        self.total.setObjectName("import_total")
        self.notice = label(tone="warning", wrap=True)
        self.notice.setObjectName("import_notice")
        body.addWidget(self.total)
        body.addWidget(self.notice)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(10)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._rows_card(tokens))
        self.patients = PatientsPanel(tokens)
        self._split.addWidget(self.patients)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 3)
        body.addWidget(self._split, 1)

    def show_view(self, view: View) -> None:
        """Show a file, or the same under other answers."""
        self._view = view
        model = words.build_preview(view.looked)
        if self._filter not in {tile.key for tile in model.tiles if tile.count}:
            self._filter = words.EVERYTHING
        self.tiles.show_tiles(model.tiles, self._filter)
        self.action = model.action
        self.total.setText(model.total)
        self.notice.setText(model.notice)
        self.notice.setVisible(bool(model.notice))
        self.setAccessibleName(model.spoken)
        self._fill()
        undecided = build_undecided(view.patients, view.answers)
        self.patients.setVisible(bool(undecided.patients))
        self.patients.show_model(undecided)

    def choose(self, kind: str) -> None:
        """Show only the rows of one kind."""
        self._filter = kind
        self.tiles.choose(kind)
        self._fill()

    def toggle(self) -> None:
        """Leave the chosen row out, or take it in again (Space)."""
        view, row = self._view, self.row()
        if view is None or row is None or row.kind.value in {"held", "rejected"}:
            return
        place = self.table.currentIndex().row()
        self.left_out.emit(view.looked.left_out ^ {row.where})
        self.table.selectRow(min(place, self._model.rowCount() - 1))

    def row(self) -> StagedRow | None:
        """The chosen row."""
        index = self.table.currentIndex()
        return self._model.row(index) if index.isValid() else None

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        retint(self, tokens)
        self.patients.apply_tokens(tokens)
        if self._view is not None:
            self._fill()

    # inside

    def _rows_card(self, tokens: Tokens) -> Card:
        card = Card(tr("Rows"))
        self._save = button(
            tr("Save what is left as CSV…"), tokens, icon_name="download", name="import_save_rest",
            help_text=tr("Held and rejected rows with place and reason"),
        )  # fmt: skip
        self._save.clicked.connect(self.save_requested)
        card.head.addWidget(self._save)
        self._model = RowTable(self)
        self.table = row_view("import_rows", tr("Rows of the file"), self._model, sorts=True)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._tell_row())
        mend = QShortcut(QKeySequence("F2"), self.table)
        mend.setContext(Qt.ShortcutContext.WidgetShortcut)
        mend.activated.connect(self._to_cell)
        space = QShortcut(QKeySequence("Space"), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self.toggle)
        card.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.detail = label(wrap=True)
        self.detail.setObjectName("import_detail")
        self._toggle = button(
            tr("Leave out"), tokens, name="import_toggle", help_text=tr("Space does the same")
        )
        self._toggle.clicked.connect(self.toggle)
        self.cell = QLineEdit()
        self.cell.setObjectName("import_cell")
        self.cell.setMaximumWidth(fonts.scaled(170))
        self.cell.returnPressed.connect(self._edit)
        self.read_again = button(
            tr("Read again"), tokens, icon_name="rotate-ccw", name="import_read_again",
            help_text=tr("Reads the row with what you typed; its note will say so"),
        )  # fmt: skip
        self.read_again.clicked.connect(self._edit)
        foot.addWidget(self.detail, 1)
        foot.addWidget(self.cell, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.read_again, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(foot)
        return card

    def _fill(self) -> None:
        assert self._view is not None
        looked = self._view.looked
        rows, left = looked.staged.rows, looked.left_out
        if self._filter != words.EVERYTHING:
            rows = tuple(row for row in rows if words.kind_of(row, left) == self._filter)
        columns = self._columns(left, self._view.analytes)
        self._model.show(columns, rows)
        self.table.verticalHeader().setDefaultSectionSize(fonts.row_height())
        self._fit(columns)
        self._save.setEnabled(bool(looked.report.held or looked.report.rejected or left))
        self._tell_row()

    def _tell_row(self) -> None:
        """The chosen row in a sentence, and what Space would do with it."""
        view, row = self._view, self.row()
        is_taken = row is not None and row.kind.value not in {"held", "rejected"}
        self._toggle.setEnabled(is_taken)
        self._show_cell(row)
        if view is None or row is None:
            self.detail.setText(tr("Choose a row to read it in full; Space leaves it out."))
            return
        left = view.looked.left_out
        self._toggle.setText(tr("Take in again") if row.where in left else tr("Leave out"))
        said = [row.where, words.patient_text(row.patient)]
        if row.value:
            said.append(f"{row.field} = {row.value}" if row.field else row.value)
        remark = words.remark_text(row, view.analytes, left)
        kind = words.kind_word(words.kind_of(row, left))
        told = kind if remark == DASH else f"{kind}: {remark}"
        why = words.why_not_editable(row, view.looked.report.format)
        self.detail.setText(f"{told}.  {' · '.join(said)}{'.  ' if why else ''}{why}")

    def _show_cell(self, row: StagedRow | None) -> None:
        """A rejected cell of a table can be typed again, here and with F2."""
        view, can = self._view, False
        if row is not None and view is not None:
            can = words.is_editable(row, view.looked.report.format)
            self.cell.setText(row.value)
            said = tr("{field} in {where}").format(field=row.field, where=row.where)
            self.cell.setAccessibleName(said)
        self.cell.setVisible(can)
        self.read_again.setVisible(can)
        self._toggle.setVisible(not can)

    def _to_cell(self) -> None:
        if self.cell.isVisible():
            self.cell.setFocus()
            self.cell.selectAll()

    def _edit(self) -> None:
        row = self.row()
        if row is not None and self.cell.text().strip() != row.value.strip():
            self.edited.emit(row.where, row.field, self.cell.text().strip())

    def _columns(self, left: frozenset[str], analytes: AnalyteCatalogue) -> tuple[TableColumn, ...]:
        def kind(row: StagedRow) -> str:
            return words.kind_word(words.kind_of(row, left))

        def ink(row: StagedRow) -> QColor:
            return QColor(self._ink(row, left))

        def picture(row: StagedRow) -> QPixmap:
            name = words.kind_look(words.kind_of(row, left))[0]
            return pixmap(name, self._ink(row, left), 14)

        def remark(row: StagedRow) -> str:
            return words.remark_text(row, analytes, left)

        def ratio(row: StagedRow) -> str:
            return words.ratio_text(row, analytes)

        def column(
            title: str, text: Callable[[StagedRow], str], *, number: bool = False
        ) -> TableColumn:
            return TableColumn(title, text, number, roles=((_TIP, remark),))

        return (
            TableColumn(tr("Row is"), kind, roles=((_ICON, picture), (_INK, ink), (_TIP, remark))),
            TableColumn(tr("Where"), lambda row: row.where, key=_place, roles=((_TIP, remark),)),
            column(tr("Patient"), lambda row: words.patient_text(row.patient)),
            column(tr("Test"), words.measured_text),
            column(tr("Value"), words.printed_value, number=True),
            column(tr("× ULN"), ratio, number=True),
            column(tr("ULN"), words.limit_text, number=True),
            TableColumn(tr("Collected"), words.collected_text, key=_day),
            column(tr("Why"), remark),
        )

    def _ink(self, row: StagedRow, left: frozenset[str]) -> str:
        kind = words.kind_look(words.kind_of(row, left))[1]
        if kind == "critical":
            return self._tokens.critical
        return chip_colours(self._tokens, kind)[0]

    def _fit(self, columns: tuple[TableColumn, ...]) -> None:
        """Columns as wide as their first rows need, the long ones cut; the last takes the rest."""
        text, heading = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(12, 600))
        for place, column in enumerate(columns[:-1]):
            widest = heading.horizontalAdvance(column.title) + 24
            for row in self._model.rows[:_SAMPLED]:
                extra = 42 if place == 0 else 20
                widest = max(widest, text.horizontalAdvance(column.text(row)) + extra)
            most = _WIDEST.get(place, widest)
            self.table.setColumnWidth(place, min(widest, fonts.scaled(most)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the limit is left out: the multiple says what counts."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_LIMIT, self.width() < _ROOMY)


def _place(row: StagedRow) -> tuple[int, str]:
    """Line 2 before line 10."""
    digits = "".join(c if c.isdigit() else " " for c in row.where).split()
    return (int(digits[0]) if digits else 0, row.where)


def _day(row: StagedRow) -> str:
    return row.result.collected_on.isoformat() if row.result is not None else ""
