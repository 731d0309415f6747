"""All patients, the banner's guard, and a clinic without patients."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTableView

from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.patients.banner import PatientBanner
from aza_desktop.gui.window_state import WindowState
from aza_desktop.services.clinic import FIRST_ROLES
from tests.support.open_window import HARGREAVES, a_window, open_number, part, settle


def all_patients(window: MainWindow) -> QTableView:
    window.place.show_all_patients()
    settle()
    return part(window, QTableView, "patient_list")


def add(window: MainWindow, family: str, given: str) -> None:
    assert window.session is not None
    number = PatientNumber("hospital", family)
    window.session.add_patient(
        Identity((number,), family=family, given=given), PatientFacts(None, Tpmt.UNKNOWN)
    )


def test_everybody_without_a_recent_lab_is_two_clicks_away(own: MainWindow) -> None:
    window = own
    add(window, "Nolab", "Nora")
    table = all_patients(window)
    everybody = table.model().rowCount()
    chip = part(window, QPushButton, "filter_no_lab")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert table.model().rowCount() == 1
    assert f"of {everybody} patients" in window.place.patients.note.text()
    QTest.mouseClick(part(window, QPushButton, "filter_clear"), Qt.MouseButton.LeftButton)
    assert table.model().rowCount() == everybody


def test_filters_that_fit_nobody_say_so(window: MainWindow) -> None:
    table = all_patients(window)
    for name in ("filter_no_course", "filter_no_lab"):
        part(window, QPushButton, name).click()
    assert table.model().rowCount() == 0
    assert window.place.patients._empty.isVisible()
    window.place.patients.filters.clear()


def test_columns_stand_where_they_were_left(tmp_path: Path, qapp: QApplication) -> None:
    state = WindowState(tmp_path / "window.ini")
    with a_window(tmp_path, state=state) as window:
        header = all_patients(window).horizontalHeader()
        header.resizeSection(0, 333)
        header.moveSection(1, 4)
        header.setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    with a_window(tmp_path, state=state) as window:
        table = all_patients(window)
        header = table.horizontalHeader()
        assert header.sectionSize(0) == 333
        assert header.visualIndex(1) == 4
        numbers = [table.model().index(row, 2).data() for row in range(table.model().rowCount())]
        assert numbers == sorted(numbers, reverse=True)
        window._reset_layout()
        assert header.visualIndex(1) == 1
        assert header.sectionSize(0) != 333


def test_columns_of_another_shape_are_not_taken_back(tmp_path: Path, qapp: QApplication) -> None:
    state = WindowState(tmp_path / "window.ini")
    with a_window(tmp_path, state=state) as window:
        all_patients(window).horizontalHeader().resizeSection(0, 333)
    kept = [key for key in state._settings.allKeys() if "columns/patient_list" in key]  # type: ignore[union-attr]
    assert len(kept) == 1
    value = state._settings.value(kept[0])  # type: ignore[union-attr]
    state._settings.remove(kept[0])  # type: ignore[union-attr]
    state._settings.setValue("ui/v1/columns/patient_list/00000000", value)  # type: ignore[union-attr]
    with a_window(tmp_path, state=state) as window:
        assert all_patients(window).horizontalHeader().sectionSize(0) != 333


def test_a_similar_name_is_told_in_the_banner_and_shown_on_a_click(own: MainWindow) -> None:
    add(own, "Hargreaves", "Amelia")
    open_number(own, HARGREAVES)
    banner = part(own, PatientBanner, "patient_banner")
    chip = next(chip for chip, model in banner._chips if model.key == "similar")
    assert chip.text() == "Similar name: 1"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    (sheet,) = [d for d in own.findChildren(QDialog) if d.windowTitle().startswith("Similar")]
    assert sheet.isVisible()
    sheet.close()


def test_the_banner_is_walked_by_keys_and_leads_into_the_record(own: MainWindow) -> None:
    open_number(own, HARGREAVES)
    QTest.keyClick(own, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    banner = part(own, PatientBanner, "patient_banner")
    assert banner.hasFocus()
    QTest.keyClick(banner, Qt.Key.Key_Right)
    assert "Allergy" in banner.accessibleDescription()
    QTest.keyClick(banner, Qt.Key.Key_Return)
    assert own.place.page.tab() == "record"


def test_nobody_found_offers_a_new_patient_of_that_name(own: MainWindow) -> None:
    own.place.worklist.focus_find()
    QTest.keyClicks(own.place.worklist.find_box, "Zyxw")
    new = part(own, QPushButton, "new_named")
    assert new.isVisible()
    assert "Zyxw" in new.text()
    new.click()
    assert own.place.new_patient.isVisible()
    assert own.place.new_patient.words().family == "Zyxw"
    own.place.new_patient.reject()


def test_an_empty_clinic_says_how_to_begin(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        window._try(lambda: window._doors.create("Clinic", "dr.demo", FIRST_ROLES))
        window.place.leave_all_patients()  # the eight questions come first, and may wait
        settle()
        new = part(window, QPushButton, "begin_new_patient")
        assert new.isVisible()
        new.click()
        assert window.place.new_patient.isVisible()
        window.place.new_patient.reject()


def test_the_keyboard_begins_in_todays_list(own: MainWindow) -> None:
    assert own.place.worklist.today.hasFocus()
