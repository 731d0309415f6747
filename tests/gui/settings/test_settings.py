"""The page of settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.settings.desk import Settings
from aza_desktop.services import audit_lines, clinic_settings
from tests.support.open_window import part, settle


def opened(window: MainWindow) -> Settings:
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    settle()
    desk = window.desks.of(Settings)
    assert desk.view.isVisible()
    return desk


def test_the_clinics_phone_is_saved_and_audited(own: MainWindow) -> None:
    desk = opened(own)
    phone = part(own, QLineEdit, "clinic_phone")
    QTest.keyClicks(phone, "020 555 0100")
    desk.clinic_panel.save.click()
    assert own.session is not None
    assert clinic_settings.clinic_card(own.session.clinic).phone == "020 555 0100"
    assert "Saved" in own.place.messages.text()
    newest = audit_lines.audit_lines(own.session.clinic, patient_id=None)[0]
    assert newest.action == "clinic.settings"


def test_a_day_nobody_understands_is_kept_and_refused(own: MainWindow) -> None:
    desk = opened(own)
    days = part(own, QLineEdit, "clinic_closed_days")
    QTest.keyClicks(days, "someday")
    assert not desk.clinic_panel.save.isEnabled()
    assert "No date: someday" in desk.clinic_panel.message.text()
    assert days.text() == "someday"


def test_staff_read_but_do_not_change_the_clinic(own: MainWindow) -> None:
    own._act_as("somebody.else")
    desk = opened(own)
    assert not desk.clinic_panel.save.isEnabled()
    assert "Only an administrator" in desk.clinic_panel.message.text()


def test_sections_are_found_by_words(window: MainWindow) -> None:
    desk = opened(window)
    QTest.keyClicks(desk.view.search, "font")
    shown = [title for title, (w, _) in desk.view._sections.items() if w.isVisible()]
    assert shown == ["Appearance"]
    desk.view.search.setText("zzz")
    assert desk.view.nothing.isVisible()
    desk.view.search.clear()
    QTest.keyClick(desk.view.search, Qt.Key.Key_Escape)
    assert not desk.view.isVisible()


def test_the_theme_acts_at_once(window: MainWindow) -> None:
    desk = opened(window)
    box = desk.choices.box("theme")
    box.setCurrentIndex(box.findData("dark"))
    box.activated.emit(box.currentIndex())
    assert window._appearance.tokens.name == "dark"
    window._appearance.choose_theme("light")


def test_a_backup_is_one_click_away_from_where_the_record_lies(own: MainWindow) -> None:
    opened(own)
    part(own, QPushButton, "settings_act_back_up").click()
    settle()
    assert "Backed up and checked" in own.place.messages.text()


def test_judging_again_says_when_that_was(own: MainWindow) -> None:
    QTest.keyClick(own, Qt.Key.Key_F5)
    settle()
    assert "judged again, 26-Jan-2026" in own.place.messages.text()
