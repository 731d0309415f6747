"""The window: composes, and does nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from aza_desktop.clock import Clock
from aza_desktop.drawing.tokens import Tokens
from aza_desktop.errors import UserError
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.changes_hub import ChangesHub
from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.conductor import Conductor
from aza_desktop.gui.day_watch import DayWatch
from aza_desktop.gui.desk import ClinicWindow, Surroundings
from aza_desktop.gui.desks import Desks
from aza_desktop.gui.dialogs import show_about, show_keys
from aza_desktop.gui.doors import Doors, Opened
from aza_desktop.gui.first_run.first_run_page import FirstRunPage
from aza_desktop.gui.governance.desk import Governance
from aza_desktop.gui.menus import Menus, Wishes
from aza_desktop.gui.panes import next_pane
from aza_desktop.gui.parts import retint
from aza_desktop.gui.reserved import reserve
from aza_desktop.gui.status_bar import StatusLine
from aza_desktop.gui.tasks import Runner
from aza_desktop.gui.window_state import WindowState
from aza_desktop.gui.workplace import Workplace
from aza_desktop.texts import tr

SIZE, LEAST = (1720, 1000), (1180, 640)


class MainWindow(ClinicWindow):
    """First-run page or the open clinic, menus above, the status line below."""

    clinic_opened = Signal()
    went_wrong = Signal(str)
    """A log id, from any thread."""

    def __init__(
        self,
        doors: Doors,
        appearance: Appearance,
        state: WindowState,
        *,
        clock: Clock,
        make_runner: Callable[[], Runner],
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setMinimumSize(*LEAST)
        self.resize(*SIZE)
        self._doors, self._appearance, self._state = doors, appearance, state
        self._clock, self._make_runner = clock, make_runner
        self.hub = ChangesHub(self)
        self.session: ClinicSession | None = None
        self.conductor: Conductor | None = None
        self._patient, self.is_demo = "", False
        tokens = appearance.tokens
        self.first_run = FirstRunPage(tokens)
        self.place = Workplace(tokens)
        self.status = StatusLine(tokens, self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.first_run)
        self._pages.addWidget(self.place)
        self.setCentralWidget(self._pages)
        self.setStatusBar(self.status)
        self._menus = Menus(
            self.menuBar(), self._wishes(), theme=appearance.theme, size=appearance.size
        )
        self.desks = Desks(Surroundings(self, self._menus, appearance, state, clock))
        self.governance = self.desks.of(Governance)
        self.show_view = self.desks.show
        self._reserved = reserve(self)
        self._watch = DayWatch(clock, self)
        self._connect()
        self._restore()
        self._name_window()

    # opening

    def open_usual(self) -> None:
        """Open what this start is about, or show the first-run page."""
        self._try(self._doors.usual)

    def use(self, opened: Opened) -> None:
        """Show a clinic; the one before is closed."""
        self.close_clinic()
        session = ClinicSession(opened.clinic, self._make_runner(), self.hub, self)
        self.session, self.is_demo = session, opened.is_demo
        session.file_read.connect(self.desks.patient_read)
        self.conductor = Conductor(session, self.place, self)
        self.conductor.patient_shown.connect(self._show_patient)
        self.conductor.saved.connect(self._show_saved)
        self.place.banner.show_demo(is_demo=opened.is_demo)
        self.place.trend.set_demo(opened.is_demo)
        self.place.trend.use_clock(self._clock)
        can_only_read = opened.clinic.is_read_only
        self.status.show_clinic(
            opened.clinic.paths.database.name, is_demo=opened.is_demo, is_read_only=can_only_read
        )
        self.status.show_users(session.users(), opened.clinic.actor)
        self._menus.show_clinic(is_open=True, may_write=not can_only_read)
        self._pages.setCurrentWidget(self.place)
        if opened.message:
            self.place.messages.tell(opened.message, kind="notice")
        self.desks.clinic_opened()
        session.refresh()
        self._name_window()
        self.clinic_opened.emit()

    def close_clinic(self) -> None:
        """Close what is open, if anything is."""
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None
            self.desks.clinic_closed()
        if self.conductor is not None:
            self.conductor.deleteLater()
            self.conductor = None

    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.save("geometry", self.saveGeometry())
        self.place.save(self._state)
        self.close_clinic()
        super().closeEvent(event)

    # inside

    def _try(self, door: Callable[[], Opened | None]) -> None:
        try:
            opened = door()
        except UserError as error:
            self._say(self.first_run.read_error(error))
            return
        if opened is not None:
            self.use(opened)
        else:
            self._menus.show_clinic(is_open=False)
            self._pages.setCurrentWidget(self.first_run)

    def _say(self, text: str) -> None:
        if self.session is not None:
            self.place.messages.tell(text, kind="error")
        else:
            self._menus.show_clinic(is_open=False)
            self._pages.setCurrentWidget(self.first_run)
            self.first_run.say(text)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of the clinic"))
        if chosen:
            self.open_folder(Path(chosen))

    def open_folder(self, folder: Path) -> None:
        """Open the clinic of another folder; what went wrong is said."""
        self._try(lambda: self._doors.folder(folder))

    def _connect(self) -> None:
        self._appearance.tokens_changed.connect(self._show_tokens)
        self._watch.day_changed.connect(lambda _day: self._tell("refresh"))
        self.status.user_chosen.connect(self._act_as)
        self.status.about_requested.connect(self._wishes().about)
        self.went_wrong.connect(self._say_log_id)
        self.place.view_changed.connect(self._name_window)
        self.first_run.demo_requested.connect(lambda: self._try(self._doors.demo))
        self.first_run.open_requested.connect(self._choose_folder)
        self.first_run.start_requested.connect(
            lambda clinic, user: self._try(
                lambda: self._doors.create(clinic, user, self.first_run.roles())
            )
        )

    def _wishes(self) -> Wishes:
        page = self.place.page
        return Wishes(
            new_patient=lambda: self._tell("new_patient"),
            open_demo=lambda: self._try(self._doors.demo),
            open_folder=self._choose_folder,
            quit=self.close,
            undo=self.place.messages.take_back,
            find=self.place.worklist.focus_find,
            add_result=lambda: self._tell("add_result"),
            confirm_dose=lambda: self._tell("confirm_dose"),
            today=self._show_today,
            all_patients=self.place.show_all_patients,
            refresh=lambda: self._tell("refresh"),
            next_pane=lambda: next_pane(self.place.panes(), step=1),
            previous_pane=lambda: next_pane(self.place.panes(), step=-1),
            tab=lambda place: page.choose(page.tabs()[min(place, len(page.tabs()) - 1)]),
            theme=self._appearance.choose_theme,
            text_size=self._appearance.choose_size,
            reset_layout=self._reset_layout,
            keys=lambda: show_keys(self, self._menus.told()),
            about=lambda: show_about(self, self.session.clinic if self.session else None),
        )

    def _tell(self, wish: str) -> None:
        if self.conductor is not None:
            getattr(self.conductor, wish)()

    def _show_today(self) -> None:
        self.place.leave_all_patients()
        self.place.worklist.focus_today()

    def _show_tokens(self, tokens: Tokens) -> None:
        self.place.apply_tokens(tokens)
        self.desks.apply_tokens(tokens)
        retint(self, tokens)

    def _act_as(self, name: str) -> None:
        if self.session is not None:
            self.session.act_as(name)

    def _show_patient(self, name: str) -> None:
        self._patient = name
        self._name_window()

    def _show_saved(self) -> None:
        self.status.show_saved(self._clock.now().astimezone().strftime("%H:%M"))

    def _name_window(self) -> None:
        patient = self._patient if self.place.shows_patient() else ""
        said = (self.place.view_name(), patient) if self.session is not None else ()
        self.setWindowTitle(" – ".join([*filter(None, said), tr("Aza Desktop")]))

    def _restore(self) -> None:
        geometry = self._state.load("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self.place.restore(self._state)

    def _reset_layout(self) -> None:
        self._state.forget()
        self.place.reset()
        self.resize(*SIZE)

    def _say_log_id(self, log_id: str) -> None:
        """Something unexpected happened: the log has it under this id."""
        said = tr("The program made a mistake. The log has it under {id}.")
        self._say(said.format(id=log_id))
