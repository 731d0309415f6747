"""Who works in the clinic and with which rights; below, who is away and who covers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.clinic_pages.list_card import ListCard
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.leading import Leading
from aza_desktop.gui.models.row_table import TableColumn
from aza_desktop.gui.viewmodels.people import LeaveRow, PersonRow
from aza_desktop.texts import tr


class PeoplePage(Leading, QWidget):
    """Forwards wishes; stands alone in the place of the patient or inside another page."""

    closed = Signal()
    add_wished = Signal()
    change_wished = Signal(object)
    leave_wished = Signal(object)
    """`PersonRow` that was chosen, or None."""
    end_leave_wished = Signal(object)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("people_page")
        self.setAccessibleName(tr("Users and roles"))
        self._body = body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        self.people = people = ListCard(tr("Users and roles"), "people_table", tokens)
        self.leave = leave = ListCard(tr("Leave and cover"), "leave_table", tokens)
        self.begins_at = people.table
        body.addWidget(people, 3)
        body.addWidget(leave, 2)
        self.close_button = close_button(self, tokens, self.closed, name="people_close")
        people.head.addWidget(self.close_button)
        people.add_act(
            tr("New &user…"), "people_add", self.add_wished.emit, role="primary", icon="user-plus"
        )
        people.add_act(
            tr("&Roles, or no longer here…"), "people_change",
            lambda: self.change_wished.emit(people.chosen()), needs_row=True,
        )  # fmt: skip
        leave.add_act(
            tr("New &leave…"), "leave_add", lambda: self.leave_wished.emit(people.chosen()),
            icon="plus",
        )  # fmt: skip
        leave.add_act(
            tr("Call &off"), "leave_end", lambda: self.end_leave_wished.emit(leave.chosen()),
            needs_row=True,
        )  # fmt: skip
        people.opened.connect(self.change_wished)

    def show_model(self, people: tuple[PersonRow, ...], leave: tuple[LeaveRow, ...]) -> None:
        """Show everybody and every leave."""
        self.people.show_rows(_people_columns(), people)
        self.leave.show_rows(
            _leave_columns(), leave,
            empty=tr("Nobody is away. While an owner is away, a deputy looks after the patients."),
        )  # fmt: skip
        self._body.setStretchFactor(self.leave, 2 if leave else 0)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self.people.apply_tokens(tokens)
        self.leave.apply_tokens(tokens)


def _people_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("User name"), lambda row: row.name),
        TableColumn(tr("Name in full"), lambda row: row.full_name),
        TableColumn(tr("Roles"), lambda row: row.roles),
        TableColumn(tr("Standing"), lambda row: row.standing),
        TableColumn(tr("Patients"), lambda row: row.patients, number=True),
        TableColumn(tr("Away"), lambda row: row.away),
    )


def _leave_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(tr("Away"), lambda row: row.absent),
        TableColumn(tr("Covered by"), lambda row: row.deputy),
        TableColumn(tr("First day"), lambda row: row.since),
        TableColumn(tr("Last day"), lambda row: row.until),
        TableColumn(tr("Standing"), lambda row: row.standing),
    )
