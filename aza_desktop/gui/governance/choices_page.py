"""The eight questions of the first run on one page: nothing is chosen beforehand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.clinical.own_protocol import LATER
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.closing import close_button
from aza_desktop.gui.governance.option_card import OptionCard
from aza_desktop.gui.governance.titration_picture import TitrationPicture
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.phrases import times
from aza_desktop.gui.viewmodels.titration import Titration
from aza_desktop.services.first_choices import QUESTIONS, Chosen, Question
from aza_desktop.texts import msg, ntr, tr

_WARNING = msg(
    "With this choice the program cannot warn you in time: enzymes may rise after the next step "
    "has been taken."
)
_WIDE, _FOUR_FROM = 1000, 1000
"""Widths of the page from which questions stand in two columns, and the drawings in one row."""


class ChoicesPage(parts.Card):
    """Each question with its answers and: decide later. Saving asks for name, role and review."""

    closed = Signal()
    save_requested = Signal()
    review_typed = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("What your clinic decides"), parent)
        self.setObjectName("choices_page")
        self._tokens = tokens
        self.note.setText(tr("the program presumes no answer"))
        self.progress = parts.label(size="strong", tone="accent")
        self.progress.setObjectName("choices_progress")
        self.head.addWidget(self.progress)
        back = close_button(self, tokens, self.closed, name="choices_close")
        self.head.addWidget(back)
        self._groups: dict[str, QButtonGroup] = {}
        self._words: dict[str, QLineEdit] = {}
        self._asked: dict[str, dict[str, str]] = {}
        self._boxes: dict[str, QFrame] = {}
        self._cards: list[OptionCard] = []
        self._pictures: list[TitrationPicture] = []
        self._columns = (0, 0)
        self.body.addWidget(self._make_questions(), 1)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("choices_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.body.addLayout(self._make_end(tokens))
        self._arrange()
        self._look()

    def draw(self, models: dict[str, Titration]) -> None:
        """What each answer to the first question means: answer -> eight weeks."""
        if self._pictures:
            return
        for card in self._cards:
            model = models.get(str(card.button.property("key")))
            if model is not None:
                self._pictures.append(card.draw(model, self._tokens))

    def chosen(self) -> dict[str, Chosen]:
        """What was answered so far; a question without an answer is left out."""
        found = {}
        for key, group in self._groups.items():
            button = group.checkedButton()
            if button is not None:
                option = str(button.property("key"))
                found[key] = Chosen(option, self._words[key].text())
        return found

    def choose(self, question: str, option: str, words: str = "") -> None:
        """Answer a question."""
        for button in self._groups[question].buttons():
            button.setChecked(button.property("key") == option)
        self._words[question].setText(words)

    def forget(self) -> None:
        """Nothing is answered and nothing typed: another clinic is open."""
        for group in self._groups.values():
            group.setExclusive(False)
            for button in group.buttons():
                button.setChecked(False)
            group.setExclusive(True)
        for edit in (*self._words.values(), self.person, self.role, self.review):
            edit.clear()
        self.say("")

    def say(self, text: str) -> None:
        """Why the answers cannot be kept; the first question without an answer is shown."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        missing = next((key for key in self._groups if key not in self.chosen()), "")
        if text and missing:
            self._scroller.ensureWidgetVisible(self._boxes[missing])
            self._groups[missing].buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_review(self, echo: str) -> None:
        """How the review date was understood."""
        self.echo.setText(echo)

    def focus_first(self) -> None:
        """The keyboard to the first answer of the first question; it is not chosen by that."""
        first = next(iter(self._groups.values()))
        first.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        for picture in self._pictures:
            picture.apply_tokens(tokens)
        parts.retint(self, tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # inside

    def _make_questions(self) -> QScrollArea:
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("role", "page")
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setSpacing(10)
        for number, question in enumerate(QUESTIONS, start=1):
            self._boxes[question.id] = self._question(number, question)
        self._scroller.setWidget(page)
        self._scroller.viewport().setAutoFillBackground(False)
        return self._scroller

    def _question(self, number: int, question: Question) -> QFrame:
        box = QFrame()
        box.setProperty("role", "panel")
        box.setAccessibleName(tr(question.title))
        rows = QVBoxLayout(box)
        rows.setContentsMargins(14, 11, 14, 12)
        rows.setSpacing(6)
        rows.addWidget(parts.label(f"{number}. {tr(question.title)}", size="card", wrap=True))
        rows.addWidget(parts.label(tr(question.text), tone="secondary", wrap=True))
        group = QButtonGroup(box)
        self._asked[question.id] = {o.id: tr(o.asks) for o in question.options if o.asks}
        cards = []
        for option in question.options:
            text = times(tr(option.text)) if option.text else ""
            name = f"choice_{question.id}_{option.id}"
            cards.append(OptionCard(name, option.id, times(tr(option.title)), text))
        name = f"choice_{question.id}_{LATER}"
        later = OptionCard(
            name,
            LATER,
            tr("Decide later. Results, marks and lists work; restart and steps stay off."),
        )
        for card in (*cards, later):
            group.addButton(card.button)
        if question is QUESTIONS[0]:
            self._first = QGridLayout()
            self._first.setSpacing(8)
            self._cards = cards
            rows.addLayout(self._first)
        else:
            for card in cards:
                rows.addWidget(card)
        rows.addWidget(later)
        words = QLineEdit()
        words.setObjectName(f"choice_{question.id}_words")
        words.hide()
        rows.addWidget(words)
        if question is QUESTIONS[0]:
            rows.addWidget(self._make_warning())
        rows.addStretch(1)
        group.buttonToggled.connect(lambda _button, _on: self._look())
        self._groups[question.id], self._words[question.id] = group, words
        return box

    def _make_warning(self) -> QLabel:
        self._warning = parts.label(tr(_WARNING), tone="critical", wrap=True)
        self._warning.setObjectName("choice_interval_warning")
        self._warning.hide()
        return self._warning

    def _make_end(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.person, self.role, self.review = QLineEdit(), QLineEdit(), QLineEdit()
        for edit, name, text in (
            (self.person, "choices_name", tr("Chosen by (name)")),
            (self.role, "choices_role", tr("Role")),
            (self.review, "choices_review", tr("Review date, at most 12 months")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            edit.setMinimumWidth(110)  # not scaled: three of them and the button share a row
            row.addWidget(edit, 1)
        self.review.textChanged.connect(self.review_typed)
        self.echo = parts.label(size="small", tone="secondary")
        self.echo.setObjectName("choices_review_echo")
        row.addWidget(self.echo)
        save = parts.button(tr("Keep as our version"), tokens, role="primary", name="choices_save")
        save.clicked.connect(self.save_requested)
        row.addWidget(save)
        return row

    def _look(self) -> None:
        """How many are answered; the field for words where the answer asks for some."""
        if len(self._groups) < len(QUESTIONS):
            return
        found = self.chosen()
        said = ntr("{n} of {of} answered", "{n} of {of} answered", len(found))
        self.progress.setText(said.format(n=len(found), of=len(QUESTIONS)))
        for key, words in self._words.items():
            option = found[key].option if key in found else ""
            asked = self._asked[key].get(option, "")
            words.setVisible(bool(asked))
            words.setPlaceholderText(asked)
            words.setAccessibleName(asked or tr("Remark"))
        first = QUESTIONS[0]
        riskiest = first.options[-1].id
        self._warning.setVisible(first.id in found and found[first.id].option == riskiest)

    def _arrange(self) -> None:
        """Two columns of questions and the drawings in one row, where there is room for it."""
        wide, four = self.width() >= fonts.scaled(_WIDE), self.width() >= fonts.scaled(_FOUR_FROM)
        columns = (2 if wide else 1, 4 if four else 2)
        if columns == self._columns:
            return
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._first.addWidget(card, place // columns[1], place % columns[1])
        for column in range(4):
            self._first.setColumnStretch(column, int(column < columns[1]))
        for place, box in enumerate(self._boxes.values()):
            if place == 0:
                self._grid.addWidget(box, 0, 0, 1, columns[0])
            else:
                across = (place - 1) % columns[0]
                self._grid.addWidget(box, 1 + (place - 1) // columns[0], across)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, int(wide))
