"""A clock that cannot be believed: said above every page until somebody has looked."""

from __future__ import annotations

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.day_watch import DayWatch
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.services import clock_guard
from aza_desktop.texts import tr


class ClockDesk(Desk):
    """Compares the clock with the record when a clinic is opened and when a day begins."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.strip = StandingStrip(
            "clock_strip",
            tr("The date is right"),
            around.tokens(),
            icon_name="calendar-clock",
            kind="warning",
        )
        around.place.add_strip(self.strip)
        self.strip.wished.connect(self._acknowledge)
        self._watch = DayWatch(around.clock, self)
        self._watch.day_changed.connect(lambda _day: self.look())

    def clinic_opened(self) -> None:
        """Look before anything is confirmed."""
        self.look()

    def clinic_closed(self) -> None:
        """Nothing of a clinic stands when it is closed."""
        self.strip.say("")

    def look(self) -> None:
        """Say what speaks against the clock, if anything does."""
        session = self.around.session()
        if session is None:
            return
        doubt = clock_guard.doubt_of(session.clinic)
        waits = tr("No dose and no restart is confirmed until somebody says that it is right.")
        self.strip.say(f"{doubt.words} {waits}" if doubt is not None else "")

    def apply_tokens(self, tokens: Tokens) -> None:
        """The strip in another theme."""
        super().apply_tokens(tokens)
        self.strip.apply_tokens(tokens)

    def _acknowledge(self) -> None:
        session = self.around.session()
        if session is None:
            return
        try:
            clock_guard.acknowledge_clock(session.clinic)
        except UserError as error:
            self.around.tell_error(error)
        else:
            said = tr("Recorded: {who} has compared the date with the calendar.")
            self.around.tell(said.format(who=session.clinic.actor))
        self.look()
