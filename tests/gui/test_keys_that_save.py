"""Ctrl+S saves what stands in the fields; Alt+G goes to the findings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.findings.card_view import CardView
from aza_desktop.gui.help.page_browser import PageBrowser
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.patients.desk import Patients
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Values
from aza_desktop.services.helping import help_pages
from tests.support.open_window import DAY, HARGREAVES, open_number, part, press, settle

SAVE = (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(("act", "saved"), [(True, ["save"]), (False, [])])
def test_ctrl_s_records_only_what_enter_would(
    window: MainWindow, *, act: bool, saved: list[str]
) -> None:
    pressed: list[str] = []

    def submit(key: str, _values: Values) -> None:
        pressed.append(key)

    form = Form("note", "Note", (Ask("text", "What?"),), (Act("save", "Save", is_default=act),))
    shown = FormDialog(form, submit, today=DAY, tokens=window._appearance.tokens, parent=window)
    shown.ask()
    QTest.keyClick(shown.fields["text"], *SAVE)
    assert pressed == saved
    shown.reject()


def test_ctrl_s_saves_typed_results(own: MainWindow) -> None:
    open_number(own)
    assert own.conductor is not None
    own.conductor.add_result()
    settle()
    press("44")
    QTest.keyClick(part(own, QLineEdit, "result_alt"), *SAVE)
    settle()
    assert own.place.messages.text().startswith("Saved")


def test_alt_g_brings_the_keyboard_to_the_gravest_card(window: MainWindow) -> None:
    open_number(window, HARGREAVES)
    window.show_view("settings")
    window.desks.of(Patients).focus_findings()
    settle()
    assert isinstance(QApplication.focusWidget(), CardView)
    assert window.place.shows_patient()


def test_no_page_of_the_manual_scrolls_sideways(window: MainWindow) -> None:
    browser = PageBrowser(window._appearance.tokens)
    browser.resize(560, 500)
    browser.show()
    wide = []
    for page in help_pages():
        browser.show_markup(page.markup)
        if browser.horizontalScrollBar().maximum():
            wide.append(page.id)
    browser.close()
    browser.deleteLater()
    assert wide == []
