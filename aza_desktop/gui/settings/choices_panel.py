"""What somebody prefers on this computer: each choice acts at once and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Choice, label

Value = str | int


@dataclass(frozen=True, slots=True)
class Preference:
    """One choice: its name, what can be chosen, how it is read and how it is made to act."""

    key: str
    title: str
    options: Sequence[tuple[str, Value]]
    now: Callable[[], Value]
    choose: Callable[[Value], object]


class ChoicesPanel(QWidget):
    """Boxes one below the other; `tell` says what was chosen and offers the way back."""

    def __init__(
        self,
        preferences: Sequence[Preference],
        tokens: Tokens,
        *,
        tell: Callable[[str, Callable[[], object] | None], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tell = tell
        self._boxes: list[tuple[Choice, Preference]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(preferences):
            box = Choice(f"settings_{one.key}", one.title, tokens)
            for text, value in one.options:
                box.addItem(text, value)
            box.activated.connect(lambda place, box=box, one=one: self._choose(box, one, place))
            grid.addWidget(label(one.title, tone="secondary"), row, 0)
            grid.addWidget(box, row, 1)
            self._boxes.append((box, one))
        self.fill()

    def fill(self) -> None:
        """Show what holds now: it may have been chosen elsewhere."""
        for box, one in self._boxes:
            box.setCurrentIndex(box.findData(one.now()))

    def box(self, key: str) -> Choice:
        """The box of one preference."""
        return next(box for box, one in self._boxes if one.key == key)

    def _choose(self, box: Choice, one: Preference, place: int) -> None:
        before, wanted = one.now(), box.itemData(place)
        if wanted == before:
            return
        one.choose(wanted)
        self._tell(f"{one.title}: {box.itemText(place)}", lambda: self._back(one, before))

    def _back(self, one: Preference, before: Value) -> None:
        one.choose(before)
        self.fill()
        for box, each in self._boxes:
            if each is one:
                self._tell(f"{one.title}: {box.currentText()}", None)
