"""F1 in every page, tab and form, and a sheet of keys that leaves none out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import aza_desktop
from aza_desktop.gui.help.desk import names_of
from aza_desktop.gui.help.help_view import HelpView
from aza_desktop.gui.help.page_sheet import PageSheet
from aza_desktop.gui.viewmodels import help as help_rows
from aza_desktop.gui.viewmodels.help import PAGE_OF, page_of
from aza_desktop.gui.viewmodels.shortcuts import build_shortcuts
from aza_desktop.services.helping import help_pages
from tests.support.open_window import a_window, open_number, part, settle

PAGES = {
    "protocol": "protocols",
    "choices": "choices",
    "draft": "own-protocol",
    "audit": "audit",
    "what-if": "what-if",
    "settings": "settings",
    "laboratories": "laboratories",
    "users": "people",
    "edish": "edish",
    "tray": "tray",
}
TABS = {
    "overview": "chart",
    "record": "record",
    "calendar": "calendar",
    "course": "course",
    "findings_log": "log",
    "audit": "audit",
}
MADE = {"audit_view", "patient_audit_view"}
"""Names that are put together: ``{name}_view``."""


def test_f1_opens_the_page_that_tells_of_what_is_shown(tmp_path: Path, qapp: QApplication) -> None:
    opened = {}
    with a_window(tmp_path) as window:
        open_number(window)
        view = part(window, HelpView, "help_view")
        for shown in PAGES:
            window.desks.show(shown)
            settle()
            QTest.keyClick(window, Qt.Key.Key_F1)
            opened[shown] = view.open_page_id()
    assert opened == PAGES


def test_the_tabs_of_a_patient_lead_to_their_pages(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path) as window:
        open_number(window)
        for tab, page in TABS.items():
            window.place.page.choose(tab)
            settle()
            fields = [
                each
                for each in window.place.page.findChildren(QWidget)
                if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            ]
            assert page in {page_of(names_of(field)) for field in fields}, tab


def test_f1_in_a_form_shows_its_page_beside_it_and_keeps_what_was_typed(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path) as window:
        form = window.place.new_patient
        form.open_empty(name="Abel")
        settle()
        QTest.keyClick(form, Qt.Key.Key_F1)
        settle()
        sheet = part(window, PageSheet, "help_sheet")
        assert "Finding a patient" in sheet.windowTitle()
        sheet.browser.anchorClicked.emit(QUrl("merge.html"))
        assert "One person" in sheet.windowTitle()
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        assert QApplication.activeModalWidget() is form
        assert not part(window, HelpView, "help_view").isVisible()
        form.reject()


def test_every_part_that_the_manual_knows_is_a_part_of_the_window() -> None:
    """A name that no widget bears any more would silently lead to the first page."""
    package = Path(aza_desktop.__file__).parent
    table = Path(help_rows.__file__)
    files = [path for path in (package / "gui").rglob("*.py") if path != table]
    words = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [n for n in PAGE_OF if f'"{n}"' not in words and n not in MADE] == []


def test_every_key_of_the_menus_stands_on_the_sheet_and_in_the_manual(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path) as window:
        actions = window.menuBar().findChildren(QAction)
        keys = {action.shortcut().toString() for action in actions} - {"", "Ctrl+Q"}
        sheet = " ".join(one.keys for one in build_shortcuts(window._menus.told()))
    tabs = {key for key in keys if key.startswith("Alt+") and key[4:].isdigit()}
    (page,) = (page.markup for page in help_pages() if page.id == "keyboard")
    assert sorted(key for key in keys - tabs if key not in sheet) == []
    assert sorted(key for key in keys - tabs if f"<kbd>{key}</kbd>" not in page) == []
