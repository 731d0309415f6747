"""Fast entry: ``44 TAB 37 TAB 10 ENTER`` saves a set of results collected today.

The strip only forwards what is typed; what it means and would trigger is told to it.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.clinical.dates import show
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Choice, button, label, set_look
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.entry import ANALYTES, Entry, EntryForm, Typed
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.texts import tr

_NAMES = {"ALT": "ALT", "AST": "AST", "BILI": "Bilirubin", "ALP": "ALP"}
_PAUSE_MS = 120
"""How long typing must rest before the strip asks what the values would trigger."""


class EntryStrip(QFrame):
    """Fields for one collection. Enter saves, Esc closes, Shift+Tab from ALT reaches the date."""

    typed = Signal(object)
    """`Typed`, after every rest in typing."""
    save_requested = Signal(object, bool)
    """`Typed`, and whether the questions were answered with yes."""
    closed = Signal()
    copy_requested = Signal()
    """Nothing could be saved: what was typed is wanted in a file."""
    laboratory_chosen = Signal(str)
    """Another laboratory: its limits are wanted in the fields."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entry_strip")
        self.setProperty("role", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("New result"))
        self._form: EntryForm | None = None
        self.entry: Entry | None = None
        """What could not be saved the last time."""
        self._asked = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.typed.emit(self.words()))
        self._values: dict[str, QLineEdit] = {}
        self._ulns: dict[str, QLineEdit] = {}
        self._multiples: dict[str, QLabel] = {}
        self._heads: dict[str, QLabel] = {}
        self._build(tokens)
        self.hide()

    # what is shown

    def open_for(self, form: EntryForm) -> None:
        """Open for a patient: date today, limits as on the last results, focus on ALT."""
        for code in ANALYTES:
            self._values[code].clear()
        self._date.setText(show(form.today))
        self.take_limits(form)
        self._clear_answers()
        self.show()
        self._values["ALT"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.typed.emit(self.words())

    def take_limits(self, form: EntryForm) -> None:
        """Limits and units of a form into the fields; values and date stay as they were typed."""
        self._form = form
        self._for.setText(tr("for {name}").format(name=form.name))
        for code in ANALYTES:
            self._ulns[code].setText(form.limits[code].uln_text)
            unit = unit_shown(form.limits[code].unit)
            self._heads[code].setText(_NAMES[code] if code == "BILI" else f"{code} {unit}")
        self._unit.clear()
        for unit in form.units.get("BILI", ()):
            self._unit.addItem(unit_shown(unit), unit)
        self._laboratory.clear()
        for key, name in form.laboratories:
            self._laboratory.addItem(name, key)
        named = form.kept.name if form.kept is not None else form.laboratory
        self._laboratory.setCurrentIndex(self._laboratory.findData(named))
        self._laboratory.setVisible(bool(form.laboratories))

    def show_entry(self, entry: Entry, *, triggers: str = "", is_grave: bool = False) -> None:
        """Show what was understood and what saving would trigger; nothing is asked yet."""
        if self._form is None:
            return
        self._echo.setText(f"{entry.date_echo}  ·  {self._form.origin}")
        for code in ANALYTES:
            self._multiples[code].setText(entry.multiples.get(code, ""))
        wrong = {problem.field for problem in entry.errors}
        self._mark(wrong if self.has_values() else wrong.intersection({"date"}))
        errors = [p.text for p in entry.errors if p.field == "date" or self.has_values()]
        if errors:
            self._say(errors[0], tone="critical")
        elif entry.questions:
            self._say(" ".join(p.text for p in entry.questions), tone="warning")
        else:
            self._say(triggers, tone="critical" if is_grave else "secondary")

    def ask(self, entry: Entry) -> None:
        """Ask inline whether odd values are right. The default is to correct them."""
        first = entry.questions[0]
        self._say(
            f"{' '.join(p.text for p in entry.questions)} {tr('Is that right?')}", tone="warning"
        )
        self._mark({problem.field for problem in entry.questions})
        self._anyway.show()
        self._asked = True
        self._field(first.field).setFocus()
        self._field(first.field).selectAll()

    def refuse(self, text: str, *, field: str = "ALT") -> None:
        """Nothing was saved: the values stay, the reason is said, the field has the keyboard."""
        self._say(text, tone="critical")
        self._mark({field})
        self._field(field).setFocus()

    def not_saved(self, text: str, entry: Entry) -> None:
        """The record could not be written: the values stay, and a copy of them is offered."""
        self.entry = entry
        self.refuse(text)
        self._save_button.setText(tr("Try again"))
        self._copy.show()

    def saved(self) -> None:
        """Ready for the next set: values gone, limits and date stay, focus on ALT."""
        for edit in self._values.values():
            edit.clear()
        self._clear_answers()
        self._values["ALT"].setFocus()

    def close_strip(self) -> None:
        """Hide it and forget what was typed."""
        self._pause.stop()
        was_open = not self.isHidden()
        self._form = None
        self.hide()
        for edit in self._values.values():
            edit.clear()
        self._clear_answers()
        if was_open:
            self.closed.emit()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Field widths follow the text size."""
        self._size_fields()

    # what is typed

    def words(self) -> Typed:
        """What stands in the fields now."""
        return Typed(
            date=self._date.text(),
            values={code: edit.text() for code, edit in self._values.items()},
            ulns={code: edit.text() for code, edit in self._ulns.items()},
            units={"BILI": self._unit.currentData() or ""},
        )

    def has_values(self) -> bool:
        """True when at least one value field is not empty."""
        return any(edit.text().strip() for edit in self._values.values())

    def is_open(self) -> bool:
        return self._form is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if watched not in {self._anyway, self._close}:
                    self._save(answered=False)
                    return True
            elif event.matches(QKeySequence.StandardKey.Save):
                self._save(answered=False)
                return True
            elif event.key() == Qt.Key.Key_Escape:
                self.close_strip()
                return True
        return super().eventFilter(watched, event)

    # inside

    def _build(self, tokens: Tokens) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(10, 6, 10, 8)
        body.setSpacing(4)
        head = QHBoxLayout()
        self._for = label(size="strong")
        self._close = button(
            "", tokens, role="ghost", icon_name="x", help_text=tr("Close without saving (Esc)")
        )
        self._close.clicked.connect(self.close_strip)
        head.addWidget(label(tr("New result"), tone="secondary"))
        head.addWidget(self._for)
        head.addStretch(1)
        self._laboratory = Choice("result_laboratory", tr("Laboratory"), tokens, role="small")
        self._laboratory.setToolTip(tr("Laboratory: its upper limits stand in the fields"))
        self._laboratory.setPlaceholderText(tr("Laboratory"))
        self._laboratory.activated.connect(
            lambda _: self.laboratory_chosen.emit(self._laboratory.currentData() or "")
        )
        head.addWidget(self._laboratory)
        head.addWidget(self._close)
        body.addLayout(head)
        body.addLayout(self._fields(tokens))
        self._echo = label(size="small", tone="secondary", wrap=True)
        self._echo.setObjectName("entry_date_echo")
        body.addWidget(self._echo)
        foot = QHBoxLayout()
        self._message = label(size="small", wrap=True)
        self._message.setObjectName("entry_message")
        self._anyway = button(tr("Save as typed"), tokens, name="save_anyway")
        self._anyway.clicked.connect(lambda: self._save(answered=True))
        self._copy = button(tr("Save a copy…"), tokens, name="entry_copy")
        self._copy.setToolTip(tr("The typed results as a file that can be imported later"))
        self._copy.clicked.connect(self.copy_requested)
        self._save_button = button(
            tr("Save"), tokens, role="primary", icon_name="check", name="save_results"
        )
        self._save_button.setToolTip(tr("Save these results (Enter)"))
        self._save_button.clicked.connect(lambda: self._save(answered=False))
        foot.addWidget(self._message, 1)
        foot.addWidget(self._copy)
        foot.addWidget(self._anyway)
        foot.addWidget(self._save_button)
        body.addLayout(foot)
        self._anyway.hide()
        self._copy.hide()
        self._order()
        for each in self.findChildren(QWidget):
            each.installEventFilter(self)
        self._size_fields()

    def _fields(self, tokens: Tokens) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        self._date = self._edit("result_date", tr("Collected on"))
        self._date.setToolTip(tr("Today, -1, -2d, 15, 15/11, 17nov or 17-Nov-2025"))
        grid.addWidget(label(tr("Collected"), size="small", tone="secondary"), 0, 0)
        grid.addWidget(self._date, 1, 0)
        self._unit = Choice("result_unit_bili", tr("Unit of bilirubin"), tokens, role="small")
        self._unit.currentIndexChanged.connect(self._changed)
        for place, code in enumerate(ANALYTES):
            column = 1 + 2 * place
            name = code.lower()
            self._heads[code] = label(_NAMES[code], size="small", tone="secondary")
            self._values[code] = self._edit(f"result_{name}", _NAMES[code])
            self._ulns[code] = self._edit(
                f"result_uln_{name}", tr("Upper limit of {code}").format(code=_NAMES[code])
            )
            self._ulns[code].setPlaceholderText("ULN")
            self._multiples[code] = label(size="small", tone="secondary")
            self._heads[code].setBuddy(self._values[code])
            grid.addWidget(self._heads[code], 0, column)
            above = self._unit if code == "BILI" else label("ULN", size="small", tone="muted")
            grid.addWidget(above, 0, column + 1)
            grid.addWidget(self._values[code], 1, column)
            grid.addWidget(self._ulns[code], 1, column + 1)
            grid.addWidget(self._multiples[code], 2, column, 1, 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 3)
            grid.setColumnStretch(column + 1, 2)
        grid.setColumnStretch(0, 4)
        return grid

    def _edit(self, name: str, what: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setAccessibleName(what)
        edit.textEdited.connect(self._changed)
        return edit

    def _order(self) -> None:
        """Values first, then save; limits and unit come after, for the rare change."""
        order: list[QWidget] = [self._date, *self._values.values(), self._copy, self._anyway]
        order += [self._save_button, *self._ulns.values(), self._unit, self._laboratory]
        order.append(self._close)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _size_fields(self) -> None:
        for edit in (*self._values.values(), *self._ulns.values()):
            edit.setMinimumWidth(fonts.scaled(44))
        self._date.setMinimumWidth(fonts.scaled(112))
        self._unit.setMinimumWidth(fonts.scaled(78))
        self._laboratory.setMinimumWidth(fonts.scaled(150))

    def _field(self, name: str) -> QLineEdit:
        if name == "date":
            return self._date
        if name.startswith("uln_"):
            return self._ulns[name.removeprefix("uln_")]
        return self._values[name]

    def _changed(self) -> None:
        self._anyway.hide()
        self._asked = False
        self._pause.start()

    def _save(self, *, answered: bool) -> None:
        self._pause.stop()
        self.save_requested.emit(self.words(), answered)

    def _say(self, text: str, *, tone: str) -> None:
        set_look(self._message, tone=tone)
        self._message.setText(text)
        self._message.setAccessibleName(text)

    def _mark(self, fields: set[str]) -> None:
        names = ("date", *ANALYTES, *(f"uln_{code}" for code in ANALYTES))
        for name in names:
            edit, wrong = self._field(name), "true" if name in fields else "false"
            if edit.property("invalid") != wrong:
                set_look(edit, invalid=wrong)

    def _clear_answers(self) -> None:
        self._asked = False
        self._anyway.hide()
        self._copy.hide()
        self._save_button.setText(tr("Save"))
        self._mark(set())
        self._say("", tone="secondary")
        for shown in self._multiples.values():
            shown.clear()
