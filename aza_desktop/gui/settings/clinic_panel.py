"""The clinic on paper: name, address, phones, and the days on which nobody draws blood."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowRow
from aza_desktop.gui.parts import Choice, TickBox, button, label, set_look
from aza_desktop.gui.viewmodels.clinic_form import WEEKDAYS, TypedCard, days_text
from aza_desktop.texts import tr


class ClinicPanel(QWidget):
    """A form; what was typed is kept until it is saved or the card is read anew."""

    typed = Signal(object)
    save_requested = Signal(object)
    """`TypedCard`."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._edits: dict[str, QLineEdit] = {}
        form.addRow(tr("Name"), self._edit("name", tr("Name of the clinic")))
        form.addRow(tr("Address"), self._edit("address", tr("Address")))
        form.addRow(tr("Phone"), self._edit("phone", tr("Phone that patients ring")))
        nights = tr("Phone for nights and weekends")
        form.addRow(tr("Out of hours"), self._edit("out_of_hours", nights))
        self._first = Choice("clinic_first_weekday", tr("First day of the week"), tokens)
        for number, name in enumerate(WEEKDAYS):
            self._first.addItem(tr(name), number)
        self._first.activated.connect(lambda _place: self.typed.emit(self.words()))
        form.addRow(tr("Week begins on"), self._first)
        form.addRow(tr("Closed on"), self._weekdays(tokens))
        days = self._edit("closed_days", tr("Single closed days"))
        days.setPlaceholderText(tr("25-Dec-2026, 26-Dec-2026"))
        form.addRow(tr("Closed days"), days)
        self.message = label(size="small", wrap=True)
        form.addRow("", self.message)
        self.save = button(tr("Save"), tokens, role="primary", name="clinic_save")
        self.save.clicked.connect(lambda: self.save_requested.emit(self.words()))
        form.addRow("", self.save)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save) and self.save.isEnabled():
            self.save.click()
        else:
            super().keyPressEvent(event)

    def show_card(self, card: ClinicCard) -> None:
        """What is recorded now."""
        for name, text in (
            ("name", card.name),
            ("address", card.address),
            ("phone", card.phone),
            ("out_of_hours", card.out_of_hours),
            ("closed_days", days_text(card.closed_days)),
        ):
            self._edits[name].setText(text)
            set_look(self._edits[name], invalid="false")
        self._first.setCurrentIndex(card.first_weekday)
        for number, box in enumerate(self._closed):
            box.setChecked(number in card.closed_weekdays)
        self.say("")

    def words(self) -> TypedCard:
        """What stands in the form."""
        return TypedCard(
            **{name: edit.text() for name, edit in self._edits.items()},
            first_weekday=self._first.currentIndex(),
            closed_weekdays=frozenset(n for n, box in enumerate(self._closed) if box.isChecked()),
        )

    def show_problems(self, problems: tuple[tuple[str, str], ...], echo: str) -> None:
        """What cannot be understood, and the closed days as they were understood."""
        wrong = dict(problems)
        for name, edit in self._edits.items():
            set_look(edit, invalid="true" if name in wrong else "false")
        self.say(" ".join(wrong.values()) or echo, is_wrong=bool(wrong))
        self.save.setEnabled(not wrong)

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """One sentence under the form."""
        set_look(self.message, tone="critical" if is_wrong else "secondary")
        self.message.setText(text)

    def _edit(self, name: str, what: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(f"clinic_{name}")
        edit.setAccessibleName(what)
        edit.textEdited.connect(lambda _text: self.typed.emit(self.words()))
        self._edits[name] = edit
        return edit

    def _weekdays(self, tokens: Tokens) -> QWidget:
        row = FlowRow(gap=14, line_gap=4)
        row.setAccessibleName(tr("Closed on"))
        self._closed = []
        for name in WEEKDAYS:
            box = TickBox(tr(name), tokens)
            box.clicked.connect(lambda _checked=False: self.typed.emit(self.words()))
            self._closed.append(box)
            row.flow.addWidget(box)
        return row
