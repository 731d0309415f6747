"""Ctrl+, opens the settings; each section speaks to what it sets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aza_desktop import texts
from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.errors import UserError
from aza_desktop.gui.appearance import SIZES, THEMES
from aza_desktop.gui.desk import Desk, Surroundings
from aza_desktop.gui.flow import FlowLayout
from aza_desktop.gui.keeping.rounds import tell_last
from aza_desktop.gui.parts import button, label
from aza_desktop.gui.settings.backup_panel import BackupPanel
from aza_desktop.gui.settings.choices_panel import ChoicesPanel, Preference
from aza_desktop.gui.settings.clinic_panel import ClinicPanel
from aza_desktop.gui.settings.keys_panel import KeysPanel
from aza_desktop.gui.settings.settings_view import SettingsView
from aza_desktop.gui.viewmodels.clinic_form import TypedCard, read_card
from aza_desktop.gui.viewmodels.medication import DRUG, TALL_MAN
from aza_desktop.gui.viewmodels.shortcuts import build_shortcuts
from aza_desktop.paths import resources_folder
from aza_desktop.services import clinic_settings, rights
from aza_desktop.services.rights import Role
from aza_desktop.texts import msg, tr

_ORDINARY, _COMPACT = "ordinary", "compact"
_PLAIN, _TALL = "plain", "tall"
_DRUG_NAMES = "drug_names"
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
        self.add_late_page("settings", self._make)
        self._chosen = self._preferences()
        self._write_drugs(str(around.state.load(_DRUG_NAMES, _PLAIN)))
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
        self.choices.fill()
        self.backups.fill()
        self.keys.show_shortcuts(build_shortcuts(self.around.menus.told()))
        self._where.setText(tr("Database: {path}").format(path=session.clinic.paths.database))

    def _make(self) -> SettingsView:
        tokens = self.around.tokens()
        self.view = SettingsView(tokens)
        self.view.closed.connect(self.around.place.leave_all_patients)
        self.clinic_panel = ClinicPanel(tokens)
        self.clinic_panel.typed.connect(self._read)
        self.clinic_panel.save_requested.connect(self._save)
        self.choices = ChoicesPanel(self._chosen, tokens, tell=self._tell_choice)
        self._add_sections()
        return self.view

    def _add_sections(self) -> None:
        add = self.view.add_section
        about = tr("Belongs to this computer. High contrast has strong borders and no tints.")
        words = tr("theme dark light contrast font size zoom rows compact tall man drug names")
        add(tr("Appearance"), about, self.choices, words=words)
        about = tr("Stands on printed sheets; a blood test that falls on a closed day is marked.")
        words = tr("phone address holiday weekday letterhead")
        add(tr("Clinic"), about, self.clinic_panel, words=words)
        about = tr("Upper limits of normal, people and their roles, and where files come from.")
        words = tr("laboratory uln users roles import watched folder protocol")
        add(tr("Elsewhere"), about, self._elsewhere(), words=words)
        about = tr("The whole record is one file. Copy it with a backup, never by hand.")
        words = tr("database location backup restore automatic folder retention keep copies")
        add(tr("Data"), about, self._data(), words=words)
        about = tr("Every entry of the menus that has a key, and the keys of each pane.")
        self.keys = KeysPanel()
        add(tr("Keyboard"), about, self.keys, words=tr("shortcuts keys hotkeys"))
        about = tr("Sizes and columns, or every choice of the first section. No record is touched.")
        add(tr("Reset"), about, self._reset(), words=tr("factory default layout"))

    def _preferences(self) -> tuple[Preference, ...]:
        appearance, state = self.around.appearance, self.around.state
        ordinary, compact = tr("With air"), tr("Compact")
        rows = [
            Preference(
                "theme",
                tr("Theme"),
                [(tr(_THEMES[key]), key) for key in THEMES],
                lambda: appearance.theme,
                lambda key: appearance.choose_theme(str(key)),
            ),
            Preference(
                "text_size",
                tr("Text size"),
                [(f"{percent} %", percent) for percent in SIZES],
                lambda: appearance.size,
                lambda percent: appearance.choose_size(int(percent)),
            ),
            Preference(
                "rows",
                tr("Rows"),
                [(ordinary, _ORDINARY), (compact, _COMPACT)],
                lambda: _COMPACT if appearance.is_compact else _ORDINARY,
                lambda wanted: appearance.choose_rows(compact=wanted == _COMPACT),
            ),
            Preference(
                "drug_names",
                tr("Drug names"),
                [(DRUG, _PLAIN), (TALL_MAN[DRUG], _TALL)],
                lambda: str(state.load(_DRUG_NAMES, _PLAIN)),
                self._write_drugs,
            ),
        ]
        known = texts.known_languages(resources_folder() / "translations")
        if len(known) > 1:  # each by its own name; only where there is one besides English
            rows.append(
                Preference(
                    "language",
                    tr("Language, from the next start on"),
                    [(QLocale(code).nativeLanguageName() or code, code) for code in known],
                    lambda: str(state.load("language", texts.ENGLISH)),
                    lambda code: state.save("language", str(code)),
                )
            )
        return tuple(rows)

    def _write_drugs(self, style: str | int) -> None:
        self.around.state.save(_DRUG_NAMES, str(style))
        self.around.place.page.medication.use_tall_man(wanted=style == _TALL)

    def _tell_choice(self, text: str, back: Callable[[], object] | None) -> None:
        undo = tr("Undo") if back is not None else ""
        self.around.place.messages.tell(text, undo=undo, back=back)

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
        body = QVBoxLayout(panel)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        self._where = label(wrap=True)
        body.addWidget(self._where)
        ways = [(tr("Back up now"), "act_back_up"), (tr("Restore a backup…"), "act_restore")]
        body.addWidget(self._ways(ways))
        self.backups = BackupPanel(self.around.state, self.around.tokens(), tell=self._tell_choice)
        self.backups.folder_changed.connect(lambda: tell_last(self.around))
        body.addWidget(self.backups)
        return panel

    def _reset(self) -> QWidget:
        panel = self._ways([(tr("Layout as delivered"), "act_reset_layout")])
        layout = panel.layout()
        assert layout is not None
        again = button(tr("Choices as delivered"), self.around.tokens(), name="settings_as_new")
        again.clicked.connect(self._as_delivered)
        layout.addWidget(again)
        return panel

    def _ways(self, ways: list[tuple[str, str]]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=8, line_gap=8)
        flow.setContentsMargins(0, 0, 0, 0)
        for text, action in ways:
            one = button(text, self.around.tokens(), name=f"settings_{action}")
            one.clicked.connect(partial(self._trigger, action))
            flow.addWidget(one)
        return row

    def _as_delivered(self) -> None:
        """Every choice of this computer as it was on the first day, and one way back for all."""
        before = [(one, one.now()) for one in self._chosen]
        for one in self._chosen:
            one.choose(one.options[0][1])
        self.choices.fill()

        def back() -> None:
            for one, value in before:
                one.choose(value)
            self.choices.fill()

        self._tell_choice(tr("The choices of this computer stand as delivered."), back)

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
        before = clinic_settings.clinic_card(session.clinic)
        if self._keep_card(read.card):
            said = tr("Saved: the clinic's settings.")
            self._tell_choice(said, lambda: self._take_card_back(before))

    def _take_card_back(self, card: ClinicCard) -> None:
        if self._keep_card(card):
            self._tell_choice(tr("Taken back: the clinic's settings stand as before."), None)

    def _keep_card(self, card: ClinicCard) -> bool:
        """True where something was written."""
        session = self.around.session()
        if session is None:
            return False
        try:
            written = session.record(lambda clinic: clinic_settings.change_card(clinic, card))
        except UserError as error:
            said = error.as_text()
            self.clinic_panel.say(said, is_wrong=True)
            return False
        self.clinic_panel.show_card(card)
        if not written.ids:
            self.around.place.messages.tell(tr("Nothing was changed."))
        return bool(written.ids)
