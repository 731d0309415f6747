"""Ways to the open patient's banner, findings and record, and to the first demo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from aza_desktop.clinical.worklist import Worklist
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.texts import tr


class Patients(Desk):
    """Has no page of its own: banner and record are always there."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        menus = around.menus
        menus.add(menus.menu("view"), tr("Patient &banner"), self.focus_banner, "Alt+B")
        menus.add(menus.menu("view"), tr("Findin&gs"), self.focus_findings, "Alt+G")
        around.place.banner.section_requested.connect(self._show_section)
        self._wants_first = False
        around.window.first_run.demo_requested.connect(self.show_first)

    def show_first(self) -> None:
        """Open the first patient of today once the clinic that is being opened has a list.

        Only for the demo chosen at the very first start: who looks around wants to see a patient.
        """
        self._wants_first = True

    def clinic_opened(self) -> None:
        """The keyboard begins in today's list; wait for it, if a patient is wished for."""
        self.around.place.worklist.today.setFocus(Qt.FocusReason.OtherFocusReason)
        session = self.around.session()
        if self._wants_first and session is not None and self.around.window.is_demo:
            session.worklist_read.connect(self._open_first)
        else:
            self._wants_first = False

    def _open_first(self, worklist: Worklist) -> None:
        session = self.around.session()
        first = next((each for group in worklist.groups for each in group.patients), None)
        if self._wants_first and session is not None and first is not None:
            self._wants_first = False
            session.open_patient(first.patient_id)

    def focus_banner(self) -> None:
        """Put the keyboard on the banner: arrows choose a chip, Enter asks for more."""
        self.around.place.banner.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_findings(self) -> None:
        """The keyboard to the gravest card, wherever the findings stand now."""
        place = self.around.place
        if self.around.open_file() is None:
            return
        place.leave_all_patients()
        place.page.reach("findings")
        place.findings.focus_first()

    def _show_section(self, section: str) -> None:
        """The record at the section that the chip is about."""
        self.around.place.leave_all_patients()
        self.around.place.page.choose("record")
        self.around.place.page.record.reach(section)
