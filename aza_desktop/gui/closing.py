"""The way out of a page: a Close button, and Esc that acts at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui import parts
from aza_desktop.texts import tr


def close_button(
    page: QWidget,
    tokens: Tokens,
    closed: SignalInstance,
    *,
    name: str,
    text: str = "",
    help_text: str = "",
) -> QPushButton:
    """The button that leaves a page; Esc does the same as long as the page is in sight.

    A shortcut of the button itself would first press it for a tenth of a second, in which the next
    key still meets the page.
    """
    button = parts.button(text or tr("Close"), tokens, name=name, help_text=help_text or tr("Esc"))
    button.clicked.connect(closed)
    escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), page)
    escape.activated.connect(closed)
    return button
