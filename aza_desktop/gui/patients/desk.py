"""Ways to the open patient's banner, and from its chips into the record."""

from __future__ import annotations

from PySide6.QtCore import Qt

from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.texts import tr


class Patients(Desk):
    """Has no page of its own: banner and record are always there."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        menus = around.menus
        menus.add(menus.menu("view"), tr("Patient &banner"), self.focus_banner, "Alt+B")
        around.place.banner.section_requested.connect(self._show_section)

    def clinic_opened(self) -> None:
        """The keyboard begins in today's list."""
        self.around.place.worklist.today.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_banner(self) -> None:
        """Put the keyboard on the banner: arrows choose a chip, Enter asks for more."""
        self.around.place.banner.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_section(self, section: str) -> None:
        """The record at the section that the chip is about."""
        self.around.place.leave_all_patients()
        self.around.place.page.choose("record")
        self.around.place.page.record.reach(section)
