"""Patients whose marks another text would change: what is said today, what would be said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.viewmodels.drafting import EffectRow
from aza_desktop.texts import tr


class EffectsList(QScrollArea):
    """One panel a patient; scrolls."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("effects_list")
        self.setAccessibleName(tr("Patients whose marks would change"))
        self._tokens = tokens
        self.rows: tuple[EffectRow, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("role", "page")
        self._list = QVBoxLayout(page)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(6)
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)

    def show_rows(self, rows: tuple[EffectRow, ...]) -> None:
        """Show these patients."""
        self.rows = rows
        parts.clear(self._list)
        for row in rows:
            self._list.addWidget(self._row(row))
        self._list.addStretch(1)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        self.show_rows(self.rows)

    def _row(self, row: EffectRow) -> QFrame:
        made = QFrame()
        made.setProperty("role", "panel")
        said = tr("{who}. Now: {before}. Would be: {after}")
        made.setAccessibleName(said.format(who=row.who, before=row.before, after=row.after))
        grid = QGridLayout(made)
        grid.setContentsMargins(10, 7, 10, 7)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(parts.label(row.who, size="strong", wrap=True), 1)
        head.addWidget(parts.label(row.number, size="small", tone="secondary"))
        grid.addLayout(head, 0, 0, 1, 2)
        tone = "critical" if row.is_graver else ""
        top = Qt.AlignmentFlag.AlignTop
        for place, (name, text, look) in enumerate(
            ((tr("now"), row.before, "secondary"), (tr("would be"), row.after, tone)), start=1
        ):
            grid.addWidget(parts.label(name, size="small", tone="secondary"), place, 0, top)
            grid.addWidget(parts.label(text, tone=look, wrap=True), place, 1)
        return made
