"""A record that can only be read: said in three places, and no button that writes can be pressed.

The services refuse every write anyway; here nobody types something that cannot be kept.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication

from aza_desktop.drawing.tokens import Tokens
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.texts import tr

WRITING = (
    "add_result", "save_results", "save_anyway", "begin_new_patient", "begin_import", "new_named",
    "new_patient_save", "message_undo", "acknowledge_mark", "coming_up_add_result",
    "finding_", "tray_import",
    "tray_answer", "tray_dismiss", "tray_undo", "import_", "confirm_dose_ok",
    "confirm_dose_decline", "change_owner", "clinic_save", "settings_act_back_up", "choices_save",
    "draft_keep", "protocol_draft", "protocol_sign", "protocol_retire", "laboratories_change",
    "laboratories_end", "laboratories_limit", "laboratories_new", "people_add", "people_change",
    "leave_add", "leave_end", "clock_strip_do", "acceptance_strip_do", "enter_", "range_",
    "record_", "course_",
)  # fmt: skip
"""How the names of buttons begin that lead to an entry."""
HARMLESS = ("finding_more", "import_close")


class ReadOnlyDesk(Desk):
    """Does nothing where the record can be written."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.strip = StandingStrip(
            "read_only_strip",
            tr("Open again"),
            around.tokens(),
            icon_name="lock",
            kind="warning",
        )
        around.place.add_strip(self.strip)
        self.strip.wished.connect(self._open_again)

    def clinic_opened(self) -> None:
        """Say it, and shut what writes."""
        session = self.around.session()
        if session is None or not session.clinic.is_read_only:
            self.around.place.banner.show_read_only("")
            return
        since = f"{self.around.clock.now().astimezone():%H:%M}"
        self.around.place.banner.show_read_only(tr("Read-only since {time}").format(time=since))
        said = tr(
            "Read-only: {file} or its folder is write-protected. Everything can be read and "
            "printed, nothing can be saved. Allow writing to the folder, then open it again."
        )
        self.strip.say(said.format(file=session.clinic.paths.database.name))
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # it runs
        for button in self.around.window.findChildren(QAbstractButton):
            _shut(button)

    def clinic_closed(self) -> None:
        """The next clinic may be written again."""
        if not self.strip.text():
            return
        self.strip.say("")
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # it runs
        for button in self.around.window.findChildren(QAbstractButton):
            if button.property("shut"):
                button.setProperty("shut", False)
                button.setEnabled(True)

    def apply_tokens(self, tokens: Tokens) -> None:
        """The strip in another theme."""
        super().apply_tokens(tokens)
        self.strip.apply_tokens(tokens)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Buttons are made and enabled anew while patients come and go."""
        is_news = event.type() in {QEvent.Type.Show, QEvent.Type.EnabledChange}
        if is_news and isinstance(watched, QAbstractButton) and self._is_ours(watched):
            _shut(watched)
        return False

    def _is_ours(self, button: QAbstractButton) -> bool:
        """Also in a dialog, which is the window's child though a window of its own."""
        above = button.parentWidget()
        while above is not None and above is not self.around.window:
            above = above.parentWidget()
        return above is not None

    def _open_again(self) -> None:
        session = self.around.session()
        if session is not None:
            self.around.window.open_folder(session.clinic.paths.root)


def is_writing(button: QAbstractButton) -> bool:
    """True for a button that leads to an entry in the record."""
    name = button.objectName()
    return name.startswith(WRITING) and name not in HARMLESS


def _shut(button: QAbstractButton) -> None:
    if button.isEnabled() and is_writing(button):
        button.setProperty("shut", True)
        button.setEnabled(False)
