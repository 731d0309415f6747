"""The left pane: Today with counts, the find box above it, what was found in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import button, icon_label, label, retint, segments
from aza_desktop.gui.viewmodels.patients import NO_DATE
from aza_desktop.gui.viewmodels.worklist import PatientRow, WorklistModel
from aza_desktop.gui.worklist.find_box import FindBox
from aza_desktop.gui.worklist.row_list import RowList
from aza_desktop.texts import tr


class WorklistPane(QFrame):
    """Shows a worklist; finding is asked for by `find_requested` and answered by `show_found`."""

    patient_requested = Signal(str)
    find_requested = Signal(str)
    new_patient_requested = Signal(str)
    """What was typed and found nobody."""
    list_chosen = Signal(str)
    """``today`` or ``all``."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist_pane")
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Today"))
        body = QVBoxLayout(self)
        body.setContentsMargins(1, 10, 1, 1)
        body.setSpacing(6)
        body.addWidget(self._head(tokens))
        self.find_box = FindBox(tokens)
        self.find_row = row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 2)
        row.addWidget(self.find_box)
        body.addLayout(row)
        self.today = RowList("worklist", tr("Today's worklist"), tokens)
        self.found = RowList("found_patients", tr("Found patients"), tokens)
        self._empty, self._empty_text = _empty_page(tokens)
        self._new = button("", tokens, name="new_named")
        self._new.clicked.connect(lambda: self.new_patient_requested.emit(self.find_box.text()))
        self._new.hide()
        empty = self._empty.layout()
        assert isinstance(empty, QVBoxLayout)
        empty.insertWidget(2, self._new, 0, Qt.AlignmentFlag.AlignHCenter)
        self._stack = QStackedWidget()
        for page in (self.today, self.found, self._empty):
            self._stack.addWidget(page)
        body.addWidget(self._stack, 1)
        self._footer = label(size="small", tone="secondary", wrap=True)
        self._footer.setContentsMargins(13, 4, 12, 10)
        self.no_date = button(
            "",
            tokens,
            role="ghost",
            icon_name="clock-alert",
            name="no_next_date",
            help_text=tr("Patients in a course for whom no next blood test follows"),
        )
        self.no_date.clicked.connect(lambda: self.find_box.setText(tr(NO_DATE)))
        self.no_date.hide()
        body.addWidget(self.no_date, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self._footer)
        self._model: WorklistModel | None = None
        self._was_answered = self._wants_first = False
        self._connect()

    def show_model(self, model: WorklistModel) -> None:
        """Show today's list."""
        self._model = model
        self._date.setText(model.date_text)
        self._date.setAccessibleName(model.spoken)
        self._choices["all"].setText(model.all_text)
        self.today.show_model(model)
        self.today.setAccessibleDescription(model.spoken)
        self._footer.setText("\n".join(model.footer))
        if not self.find_box.text().strip():
            self._show_today()

    def show_no_date(self, words: str) -> None:
        """Name the patients without a next date; it cannot be hidden while there is one."""
        self.no_date.setText(words)
        self.no_date.setAccessibleName(words)
        self.no_date.setVisible(bool(words))

    def show_found(self, model: WorklistModel) -> None:
        """Show what was found, unless the box was emptied meanwhile."""
        if not self.find_box.text().strip():
            return
        self._was_answered = True
        self.found.show_model(model)
        self._footer.setVisible(False)
        if model.empty:
            self._say(model.empty, new=self.find_box.text().strip())
        else:
            self._stack.setCurrentWidget(self.found)
        if self._wants_first:
            self._wants_first = False
            self._open_first()

    def show_open(self, patient_id: str | None) -> None:
        """Mark the open patient in the lists."""
        self.today.show_open(patient_id)
        self.found.show_open(patient_id)

    def show_choice(self, which: str) -> None:
        """Mark which of the two lists is shown: ``today`` or ``all``."""
        self._choices[which].setChecked(True)

    def focus_find(self) -> None:
        """Put the keyboard into the find box."""
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_box.selectAll()

    def focus_today(self) -> None:
        """Leave the search and put the keyboard on the first patient of today."""
        self.find_box.clear()
        self.today.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Repaint in another theme."""
        self.find_box.apply_tokens(tokens)
        self.today.apply_tokens(tokens)
        self.found.apply_tokens(tokens)
        retint(self._empty, tokens)
        retint(self.no_date, tokens)

    def _head(self, tokens: Tokens) -> QWidget:
        """Today, the day, and which list; longer words take a second line."""
        head = QWidget()
        flow = FlowLayout(head, gap=8, line_gap=4)
        flow.setContentsMargins(12, 0, 12, 0)
        self._date = label(size="small", tone="secondary")
        row, group = segments(
            ((tr("Today"), "today"), (tr("All"), "all")), tokens, what=tr("Which list")
        )
        self._choices = {str(each.property("key")): each for each in group.buttons()}
        for key, choice in self._choices.items():
            choice.setObjectName(f"list_{key}")
        self._choices["today"].setChecked(True)
        self._choices["today"].setToolTip(tr("Today's worklist (Ctrl+1)"))
        self._choices["all"].setToolTip(tr("All patients (Ctrl+2)"))
        flow.addWidget(label(tr("Today"), size="list"))
        flow.addWidget(self._date)
        flow.push_right()
        flow.addWidget(row)
        return head

    def _connect(self) -> None:
        self.today.patient_requested.connect(self.patient_requested)
        self.found.patient_requested.connect(self._open_found)
        for key, choice in self._choices.items():
            choice.clicked.connect(lambda _=False, key=key: self.list_chosen.emit(key))
        self.find_box.textChanged.connect(self._find_changed)
        self.find_box.first_requested.connect(self._open_first)
        self.find_box.walk_requested.connect(self._walk)
        self.find_box.cleared.connect(self._show_today)
        self.today.left_upwards.connect(self.focus_find)
        self.found.left_upwards.connect(self.focus_find)

    def _find_changed(self, text: str) -> None:
        self._was_answered = self._wants_first = False
        if text.strip():
            self.find_requested.emit(text)
        else:
            self._show_today()

    def _open_first(self) -> None:
        if not self.find_box.text().strip():
            return
        if not self._was_answered:
            self._wants_first = True  # the patients are still being read: open when they are
            return
        row = self.found.rows.first_patient()
        if isinstance(row, PatientRow):
            self._open_found(row.patient_id)

    def _open_found(self, patient_id: str) -> None:
        self.patient_requested.emit(patient_id)
        self.find_box.clear()

    def _walk(self) -> None:
        view = self.found if self._stack.currentWidget() is self.found else self.today
        view.setFocus()
        if not view.currentIndex().isValid():
            view.setCurrentIndex(view.rows.index(0))

    def _show_today(self) -> None:
        self._footer.setVisible(bool(self._footer.text()))
        if self._model is not None and self._model.empty:
            self._say(self._model.empty)
        else:
            self._stack.setCurrentWidget(self.today)

    def _say(self, text: str, *, new: str = "") -> None:
        """new: what nobody was found for, and a new patient may be called; "" for none."""
        self._empty_text.setText(text)
        self._new.setText(tr("New patient “{name}”…").format(name=new))
        self._new.setAccessibleName(self._new.text())
        self._new.setVisible(bool(new))
        self._stack.setCurrentWidget(self._empty)


def _empty_page(tokens: Tokens):  # type: ignore[no-untyped-def]  # tuple[QWidget, QLabel]
    page = QWidget()
    body = QVBoxLayout(page)
    body.setContentsMargins(24, 32, 24, 24)
    body.setSpacing(10)
    sign = icon_label("circle-check", tokens, tone="ok", size=28)
    text = label(tone="secondary", wrap=True)
    text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    body.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
    body.addWidget(text)
    body.addStretch(1)
    return page, text
