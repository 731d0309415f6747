"""What is entered most, one click away: a symptom, a call, days without a dose."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import button
from aza_desktop.texts import tr


class ActionRow(QWidget):
    """Stands above the findings; whoever listens opens the form."""

    symptom = Signal()
    contact = Signal()
    hold = Signal()
    sample = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setAccessibleName(tr("Record"))
        line = FlowLayout(self, gap=4)
        line.setContentsMargins(0, 0, 0, 0)
        for name, text, help_text, wish in (
            ("enter_symptom", tr("Symptom"), tr("A symptom (Ctrl+M)"), self.symptom),
            ("enter_contact", tr("Call"), tr("A try to reach the patient"), self.contact),
            ("enter_hold", tr("Hold"), tr("Days without a dose"), self.hold),
            (
                "enter_sample",
                tr("Sample"),
                tr("Blood was taken: the result is awaited"),
                self.sample,
            ),
        ):
            made = button(text, tokens, name=name, help_text=help_text)
            made.clicked.connect(wish)
            line.addWidget(made)
