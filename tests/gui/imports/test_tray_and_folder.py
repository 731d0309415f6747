"""What waits: rows in the tray, files in the watched folder, and imports taken back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from aza_desktop.gui.imports.import_dialog import DONE
from aza_desktop.gui.imports.waiting_desk import WaitingDesk
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services.reading import patient_file
from tests.support.import_window import (
    HALVORSEN,
    HEAD,
    a_file,
    desk_of,
    press,
    row_counts,
    take_up,
    tile,
    twenty,
)
from tests.support.open_window import a_window, open_number, part, settle

HELD = "DEMO-0001,Halvorsen,Inga,1979-03-02,2026-01-20,50,40,31,40\n"


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        yield shown


def waiting_of(window: MainWindow) -> WaitingDesk:
    return window.desks.of(WaitingDesk)


def held(window: MainWindow, folder: Path) -> None:
    """A file of which two rows wait."""
    dialog = take_up(window, a_file(folder, HEAD + HELD, "held.csv"))
    assert dialog.next.text() == "Keep 2 rows waiting"
    press(dialog, "import_next")
    press(dialog, "import_to_tray")


def results_of(window: MainWindow, number: str) -> int:
    assert window.session is not None
    clinic = window.session.clinic
    record = patient_file(clinic, window.session.patient_id_of(number)).record
    return sum(1 for each in record.results if each.state.value == "current")


def test_a_held_row_waits_in_the_tray_with_its_reason(window: MainWindow, tmp_path: Path) -> None:
    held(window, tmp_path)
    page = waiting_of(window).page
    assert page.isVisible()
    assert page.note.text() == "2 rows wait from 1 file"
    model = page.rows.model()
    assert [model.index(0, at).data() for at in (0, 2, 4)] == [
        "held.csv",
        "line 2, ALT (U/L)",
        "50",
    ]
    assert "name or birth date do not" in model.index(0, 5).data()


def test_answering_a_waiting_row_takes_it_in_and_it_waits_no_more(
    window: MainWindow, tmp_path: Path
) -> None:
    before = results_of(window, "DEMO-0001")
    held(window, tmp_path)
    page = waiting_of(window).page
    page.rows.selectRow(0)
    press(page, "tray_answer")
    dialog = desk_of(window).dialog
    assert dialog.isVisible()
    press(dialog, "import_choose_patient:DEMO-0001")
    press(dialog, "import_next")
    assert dialog.step == DONE
    dialog.reject()
    settle()
    assert results_of(window, "DEMO-0001") == before + 2
    assert page.rows.model().rowCount() == 0
    assert page.empty.isVisible()


def test_a_row_is_dismissed_only_with_a_reason(window: MainWindow, tmp_path: Path) -> None:
    held(window, tmp_path)
    page = waiting_of(window).page
    page.rows.selectRow(0)
    assert not page.dismiss.isEnabled()
    page.reason.setText("another person of that name")
    press(page, "tray_dismiss")
    assert page.rows.model().rowCount() == 1
    assert "1 row dismissed" in window.place.messages.text()


def test_one_key_takes_a_whole_import_back_and_nothing_older(
    window: MainWindow, tmp_path: Path
) -> None:
    before = results_of(window, "DEMO-0001")
    dialog = take_up(window, twenty(tmp_path))
    press(dialog, "import_next")
    assert results_of(window, "DEMO-0001") == before + 20
    press(dialog, "import_undo")
    assert not dialog.isVisible()
    assert results_of(window, "DEMO-0001") == before
    assert "Taken back" in window.place.messages.text()
    window.conductor.undo()  # type: ignore[union-attr]  # a second time there is nothing
    settle()
    assert "nothing to undo" in window.place.messages.text()
    dialog = take_up(window, tmp_path / "labs.csv")
    assert tile(dialog, "new") == 20
    dialog.reject()


def test_a_file_is_taken_back_from_the_tray_with_a_reason(
    window: MainWindow, tmp_path: Path
) -> None:
    before = results_of(window, "DEMO-0001")
    dialog = take_up(window, twenty(tmp_path))
    press(dialog, "import_next")
    dialog.reject()
    desk = waiting_of(window)
    desk.show("tray")
    settle()
    desk.page.files.selectRow(0)
    assert not desk.page.undo.isEnabled()
    desk.page.reason.setText("wrong file")
    press(desk.page, "tray_undo")
    assert results_of(window, "DEMO-0001") == before
    assert desk.page.files.model().index(0, 3).data() == "taken back"


def test_a_new_file_in_the_folder_is_offered_by_a_quiet_line(
    window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    desk = waiting_of(window)
    desk.watch(folder)
    before = row_counts(window)
    path = twenty(folder)
    desk.look()
    assert "new laboratory file" not in window.place.messages.text()  # it may still be written
    desk.look()
    settle()
    assert "1 new laboratory file in the watched folder: labs.csv" in window.place.messages.text()
    assert row_counts(window) == before
    assert not desk_of(window).dialog.isVisible()
    window.place.messages.hide()
    desk.look()
    assert window.place.messages.text() == ""  # said once, not again and again
    desk.follow()
    settle()
    dialog = desk_of(window).dialog
    press(dialog, "import_next")
    dialog.reject()
    (folder / "copy.csv").write_bytes(path.read_bytes())
    window.place.messages.hide()
    desk.look()
    desk.look()
    assert desk.new_files == ()


def test_a_file_that_still_grows_is_not_offered(window: MainWindow, tmp_path: Path) -> None:
    desk = waiting_of(window)
    desk.watch(tmp_path)
    path = twenty(tmp_path)
    desk.look()
    with path.open("a", encoding="utf-8") as more:
        more.write(f"{HALVORSEN},2026-01-15,44,40,31,40\n")
    desk.look()
    assert desk.new_files == ()
    desk.look()
    assert desk.new_files == (path,)


def test_other_files_and_links_are_left_alone(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "link.csv").symlink_to(os.devnull)
    desk = waiting_of(window)
    desk.watch(tmp_path)
    desk.look()
    desk.look()
    assert desk.new_files == ()
    desk.watch(tmp_path / "away")
    desk.look()
    assert desk.new_files == ()


def test_the_offer_is_taken_up_with_one_click(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    desk = waiting_of(window)
    desk.watch(folder)
    twenty(folder)
    desk.look()
    desk.look()
    open_number(window)
    settle()
    desk._offered = frozenset()
    desk.look()
    offer = part(window, QPushButton, "message_offer")
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    settle()
    assert tile(desk_of(window).dialog, "new") == 20
    desk_of(window).dialog.reject()
