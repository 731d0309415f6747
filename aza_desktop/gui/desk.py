"""A desk: one part of the work, with its pages, its forms and its places on the menus.

Desks outlive every clinic that is opened. They know the window's surroundings, never one another.
A new part of the window is a module with one `Desk` and one line in `desks.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QWidget

from aza_desktop.clock import Clock
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.first_run.first_run_page import FirstRunPage
from aza_desktop.gui.menus import Menus
from aza_desktop.gui.status_bar import StatusLine
from aza_desktop.gui.window_state import WindowState
from aza_desktop.gui.workplace import Workplace
from aza_desktop.services.reading import PatientFile
from aza_desktop.texts import tr

W = TypeVar("W", bound=QWidget)


class ClinicWindow(QMainWindow):
    """What desks may know of the window that they belong to."""

    first_run: FirstRunPage
    place: Workplace
    session: ClinicSession | None
    """None while no clinic is open."""
    is_demo: bool
    status: StatusLine
    show_view: Callable[[str], bool]
    """Brings the view of some desk into sight; False where no desk has it."""

    def open_folder(self, folder: Path) -> None:
        """Open the clinic of another folder; the one before is closed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every desk may use."""

    window: ClinicWindow
    menus: Menus
    appearance: Appearance
    state: WindowState
    clock: Clock

    @property
    def place(self) -> Workplace:
        """The window's views."""
        return self.window.place

    def session(self) -> ClinicSession | None:
        """The open clinic; None while none is open."""
        return self.window.session

    def tokens(self) -> Tokens:
        """The colours of now."""
        return self.appearance.tokens

    def tell(self, text: str) -> None:
        """A notice in the message bar."""
        self.place.messages.tell(text, kind="notice")

    def tell_error(self, error: UserError) -> None:
        """What was refused, why, and what helps."""
        self.place.messages.tell_error(error)

    def may_write(self) -> bool:
        """False where the record can only be read; the message bar then says what to do."""
        session = self.session()
        why_not = session.closed_to_entries() if session is not None else ""
        if why_not:
            self.tell(why_not)
        return not why_not

    def open_file(self) -> PatientFile | None:
        """The open patient; without one the message bar says what to do."""
        session = self.session()
        file = session.file if session is not None else None
        if file is None:
            self.tell(tr("Open a patient first (Ctrl+F)."))
        return file


class Page(Protocol):
    """A page of a desk: a widget that can change its colours."""

    def apply_tokens(self, tokens: Tokens) -> None: ...


class Desk(QObject):
    """The base of all desks: does nothing until a part of the work fills it in."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around.window)
        self.around = around
        self._pages: dict[str, QWidget] = {}
        self._late: dict[str, Callable[[], QWidget]] = {}

    def add_page(self, view: str, page: QWidget) -> None:
        """A page that takes the place of the open patient under the name of its view."""
        self._pages[view] = page
        self.around.place.add_page(page)

    def add_late_page(self, view: str, make: Callable[[], QWidget]) -> None:
        """A page that is made when somebody first looks, so that no start waits for it."""
        self._late[view] = make

    def page_of(self, view: str, kind: type[W]) -> W:
        """The page of a view, made now where it is a late one."""
        make = self._late.pop(view, None)
        if make is not None:
            self.add_page(view, make())
        page = self._pages[view]
        assert isinstance(page, kind)
        return page

    def is_made(self, view: str) -> bool:
        """False while nobody has looked at a late page."""
        return view in self._pages

    def views(self) -> tuple[str, ...]:
        """The names of the views that this desk can show, as `--view` knows them."""
        return (*self._pages, *self._late)

    def show(self, view: str) -> None:
        """Fill one of the views and bring it into sight."""
        if self.around.session() is None:
            return
        page = self.page_of(view, QWidget)
        try:
            self.fill(view)
        except UserError as error:
            self.around.tell_error(error)
            return
        self.around.place.show_page(page)

    def fill(self, view: str) -> None:
        """Read what the view shows. Raises UserError."""

    def apply_tokens(self, tokens: Tokens) -> None:
        """Every page in another theme."""
        for page in self._pages.values():
            page.apply_tokens(tokens)  # type: ignore[attr-defined]  # every page is a Page

    def clinic_opened(self) -> None:
        """A clinic was opened; `around.session()` has it."""

    def clinic_closed(self) -> None:
        """The clinic was closed: nothing of it may stay in sight."""

    def patient_read(self, file: PatientFile) -> None:
        """The open patient was read anew: another one, or after a change."""
