"""The Course tab: cards in two columns, in one where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.course import CourseLine, CourseModel, CourseSection
from aza_desktop.texts import tr

_INDENT = 23
_TWO_FROM = 820
"""From this width in pixels on there is room for two columns."""


class CoursePage(QWidget):
    """Shows a `CourseModel`; every button tells its key."""

    action_requested = Signal(str)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("course_view")
        self.setAccessibleName(tr("Course"))
        self._tokens = tokens
        self._columns: tuple[QWidget, QWidget] | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        self.heading = parts.label(size="list", wrap=True)
        body.addWidget(self.heading)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("role", "page")
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setSpacing(10)
        self._scroll.setWidget(page)
        self._scroll.viewport().setAutoFillBackground(False)
        body.addWidget(self._scroll, 1)
        self.show_nothing()

    def show_nothing(self, why: str = "") -> None:
        """No patient is open, or none that could be judged."""
        parts.clear(self._grid)
        self._columns = None
        self.heading.setText(why or tr("No patient open"))

    def show_model(self, model: CourseModel) -> None:
        """Show a course; the same place stays in sight."""
        place = self._scroll.verticalScrollBar().value()
        parts.clear(self._grid)
        self.heading.setText(model.heading)
        self.setAccessibleDescription(model.spoken)
        self._columns = (self._column(model.left), self._column(model.right))
        self._arrange()
        self._scroll.verticalScrollBar().setValue(place)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Show everything in another theme."""
        self._tokens = tokens
        parts.retint(self, tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._columns is None:
            return
        left, right = self._columns
        two = self.width() >= fonts.scaled(_TWO_FROM)
        for each in (left, right):
            self._grid.removeWidget(each)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(left, 0, 0, top)
        self._grid.addWidget(right, 0 if two else 1, 1 if two else 0, top)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if two else 0)
        self._grid.setRowStretch(2, 1)

    def _column(self, sections: tuple[CourseSection, ...]) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        for section in sections:
            rows.addWidget(self._section(section))
        return made

    def _section(self, section: CourseSection) -> parts.Card:
        card = parts.Card(section.title)
        card.note.hide()
        card.body.setSpacing(6)
        if not section.lines:
            card.body.addWidget(parts.label(section.empty, tone="secondary", wrap=True))
        has_names = any(line.name for line in section.lines)
        for line in section.lines:
            below = has_names and not line.name and not line.actions
            card.body.addLayout(self._line(line, indent=_INDENT if below else 0))
        return card

    def _line(self, line: CourseLine, *, indent: int) -> QHBoxLayout:
        """indent: evidence stands below what it is for."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(indent, 0, 0, 0)
        if line.icon:
            icon = parts.icon_label(line.icon, self._tokens, tone=line.tone, size=15)
            beside = not line.name and line.actions
            icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(
                icon, 0, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop
            )
        words = QVBoxLayout()
        words.setSpacing(1)
        if line.name:
            words.addWidget(parts.label(line.name, size="strong", wrap=True))
        words.addWidget(parts.label(line.text, tone="secondary" if line.name else "", wrap=True))
        row.addLayout(words, 1)
        for action in line.actions:
            name = f"course_{action.key.replace(':', '_')}"
            made = parts.button(action.text, self._tokens, name=name, help_text=action.help_text)
            made.clicked.connect(lambda _=False, key=action.key: self.action_requested.emit(key))
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return row
