"""A wrapped label that keeps dates, ids and figures with their unit on one line.

The signs that forbid a line break live only in what is painted: `text`, the accessible name and
whatever is copied are the plain words.
"""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu

from aza_desktop.gui.viewmodels.phrases import plain_again, unbroken
from aza_desktop.texts import tr

_TAG = re.compile(r"(<[^>]*>|&(?!gt;|lt;)[a-zA-Z#0-9]+;)")


class Prose(QLabel):
    """Use it for text that may take more than one line."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._plain = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def text(self) -> str:
        """The words as they were set."""
        return self._plain

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's own name
        self._plain = text
        rich = self.textFormat() is Qt.TextFormat.RichText
        super().setText(_held_markup(text) if rich else unbroken(text))
        if not rich:
            self.setAccessibleName(text)

    def clear(self) -> None:
        self.setText("")

    def selectedText(self) -> str:  # noqa: N802 - Qt's own name
        return plain_again(super().selectedText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.hasSelectedText():
            event.ignore()
            return
        menu = QMenu(self)
        menu.addAction(tr("Copy")).triggered.connect(self._copy)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        if self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText())


class OneLine(Prose):
    """Stands on one line wherever there is room for it, and wraps only where there is none."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = math.ceil(metrics.horizontalAdvance(self.text()))
        return QSize(width + 2 if width else 0, math.ceil(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())


def _held_markup(text: str) -> str:
    """The same for rich text: tags and entities stay as they are."""
    return "".join(
        piece if place % 2 else unbroken(piece) for place, piece in enumerate(_TAG.split(text))
    )
