"""What can be seen of a window: which widgets, and whether a text has the room that it needs."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget

from aza_desktop.gui.parts import Chip
from tests.support.open_window import settle


def shown(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [each for each in window.findChildren(kind) if each.isVisible()]


def text_width(label: QLabel) -> float:
    if label.textFormat().name == "RichText":
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(label.text())
        return document.idealWidth()
    return max(
        QFontMetrics(label.font()).horizontalAdvance(line) for line in label.text().split("\n")
    )


def in_scroll_area(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def cut_off(window: QWidget) -> list[str]:
    """Every visible text that has less room than it needs, once the layout has come to rest."""
    for _ in range(20):
        if not _cut_off(window):
            break
        settle()
    return _cut_off(window)


def _cut_off(window: QWidget) -> list[str]:
    found = []
    for label in shown(window, QLabel):
        assert isinstance(label, QLabel)
        if not label.text():
            continue
        room = label.contentsRect()
        if label.wordWrap():
            if label.heightForWidth(label.width()) > label.height() + 1:
                found.append(f"height of {label.text()!r}")
        elif text_width(label) > room.width() + 1:
            found.append(f"width of {label.text()!r}: {text_width(label)} > {room.width()}")
        if not in_scroll_area(label) and label.visibleRegion().boundingRect() != label.rect():
            found.append(f"covered: {label.text()!r}")
    for button in (*shown(window, QAbstractButton), *shown(window, Chip)):
        needed = button.sizeHint()
        text = button.text()  # type: ignore[attr-defined]
        if text and (button.width() < needed.width() - 2 or button.height() < needed.height() - 2):
            found.append(f"button {text!r}: {button.size()} < {needed}")
    return found
