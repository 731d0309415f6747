"""What was said of the laboratory at the first start goes into the clinic that was begun."""

from __future__ import annotations

from functools import partial

from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.errors import UserError
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.viewmodels.beginning import Beginning
from aza_desktop.services import laboratories
from aza_desktop.texts import ntr


class BeginDesk(Desk):
    """Does nothing for a clinic that was there before."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._asked: Beginning | None = None
        around.window.first_run.start_requested.connect(self._keep)

    def clinic_opened(self) -> None:
        """The laboratory, and its limits from today on."""
        asked, self._asked = self._asked, None
        session = self.around.session()
        if session is None or asked is None or not asked.laboratory:
            return
        try:
            made = session.record(lambda c: laboratories.add_laboratory(c, asked.laboratory))
            for one in asked.limits:
                limit = ClinicLimit(one.analyte, one.uln, one.unit, session.today())
                session.record(
                    partial(laboratories.set_limit, laboratory_id=made.ids[0], limit=limit)
                )
        except UserError as error:
            self.around.tell_error(error)
            return
        count = len(asked.limits)
        said = ntr(
            "{laboratory} prints {n} upper limit from today on. Tools, Laboratories changes it.",
            "{laboratory} prints {n} upper limits from today on. Tools, Laboratories changes them.",
            count,
        )
        self.around.tell(said.format(laboratory=asked.laboratory, n=count))

    def _keep(self, _clinic: str, _user: str) -> None:
        self._asked = self.around.window.first_run.beginning()
