"""F6: the keyboard walks from pane to pane, and never into a hidden one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from aza_desktop.gui.leading import Leading
from aza_desktop.gui.speech import announce


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
    announce(target, _named(target))
    return target


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (focused is pane or pane.isAncestorOf(focused))


def _named(pane: QWidget) -> str:
    """What the pane is, and how much stands in it where it says so."""
    said = (pane.accessibleName() or pane.windowTitle(), pane.accessibleDescription())
    return ". ".join(each for each in said if each)


def _first_field(pane: QWidget) -> QWidget:
    """The pane itself where it takes the keyboard, else the first part of it that does."""
    if isinstance(pane, Leading):
        return pane.first()
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus or pane.focusProxy() is not None:
        return pane
    parts = (part for part in pane.findChildren(QWidget) if part.isVisible() and part.isEnabled())
    return next((part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus), pane)
