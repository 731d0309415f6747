"""The eight questions of the first run on one page: nothing is chosen beforehand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.clinical.own_protocol import LATER
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.theme import fonts
from aza_desktop.services.first_choices import QUESTIONS, Chosen, Question
from aza_desktop.texts import tr

_WARNING = (
    "With this choice the program cannot warn you in time: enzymes may rise after the next step "
    "has been taken."
)


class ChoicesPage(parts.Card):
    """Each question with its answers and: decide later. Saving asks for name, role and review."""

    closed = Signal()
    save_requested = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tr("What your clinic decides"), parent)
        self.setObjectName("choices_page")
        self.note.setText(tr("eight questions; the program presumes no answer"))
        back = parts.button(tr("Close"), tokens, name="choices_close")
        back.clicked.connect(self.closed)
        self.head.addWidget(back)
        self._groups: dict[str, QButtonGroup] = {}
        self._words: dict[str, QLineEdit] = {}
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("role", "page")
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(8)
        for number, question in enumerate(QUESTIONS, start=1):
            rows.addWidget(self._question(number, question))
        rows.addStretch(1)
        scroller.setWidget(page)
        scroller.viewport().setAutoFillBackground(False)
        self.body.addWidget(scroller, 1)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("choices_message")
        self.body.addWidget(self.message)
        self.body.addLayout(self._make_end(tokens))

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

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        parts.retint(self, tokens)

    def _question(self, number: int, question: Question) -> QFrame:
        box = QFrame()
        box.setProperty("role", "panel")
        box.setAccessibleName(tr(question.title))
        rows = QVBoxLayout(box)
        rows.setContentsMargins(14, 10, 14, 10)
        rows.setSpacing(5)
        rows.addWidget(parts.label(f"{number}. {tr(question.title)}", size="card", wrap=True))
        rows.addWidget(parts.label(tr(question.text), tone="secondary", wrap=True))
        group = QButtonGroup(box)
        later = tr("Decide later. Results, marks and lists work; restart and steps stay off.")
        options = [(o.id, tr(o.title), tr(o.text) if o.text else "") for o in question.options]
        for key, title, text in (*options, (LATER, later, "")):
            one = QRadioButton(title)
            one.setProperty("key", key)
            one.setObjectName(f"choice_{question.id}_{key}")
            one.setAccessibleDescription(text)
            group.addButton(one)
            rows.addWidget(one)
            if text:
                said = parts.label(text, size="small", tone="secondary", wrap=True)
                said.setContentsMargins(22, 0, 0, 2)
                rows.addWidget(said)
        words = QLineEdit()
        words.setObjectName(f"choice_{question.id}_words")
        asked = list(dict.fromkeys(tr(o.asks) for o in question.options if o.asks))
        words.setPlaceholderText(" / ".join(asked))
        words.setAccessibleName(" / ".join(asked) or tr("Remark"))
        words.setVisible(bool(asked))
        rows.addWidget(words)
        if question.id == "interval":
            warning = parts.label(tr(_WARNING), tone="warning", wrap=True)
            warning.setObjectName("choice_interval_warning")
            warning.hide()
            rows.addWidget(warning)
            group.buttonToggled.connect(
                lambda button, on: warning.setVisible(
                    on and button.property("key") == question.options[-1].id
                )
            )
        self._groups[question.id], self._words[question.id] = group, words
        return box

    def _make_end(self, tokens: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.person, self.role, self.review = QLineEdit(), QLineEdit(), QLineEdit()
        for edit, name, text in (
            (self.person, "choices_name", tr("Chosen by")),
            (self.role, "choices_role", tr("Role")),
            (self.review, "choices_review", tr("Review date, at most 12 months")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            edit.setMinimumWidth(fonts.scaled(120))
            row.addWidget(edit, 1)
        save = parts.button(tr("Keep as our version"), tokens, role="primary", name="choices_save")
        save.clicked.connect(self.save_requested)
        row.addWidget(save)
        return row
