"""What was closed in the last days: one folded line below the open findings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.texts import tr


class ClosedList(QWidget):
    """Folded at first; opened by click, Space or Enter."""

    toggled = Signal(bool)
    log_requested = Signal()

    def __init__(
        self, lines: tuple[tuple[str, str], ...], tokens: Tokens, *, is_open: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("closed_findings")
        self._tokens = tokens
        rows = QVBoxLayout(self)
        rows.setContentsMargins(2, 2, 2, 0)
        rows.setSpacing(4)
        text = tr("Closed in the last 30 days ({n})").format(n=len(lines))
        self.fold = parts.button(text, tokens, role="ghost", name="closed_findings_fold")
        self.fold.setCheckable(True)
        head = FlowLayout(gap=8, line_gap=2)
        head.addWidget(self.fold)
        head.push_right()
        log = parts.button(
            tr("Full log"), tokens, role="ghost", name="closed_findings_log",
            help_text=tr("Everything that became of the findings"),
        )  # fmt: skip
        log.clicked.connect(self.log_requested)
        head.addWidget(log)
        rows.addLayout(head)
        self.lines = QWidget()
        inner = QVBoxLayout(self.lines)
        inner.setContentsMargins(6, 0, 0, 0)
        inner.setSpacing(5)
        for day, said in lines:
            line = QHBoxLayout()
            line.setSpacing(7)
            top = Qt.AlignmentFlag.AlignTop
            line.addWidget(parts.icon_label("circle-check", tokens, tone="plan", size=14), 0, top)
            line.addWidget(parts.label(day, size="small", tone="secondary"), 0, top)
            line.addWidget(parts.label(said, size="small", wrap=True), 1)
            inner.addLayout(line)
        rows.addWidget(self.lines)
        self.fold.toggled.connect(self._open)
        self.fold.setChecked(is_open)
        self._open(is_open)

    def _open(self, wanted: bool) -> None:
        self.lines.setVisible(wanted)
        name = "chevron-down" if wanted else "chevron-right"
        self.fold.setProperty("icon_name", name)
        self.fold.setProperty("icon_tone", "accent")
        parts.retint(self.fold, self._tokens)
        self.toggled.emit(wanted)
