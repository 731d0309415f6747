"""The one dialog of all entries: patient on top, questions, buttons; wrong answers said inline.

What was typed stays until it is recorded or dropped with Esc. A button is the default only where
the form says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.entries.chips import Chips
from aza_desktop.gui.entries.copies import UNSAVED, save_copy
from aza_desktop.gui.parts import Choice, button, label, retint, set_look
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.forms import (
    Act,
    Ask,
    Form,
    RefusedError,
    Values,
    Who,
    as_text,
)
from aza_desktop.gui.viewmodels.typed_date import echo, read_date
from aza_desktop.texts import tr

Submit = Callable[[str, Values], None]
"""(key of the button, answers): records, or raises `RefusedError` or `UserError`."""

_WIDTH, _LABEL, _SIDE = 640, 210, 20
_REST = 260
"""What stands above and below the questions, in pixels, at most."""


class FormDialog(QDialog):
    """Made for one form, gone when it is closed."""

    def __init__(
        self, form: Form, submit: Submit, *, today: dt.date, tokens: Tokens, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(form.name)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = f"{form.heading} – {form.who.line}" if form.who else form.heading
        self.setWindowTitle(said)
        self.setAccessibleName(said)
        self._form, self._submit, self._today, self._tokens = form, submit, today, tokens
        self._within = parent
        self.fields: dict[str, QLineEdit | Chips | Choice] = {}
        self._echoes: dict[str, QLabel] = {}
        self._body = body = QVBoxLayout(self)
        body.setContentsMargins(_SIDE, 16, _SIDE, 16)
        body.setSpacing(10)
        if form.who is not None:
            body.addWidget(_head(form.who))
        body.addWidget(label(form.heading, size="list"))
        if form.facts:
            body.addLayout(self._facts())
        body.addWidget(self._questions(form), 1)
        self.live = label(tone="warning", wrap=True)
        self.live.setObjectName(f"{form.name}_missing")
        self.live.setVisible(form.live is not None)
        self.message = label(tone="critical", wrap=True)
        self.message.setObjectName(f"{form.name}_message")
        self.message.hide()
        body.addWidget(self.live)
        body.addWidget(self.message)
        body.addLayout(self._buttons())
        self.setFixedWidth(fonts.scaled(_WIDTH))
        self._look()

    def ask(self) -> None:
        """Show the form, the keyboard at the first question that is worth it."""
        self._fit()
        self.open()
        first = self.fields.get(self._form.focus)
        if isinstance(first, Chips):
            first.take_focus()
        elif first is not None:
            first.setFocus()
            if isinstance(first, QLineEdit):
                first.selectAll()

    def values(self) -> dict[str, tuple[str, ...]]:
        """What was answered so far."""
        return {name: _answer(field) for name, field in self.fields.items()}

    def refuse(self, text: str, *, field: str = "") -> None:
        """Nothing was recorded: say why; the keyboard goes to the answer to mend."""
        self.message.setText(text)
        self.message.show()
        for name, each in self.fields.items():
            if isinstance(each, QLineEdit):
                set_look(each, invalid="true" if name == field else "false")
                each.setAccessibleDescription(text if name == field else "")
        wrong = self.fields.get(field)
        if isinstance(wrong, Chips):
            wrong.take_focus()
        elif wrong is not None:
            wrong.setFocus()
        self._fit()

    def press(self, key: str) -> None:
        """Record as if that button had been pressed."""
        try:
            self._submit(key, self.values())
        except RefusedError as refused:
            self.refuse(refused.text, field=refused.field)
        except UserError as error:
            self.refuse(f"{tr('Not recorded')}: {error.as_text()}")
            self.copy.setVisible(error.code in UNSAVED)
        else:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S records as Enter does, and never what no key may do by itself."""
        act = next((act for act in self._form.acts if act.is_default), None)
        if act is not None and event.matches(QKeySequence.StandardKey.Save):
            self.press(act.key)
        else:
            super().keyPressEvent(event)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the dialog in another theme."""
        retint(self, tokens)

    # building

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, (name, text) in enumerate(self._form.facts):
            shown = label(text, wrap=True)
            shown.setAccessibleName(f"{name}: {text}")
            grid.addWidget(label(name, tone="secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, place, 1)
        return grid

    def _questions(self, form: Form) -> QScrollArea:
        """The questions; they scroll only where the window is too low for all of them."""
        self._page = QWidget()
        self._page.setProperty("role", "page")
        lines = QVBoxLayout(self._page)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        for ask in form.asks:
            lines.addWidget(self._question(ask))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._page)
        self._scroll.viewport().setAutoFillBackground(False)
        return self._scroll

    def _question(self, ask: Ask) -> QWidget:
        made = QWidget()
        lines = QVBoxLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        head = label(ask.label, size="strong", wrap=True)
        beside = self._form.compact and not ask.wide
        if not beside:
            lines.addWidget(head)
        field = self._field(ask)
        self.fields[ask.name] = field
        if isinstance(field, QLineEdit):
            head.setBuddy(field)
        row = QHBoxLayout()
        row.setSpacing(10)
        if beside:
            head.setFixedWidth(fonts.scaled(_LABEL))
            row.addWidget(head)
        row.addWidget(field, 1)
        if ask.kind == "date":
            field.setMaximumWidth(fonts.scaled(150))
            told = label(size="small", tone="secondary")
            self._echoes[ask.name] = told
            row.addWidget(told, 2)
        lines.addLayout(row)
        if ask.hint:
            lines.addWidget(label(ask.hint, size="small", tone="secondary", wrap=True))
        return made

    def _field(self, ask: Ask) -> QLineEdit | Chips | Choice:
        name = f"{self._form.name}_{ask.name}"
        if ask.kind in {"chips", "many"}:
            chips = Chips(ask, name, self._tokens)
            chips.changed.connect(self._look)
            if ask.instant:
                chips.typed.connect(lambda: self.press(self._form.acts[0].key))
            return chips
        if ask.kind == "list":
            return self._list(ask, name)
        field = QLineEdit(ask.value[0] if ask.value else "")
        field.setObjectName(name)
        field.setAccessibleName(ask.label)
        field.textChanged.connect(self._look)
        return field

    def _list(self, ask: Ask, name: str) -> Choice:
        box = Choice(name, ask.label, self._tokens)
        box.setEditable(True)
        box.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        for pick in ask.picks:
            box.addItem(pick.text, pick.key)
        box.setEditText(ask.value[0] if ask.value else "")
        box.editTextChanged.connect(self._look)
        return box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(self._form.note, size="small", tone="muted", wrap=True), 1)
        self.copy = button(tr("Save a copy…"), self._tokens, name=f"{self._form.name}_copy")
        self.copy.clicked.connect(self._save_copy)
        self.copy.hide()
        row.addWidget(self.copy)
        cancel = button(tr("Cancel"), self._tokens)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        for act in self._form.acts:
            row.addWidget(self._act(act))
        return row

    def _act(self, act: Act) -> QPushButton:
        made = button(act.text, self._tokens, role=act.role, name=f"{self._form.name}_{act.key}")
        made.setDefault(act.is_default)
        made.clicked.connect(lambda: self.press(act.key))
        return made

    def _save_copy(self) -> None:
        if said := save_copy(self, as_text(self._form, self.values()), suffix="txt"):
            self.refuse(said)

    # while it is open

    def _look(self) -> None:
        """Say back the dates that were understood, and what is still missing."""
        for name, told in self._echoes.items():
            field = self.fields[name]
            assert isinstance(field, QLineEdit)
            typed = field.text().strip()
            day = read_date(typed, self._today) if typed else None
            told.setText(echo(day, self._today) if day else tr("not given") if not typed else "?")
        if self._form.live is not None and len(self.fields) == len(self._form.asks):
            said = self._form.live(self.values())
            if said != self.live.text():
                self.live.setText(said)
                if self.isVisible():
                    self._fit()  # it may take another line now

    def _fit(self) -> None:
        """As high as the answers need at this width, and never higher than the window."""
        wanted = self._page.heightForWidth(self.width() - 2 * _SIDE)
        self._scroll.setMinimumHeight(max(0, min(wanted, self._within.height() - _REST)))
        self._body.activate()
        self.resize(self.width(), self._body.totalHeightForWidth(self.width()))


def _answer(field: QLineEdit | Chips | Choice) -> tuple[str, ...]:
    if isinstance(field, Chips):
        return field.values()
    said = field.text() if isinstance(field, QLineEdit) else field.currentText()
    return (said,) if said.strip() else ()


def _head(who: Who) -> QFrame:
    """Name, birth date and number once more: the entry goes into this record."""
    head = QFrame()
    head.setProperty("role", "banner")
    head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(head)
    row.setContentsMargins(14, 9, 14, 9)
    row.setSpacing(16)
    row.addWidget(label(who.name, size="field", tone="banner"))
    row.addWidget(label(who.born, tone="banner"))
    row.addWidget(label(who.number, tone="banner"))
    row.addStretch(1)
    head.setAccessibleName(who.line)
    return head
