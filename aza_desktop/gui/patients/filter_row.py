"""The chips above the table of all patients."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import Choice, button
from aza_desktop.gui.viewmodels.patient_filter import (
    NO_LAB_DAYS,
    PHASE_CHIPS,
    PatientFilter,
    group_choices,
)
from aza_desktop.texts import tr


class FilterRow(QWidget):
    """Says what is wished to be seen; the table does it."""

    changed = Signal(object)
    """`PatientFilter`."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Filter"))
        flow = FlowLayout(self, gap=6, line_gap=6)
        flow.setContentsMargins(0, 0, 0, 0)
        self._phases = {}
        for key, words, _phases in PHASE_CHIPS:
            self._phases[key] = self._chip(tr(words), f"filter_{key}", tokens)
            flow.addWidget(self._phases[key])
        text = tr("No lab in {n} days").format(n=NO_LAB_DAYS)
        self._no_lab = self._chip(text, "filter_no_lab", tokens)
        flow.addWidget(self._no_lab)
        self._group = Choice("filter_group", tr("Status"), tokens)
        self._fill(self._group, group_choices())
        self._protocol = Choice("filter_protocol", tr("Protocol"), tokens)
        for box in (self._group, self._protocol):
            box.currentIndexChanged.connect(lambda _place: self._say())
            flow.addWidget(box)
        self._clear = button(tr("Show everybody"), tokens, role="ghost", name="filter_clear")
        self._clear.clicked.connect(self.clear)
        flow.addWidget(self._clear)
        self._clear.hide()

    def filter(self) -> PatientFilter:
        """What is wished now."""
        return PatientFilter(
            phases=frozenset(key for key, chip in self._phases.items() if chip.isChecked()),
            no_lab=self._no_lab.isChecked(),
            group=str(self._group.currentData() or ""),
            protocol=str(self._protocol.currentData() or ""),
        )

    def show_protocols(self, choices: Iterable[tuple[str, str]]) -> None:
        """Which protocols can be chosen; the choice made is kept."""
        kept = self._protocol.currentData()
        self._fill(self._protocol, choices)
        self._protocol.setCurrentIndex(max(self._protocol.findData(kept), 0))
        self._protocol.setVisible(self._protocol.count() > 2)

    def clear(self) -> None:
        """Everybody."""
        for chip in (*self._phases.values(), self._no_lab):
            chip.setChecked(False)
        self._group.setCurrentIndex(0)
        self._protocol.setCurrentIndex(0)
        self._say()

    def _chip(self, text: str, name: str, tokens: Tokens):  # type: ignore[no-untyped-def]  # QPushButton
        made = button(text, tokens, role="toggle", checkable=True, name=name)
        made.clicked.connect(lambda _checked=False: self._say())
        return made

    def _fill(self, box: Choice, choices: Iterable[tuple[str, str]]) -> None:
        box.blockSignals(True)
        box.clear()
        for words, key in choices:
            box.addItem(words, key)
        box.blockSignals(False)

    def _say(self) -> None:
        wanted = self.filter()
        self._clear.setVisible(not wanted.is_open)
        self.changed.emit(wanted)
