"""Step two: what each column was taken for, the tests that came, and what a person must say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.imports.limits_card import LimitsCard
from aza_desktop.gui.parts import Card, Chip, Choice, clear, label
from aza_desktop.gui.viewmodels.import_columns import ColumnRow, ColumnsModel, QuestionModel
from aza_desktop.texts import ntr, tr

_FEW = 4
"""So many short answers stand below one another; more of them in a list."""


class ColumnsPage(QScrollArea):
    """Questions first, because rows wait for them; then tests and columns to check."""

    answered = Signal(str, str)
    """(code of the question, answer)."""
    keep_requested = Signal(str, object, str)
    """(name of the laboratory, typed limits as (analyte, unit, women, men), their first day)."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self.setAccessibleName(tr("What was recognised"))
        self._tokens, self._file = tokens, ""
        self.tests: LimitsCard | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.message = label(tone="critical", wrap=True)
        self.message.setObjectName("import_columns_message")
        self.message.hide()
        column.addWidget(self.message)
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        column.addLayout(self._body)
        column.addStretch(1)
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)

    def show_model(self, model: ColumnsModel) -> None:
        """Show another file, or the same under another answer; the keyboard stays."""
        kept = self.verticalScrollBar().value()
        focus = self.window().focusWidget()
        name = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        self.message.hide()
        typed = self.tests.typed() if self.tests is not None and self._file == model.file else {}
        self._file = model.file
        clear(self._body)
        if model.questions:
            self._body.addWidget(self._questions(model.questions))
        self.tests = LimitsCard(model, self._tokens)
        self.tests.type_again(typed)
        self.tests.keep_requested.connect(self.keep_requested)
        self._body.addWidget(self.tests)
        self._body.addWidget(self._columns(model))
        self.verticalScrollBar().setValue(kept)
        again = [w for w in self.findChildren(QWidget, name) if w.isVisibleTo(self)] if name else []
        if again:
            again[-1].setFocus()

    def refuse(self, error: UserError) -> None:
        """An answer under which the file cannot be read: say why; what stood before holds."""
        self.message.setText(error.as_text(joint=":"))
        self.message.show()
        self.ensureWidgetVisible(self.message)

    def apply_tokens(self, tokens: Tokens) -> None:
        """What is built next has these colours."""
        self._tokens = tokens

    def _questions(self, questions: tuple[QuestionModel, ...]) -> Card:
        is_open = sum(1 for each in questions if not each.answer)
        card = Card(tr("Questions that only you can answer"))
        card.setObjectName("import_questions")
        if is_open:
            text = ntr("{n} open", "{n} open", is_open).format(n=is_open)
            card.head.addWidget(Chip(text, "warning", self._tokens, icon_name="hand"))
        else:
            card.head.addWidget(
                Chip(tr("all answered"), "ok", self._tokens, icon_name="circle-check")
            )
        for each in questions:
            card.body.addWidget(self._question(each))
        return card

    def _question(self, question: QuestionModel) -> QWidget:
        made = QFrame()
        made.setProperty("role", "panel")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(made)
        lines.setContentsMargins(12, 10, 12, 10)
        lines.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(question.text, size="strong", wrap=True), 1)
        head.addWidget(label(question.rows, size="small", tone="secondary"))
        lines.addLayout(head)
        if len(question.choices) > _FEW:
            lines.addWidget(self._list(question), 0, Qt.AlignmentFlag.AlignLeft)
            return made
        group = QButtonGroup(made)
        for number, (answer, words) in enumerate(question.choices):
            one = QRadioButton(words)
            one.setObjectName(f"answer_{question.code}_{answer}")
            one.setAccessibleName(f"{question.text} {words}")
            one.setChecked(question.answer == answer)
            one.clicked.connect(
                lambda _on=False, code=question.code, said=answer: self.answered.emit(code, said)
            )
            group.addButton(one, number)
            lines.addWidget(one)
        return made

    def _list(self, question: QuestionModel) -> Choice:
        box = Choice(f"answer_{question.code}", question.text, self._tokens)
        box.addItem(tr("not answered yet"), "")
        for answer, words in question.choices:
            box.addItem(words, answer)
        box.setCurrentIndex(max(box.findData(question.answer), 0))
        box.activated.connect(
            lambda _at, code=question.code: self.answered.emit(code, str(box.currentData()))
        )
        return box

    def _columns(self, model: ColumnsModel) -> Card:
        card = Card(tr("Columns"))
        card.setObjectName("import_column_list")
        facts = [text for text in (*model.dates, model.encoding) if text]
        if facts:
            card.body.addWidget(label("   ·   ".join(facts), tone="secondary", wrap=True))
        if model.no_columns:
            card.body.addWidget(label(model.no_columns, tone="secondary", wrap=True))
            return card
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        titles = ((tr("In the file"), 3), (tr("Is read as"), 3), (tr("Examples"), 4))
        for at, (title, stretch) in enumerate(titles):
            grid.addWidget(label(title, size="small", tone="secondary"), 0, at)
            grid.setColumnStretch(at, stretch)
        for place, column in enumerate(model.columns, 1):
            tone = "" if column.known else "muted"
            grid.addWidget(_text(column.header, "strong" if column.known else "", tone), place, 0)
            grid.addWidget(self._use(column, model.uses), place, 1)
            grid.addWidget(_text(column.examples, "", "muted" if tone else "secondary"), place, 2)
        card.body.addLayout(grid)
        return card

    def _use(self, column: ColumnRow, uses: tuple[tuple[str, str], ...]) -> QWidget:
        """What a column is read as; a person may say otherwise."""
        if not column.code:
            return _text(column.read_as, "", "muted")
        said = tr("Column {header} is read as").format(header=column.header)
        box = Choice(f"import_{column.code}", said, self._tokens, role="small")
        box.addItem(column.read_as, column.use)
        for answer, words in uses:
            if answer != column.use:
                box.addItem(words, answer)
        box.activated.connect(
            lambda at, code=column.code: (
                self.answered.emit(code, str(box.currentData())) if at else None
            )
        )
        return box


def _text(text: str, size: str, tone: str) -> QLabel:
    shown = label(text, size=size, tone=tone, wrap=True)
    shown.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    return shown
