"""The menu bar: only what really works, every key told beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from aza_desktop.gui.appearance import SIZES
from aza_desktop.texts import tr

Wish = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the menus ask for."""

    new_patient: Wish
    open_demo: Wish
    open_folder: Wish
    quit: Wish
    undo: Wish
    find: Wish
    add_result: Wish
    confirm_dose: Wish
    today: Wish
    all_patients: Wish
    refresh: Wish
    next_pane: Wish
    previous_pane: Wish
    tab: Callable[[int], object]
    theme: Callable[[str], object]
    text_size: Callable[[int], object]
    reset_layout: Wish
    keys: Wish
    about: Wish


class Menus:
    """Builds the menus once. `needs_clinic` are the actions that make sense only with one open."""

    def __init__(self, bar: QMenuBar, wishes: Wishes, *, theme: str, size: int) -> None:
        self.needs_clinic: list[QAction] = []
        self.themes: dict[str, QAction] = {}
        self.sizes: dict[int, QAction] = {}
        self._file(bar.addMenu(tr("&File")), wishes)
        self._edit(bar.addMenu(tr("&Edit")), wishes)
        self.patient_menu = bar.addMenu(tr("&Patient"))
        self._patient(self.patient_menu, wishes)
        self._view(bar.addMenu(tr("&View")), wishes, theme=theme, size=size)
        self._help(bar.addMenu(tr("&Help")), wishes)

    def show_clinic(self, *, is_open: bool) -> None:
        """Enable what needs an open clinic."""
        for action in self.needs_clinic:
            action.setEnabled(is_open)

    def _file(self, menu: QMenu, wishes: Wishes) -> None:
        self._add(menu, tr("&New patient…"), wishes.new_patient, QKeySequence.StandardKey.New)
        menu.addSeparator()
        self._add(menu, tr("Open &demo clinic"), wishes.open_demo, always=True)
        self._add(menu, tr("&Open clinic in a folder…"), wishes.open_folder, always=True)
        menu.addSeparator()
        quit_key = QKeySequence.StandardKey.Quit
        action = self._add(menu, tr("&Quit"), wishes.quit, quit_key, always=True)
        action.setMenuRole(QAction.MenuRole.QuitRole)

    def _edit(self, menu: QMenu, wishes: Wishes) -> None:
        self._add(menu, tr("&Undo last entry"), wishes.undo, QKeySequence.StandardKey.Undo)

    def _patient(self, menu: QMenu, wishes: Wishes) -> None:
        self._add(menu, tr("&Find patient"), wishes.find, QKeySequence.StandardKey.Find)
        menu.addSeparator()
        self._add(menu, tr("Add &result"), wishes.add_result, "Ctrl+R")
        self._add(menu, tr("&Confirm dose or restart…"), wishes.confirm_dose, "Ctrl+D")

    def _view(self, menu: QMenu, wishes: Wishes, *, theme: str, size: int) -> None:
        self._add(menu, tr("&Today"), wishes.today, "Ctrl+1")
        self._add(menu, tr("&All patients"), wishes.all_patients, "Ctrl+2")
        tabs = menu.addMenu(tr("Ta&bs"))
        for number in range(1, 6):
            text = tr("Tab {n}").format(n=number)
            self._add(tabs, text, partial(wishes.tab, number - 1), f"Alt+{number}")
        self._add(menu, tr("&Next pane"), wishes.next_pane, "F6")
        self._add(menu, tr("&Previous pane"), wishes.previous_pane, "Shift+F6")
        self._add(menu, tr("&Judge everything again"), wishes.refresh, "F5")
        menu.addSeparator()
        themes = menu.addMenu(tr("T&heme"))
        names = {
            "system": tr("As the &system"),
            "light": tr("&Light"),
            "dark": tr("&Dark"),
            "contrast": tr("&High contrast"),
        }
        group = QActionGroup(themes)
        for key, text in names.items():
            one = self._add(themes, text, partial(wishes.theme, key), always=True)
            self.themes[key] = _choice(one, group, chosen=key == theme)
        sizes = menu.addMenu(tr("Text &size"))
        group = QActionGroup(sizes)
        for percent in SIZES:
            wish = partial(wishes.text_size, percent)
            one = self._add(sizes, f"{percent} %", wish, always=True)
            self.sizes[percent] = _choice(one, group, chosen=percent == size)
        self._add(menu, tr("&Reset layout"), wishes.reset_layout, always=True)

    def _help(self, menu: QMenu, wishes: Wishes) -> None:
        self._add(menu, tr("&Keyboard"), wishes.keys, "F1", always=True)
        about = self._add(menu, tr("&About and disclaimer"), wishes.about, always=True)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _add(
        self,
        menu: QMenu,
        text: str,
        wish: Wish,
        key: str | QKeySequence.StandardKey | None = None,
        *,
        always: bool = False,
    ) -> QAction:
        action = menu.addAction(text)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: wish())
        if not always:
            self.needs_clinic.append(action)
        return action


def _choice(action: QAction, group: QActionGroup, *, chosen: bool) -> QAction:
    action.setCheckable(True)
    action.setChecked(chosen)
    group.addAction(action)
    return action
