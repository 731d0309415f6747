"""Confirm or propose a change of dose: everything that matters in sight, the dose typed by hand.

The same dialog asks what the checklist still lacks before a restart, and answers a proposal.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.doses.drug_block import DrugBlock
from aza_desktop.gui.entries.chips import Chips
from aza_desktop.gui.parts import button, clear, icon_label, label, retint, set_look
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels import checklist
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel, typed_dose
from aza_desktop.gui.viewmodels.drug_checks import newly_taken, stands_against, still_open
from aza_desktop.gui.viewmodels.forms import RefusedError
from aza_desktop.texts import tr

_ASKED = 210
"""The width of the questions of the checklist, in pixels."""
_REST = 470
"""What stands above and below the middle, and a margin, in pixels."""


class ConfirmDoseDialog(QDialog):
    """No button is the default: Enter confirms nothing. A typed dose that differs is refused."""

    confirmed = Signal(object, str)
    """(`DoseStepModel`, reason)."""
    declined = Signal(object, str)
    """The same, where a proposal is not followed."""
    listing_requested = Signal(object)
    """`DoseStepModel`: a drug is newly taken; it is recorded, and no dose."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirm_dose_dialog")
        self.setModal(True)
        self._tokens = tokens
        self._model: DoseStepModel | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(12)
        self._who = QFrame()
        self._who.setProperty("role", "banner")
        self._who.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        who = QHBoxLayout(self._who)
        who.setContentsMargins(14, 9, 14, 9)
        who.setSpacing(16)
        self._name = label(size="field", tone="banner")
        self._born = label(tone="banner")
        self._number = label(tone="banner")
        for each in (self._name, self._born, self._number):
            who.addWidget(each)
        who.addStretch(1)
        body.addWidget(self._who)
        self._heading = label(size="list")
        body.addWidget(self._heading)
        body.addLayout(self._make_doses(tokens))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._chips: dict[str, Chips] = {}
        body.addWidget(self._make_middle(), 1)
        self._prompt = label(size="strong")
        self._typed = QLineEdit()
        self._typed.setObjectName("confirm_dose_typed")
        self._typed.setMaximumWidth(160)
        self._typed.textEdited.connect(self._look)
        self._reason = QLineEdit()
        self._reason.setObjectName("confirm_dose_reason")
        self._reason.setAccessibleName(tr("Reason or remark"))
        self._reason.setPlaceholderText(tr("Reason or remark (optional)"))
        self._drugs = DrugBlock(tokens)
        self._drugs.changed.connect(lambda: self._look(self._typed.text()))
        self._drugs.finished.connect(self._reason.setFocus)
        body.addWidget(self._prompt)
        body.addWidget(self._typed)
        body.addWidget(self._drugs)
        body.addWidget(self._reason)
        self._message = label(tone="critical", wrap=True)
        self._message.setObjectName("confirm_dose_message")
        body.addWidget(self._message)
        body.addLayout(self._make_buttons(tokens))
        self.setMinimumWidth(600)

    def open_for(self, model: DoseStepModel) -> None:
        """Ask about this step."""
        self._model = model
        self.setWindowTitle(f"{model.heading} – {model.name}")
        self._name.setText(model.name)
        self._born.setText(f"{tr('Born')} {model.born}")
        self._number.setText(model.number)
        self._heading.setText(model.heading)
        self._old.setText(model.old_dose)
        self._new.setText(model.new_dose)
        self._prompt.setText(model.prompt)
        self._typed.setAccessibleName(model.prompt)
        self._message.clear()
        self._typed.clear()
        self._reason.clear()
        self._ask_checklist(model)
        self._drugs.ask(model.drugs)
        self._order_tabs()
        clear(self._facts)
        for place, (name, value, needs_care) in enumerate(model.facts):
            shown = label(value, tone="warning" if needs_care else "", wrap=True)
            shown.setAccessibleName(f"{name}: {value}")
            self._facts.addWidget(label(name, tone="secondary"), place, 0)
            self._facts.addWidget(shown, place, 1)
        self._ok.setText(self._ok_words(model))
        self._ok.setEnabled(False)
        self._decline.setVisible(bool(model.proposal_id) and not model.proposes)
        self._typed.setEnabled(not model.refused)
        if model.refused:
            self._message.setText(model.refused)
        self._fit()
        self.open()
        (self._reason if model.refused else self._typed).setFocus()

    def refuse(self, text: str) -> None:
        """Nothing was written: say why and stay open."""
        self._message.setText(text)
        self._ok.setEnabled(False)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show the dialog in another theme."""
        self._tokens = tokens
        retint(self, tokens)

    def _make_middle(self) -> QScrollArea:
        """What to look at and what to answer; it scrolls only where the window is too low."""
        self._page = QWidget()
        self._page.setProperty("role", "page")
        rows = QVBoxLayout(self._page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(self._facts)
        self._list_head = label(tr("Before the restart"), size="strong")
        rows.addWidget(self._list_head)
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(16)
        self._list.setVerticalSpacing(6)
        self._list.setColumnStretch(1, 1)
        rows.addLayout(self._list)
        self._all_the_same = QLineEdit()
        self._all_the_same.setObjectName("confirm_dose_checklist_reason")
        self._all_the_same.setAccessibleName(tr("Restart all the same, because"))
        self._all_the_same.setPlaceholderText(
            tr("An answer speaks against it: the prescriber's reason to restart all the same")
        )
        self._all_the_same.textEdited.connect(lambda _: self._look(self._typed.text()))
        rows.addWidget(self._all_the_same)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._page)
        self._scroll.viewport().setAutoFillBackground(False)
        return self._scroll

    def _ask_checklist(self, model: DoseStepModel) -> None:
        """The questions that nobody has answered yet; no answer is chosen beforehand."""
        clear(self._list)
        self._chips = {}
        for place, ask in enumerate(model.questions):
            chips = Chips(ask, f"confirm_dose_{ask.name}", self._tokens)
            chips.changed.connect(lambda: self._look(self._typed.text()))
            self._chips[ask.name] = chips
            head = label(ask.label, tone="secondary", wrap=True)
            head.setFixedWidth(fonts.scaled(_ASKED))
            self._list.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            self._list.addWidget(chips, place, 1)
        self._list_head.setVisible(bool(model.questions))
        self._all_the_same.clear()
        self._show_reason()

    def _show_reason(self) -> bool:
        """Whether a prescriber's reason is wanted against an answer of the checklist."""
        model = self._model
        wanted = (
            model is not None
            and model.asks_checklist
            and bool(checklist.against_words({**model.answered, **self._said()}))
        )
        self._all_the_same.setVisible(wanted)
        return wanted

    def _said(self) -> dict[str, str]:
        return {name: chips.values()[0] for name, chips in self._chips.items() if chips.values()}

    def _answers(self) -> dict[str, str]:
        """What the dialog adds to the checklist. Raises `RefusedError`."""
        if self._model is None or not self._model.asks_checklist:
            return {}
        given = {name: (said,) for name, said in self._said().items()}
        given[checklist.REASON] = (self._all_the_same.text(),)
        return checklist.complete(self._model.answered, given)

    def _fit(self) -> None:
        """As high as its contents, and never higher than the window."""
        parent = self.parentWidget()
        wanted = self._page.heightForWidth(max(self.minimumWidth(), self.width()) - 40) + 4
        room = wanted if parent is None else max(parent.window().height() - _REST, 120)
        self._scroll.setFixedHeight(min(wanted, room))
        self.adjustSize()

    def _make_doses(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._old = label(size="page", tone="secondary")
        self._new = label(size="page")
        row.addWidget(label(tr("DOSE"), size="small", tone="secondary"))
        row.addWidget(self._old)
        arrow = icon_label("arrow-right", tokens, size=20)
        arrow.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(arrow)
        row.addWidget(self._new)
        row.addWidget(label(tr("a day"), tone="secondary"))
        row.addStretch(1)
        return row

    def _make_buttons(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        note = tr("Decision support only. The prescriber decides; the program records.")
        row.addWidget(label(note, size="small", tone="muted", wrap=True), 1)
        self._cancel = button(tr("Cancel"), tokens)
        self._cancel.clicked.connect(self.reject)
        self._ok = button(tr("Confirm"), tokens, role="primary", name="confirm_dose_ok")
        self._ok.setEnabled(False)
        self._ok.clicked.connect(self._confirm)
        self._decline = button(tr("Decline"), tokens, name="confirm_dose_decline")
        self._decline.setToolTip(tr("The proposal is answered; nothing changes"))
        self._decline.clicked.connect(self._say_no)
        row.addWidget(self._cancel)
        row.addWidget(self._decline)
        row.addWidget(self._ok)
        return row

    def _order_tabs(self) -> None:
        """Tab walks as the eye does, from the checklist to the buttons."""
        listed = [button for chips in self._chips.values() for button in chips.buttons]
        stops = [
            *listed, self._all_the_same, self._typed, *self._drugs.stops(), self._reason,
            self._cancel, self._decline, self._ok,
        ]  # fmt: skip
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _ok_words(self, model: DoseStepModel) -> str:
        if newly_taken(model.drugs, self._drugs.answers()):
            return tr("Record the drug, confirm no dose")
        words = tr("Propose {dose}") if model.proposes else tr("Confirm {dose}")
        return words.format(dose=model.new_dose)

    def _drugs_said(self, model: DoseStepModel) -> str:
        """What stands against a confirmation in the answers about other drugs; "" for nothing."""
        answers = self._drugs.answers()
        against = stands_against(model.drugs, answers)
        still = still_open(model.drugs, answers) if model.wants_drugs else ""
        if against or not still:
            return against
        return tr("Not asked yet: {drugs}").format(drugs=still)

    def _look_at_new_drug(self, model: DoseStepModel) -> bool:
        """Whether a drug is newly taken: then it is recorded first, and the dose looked at anew."""
        self._ok.setText(self._ok_words(model))
        names = newly_taken(model.drugs, self._drugs.answers())
        if not names:
            return False
        said = tr("{drugs}: recorded first, because it may speak against this dose.")
        is_dated = self._drugs.since(model.today or model.first_day) is not None
        more = "" if is_dated else tr("Enter since when it is taken.")
        listed = said.format(drugs=", ".join(name.capitalize() for name in names))
        self._message.setText(f"{listed} {more}".strip())
        self._ok.setEnabled(is_dated)
        return True

    def _look(self, text: str) -> None:
        """The button answers only to the very dose that the protocol allows on that day."""
        dose: Decimal | None = typed_dose(text)
        model = self._model
        self._show_reason()
        if model is None or model.refused:
            self._ok.setEnabled(False)
            return
        if self._look_at_new_drug(model):
            return
        fits = dose == model.new_dose_mg
        missing = self._drugs_said(model)
        try:
            self._answers()
        except RefusedError as refused:
            missing = refused.text
        self._ok.setEnabled(fits and (not missing or model.proposes))
        partly = model.new_dose.startswith(text.strip())
        set_look(self._typed, invalid="false" if fits or partly or not text else "true")
        if fits:
            self._message.setText("" if model.proposes else missing)
        elif partly or not text:
            self._message.clear()
        else:
            said = tr("Today the protocol allows {dose} and nothing else.")
            self._message.setText(said.format(dose=model.new_dose))

    def _confirm(self) -> None:
        model = self._model
        if model is None:
            return
        asked = self._drugs.answers()
        if newly_taken(model.drugs, asked):
            since = self._drugs.since(model.today or model.first_day)
            if since is not None:
                self.listing_requested.emit(replace(model, asked=asked, taken_since=since))
            return
        if typed_dose(self._typed.text()) != model.new_dose_mg or self._drugs_said(model):
            return
        try:
            answers = self._answers()
        except RefusedError:
            if not model.proposes:
                return
            answers = {}
        self.confirmed.emit(
            replace(model, answers=answers, asked=asked), self._reason.text().strip()
        )

    def _say_no(self) -> None:
        reason = self._reason.text().strip()
        if self._model is None:
            return
        if not reason:
            self._message.setText(tr("Say why the proposal is declined."))
            self._reason.setFocus()
            return
        self.declined.emit(self._model, reason)
