"""The clinic's laboratories: what each prints, for whom, from which day on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.clinic_pages.list_card import ListCard
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.models.row_table import TableColumn
from aza_desktop.gui.parts import TickBox
from aza_desktop.gui.viewmodels.laboratories import LimitRow
from aza_desktop.texts import tr


class LaboratoriesPage(Leading, QWidget):
    """Forwards wishes; stands alone in the place of the patient or inside another page."""

    closed = Signal()
    laboratory_wished = Signal()
    limit_wished = Signal(object)
    """`LimitRow` that was chosen, or None."""
    end_wished = Signal(object)
    change_wished = Signal(object)
    ended_toggled = Signal(bool)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("laboratories_page")
        self.setAccessibleName(tr("Laboratories"))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        self.card = card = ListCard(tr("Laboratories"), "laboratories_table", tokens)
        self.begins_at = card.table
        body.addWidget(card)
        self.close_button = close_button(self, tokens, self.closed, name="laboratories_close")
        card.head.addWidget(self.close_button)
        card.add_act(
            tr("New &limit…"), "laboratories_limit", lambda: self.limit_wished.emit(card.chosen()),
            needs_row=True, role="primary", icon="plus",
        )  # fmt: skip
        card.add_act(
            tr("Limit &ends…"), "laboratories_end", lambda: self.end_wished.emit(card.chosen()),
            needs_row=True,
        )  # fmt: skip
        card.add_act(
            tr("New la&boratory…"), "laboratories_new", self.laboratory_wished.emit, icon="plus"
        )
        card.add_act(
            tr("&Rename or retire…"), "laboratories_change",
            lambda: self.change_wished.emit(card.chosen()), needs_row=True,
        )  # fmt: skip
        self.ended = TickBox(tr("Show limits that ended"), tokens)
        self.ended.setObjectName("laboratories_ended")
        self.ended.toggled.connect(self.ended_toggled)
        card.bar.addWidget(self.ended)
        card.opened.connect(self.limit_wished)

    def show_model(self, rows: tuple[LimitRow, ...], *, summary: str) -> None:
        """Show these limits."""
        self.card.note.setText(summary)
        self.card.show_rows(
            _columns(), rows,
            empty=tr(
                "No laboratory yet. Add the one that measures for your clinic, then copy its upper "
                "limits from a report. Until then each limit is typed with its result."
            ),
        )  # fmt: skip

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self.card.apply_tokens(tokens)


def _columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("Laboratory"), lambda row: row.laboratory),
        TableColumn(tr("Test"), lambda row: row.test),
        TableColumn(tr("Upper limit"), lambda row: row.uln, number=True),
        TableColumn(tr("Lower limit"), lambda row: row.lln, number=True),
        TableColumn(tr("Printed for"), lambda row: row.whom),
        TableColumn(tr("Since"), lambda row: row.since),
        TableColumn(tr("Until"), lambda row: row.until),
        TableColumn(tr("Standing"), lambda row: row.standing),
    )
