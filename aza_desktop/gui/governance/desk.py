"""The clinic's own affairs in the window: builds the pages, fills them, and puts them on the menu.

It belongs to the window and outlives every clinic that is opened; nothing is shown without one.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.viewmodels.protocol_sheet import build_sheet
from aza_desktop.gui.workplace import Workplace
from aza_desktop.services import governing
from aza_desktop.texts import tr


class Governance(QObject):
    """Protocols, audit trail and replay of the clinic that is open."""

    def __init__(
        self,
        window: QMainWindow,
        place: Workplace,
        tokens: Tokens,
        *,
        needs_clinic: list[QAction],
        session: Callable[[], ClinicSession | None],
    ) -> None:
        """needs_clinic: the actions that the window enables once a clinic is open."""
        super().__init__(window)
        self._window, self._place, self._session = window, place, session
        self.protocol = ProtocolView(tokens)
        self._pages: dict[str, QWidget] = {"protocol": self.protocol}
        for page in self._pages.values():
            place.add_page(page)
        self.protocol.closed.connect(place.leave_all_patients)
        self._needs_clinic = needs_clinic
        self._add_menu()

    def views(self) -> tuple[str, ...]:
        """The pages by name."""
        return tuple(self._pages)

    def show(self, view: str) -> None:
        """Fill a page and bring it into sight."""
        if self._session() is None:
            return
        try:
            getattr(self, f"_fill_{view}")()
        except UserError as error:
            self._place.messages.tell_error(error)
            return
        self._place.show_page(self._pages[view])

    def apply_tokens(self, tokens: Tokens) -> None:
        """Every page in another theme."""
        for page in self._pages.values():
            page.apply_tokens(tokens)  # type: ignore[attr-defined]

    # inside

    def _fill_protocol(self) -> None:
        session = self._session()
        assert session is not None
        known = governing.protocols_in_use(session.clinic)
        self.protocol.show_model(tuple(build_sheet(each, used_by=used) for each, used in known))

    def _add_menu(self) -> None:
        menu = QMenu(tr("P&rotocol"), self._window.menuBar())
        bar = self._window.menuBar()
        bar.insertMenu(bar.actions()[-1], menu)
        self._add(menu, tr("&Read the protocols"), lambda: self.show("protocol"), "Ctrl+3")

    def _add(self, menu: QMenu, text: str, wish: Callable[[], object], key: str = "") -> QAction:
        action = menu.addAction(text)
        if key:
            action.setShortcut(key)
        action.triggered.connect(lambda _checked=False: wish())
        self._needs_clinic.append(action)
        return action
