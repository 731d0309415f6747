"""Ctrl+, opens the settings; each section speaks to what it sets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QWidget

from aza_desktop import texts
from aza_desktop.errors import UserError
from aza_desktop.gui.appearance import SIZES, THEMES
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.parts import Choice, button, label
from aza_desktop.gui.settings.clinic_panel import ClinicPanel
from aza_desktop.gui.settings.settings_view import SettingsView
from aza_desktop.gui.viewmodels.clinic_form import TypedCard, read_card
from aza_desktop.paths import resources_folder
from aza_desktop.services import clinic_settings, rights
from aza_desktop.services.rights import Role
from aza_desktop.texts import msg, tr

_THEMES = {
    "system": msg("As the system"),
    "light": msg("Light"),
    "dark": msg("Dark"),
    "contrast": msg("High contrast"),
}


class Settings(Desk):
    """The page of settings."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        tokens = around.tokens()
        self.view = SettingsView(tokens)
        self.add_page("settings", self.view)
        self.view.closed.connect(around.place.leave_all_patients)
        self.clinic_panel = ClinicPanel(tokens)
        self.clinic_panel.typed.connect(self._read)
        self.clinic_panel.save_requested.connect(self._save)
        self._add_sections()
        menus = around.menus
        menus.add(menus.menu("tools"), tr("&Settings…"), lambda: self.show("settings"), "Ctrl+,")

    def fill(self, view: str) -> None:
        """Read the clinic's card, and who may change it."""
        session = self.around.session()
        assert session is not None
        self.clinic_panel.show_card(clinic_settings.clinic_card(session.clinic))
        may = rights.may(session.clinic, Role.ADMINISTRATOR)
        self.clinic_panel.save.setEnabled(may)
        if not may:
            self.clinic_panel.say(tr("Only an administrator changes what belongs to the clinic."))
        self._theme.setCurrentIndex(self._theme.findData(self.around.appearance.theme))
        self._size.setCurrentIndex(self._size.findData(self.around.appearance.size))
        self._where.setText(str(session.clinic.paths.database))

    def _add_sections(self) -> None:
        add = self.view.add_section
        about = tr("Belongs to this computer. High contrast has strong borders and no tints.")
        words = tr("theme dark light contrast font size zoom")
        add(tr("Appearance"), about, self._appearance(), words=words)
        about = tr("Stands on printed sheets; a blood test that falls on a closed day is marked.")
        words = tr("phone address holiday weekday letterhead")
        add(tr("Clinic"), about, self.clinic_panel, words=words)
        about = tr("Upper limits of normal, people and their roles, and where files come from.")
        words = tr("laboratory uln users roles import watched folder protocol")
        add(tr("Elsewhere"), about, self._elsewhere(), words=words)
        about = tr("The whole record is one file. Copy it with a backup, never by hand.")
        add(tr("Data"), about, self._data(), words=tr("database location backup restore"))

    def _appearance(self) -> QWidget:
        tokens, appearance = self.around.tokens(), self.around.appearance
        grid, panel = _grid()
        self._theme = Choice("settings_theme", tr("Theme"), tokens)
        for key in THEMES:
            self._theme.addItem(tr(_THEMES[key]), key)
        self._theme.activated.connect(
            lambda place: appearance.choose_theme(str(self._theme.itemData(place)))
        )
        self._size = Choice("settings_text_size", tr("Text size"), tokens)
        for percent in SIZES:
            self._size.addItem(f"{percent} %", percent)
        self._size.activated.connect(
            lambda place: appearance.choose_size(int(self._size.itemData(place)))
        )
        rows = [(tr("Theme"), self._theme), (tr("Text size"), self._size)]
        known = texts.known_languages(resources_folder() / "translations")
        if len(known) > 1:
            rows.append((tr("Language, from the next start on"), self._language(known)))
        for row, (name, box) in enumerate(rows):
            grid.addWidget(label(name, tone="secondary"), row, 0)
            grid.addWidget(box, row, 1)
        return panel

    def _language(self, known: tuple[str, ...]) -> Choice:
        """Each language by its own name; only where there is one besides English."""
        box = Choice("settings_language", tr("Language"), self.around.tokens())
        for code in known:
            box.addItem(QLocale(code).nativeLanguageName() or code, code)
        box.setCurrentIndex(box.findData(self.around.state.load("language", texts.ENGLISH)))
        box.activated.connect(
            lambda place: self.around.state.save("language", str(box.itemData(place)))
        )
        return box

    def _elsewhere(self) -> QWidget:
        panel = QWidget()
        flow = FlowLayout(panel, gap=8, line_gap=8)
        flow.setContentsMargins(0, 0, 0, 0)
        for text, view in (
            (tr("Laboratories and limits…"), "laboratories"),
            (tr("Users and roles…"), "users"),
            (tr("What our clinic decides…"), "choices"),
            (tr("Protocols…"), "protocol"),
            (tr("Import…"), "import"),
        ):
            flow.addWidget(self._way(text, view))
        return panel

    def _way(self, text: str, view: str) -> QWidget:
        made = button(text, self.around.tokens(), name=f"settings_{view}")
        made.clicked.connect(lambda: self.around.window.show_view(view))
        return made

    def _data(self) -> QWidget:
        panel = QWidget()
        grid = QGridLayout(panel)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(label(tr("Database"), tone="secondary"), 0, 0)
        self._where = label(wrap=True)
        grid.addWidget(self._where, 0, 1)
        ways = QWidget()
        flow = FlowLayout(ways, gap=8, line_gap=8)
        flow.setContentsMargins(0, 0, 0, 0)
        for text, action in (
            (tr("Back up now"), "act_back_up"),
            (tr("Restore a backup…"), "act_restore"),
        ):
            one = button(text, self.around.tokens(), name=f"settings_{action}")
            one.clicked.connect(partial(self._trigger, action))
            flow.addWidget(one)
        grid.addWidget(ways, 1, 1)
        grid.setColumnStretch(1, 1)
        return panel

    def _trigger(self, name: str) -> None:
        """Do what an entry of the menus does."""
        action = self.around.window.findChild(QAction, name)
        if isinstance(action, QAction):
            action.trigger()

    def _read(self, typed: TypedCard) -> None:
        session = self.around.session()
        if session is not None and rights.may(session.clinic, Role.ADMINISTRATOR):
            read = read_card(typed, session.today())
            self.clinic_panel.show_problems(read.problems, read.days_echo)

    def _save(self, typed: TypedCard) -> None:
        session = self.around.session()
        if session is None:
            return
        read = read_card(typed, session.today())
        if read.card is None:
            self.clinic_panel.show_problems(read.problems, read.days_echo)
            return
        card = read.card
        try:
            written = session.record(lambda clinic: clinic_settings.change_card(clinic, card))
        except UserError as error:
            said = f"{error.what}. {error.why}. {error.remedy}.".replace("..", ".")
            self.clinic_panel.say(said, is_wrong=True)
            return
        self.clinic_panel.show_card(card)
        said = tr("Saved: the clinic's settings.") if written.ids else tr("Nothing was changed.")
        self.around.place.messages.tell(said)


def _grid() -> tuple[QGridLayout, QWidget]:
    panel = QWidget()
    grid = QGridLayout(panel)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(2, 1)
    return grid, panel
