"""The short tour is offered once on a computer, and stands in the Help menu; never forced."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.first_run.tour import Tour
from aza_desktop.gui.viewmodels.tour import build_tour
from aza_desktop.texts import tr

KEY, _OFFERED = "tour", "offered"


class TourDesk(Desk):
    """Tells only of what is in sight."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.tour: Tour | None = None
        self._is_offered = False
        around.menus.add(around.menus.menu("help"), tr("Short &tour"), self.start)
        around.place.messages.follow_requested.connect(self._follow)

    def clinic_opened(self) -> None:
        """Offer it the first time that a clinic is opened on this computer."""
        state, bar = self.around.state, self.around.place.messages
        if not state.is_kept or state.load(KEY) == _OFFERED or bar.text():
            return
        state.save(KEY, _OFFERED)
        said = tr("New here? Five places of this window in a minute. Later: Help, Short tour.")
        bar.tell(said, kind="notice", offer=tr("Short tour"))
        self._is_offered = True

    def clinic_closed(self) -> None:
        """Nothing points at a clinic that is gone."""
        if self.tour is not None:
            self.tour.end()

    def start(self) -> None:
        """Begin at the first place that is in sight."""
        place = self.around.place
        if self.tour is not None:
            self.tour.end()
        place.leave_all_patients()
        targets = {name: part for name, part in self._parts().items() if part.isVisible()}
        self.tour = Tour(build_tour(targets), targets, self.around.tokens(), place)
        self.tour.ended.connect(self._forget)

    def _follow(self) -> None:
        if self._is_offered:
            self._is_offered = False
            self.around.place.messages.hide()
            self.start()

    def _forget(self) -> None:
        self.tour = None
        self.around.place.worklist.today.setFocus()

    def _parts(self) -> dict[str, QWidget]:
        place = self.around.place
        has_patient = place.shows_patient()
        parts: dict[str, QWidget] = {"today": place.worklist}
        if has_patient:
            findings = place.findings
            parts |= {
                "banner": place.banner,
                "chart": place.trend,
                "findings": findings if findings.isVisible() else place.page.button_of("findings"),
                "results": place.results,
            }
        return parts
