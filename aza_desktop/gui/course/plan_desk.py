"""A strip that says what the last entry moved in the plan, and why, until somebody has seen it."""

from __future__ import annotations

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.gui.viewmodels.patient_file import is_judged
from aza_desktop.gui.viewmodels.plan_moved import moved
from aza_desktop.services.reading import PatientFile
from aza_desktop.texts import tr


class PlanDesk(Desk):
    """Compares each reading of the open patient with the one before."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.strip = StandingStrip(
            "plan_moved", tr("Seen"), around.tokens(), icon_name="calendar-clock", kind="notice"
        )
        around.place.add_strip(self.strip)
        self.strip.wished.connect(lambda: self.strip.say(""))
        self._before: PatientFile | None = None

    def patient_read(self, file: PatientFile) -> None:
        """Say what moved; another patient or another day begins anew."""
        before, self._before = self._before, file
        if (
            before is None
            or before.record.id != file.record.id
            or before.as_of != file.as_of
            or not is_judged(before)
            or not is_judged(file)
        ):
            self.strip.say("")
        elif before.record.version != file.record.version and (said := moved(before, file)):
            self.strip.say(said)  # what moved nothing takes no unseen word away

    def clinic_closed(self) -> None:
        self._before = None
        self.strip.say("")

    def apply_tokens(self, tokens: Tokens) -> None:
        super().apply_tokens(tokens)
        self.strip.apply_tokens(tokens)
