"""Whose results are these? Candidates with what agrees and what does not; nobody is preselected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Card, Chip, button, clear, icon_label, label
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.import_patients import (
    AGREES,
    CREATE,
    DIFFERS,
    Candidate,
    Undecided,
    UndecidedModel,
)
from aza_desktop.texts import ntr, tr

_WIDE = 430
_SHOWN = 40
"""Cards that are built at once; more follow when these are decided."""
_LOOK = {AGREES: ("check", "ok"), DIFFERS: ("x", "critical")}


class PatientsPanel(Card):
    """One card for each patient of the file who is nobody for certain."""

    answered = Signal(str, str)
    """(code, record number, ``create`` or "" for leaving the rows held)."""
    create_all_requested = Signal(object)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tr("Whose results are these?"))
        self.setObjectName("import_patients")
        self.setMinimumWidth(min(fonts.scaled(330), _WIDE))
        self._tokens = tokens
        self._creatable: tuple[str, ...] = ()
        self.state = label(tone="secondary", wrap=True)
        self.body.addWidget(self.state)
        self.create_all = button(
            "", tokens, icon_name="user-plus", name="import_create_all",
            help_text=tr("Only those whom nobody in the record comes near"),
        )  # fmt: skip
        self.create_all.clicked.connect(lambda: self.create_all_requested.emit(self._creatable))
        self.body.addWidget(self.create_all, 0, Qt.AlignmentFlag.AlignLeft)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        page = QWidget()
        page.setProperty("role", "page")
        self._cards = QVBoxLayout(page)
        self._cards.setContentsMargins(0, 0, 6, 0)
        self._cards.setSpacing(8)
        scroll.setWidget(page)
        self._scroll = scroll
        self.body.addWidget(scroll, 1)

    def show_model(self, model: UndecidedModel) -> None:
        """Show who is open now; the keyboard stays where it was."""
        focus = self.window().focusWidget() if self.isVisible() else None
        kept = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        at = self._scroll.verticalScrollBar().value()
        self.state.setText(model.heading)
        self._creatable = model.creatable
        number = len(model.creatable)
        text = ntr("Create {n} new patient", "Create {n} new patients", number)
        self.create_all.setText(text.format(n=number))
        self.create_all.setVisible(number > 1)
        clear(self._cards)
        for one in model.patients[:_SHOWN]:
            self._cards.addWidget(self._card(one))
        if len(model.patients) > _SHOWN:
            said = tr("{n} more follow.").format(n=len(model.patients) - _SHOWN)
            self._cards.addWidget(label(said, tone="secondary"))
        self._cards.addStretch(1)
        self._scroll.verticalScrollBar().setValue(at)
        again = [w for w in self.findChildren(QWidget, kept) if w.isVisibleTo(self)] if kept else []
        if again:
            again[-1].setFocus()

    def apply_tokens(self, tokens: Tokens) -> None:
        """What is built next has these colours."""
        self._tokens = tokens

    # inside

    def _card(self, one: Undecided) -> QFrame:
        made = QFrame()
        made.setProperty("role", "panel")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        made.setAccessibleName(f"{one.who}, {one.rows}, {one.chosen or one.why}")
        lines = QVBoxLayout(made)
        lines.setContentsMargins(12, 10, 12, 10)
        lines.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(one.who, size="strong", wrap=True), 1)
        head.addWidget(label(one.rows, size="small", tone="secondary"))
        lines.addLayout(head)
        lines.addWidget(label(one.details, size="small", tone="secondary", wrap=True))
        if one.chosen:
            row = QHBoxLayout()
            row.addWidget(Chip(one.chosen, "ok", self._tokens, icon_name="circle-check"))
            row.addStretch(1)
            row.addWidget(self._answer(one, tr("Change"), "", "change"))
            lines.addLayout(row)
            return made
        lines.addWidget(label(one.why, tone="warning", wrap=True))
        for candidate in one.candidates:
            lines.addWidget(self._candidate(one, candidate))
        lines.addLayout(self._choices(one))
        return made

    def _candidate(self, one: Undecided, candidate: Candidate) -> QFrame:
        made = QFrame()
        made.setProperty("role", "card")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(made)
        lines.setContentsMargins(10, 8, 10, 8)
        lines.setSpacing(4)
        lines.addWidget(label(candidate.name, size="strong", wrap=True))
        for each in candidate.agreements:
            name, tone = _LOOK.get(each.state, ("circle-help", "muted"))
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(icon_label(name, self._tokens, tone=tone, size=14))
            row.addWidget(label(each.text, size="small", tone="", wrap=True), 1)
            lines.addLayout(row)
        if candidate.number:
            chooses = self._answer(one, tr("It is this patient"), candidate.number, "choose")
            lines.addWidget(chooses, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _choices(self, one: Undecided) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        if one.can_create:
            row.addWidget(self._answer(one, tr("Create patient"), CREATE, "create"))
        typed = QLineEdit()
        typed.setObjectName(f"import_number_{one.code}")
        typed.setPlaceholderText(tr("another patient's number"))
        typed.setAccessibleName(tr("Record number of another patient"))
        typed.returnPressed.connect(
            lambda: self.answered.emit(one.code, typed.text().strip()) if typed.text() else None
        )
        row.addWidget(typed, 1)
        return row

    def _answer(self, one: Undecided, text: str, value: str, verb: str) -> QPushButton:
        made = button(text, self._tokens, name=f"import_{verb}_{one.code}")
        made.setAccessibleName(f"{text}: {one.who}")
        made.clicked.connect(lambda: self.answered.emit(one.code, value))
        return made
