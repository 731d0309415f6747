"""The application as users see it: bundled fonts, palette and stylesheet."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from aza_desktop.drawing.tokens import LIGHT, Tokens
from aza_desktop.gui.theme import apply_theme


def themed(app: object, tokens: Tokens = LIGHT) -> None:
    """Give the test's application the program's look."""
    assert isinstance(app, QApplication)
    apply_theme(app, tokens)
