"""What desks share that open forms about the open patient."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from aza_desktop.gui.clinic_session import ClinicSession
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.entries.form_dialog import FormDialog, Submit
from aza_desktop.gui.viewmodels.forms import Form
from aza_desktop.gui.viewmodels.patient_file import FileLike, is_judged
from aza_desktop.services import rights
from aza_desktop.services.rights import Role
from aza_desktop.texts import tr


class FormDesk(Desk):
    """Finds the open patient, shows a form, says what was recorded."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._window, self._place, self._session = around.window, around.place, around.session
        self._tokens = around.tokens

    def _file(self) -> FileLike | None:
        """The open patient; without one the message bar says what to do."""
        session = self._session()
        file = session.file if session is not None else None
        if file is None:
            self._tell(tr("Open a patient first (Ctrl+F)."))
        elif is_judged(file):
            return file
        else:
            self._tell(tr("The rules could not run for this patient."))
        return None

    def _open(self) -> ClinicSession:
        """The clinic, where one is known to be open."""
        session = self._session()
        assert session is not None
        return session

    def _may_confirm(self) -> bool:
        return rights.may(self._open().clinic, Role.PRESCRIBER)

    def _ask(self, form: Form, submit: Submit, *, then: Callable[[], object] | None = None) -> None:
        """Show a form, where something can be recorded. then: what comes after it was."""
        if not self.around.may_write():
            return
        shown = FormDialog(
            form, submit, today=self._open().today(), tokens=self._tokens(), parent=self._window
        )
        shown.finished.connect(self._give_keyboard_back)
        if then is not None:
            shown.accepted.connect(then)
        shown.ask()

    def _give_keyboard_back(self) -> None:
        """The card that had the keyboard may be gone: then the gravest one of now has it."""
        if self._window.focusWidget() is None:
            self._place.findings.focus_first()

    def _say(self, text: str) -> None:
        self._place.messages.tell(text, undo=tr("Undo"))

    def _tell(self, text: str) -> None:
        self._place.messages.tell(text, kind="notice")

    def _key(self, key: str, where: QWidget, wish: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), where)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(wish)
