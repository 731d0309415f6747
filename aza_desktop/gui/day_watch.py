"""Notices that a new day has begun under a window left open, also after the computer slept."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer, Signal

from aza_desktop.clock import Clock

LOOK_EVERY_MS = 30_000


class DayWatch(QObject):
    """Looks at the clock every half minute: a timer set for midnight would sleep through it."""

    day_changed = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._day: dt.date = clock.today()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare the day with the last one seen and say so when it is another."""
        today = self._clock.today()
        if today != self._day:
            self._day = today
            self.day_changed.emit(today)
