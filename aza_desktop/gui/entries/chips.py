"""Answers to choose from as buttons; a digit chooses one while the keyboard is here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import button
from aza_desktop.gui.viewmodels.forms import Ask


class Chips(QWidget):
    """One answer, or several where `many`; the first nine and the tenth have a digit."""

    changed = Signal()
    typed = Signal()
    """A digit chose, as opposed to a click."""

    def __init__(self, ask: Ask, name: str, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(ask.label)
        self._many = ask.kind == "many"
        self._group = QButtonGroup(self)
        self._group.setExclusive(not self._many)
        line = QVBoxLayout(self) if ask.wide else FlowLayout(self, gap=6)
        line.setContentsMargins(0, 0, 0, 0)
        self.buttons: list[QPushButton] = []
        for place, pick in enumerate(ask.picks):
            digit = str((place + 1) % 10) if place < 10 and not self._many else ""
            chip = button(f"{digit}  {pick.text}".strip(), tokens, role="toggle", checkable=True)
            chip.setObjectName(f"{name}_{pick.key}")
            chip.setProperty("key", pick.key)
            chip.setAccessibleName(f"{ask.label}: {pick.text}")
            chip.setChecked(pick.key in ask.value)
            self._group.addButton(chip)
            self.buttons.append(chip)
            line.addWidget(chip)
        self._group.buttonToggled.connect(lambda *_: self.changed.emit())

    def values(self) -> tuple[str, ...]:
        """The keys of what is chosen, in the order of the list."""
        return tuple(str(each.property("key")) for each in self.buttons if each.isChecked())

    def take_focus(self) -> None:
        """The keyboard to the answer chosen, or to the first."""
        chosen = [each for each in self.buttons if each.isChecked()] or self.buttons
        if chosen:
            chosen[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        said = event.text()
        place = (int(said) - 1) % 10 if said.isascii() and said.isdigit() else -1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self._many and plain and 0 <= place < len(self.buttons):
            self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self.buttons[place].setChecked(True)
            self.typed.emit()
        else:
            super().keyPressEvent(event)
