"""A page that scrolls down and is always as tall as its texts need at the width that it has.

Qt's own area asks a page only for its least height, which for wrapped text is that of a wider page:
the last lines were squeezed under what follows them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

_ANY_WIDTH = 16_777_215
"""Qt's own number for a width that is not limited."""


class TallArea(QScrollArea):
    """Never scrolls sideways."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setProperty("role", "page")
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As tall as the page's words need; who fills it anew need not wait for Qt."""
        page = self.widget()
        layout = page.layout() if page is not None else None
        if page is None or layout is None:
            return
        width = max(self.viewport().width(), layout.minimumSize().width())
        needed = layout.totalHeightForWidth(width)
        wanted = max(needed, layout.totalMinimumSize().height())
        if page.minimumHeight() != wanted:
            page.setMinimumHeight(wanted)


def stack(row: QBoxLayout, side: QWidget, *, narrow: bool, width: int) -> None:
    """Two parts beside one another, `side` of that width, or below one another where it is narrow.

    Words that have only half of a narrow page would be cut.
    """
    across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
    row.setDirection(down if narrow else across)
    side.setMinimumWidth(0 if narrow else width)
    side.setMaximumWidth(_ANY_WIDTH if narrow else width)
