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
from aza_desktop.gui.parts import Card, Chip, clear, icon_label, label
from aza_desktop.gui.viewmodels.import_columns import ColumnsModel, QuestionModel
from aza_desktop.texts import ntr, tr


class ColumnsPage(QScrollArea):
    """Questions first, because rows wait for them; then tests and columns to check."""

    answered = Signal(str, str)
    """(code of the question, answer)."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self.setAccessibleName(tr("What was recognised"))
        self._tokens = tokens
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("role", "page")
        self._body = QVBoxLayout(page)
        self._body.setContentsMargins(0, 0, 8, 0)
        self._body.setSpacing(12)
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)

    def show_model(self, model: ColumnsModel) -> None:
        """Show another file, or the same under another answer."""
        kept = self.verticalScrollBar().value()
        focus = self.window().focusWidget()
        name = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        clear(self._body)
        if model.questions:
            self._body.addWidget(self._questions(model.questions))
        self._body.addWidget(_tests(model, self._tokens))
        self._body.addWidget(_columns(model))
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(kept)
        again = self.findChildren(QRadioButton, name) if name else []
        if again:
            again[-1].setFocus()

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


def _tests(model: ColumnsModel, tokens: Tokens) -> Card:
    card = Card(tr("Tests in this file"))
    card.setObjectName("import_tests")
    if not model.tests:
        card.body.addWidget(
            label(tr("No row of a test that is kept could be read yet."), tone="secondary")
        )
        return card
    titles = (tr("Test"), tr("Rows"), tr("Unit"), tr("Upper limit of normal"), "")
    grid = _grid(titles, stretch=(3, 0, 2, 3, 4))
    for place, test in enumerate(model.tests, 1):
        for column, text in enumerate((test.name, test.rows, test.units, test.limits)):
            shown = label(text, wrap=column in {0, 3})
            if column == 1:
                shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, place, column, Qt.AlignmentFlag.AlignTop)
        if test.problem:
            grid.addWidget(_warning(test.problem, tokens), place, 4)
    card.body.addLayout(grid)
    if any(test.problem for test in model.tests):
        note = tr(
            "Without a unit or an upper limit a result is stored and shown, but it cannot be "
            "judged; the list of today says so. Nothing is assumed in their place."
        )
        card.body.addWidget(label(note, size="small", tone="secondary", wrap=True))
    return card


def _warning(text: str, tokens: Tokens) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(icon_label("triangle-alert", tokens, tone="warning", size=14))
    row.addWidget(label(text, tone="warning", wrap=True), 1)
    return made


def _columns(model: ColumnsModel) -> Card:
    card = Card(tr("Columns"))
    card.setObjectName("import_column_list")
    for text in (*model.dates, model.encoding):
        if text:
            card.body.addWidget(label(text, tone="secondary", wrap=True))
    if model.no_columns:
        card.body.addWidget(label(model.no_columns, tone="secondary", wrap=True))
        return card
    grid = _grid((tr("In the file"), tr("Is read as"), tr("Examples")), stretch=(2, 2, 4))
    for place, column in enumerate(model.columns, 1):
        tone = "" if column.known else "muted"
        grid.addWidget(_text(column.header, "strong" if column.known else "", tone), place, 0)
        grid.addWidget(_text(column.read_as, "", tone), place, 1)
        grid.addWidget(_text(column.examples, "", "muted" if tone else "secondary"), place, 2)
    card.body.addLayout(grid)
    return card


def _text(text: str, size: str, tone: str) -> QLabel:
    shown = label(text, size=size, tone=tone, wrap=True)
    shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return shown


def _grid(titles: tuple[str, ...], *, stretch: tuple[int, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(5)
    for column, (title, share) in enumerate(zip(titles, stretch, strict=True)):
        grid.addWidget(label(title, size="small", tone="secondary"), 0, column)
        grid.setColumnStretch(column, share)
    return grid
