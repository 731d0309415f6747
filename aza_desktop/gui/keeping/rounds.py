"""Copies without being asked: half an hour after something was written, and when a clinic closes.

Quiet while it goes well: the status line tells the last copy. A copy that fails is said, and the
window closes all the same.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QTimer

from aza_desktop import logs
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.keeping.habit import habit_of
from aza_desktop.gui.viewmodels.backups import moment
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import own_copies
from aza_desktop.services.backing_up import Backup

LOOK_EVERY_MS = 60_000


class Rounds(Desk):
    """Looks each minute whether a copy is due. The demo is made anew each day: no copies of it."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._paths: ClinicPaths | None = None
        self._last: dt.datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def clinic_opened(self) -> None:
        """Count from now on, or from the newest copy."""
        session = self.around.session()
        if session is None:
            return
        if self.around.window.is_demo or session.clinic.is_read_only:
            return
        self._paths, self._last = session.clinic.paths, self.around.clock.now()
        self._timer.start()

    def clinic_closed(self) -> None:
        """What was written since the newest copy goes with the clinic into one more."""
        paths, self._paths = self._paths, None
        self._timer.stop()
        if paths is None or not paths.database.is_file():
            return
        habit = habit_of(self.around.state)
        try:
            own_copies.copy_if_behind(paths, habit, self.around.clock, why=own_copies.AT_CLOSE)
        except UserError as error:
            logs.event("no_copy_at_close", code=error.code)

    def look(self) -> None:
        """Copy where the last copy, or the opening, is half an hour ago and something is new."""
        session, now = self.around.session(), self.around.clock.now()
        if session is None or self._paths is None or self._last is None:
            return
        if now - self._last < own_copies.EVERY:
            return
        self._last = now
        session.in_background(
            partial(
                own_copies.copy_if_behind,
                self._paths,
                habit_of(self.around.state),
                self.around.clock,
                why=own_copies.WHILE_OPEN,
            ),
            on_done=self._done,
            on_error=self.around.tell_error,
            owner=self,
        )

    def _done(self, _copy: Backup | None) -> None:
        tell_last(self.around)


def tell_last(around: Surroundings) -> None:
    """When the open clinic was copied last, in the status line."""
    session = around.session()
    if session is not None:
        kept = own_copies.all_copies(session.clinic.paths, habit_of(around.state).folder)
        around.window.status.show_backup(moment(kept[0].at, None) if kept else "")
