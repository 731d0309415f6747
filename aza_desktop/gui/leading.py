"""A part of the window whose keyboard begins at one of its own parts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Leading:
    """To be named before the widget's class.

    Why no focus proxy of Qt's: Tab would then jump over every part that stands before it.
    """

    begins_at: QWidget

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802 - Qt's name
        self.first().setFocus(reason)

    def first(self) -> QWidget:
        """Where the keyboard begins: another part where the usual one is hidden."""
        assert isinstance(self, QWidget)
        if self.begins_at.isVisibleTo(self):
            return self.begins_at
        return next((each for each in self.findChildren(QWidget) if _takes(each)), self)


def _takes(part: QWidget) -> bool:
    takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and part.isVisible() and part.isEnabled()
