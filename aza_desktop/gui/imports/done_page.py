"""Step four: how far the work has come, then what was done and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.parts import Card, button, clear, icon_label, label
from aza_desktop.gui.viewmodels.imports import summary_lines
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.gui.imports.import_run import Errand
    from aza_desktop.services.import_report import ImportReport

_LOOKED_AFTER_MS = 120


class ProgressCard(QWidget):
    """How far a long reading or writing has come, and a way out of it."""

    cancel_requested = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_progress")
        self._errand: Errand | None = None
        column = QVBoxLayout(self)
        column.addStretch(1)
        card = Card(tr("Working"))
        card.setMaximumWidth(620)
        self.said = label()
        self.said.setObjectName("import_progress_text")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self._title = card.title
        card.body.addWidget(self.said)
        card.body.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(
            label(tr("Cancelling leaves the record as it is."), size="small", tone="secondary"), 1
        )
        self.cancel = button(tr("Cancel"), tokens, icon_name="x", name="import_cancel_work")
        self.cancel.clicked.connect(self.cancel_requested)
        row.addWidget(self.cancel)
        card.body.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 6)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKED_AFTER_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, errand: Errand) -> None:
        """Follow this work."""
        self._errand = errand
        self.look()
        self._timer.start()

    def leave(self) -> None:
        """The work has ended."""
        self._timer.stop()
        self._errand = None

    def look(self) -> None:
        """Tell where the work stands now."""
        errand = self._errand
        if errand is None:
            return
        writes = errand.phase == "writing"
        self._title.setText(tr("Writing") if writes else tr("Reading and comparing"))
        stopping = tr("Stopping; nothing stays written.")
        self.said.setText(
            stopping if errand.stopped else tr("{n} % done").format(n=errand.done // 10)
        )
        self.cancel.setEnabled(not errand.stopped)
        self.bar.setRange(0, 1000)
        self.bar.setValue(errand.done)


class DonePage(QWidget):
    """The summary of one import."""

    undo_requested = Signal()
    again_requested = Signal()
    tray_requested = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("import_done")
        self._tokens, self._said = tokens, ""
        column = QVBoxLayout(self)
        column.addStretch(1)
        card = self._card = Card(tr("Imported"))
        card.setMaximumWidth(680)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        card.body.addLayout(self._lines)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.undo = button(
            tr("Undo this import"), tokens, icon_name="undo-2", name="import_undo",
            help_text=tr("Everything it stored is taken back; the trail keeps both"),
        )  # fmt: skip
        self.undo.clicked.connect(self.undo_requested)
        self.tray = button(tr("Open the tray"), tokens, icon_name="hand", name="import_to_tray")
        self.tray.clicked.connect(self.tray_requested)
        self.again = button(
            tr("Import another file"), tokens, icon_name="upload", name="import_again"
        )
        self.again.clicked.connect(self.again_requested)
        for each in (self.undo, self.tray, self.again):
            row.addWidget(each)
        row.addStretch(1)
        card.body.addSpacing(6)
        card.body.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)

    def show_report(self, report: ImportReport, *, next_file: str, can_undo: bool) -> None:
        """What was done. next_file: the one that waits next, "" for none."""
        clear(self._lines)
        self._said = "\n".join((report.file, *summary_lines(report)))
        self._lines.addWidget(label(report.file, size="strong", wrap=True))
        for place, said in enumerate(summary_lines(report)):
            row = QHBoxLayout()
            row.setSpacing(8)
            name, tone = ("circle-check", "ok") if place == 0 else ("circle-dot", "text2")
            row.addWidget(icon_label(name, self._tokens, tone=tone))
            row.addWidget(label(said, wrap=True), 1)
            self._lines.addLayout(row)
        self.undo.setVisible(can_undo)
        self.tray.setVisible(bool(report.rows.held))
        text = tr("Next file: {name}").format(name=next_file)
        self.again.setText(text if next_file else tr("Import another file"))
        self.setAccessibleName(". ".join((tr("Imported"), *summary_lines(report))))

    def text(self) -> str:
        """Everything that is said."""
        return self._said

    def apply_tokens(self, tokens: Tokens) -> None:
        """What is built next has these colours."""
        self._tokens = tokens
