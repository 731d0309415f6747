"""Upper limits as the clinic's laboratory prints them: asked once, and never guessed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Choice, label
from aza_desktop.gui.viewmodels.beginning import (
    BILIRUBIN_UNITS,
    LIMITS,
    Beginning,
    read_beginning,
)
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.texts import tr

_NAMES = {"BILI": "Bilirubin"}


class FirstLimits(QWidget):
    """All of it may stay empty: it can be said later, where results are typed or imported."""

    typed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(6)
        about = tr("Upper limits of normal, copied from your laboratory's report. Or later.")
        body.addWidget(label(about, size="small", tone="secondary", wrap=True))
        self._laboratory = self._edit("first_run_laboratory", tr("Name of the laboratory"))
        self._laboratory.setPlaceholderText(tr("Name of the laboratory"))
        body.addWidget(self._laboratory)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self._values: dict[str, QLineEdit] = {}
        self._unit = Choice("first_run_bili_unit", tr("Unit of bilirubin"), tokens, role="small")
        for unit in BILIRUBIN_UNITS:
            self._unit.addItem(unit_shown(unit), unit)
        for place, (code, unit) in enumerate(LIMITS):
            name = _NAMES.get(code, code)
            field = self._edit(
                f"first_run_uln_{code.lower()}", tr("Upper limit of {code}").format(code=name)
            )
            self._values[code] = field
            head = label(name, size="small", tone="secondary")
            head.setBuddy(field)
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(head, 1)
            line.addWidget(label(unit, size="small", tone="muted") if unit else self._unit)
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addLayout(line)
            cell.addWidget(field)
            grid.addLayout(cell, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        body.addLayout(grid)
        self.message = label(size="small", tone="critical", wrap=True)
        self.message.setObjectName("first_run_limits_message")
        self.message.hide()
        body.addWidget(self.message)

    def beginning(self) -> Beginning:
        """What was typed, as it was understood."""
        return read_beginning(
            self._laboratory.text(),
            {code: field.text() for code, field in self._values.items()},
            bilirubin_unit=str(self._unit.currentData()),
        )

    def _edit(self, name: str, what: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setAccessibleName(what)
        edit.textChanged.connect(lambda _text: self._tell())
        return edit

    def _tell(self) -> None:
        wrong = self.beginning().wrong
        self.message.setText(wrong)
        self.message.setVisible(bool(wrong))
        self.typed.emit()
