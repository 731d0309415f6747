"""F6: the keyboard walks from pane to pane, and never into a hidden one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_pane(panes: Sequence[QWidget], *, step: int) -> QWidget | None:
    """Give the keyboard to the next (1) or previous (-1) visible pane; the one that has it now."""
    reachable = [pane for pane in panes if pane.isVisible() and pane.isEnabled()]
    if not reachable:
        return None
    focused = QApplication.focusWidget()
    here = next((pane for pane in reachable if _holds(pane, focused)), None)
    place = reachable.index(here) + step if here is not None else 0
    target = reachable[place % len(reachable)]
    _first_field(target).setFocus(Qt.FocusReason.ShortcutFocusReason)
    return target


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (focused is pane or pane.isAncestorOf(focused))


def _first_field(pane: QWidget) -> QWidget:
    """The pane itself where it takes the keyboard, else the first part of it that does."""
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus or pane.focusProxy() is not None:
        return pane
    parts = (part for part in pane.findChildren(QWidget) if part.isVisible() and part.isEnabled())
    return next((part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus), pane)
