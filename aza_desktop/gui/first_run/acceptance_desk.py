"""What the program is not stands above the pages until each user has said that it was read."""

from __future__ import annotations

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.services import acceptance
from aza_desktop.texts import tr


class AcceptanceDesk(Desk):
    """A line with one button; nothing waits for it, and nothing is closed by itself."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.strip = StandingStrip(
            "acceptance_strip",
            tr("I have read it"),
            around.tokens(),
            icon_name="info",
            kind="notice",
        )
        around.place.add_strip(self.strip)
        self.strip.wished.connect(self._accept)
        around.window.status.user_chosen.connect(self._look)

    def clinic_opened(self) -> None:
        """Ask whoever is working."""
        self._look()

    def clinic_closed(self) -> None:
        """Nothing of a clinic stands when it is closed."""
        self.strip.say("")

    def apply_tokens(self, tokens: Tokens) -> None:
        """The strip in another theme."""
        super().apply_tokens(tokens)
        self.strip.apply_tokens(tokens)

    def _look(self, user: str | None = None) -> None:
        session = self.around.session()
        if session is None:
            return
        asks = acceptance.is_to_be_read(session.clinic, user)
        said = tr(
            "Decision support only: it never changes a dose, a person confirms every step and "
            "verifies it against the primary sources. It is not an approved medical device."
        )
        self.strip.say(said if asks else "")

    def _accept(self) -> None:
        session = self.around.session()
        if session is None:
            return
        try:
            acceptance.accept(session.clinic)
        except UserError as error:
            self.around.tell_error(error)
        else:
            said = tr("Recorded: {who} has read what the program is not.")
            self.around.tell(said.format(who=session.clinic.actor))
        self._look()
