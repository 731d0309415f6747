"""Choices of this computer: each acts at once, is kept, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from aza_desktop.gui.keeping.habit import habit_of
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.settings.desk import Settings
from aza_desktop.gui.viewmodels.medication import MedicationLine
from aza_desktop.gui.viewmodels.shortcuts import build_shortcuts, matching
from aza_desktop.gui.window_state import CHOICES, WindowState
from tests.support.hands import last_of
from tests.support.open_window import HARGREAVES, a_window, open_number, part, settle


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> WindowState:
    return WindowState(tmp_path_factory.mktemp("state") / "window.ini")


@pytest.fixture(scope="module")
def shown(
    tmp_path_factory: pytest.TempPathFactory, qapp: QApplication, kept: WindowState
) -> Iterator[MainWindow]:
    with a_window(tmp_path_factory.mktemp("choices"), state=kept) as window:
        open_number(window)
        window.show_view("settings")
        yield window


def choose(window: MainWindow, key: str, value: object) -> None:
    """As a person chooses in a box."""
    box = window.desks.of(Settings).choices.box(key)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    settle()


def take_back(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()


def test_drug_names_are_written_in_either_way_and_spoken_plainly(
    shown: MainWindow, kept: WindowState
) -> None:
    line = shown.place.page.medication
    assert "<b>azathioprine</b>" in line.text()
    choose(shown, "drug_names", "tall")
    assert "<b>azaTHIOprine</b>" in line.text()
    assert line.accessibleName().startswith("azathioprine")
    assert kept.load("drug_names") == "tall"
    take_back(shown)
    assert "<b>azathioprine</b>" in line.text()


def test_compact_rows_make_room_for_more(shown: MainWindow) -> None:
    table = shown.place.results.table
    before = table.rowHeight(0)
    choose(shown, "rows", "compact")
    assert table.rowHeight(0) < before
    take_back(shown)
    assert table.rowHeight(0) == before


def test_taking_a_choice_back_takes_no_entry_back(shown: MainWindow) -> None:
    assert shown.session is not None
    before = last_of(shown, HARGREAVES)
    choose(shown, "text_size", 115)
    part(shown, QPushButton, "message_undo").click()
    settle()
    assert shown._appearance.size == 100
    assert last_of(shown, HARGREAVES) == before
    assert not part(shown, QPushButton, "message_undo").isVisible()


def test_every_choice_goes_back_to_the_first_day_at_once(shown: MainWindow) -> None:
    choose(shown, "rows", "compact")
    choose(shown, "drug_names", "tall")
    part(shown, QPushButton, "settings_as_new").click()
    assert not shown._appearance.is_compact
    assert "azathioprine" in shown.place.page.medication.text()
    take_back(shown)
    assert shown._appearance.is_compact
    choose(shown, "rows", "ordinary")
    choose(shown, "drug_names", "plain")


def test_backups_go_where_somebody_wants_them(
    shown: MainWindow, kept: WindowState, tmp_path: Path
) -> None:
    panel = shown.desks.of(Settings).backups
    panel.use_folder(tmp_path)
    assert habit_of(kept).folder == tmp_path
    assert str(tmp_path) in panel.folder.text()
    box = panel.choices.box("backup_on")
    box.setCurrentIndex(box.findData("off"))
    box.activated.emit(box.currentIndex())
    assert not habit_of(kept).is_on
    take_back(shown)
    assert habit_of(kept).is_on
    part(shown, QPushButton, "settings_backup_own").click()
    assert habit_of(kept).folder is None


def test_every_key_of_the_menus_is_found_by_what_it_does(shown: MainWindow) -> None:
    panel = shown.desks.of(Settings).keys
    listed = {row.keys for row in panel._model.rows}
    with_key = {
        action.shortcut().toString()
        for action in shown.findChildren(QAction)
        if not action.shortcut().isEmpty()
    }
    assert with_key <= listed
    QTest.keyClicks(panel.search, "symptom")
    assert "Ctrl+M" in {row.keys for row in panel._model.rows}
    panel.search.setText("zzz")
    assert "Try one plain word" in panel.count.text()
    panel.search.clear()


def test_the_layout_goes_back_and_choices_stay(kept: WindowState) -> None:
    kept.save("left", "300")
    kept.save("theme", "dark")
    kept.forget()
    assert kept.load("left") is None
    assert kept.load("theme") == "dark"
    assert {"theme", "language", "watched_folder", "backup_folder"} <= set(CHOICES)


def test_a_key_is_found_by_every_word_that_was_typed() -> None:
    known = build_shortcuts((("&Patient", "&Symptom…", "Ctrl+M"), ("&File", "&Quit", "")))
    assert known[0].what == "Symptom"
    assert known[0].where == "Patient"
    assert not matching(known, "quit")
    (hold,) = matching(known, "calendar hold")
    assert hold.keys == "H"


def test_only_the_drug_of_the_list_is_written_tall() -> None:
    line = MedicationLine((("azathioprine", True), (" – DOSE ", False)))
    assert line.styled(tall_man=True)[0] == ("azaTHIOprine", True)
    assert line.styled(tall_man=False) == line.parts
    assert line.text == "azathioprine – DOSE "
