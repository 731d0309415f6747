"""The record of the open patient: cards of labels and values, what is missing, and buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import GHOST_INSET, Card, button, clear, icon_label, label
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.record import Section, SectionAct
from aza_desktop.texts import tr

_COLUMN = 330
"""The narrowest column, in pixels at usual text size: a narrow window has fewer columns."""


class RecordView(QScrollArea):
    """Sections side by side in columns. Forwards what is wished: ``weights.add`` and the like."""

    wished = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "read")  # the keyboard may stand here, to scroll
        self.setObjectName("record_view")
        self.setAccessibleName("Record")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tokens = tokens
        self._sections: tuple[Section, ...] = ()
        self._cards: dict[str, Card] = {}
        self._wanted = ""
        page = QWidget()
        page.setProperty("role", "page")
        self._columns = [QVBoxLayout(), QVBoxLayout(), QVBoxLayout()]
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(10)
        for column in self._columns:
            column.setSpacing(10)
            row.addLayout(column, 1)
        self._page, self._row = page, row
        self._count = len(self._columns)
        self.setWidget(page)

    def show_model(self, sections: tuple[Section, ...]) -> None:
        """Show a patient's sections; after a change the place and the keyboard stay."""
        place, held = self.verticalScrollBar().value(), self._held()
        self._sections = sections
        self._lay_out()
        if held:
            for each in self.findChildren(QPushButton, held):
                each.setFocus()
        self.verticalScrollBar().setValue(place)
        if self._wanted:
            self.reach(self._wanted)

    def show_nothing(self) -> None:
        """No patient is open."""
        self._sections, self._cards = (), {}
        for column in self._columns:
            clear(column)

    def reach(self, key: str) -> None:
        """Bring a section into sight and give its first button the keyboard."""
        self._wanted = "" if key in self._cards else key
        if (card := self._cards.get(key)) is None:
            return
        self._row.activate()
        self.ensureWidgetVisible(card, 0, 10)
        for each in card.findChildren(QPushButton)[:1]:
            each.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_tokens(self, tokens: Tokens) -> None:
        """New cards take these colours; icons already shown are tinted by the window."""
        self._tokens = tokens

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = max(1, min(len(self._columns), self.width() // fonts.scaled(_COLUMN)))
        if fitting != self._count:
            self._count = fitting
            self._lay_out()
        self._fit()

    def _lay_out(self) -> None:
        """Spread the sections over the columns that fit, by their length."""
        sections = self._sections
        self.show_nothing()
        self._sections = sections
        for place in range(len(self._columns)):
            self._row.setStretch(place, int(place < self._count))
        loads = [0] * self._count
        for section in sections:
            place = loads.index(min(loads))
            loads[place] += len(section.lines) + 2 * len(section.needs) + 3
            card = self._cards[section.key] = self._card(section)
            self._columns[place].addWidget(card)
        for column in self._columns:
            column.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        """As high as the wrapped texts need at this width: nothing is squeezed, it scrolls."""
        for each in self._page.findChildren(QWidget):
            each.ensurePolished()
        wanted = self._row.heightForWidth(self.viewport().width())
        self._page.setMinimumHeight(max(wanted, 0))

    def _held(self) -> str:
        """The button that has the keyboard."""
        focused = self.focusWidget()
        return focused.objectName() if isinstance(focused, QPushButton) else ""

    def _card(self, section: Section) -> Card:
        card = Card(section.title)
        card.setObjectName(f"record_{section.key}")
        card.head.insertWidget(0, icon_label(section.icon, self._tokens, tone="accent"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(section.lines):
            name = label(line.label, tone="secondary", wrap=True)
            value = label(line.value, tone="warning" if line.missing else "", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{line.label}: {line.value}")
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnMinimumWidth(0, 120)
        card.body.addLayout(grid)
        for text in section.needs:
            said = label(text, size="small", tone="warning", wrap=True)
            said.setAccessibleName(tr("Missing: {text}").format(text=text))
            card.body.addWidget(said)
        if section.acts:
            flow = FlowLayout(gap=4, line_gap=2)
            flow.setContentsMargins(-GHOST_INSET, 0, 0, 0)
            for act in section.acts:
                flow.addWidget(self._button(section, act))
            card.body.addLayout(flow)
        return card

    def _button(self, section: Section, act: SectionAct) -> QPushButton:
        name = "record_" + act.key.replace(".", "_")
        made = button(act.text, self._tokens, role="ghost", name=name)
        made.setAccessibleName(f"{section.title}: {act.text}")
        made.clicked.connect(lambda _=False: self.wished.emit(act.key))
        return made
