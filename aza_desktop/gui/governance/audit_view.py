"""The audit trail on screen: who wrote what and when, before and after, and why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.models.row_table import RowTable, TableColumn
from aza_desktop.gui.models.row_view import row_view
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.audit import AuditRow
from aza_desktop.texts import ntr, tr

_WIDEST = {4: 190, 5: 260, 6: 320, 7: 220}
_TIP = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is wished to be seen; "" for everything. Days as they were typed."""

    of_patient: bool = False
    actor: str = ""
    action: str = ""
    since: str = ""
    until: str = ""


class AuditView(parts.Card):
    """A table with its filters above it; newest first."""

    closed = Signal()
    filter_changed = Signal(object)
    export_requested = Signal()

    def __init__(
        self,
        tokens: Tokens,
        parent: QWidget | None = None,
        *,
        name: str = "audit",
        of_one: bool = False,
    ) -> None:
        """of_one: a tab of the open patient, whose entries alone it shows; it is not closed."""
        super().__init__(tr("Audit trail"), parent)
        self.setObjectName(f"{name}_view")
        self._name, self._of_one = name, of_one
        self._quiet = False
        export = parts.button(
            tr("Save as CSV…"), tokens, icon_name="download", name=f"{name}_export"
        )
        export.clicked.connect(self.export_requested)
        self.head.addWidget(export)
        if not of_one:
            back = close_button(self, tokens, self.closed, name=f"{name}_close")
            self.head.addWidget(back)
        self.body.addLayout(self._make_filters(tokens))
        self.message = parts.label(tone="critical", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)
        self._rows = RowTable(self)
        self.table = row_view(f"{name}_table", tr("Audit trail"), self._rows, sorts=True)
        self.body.addWidget(self.table, 1)

    def show_choices(self, people: tuple[str, ...], actions: tuple[str, ...], patient: str) -> None:
        """Whom and what can be filtered for; patient: the name of the open one, "" for none."""
        self._quiet = True
        for box, first, words in (
            (self.actor, tr("Everybody"), people),
            (self.action, tr("Every action"), actions),
        ):
            chosen = box.currentData()
            box.clear()
            box.addItem(first, "")
            for word in words:
                box.addItem(word, word)
            box.setCurrentIndex(max(box.findData(chosen), 0))
        kept = bool(self.scope.currentData())
        self.scope.clear()
        self.scope.addItem(tr("The whole clinic"), False)
        if patient:
            self.scope.addItem(patient, True)
            self.scope.setCurrentIndex(int(kept))
        self._quiet = False

    def choose_patient(self, *, wanted: bool) -> None:
        """The open patient's entries, or everybody's."""
        self.scope.setCurrentIndex(int(wanted and self.scope.count() > 1))

    def show_rows(self, rows: tuple[AuditRow, ...], *, most: int) -> None:
        """Show these entries."""
        self.message.hide()
        self._rows.show(_columns(), rows)
        self.table.verticalHeader().setDefaultSectionSize(fonts.row_height())
        self._fit()
        text = ntr("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
        if len(rows) >= most:
            text = tr("the newest {n} entries; older ones by their dates").format(n=most)
        self.note.setText(text)

    def refuse(self, text: str) -> None:
        """A filter that cannot be understood."""
        self.message.setText(text)
        self.message.show()

    def filter(self) -> AuditFilter:
        """What is wished now."""
        return AuditFilter(
            of_patient=self._of_one or bool(self.scope.currentData()),
            actor=str(self.actor.currentData() or ""),
            action=str(self.action.currentData() or ""),
            since=self.since.text().strip(),
            until=self.until.text().strip(),
        )

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        parts.retint(self, tokens)

    def _make_filters(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.scope = parts.Choice(f"{self._name}_scope", tr("Whose entries"), tokens)
        self.actor = parts.Choice(f"{self._name}_actor", tr("Written by"), tokens)
        self.action = parts.Choice(f"{self._name}_action", tr("Action"), tokens)
        for box in (self.scope, self.actor, self.action):
            box.setMinimumWidth(fonts.scaled(130))
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToContents)
            box.currentIndexChanged.connect(self._tell)
            row.addWidget(box)
        if self._of_one:
            self.scope.hide()
        self.since, self.until = QLineEdit(), QLineEdit()
        for edit, name, text in (
            (self.since, f"{self._name}_since", tr("From day")),
            (self.until, f"{self._name}_until", tr("To day")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            edit.setToolTip(tr("today, -7, 15/11 or 15-Nov-2025"))
            edit.setMaximumWidth(fonts.scaled(120))
            edit.editingFinished.connect(self._tell)
            row.addWidget(edit)
        row.addStretch(1)
        return row

    def _tell(self) -> None:
        if not self._quiet:
            self.filter_changed.emit(self.filter())

    def _fit(self) -> None:
        """Columns as wide as their texts, the long ones cut."""
        text, heading = QFontMetrics(fonts.font()), QFontMetrics(fonts.font(12, 600))
        for place, column in enumerate(_columns()):
            widest = heading.horizontalAdvance(column.title) + 24
            for row in self._rows.rows[:200]:
                widest = max(widest, text.horizontalAdvance(column.text(row)) + 20)
            most = _WIDEST.get(place, widest)
            self.table.setColumnWidth(place, min(widest, fonts.scaled(most)))


def _columns() -> tuple[TableColumn, ...]:
    def column(title: str, name: str) -> TableColumn:
        def text(row: AuditRow) -> str:
            return str(getattr(row, name)) or "–"

        return TableColumn(title, text, roles=((_TIP, text),))

    return (
        TableColumn(tr("When"), lambda row: row.when, key=lambda row: row.seq),
        column(tr("Who"), "who"),
        column(tr("Action"), "action"),
        column(tr("Patient"), "patient"),
        column(tr("Written"), "what"),
        column(tr("Before"), "before"),
        column(tr("After"), "after"),
        column(tr("Reason"), "reason"),
    )
