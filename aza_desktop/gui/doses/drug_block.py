"""The drugs asked about before a dose: the last answer in sight, none of them chosen beforehand."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.entries.chips import Chips
from aza_desktop.gui.parts import clear, label
from aza_desktop.gui.viewmodels.drug_checks import DrugAsk, newly_taken
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.texts import tr

_DAY_WIDTH = 160
"""The width of a field for one day, in pixels."""


class DrugBlock(QWidget):
    """One row a drug. A digit answers and goes on to the next; what is new asks for its day."""

    changed = Signal()
    finished = Signal()
    """The last question was answered by a digit."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._asks: tuple[DrugAsk, ...] = ()
        self._chips: dict[str, Chips] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addWidget(label(tr("Asked before this dose"), size="strong"))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnStretch(2, 1)
        body.addLayout(self._rows)
        self._since_row = QWidget()
        line = QHBoxLayout(self._since_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label(tr("Taken since"), tone="secondary"))
        self._since = QLineEdit()
        self._since.setObjectName("confirm_dose_taken_since")
        self._since.setAccessibleName(tr("Taken since"))
        self._since.setPlaceholderText(tr("17nov, -1, today"))
        self._since.setMaximumWidth(_DAY_WIDTH)
        self._since.textEdited.connect(lambda _text: self.changed.emit())
        line.addWidget(self._since)
        line.addStretch(1)
        body.addWidget(self._since_row)

    def ask(self, asks: tuple[DrugAsk, ...]) -> None:
        """Show these questions, all of them open; hidden where there is none."""
        self._asks = asks
        self._chips = {}
        clear(self._rows)
        self._since.clear()
        for place, each in enumerate(asks):
            chips = Chips(each.ask, f"confirm_dose_asked_{each.drug}", self._tokens)
            chips.setAccessibleDescription(each.last)
            chips.changed.connect(self._follow)
            chips.typed.connect(lambda drug=each.drug: self._go_on(drug))
            self._chips[each.drug] = chips
            self._rows.addWidget(label(each.ask.label, tone="secondary"), place, 0)
            self._rows.addWidget(chips, place, 1)
            last = label(each.last, size="small", tone="muted", wrap=True)
            self._rows.addWidget(last, place, 2, Qt.AlignmentFlag.AlignVCenter)
        self._since_row.hide()
        self.setVisible(bool(asks))

    def answers(self) -> dict[str, str]:
        """Drug -> its answer, for those that have one."""
        said = {drug: chips.values() for drug, chips in self._chips.items()}
        return {drug: values[0] for drug, values in said.items() if values}

    def since(self, today: dt.date) -> dt.date | None:
        """The first day of what is newly taken; None while it is no date."""
        return read_date(self._since.text(), today) if self._since.text().strip() else None

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        buttons = [button for chips in self._chips.values() for button in chips.buttons]
        return [*buttons, self._since] if buttons else []

    def _follow(self) -> None:
        self._since_row.setVisible(bool(newly_taken(self._asks, self.answers())))
        self.changed.emit()

    def _go_on(self, drug: str) -> None:
        """The keyboard to the next question; after the last to the day that is still wanted."""
        names = list(self._chips)
        after = names[names.index(drug) + 1 :]
        if after:
            self._chips[after[0]].take_focus()
        elif self._since_row.isVisibleTo(self):
            self._since.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finished.emit()
