"""The first start: what the program is not, and a clinic that cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from aza_desktop.gui.dialogs import show_about
from aza_desktop.gui.first_run.shut_card import ShutCard
from aza_desktop.gui.keeping.restore_dialog import RestoreDialog
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.gui.viewmodels.beginning import Beginning, read_beginning
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import backing_up, users
from aza_desktop.services.clinic import create_clinic
from tests.support.looks import cut_off
from tests.support.open_window import CLOCK, a_window, part, settle


def test_the_disclaimer_is_read_once_and_about_says_by_whom(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path, demo=False) as window:
        window.first_run.start_requested.emit("Harbour clinic", "n.ward")
        settle()
        strip = part(window, StandingStrip, "acceptance_strip")
        assert "not an approved medical device" in strip.text()
        QTest.mouseClick(strip.button, Qt.MouseButton.LeftButton)
        assert strip.text() == ""
        assert window.session is not None
        about = show_about(window, window.session.clinic)
        assert "n.ward, 26-Jan-2026" in [one.text() for one in about.findChildren(QLabel)]
        about.accept()


def test_another_user_is_asked_as_well(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        window.first_run.start_requested.emit("Harbour clinic", "n.ward")
        strip = part(window, StandingStrip, "acceptance_strip")
        strip.button.click()
        window.status.user_chosen.emit("dr.south")
        assert strip.text()
        window.status.user_chosen.emit("n.ward")
        assert strip.text() == ""


def test_the_demo_asks_nobody(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path) as window:
        assert part(window, StandingStrip, "acceptance_strip").text() == ""


def test_a_damaged_record_is_named_with_its_backup_and_the_way_back(
    tmp_path: Path, qapp: QApplication
) -> None:
    paths = ClinicPaths(tmp_path / "clinic")
    create_clinic(paths, name="North", clock=CLOCK, actor="first.user").close()
    copy = backing_up.back_up(paths, folder=None, clock=CLOCK)
    broken = b"no record any more" * 400
    paths.database.write_bytes(broken)
    with a_window(tmp_path, demo=False) as window:
        window.open_folder(paths.root)
        settle()
        card = part(window, ShutCard, "first_run_shut")
        assert card.isVisible()
        assert str(paths.database) in card.accessibleName()
        assert "Last backup: 26-Jan-2026" in card.accessibleName()
        QTest.mouseClick(part(window, QPushButton, "first_run_restore"), Qt.MouseButton.LeftButton)
        part(window, RestoreDialog, "restore_dialog").restore_requested.emit(copy.path)
        settle()
        assert window.session is not None
        assert window.session.clinic.name == "North"
        assert paths.database.read_bytes() == broken


def test_a_folder_without_a_clinic_offers_no_backup(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        window.open_folder(tmp_path / "nothing")
        assert not part(window, ShutCard, "first_run_shut").isVisible()


def test_a_clinic_begins_with_the_chosen_role_and_the_limits_of_its_laboratory(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path, demo=False) as window:
        start = part(window, QPushButton, "first_run_start")
        for name, text in (
            ("clinic", "Harbour clinic"),
            ("user", "n.ward"),
            ("uln_alt", "35"),
            ("uln_bili", "21"),
        ):
            part(window, QLineEdit, f"first_run_{name}").setText(text)
        part(window, QComboBox, "first_run_role").setCurrentIndex(1)
        said = part(window, QLabel, "first_run_limits_message")
        assert said.text() == "Name the laboratory that prints these limits"
        assert not start.isEnabled()
        part(window, QLineEdit, "first_run_laboratory").setText("City laboratory")
        start.click()
        settle()
        assert window.session is not None
        (laboratory,) = window.session.laboratories()
        assert [(one.analyte, str(one.uln), one.unit) for one in laboratory.limits] == [
            ("ALT", "35", "U/L"),
            ("BILI", "21", "umol/L"),
        ]
        (user,) = users.list_users(window.session.clinic)
        assert user.roles == ("staff", "administrator")
        assert "2 upper limits" in window.place.messages.text()


def test_what_is_no_limit_is_said_and_an_empty_field_is_none() -> None:
    assert read_beginning("", {}, bilirubin_unit="umol/L") == Beginning("", ())
    read = read_beginning("City", {"ALT": "many", "AST": " 35 "}, bilirubin_unit="umol/L")
    assert read.wrong.startswith("ALT: type the number")
    assert [one.analyte for one in read.limits] == ["AST"]
    read = read_beginning("City", {"BILI": "1.2"}, bilirubin_unit="mg/dL")
    assert [(str(one.uln), one.unit) for one in read.limits] == [("1.2", "mg/dL")]


@pytest.mark.parametrize("percent", [100, 200])
def test_no_word_of_the_first_page_is_cut(tmp_path: Path, qapp: QApplication, percent: int) -> None:
    with a_window(tmp_path, demo=False, size=(1280, 720)) as window:
        window._appearance.choose_size(percent)
        settle()
        try:
            assert cut_off(window) == []
        finally:
            window._appearance.choose_size(100)
