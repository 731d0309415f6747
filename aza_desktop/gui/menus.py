"""The menu bar: only what really works, every key told beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from aza_desktop.gui.appearance import SIZES
from aza_desktop.texts import tr

Wish = Callable[[], object]
_SHOWN = QKeySequence.SequenceFormat.NativeText


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
        self.writes: list[QAction] = []
        self.themes: dict[str, QAction] = {}
        self.sizes: dict[int, QAction] = {}
        self._menus = {name: bar.addMenu(title) for name, title in _titles().items()}
        self._file(self.menu("file"), wishes)
        self._edit(self.menu("edit"), wishes)
        self._patient(self.menu("patient"), wishes)
        self._view(self.menu("view"), wishes, theme=theme, size=size)
        self._help(self.menu("help"), wishes)
        for menu in self._menus.values():
            menu.menuAction().setVisible(not menu.isEmpty())

    def menu(self, name: str) -> QMenu:
        """One menu: file, edit, patient, results, view, protocol, tools or help."""
        return self._menus[name]

    def told(self) -> tuple[tuple[str, str, str], ...]:
        """Every entry with a key, in the order of the menus: (menu, text, keys)."""
        return tuple(
            (menu.title(), action.text(), key.toString(_SHOWN))
            for menu in self._menus.values()
            for action in _entries(menu)
            if not (key := action.shortcut()).isEmpty()
        )

    def show_clinic(self, *, is_open: bool, may_write: bool = True) -> None:
        """Enable what needs an open clinic, and what writes where something can be written."""
        for action in self.needs_clinic:
            action.setEnabled(is_open)
        for action in self.writes:
            action.setEnabled(is_open and may_write)

    def _file(self, menu: QMenu, wishes: Wishes) -> None:
        new_key = QKeySequence.StandardKey.New
        self.add(menu, tr("&New patient…"), wishes.new_patient, new_key, writes=True)
        menu.addSeparator()
        self.add(menu, tr("Open &demo clinic"), wishes.open_demo, always=True)
        self.add(menu, tr("&Open clinic in a folder…"), wishes.open_folder, always=True)
        menu.addSeparator()
        quit_key = QKeySequence.StandardKey.Quit
        action = self.add(menu, tr("&Quit"), wishes.quit, quit_key, always=True)
        action.setMenuRole(QAction.MenuRole.QuitRole)

    def _edit(self, menu: QMenu, wishes: Wishes) -> None:
        undo_key = QKeySequence.StandardKey.Undo
        self.add(menu, tr("&Undo last entry"), wishes.undo, undo_key, writes=True)

    def _patient(self, menu: QMenu, wishes: Wishes) -> None:
        self.add(menu, tr("&Find patient"), wishes.find, QKeySequence.StandardKey.Find)
        menu.addSeparator()
        self.add(menu, tr("Add &result"), wishes.add_result, "Ctrl+R", writes=True)
        confirm = tr("&Confirm dose or restart…")
        self.add(menu, confirm, wishes.confirm_dose, "Ctrl+D", writes=True)

    def _view(self, menu: QMenu, wishes: Wishes, *, theme: str, size: int) -> None:
        self.add(menu, tr("&Today"), wishes.today, "Ctrl+1")
        self.add(menu, tr("&All patients"), wishes.all_patients, "Ctrl+2")
        tabs = menu.addMenu(tr("Ta&bs"))
        for number in range(1, 9):
            text = tr("Tab {n}").format(n=number)
            self.add(tabs, text, partial(wishes.tab, number - 1), f"Alt+{number}")
        self.add(menu, tr("&Next pane"), wishes.next_pane, "F6")
        self.add(menu, tr("&Previous pane"), wishes.previous_pane, "Shift+F6")
        self.add(menu, tr("&Judge everything again"), wishes.refresh, "F5")
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
            one = self.add(themes, text, partial(wishes.theme, key), always=True)
            self.themes[key] = _choice(one, group, chosen=key == theme)
        sizes = menu.addMenu(tr("Text &size"))
        group = QActionGroup(sizes)
        for percent in SIZES:
            wish = partial(wishes.text_size, percent)
            one = self.add(sizes, f"{percent} %", wish, always=True)
            self.sizes[percent] = _choice(one, group, chosen=percent == size)
        reset = self.add(menu, tr("&Reset layout"), wishes.reset_layout, always=True)
        reset.setObjectName("act_reset_layout")

    def _help(self, menu: QMenu, wishes: Wishes) -> None:
        self.add(menu, tr("&Keyboard"), wishes.keys, "?", always=True)
        about = self.add(menu, tr("&About and disclaimer"), wishes.about, always=True)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def add(
        self,
        menu: QMenu,
        text: str,
        wish: Wish,
        key: str | QKeySequence.StandardKey | None = None,
        *,
        always: bool = False,
        writes: bool = False,
    ) -> QAction:
        """One entry at the end of a menu. always: also where no clinic is open.

        writes: it leads to an entry in the record, so not where that can only be read.
        """
        menu.menuAction().setVisible(True)
        action = menu.addAction(text)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: wish())
        if not always:
            self.needs_clinic.append(action)
        if writes:
            self.writes.append(action)
        return action


def _entries(menu: QMenu) -> Iterator[QAction]:
    """The entries of a menu and of the menus in it."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _entries(inner)
        else:
            yield action


def _titles() -> dict[str, str]:
    """The menus in their order; one without an entry is not shown."""
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "patient": tr("&Patient"),
        "results": tr("&Results"),
        "view": tr("&View"),
        "protocol": tr("P&rotocol"),
        "tools": tr("&Tools"),
        "help": tr("&Help"),
    }


def _choice(action: QAction, group: QActionGroup, *, chosen: bool) -> QAction:
    action.setCheckable(True)
    action.setChecked(chosen)
    group.addAction(action)
    return action
