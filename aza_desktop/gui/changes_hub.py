"""The one application signal: something was written, by whom, touching what."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from aza_desktop.clinical.changes import Changes


class ChangesHub(QObject):
    """Everyone who shows records listens here and asks `changes.touches(...)`."""

    changes_made = Signal(object, object)
    """(Changes, initiator): the initiator is whoever wrote, so that it need not look again."""

    def tell(self, changes: Changes, *, initiator: QObject | None = None) -> None:
        """Say what a write changed."""
        self.changes_made.emit(changes, initiator)
