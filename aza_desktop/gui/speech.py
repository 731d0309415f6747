"""What a screen reader is told at once, without the keyboard going anywhere."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_send = QAccessible.updateAccessibility


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Say a text when the reader has finished; at_once interrupts: whom to call today, only."""
    event = QAccessibleAnnouncementEvent(widget, text)
    if at_once:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    _send(event)
