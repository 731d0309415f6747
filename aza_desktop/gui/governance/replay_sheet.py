"""What the program said on a past day: a day is typed, the marks of that evening stand below."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop.clinical.dates import show
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.viewmodels.replay import ReplayModel
from aza_desktop.texts import tr


class ReplaySheet(QDialog):
    """Asks for a day and shows what was known and said at its end."""

    day_chosen = Signal(str)

    def __init__(self, tokens: Tokens, name: str, day: dt.date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("replay_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tokens = tokens
        title = tr("What the program said")
        self.setWindowTitle(f"{title} – {name}")
        body = QVBoxLayout(self)
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(10)
        body.addWidget(parts.label(title, size="list"))
        body.addWidget(parts.label(name, size="strong"))
        row = QHBoxLayout()
        row.addWidget(parts.label(tr("On the evening of"), tone="secondary"))
        self.day = QLineEdit(show(day))
        self.day.setObjectName("replay_day")
        self.day.setAccessibleName(tr("Day"))
        self.day.setMaximumWidth(150)
        self.day.returnPressed.connect(self._ask)
        row.addWidget(self.day)
        go = parts.button(tr("Show"), tokens, role="primary", name="replay_show")
        go.clicked.connect(self._ask)
        row.addWidget(go)
        row.addStretch(1)
        body.addLayout(row)
        self.message = parts.label(tone="critical", wrap=True)
        self.message.setObjectName("replay_message")
        body.addWidget(self.message)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setProperty("role", "page")
        self._rows = QVBoxLayout(page)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(8)
        scroller.setWidget(page)
        body.addWidget(scroller, 1)
        self.stamp = parts.label(size="small", tone="secondary", wrap=True)
        self.stamp.setObjectName("replay_stamp")
        self.stamp.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body.addWidget(self.stamp)
        close = parts.button(tr("Close"), tokens)
        close.clicked.connect(self.accept)
        body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(620, 560)

    def show_model(self, model: ReplayModel) -> None:
        """Show the marks of that evening."""
        self.message.clear()
        parts.clear(self._rows)
        self._rows.addWidget(parts.label(model.heading, size="card", wrap=True))
        for mark in model.marks:
            box = QFrame()
            box.setProperty("role", "panel")
            line = QHBoxLayout(box)
            line.setContentsMargins(10, 8, 10, 8)
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(parts.label(mark.title, size="strong", wrap=True))
            words.addWidget(parts.label(mark.why, wrap=True))
            line.addLayout(words, 1)
            chip = parts.Chip(mark.severity, mark.kind, self._tokens)
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(box)
        for text in model.facts:
            self._rows.addWidget(parts.label(text, tone="secondary", wrap=True))
        self._rows.addStretch(1)
        self.stamp.setText(model.stamp)

    def refuse(self, text: str) -> None:
        """Why nothing can be shown for that day."""
        parts.clear(self._rows)
        self.stamp.clear()
        self.message.setText(text)

    def _ask(self) -> None:
        self.day_chosen.emit(self.day.text())
