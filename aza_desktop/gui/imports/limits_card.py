"""The tests of a file, and the upper limits that a person copies from the laboratory's report.

What is typed here is kept as limits of the laboratory, so that the next file needs no question.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Card, Chip, button, icon_label, label
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.import_columns import ColumnsModel, TestRow
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.texts import tr

_SINCE = "import_limits_since"


class LimitsCard(Card):
    """A line for each test that is kept."""

    keep_requested = Signal(str, object, str)

    def __init__(self, model: ColumnsModel, tokens: Tokens) -> None:
        super().__init__(tr("Tests in this file"))
        self.setObjectName("import_tests")
        self._tokens = tokens
        self._since_proposed = model.since
        self._since: QLineEdit | None = None
        self._typed: dict[str, tuple[str, QLineEdit, QLineEdit]] = {}
        if model.profile:
            said = tr("profile {name}").format(name=model.profile)
            self.head.addWidget(Chip(said, "ok", tokens, icon_name="circle-check"))
        if not model.tests:
            text = tr("No row of a test that is kept could be read yet.")
            self.body.addWidget(label(text, tone="secondary"))
        else:
            self.body.addLayout(self._grid(model.tests))
        if any(test.problem for test in model.tests):
            note = tr(
                "Without a unit or an upper limit a result is stored and shown, but it cannot be "
                "judged; the list of today says so. Nothing is assumed in their place."
            )
            self.body.addWidget(label(note, size="small", tone="secondary", wrap=True))
        if model.can_keep:
            self.body.addLayout(self._keeping(model))

    def limits(self) -> tuple[tuple[str, str, str, str], ...]:
        """What was typed: (analyte, unit, women, men)."""
        return tuple(
            (analyte, unit, women.text().strip(), men.text().strip())
            for analyte, (unit, women, men) in self._typed.items()
            if women.text().strip() or men.text().strip()
        )

    def since(self) -> str:
        """From which day the limits hold, as typed; "" where none is asked for."""
        return self._since.text().strip() if self._since is not None else ""

    def typed(self) -> dict[str, str]:
        """Every field with what stands in it, so that a new answer does not wipe it out."""
        fields = {field.objectName(): field.text() for field in self.findChildren(QLineEdit)}
        if fields.get(_SINCE) == self._since_proposed:
            del fields[_SINCE]
        return fields

    def type_again(self, texts: dict[str, str]) -> None:
        """Put back what stood in the fields."""
        for field in self.findChildren(QLineEdit):
            field.setText(texts.get(field.objectName()) or field.text())

    def _grid(self, tests: tuple[TestRow, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        asks = any(test.asks_limit for test in tests)
        titles = [
            (tr("Test"), 3), (tr("Rows"), 0), (tr("Unit"), 1),
            (tr("Upper limit in the file"), 3), ("", 3),
        ]  # fmt: skip
        if asks:
            titles += [(tr("Limit, women"), 0), (tr("Limit, men"), 0), ("", 1)]
        for at, (title, stretch) in enumerate(titles):
            grid.addWidget(label(title, size="small", tone="secondary"), 0, at)
            grid.setColumnStretch(at, stretch)
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, test in enumerate(tests, 1):
            for at, text in enumerate((test.name, test.rows, test.units, test.limits)):
                shown = label(text, wrap=at in {0, 3})
                side = Qt.AlignmentFlag.AlignRight if at == 1 else Qt.AlignmentFlag.AlignLeft
                shown.setAlignment(side | middle)
                grid.addWidget(shown, place, at)
            if test.problem:
                grid.addWidget(_warning(test.problem, self._tokens), place, 4)
            if test.asks_limit:
                self._ask(grid, place, test)
        return grid

    def _ask(self, grid: QGridLayout, place: int, test: TestRow) -> None:
        fields = []
        for at, sex, said in ((5, "female", tr("women")), (6, "male", tr("men"))):
            field = QLineEdit()
            field.setObjectName(f"import_limit_{test.analyte}_{sex}")
            what = tr("Upper limit of {test} for {sex}, {unit}")
            field.setAccessibleName(what.format(test=test.analyte, sex=said, unit=test.unit))
            field.setFixedWidth(fonts.scaled(74))
            grid.addWidget(field, place, at)
            fields.append(field)
        grid.addWidget(label(unit_shown(test.unit), tone="secondary"), place, 7)
        self._typed[test.analyte] = (test.unit, fields[0], fields[1])

    def _keeping(self, model: ColumnsModel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = tr("Laboratory")
        row.addWidget(label(name, size="strong"))
        self.laboratory = QLineEdit(model.laboratory)
        self.laboratory.setObjectName("import_profile_name")
        self.laboratory.setAccessibleName(tr("Name of the laboratory for its profile"))
        self.laboratory.setPlaceholderText(tr("its name"))
        self.laboratory.setMaximumWidth(fonts.scaled(260))
        row.addWidget(self.laboratory)
        if model.since:
            said = tr("Limits hold since")
            self._since = QLineEdit(model.since)
            self._since.setObjectName(_SINCE)
            self._since.setAccessibleName(said)
            self._since.setToolTip(tr("The day of the first sample that needs a limit"))
            self._since.setFixedWidth(fonts.scaled(104))
            row.addWidget(label(said))
            row.addWidget(self._since)
        keep = button(
            tr("Keep for this laboratory"), self._tokens, icon_name="check",
            name="import_keep_profile",
            help_text=tr("Answers, columns and limits; the next file is recognised by its title"),
        )  # fmt: skip
        keep.clicked.connect(
            lambda: self.keep_requested.emit(
                self.laboratory.text().strip(), self.limits(), self.since()
            )
        )
        row.addWidget(keep)
        note = tr("Keeps what you said here for the next file with these columns.")
        row.addWidget(label(note, size="small", tone="secondary", wrap=True), 1)
        return row


def _warning(text: str, tokens: Tokens) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    sign = icon_label("triangle-alert", tokens, tone="warning", size=14)
    sign.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(sign)
    row.addWidget(label(text, tone="warning", wrap=True), 1)
    return made
