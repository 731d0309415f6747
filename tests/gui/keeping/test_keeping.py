"""Backing up and restoring in the window."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton

from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.gui.keeping.desk import Keeping
from aza_desktop.gui.keeping.rounds import Rounds
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.viewmodels.backups import build_backups
from aza_desktop.services.backing_up import kept_backups
from aza_desktop.services.clinic import FIRST_ROLES
from tests.support.open_window import a_window, settle


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on an empty clinic of its own."""
    with a_window(tmp_path, demo=False) as shown:
        shown._try(lambda: shown._doors.create("Clinic", "dr.demo", FIRST_ROLES))
        settle()
        yield shown


def add(window: MainWindow, number: str) -> None:
    assert window.session is not None
    identity = Identity((PatientNumber("hospital", number),), family="Rossi", given="Elena")
    window.session.add_patient(identity, PatientFacts(None, Tpmt.UNKNOWN))


def folder_of(window: MainWindow) -> Path:
    assert window.session is not None
    return window.session.clinic.paths.root


def test_a_copy_is_made_checked_and_told(window: MainWindow) -> None:
    assert "no backup yet" in window.status._left.text()
    add(window, "1")
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    settle()
    (copy,) = kept_backups(folder_of(window) / "backups")
    assert "1 patient," in window.place.messages.text()
    assert copy.path.name in window.place.messages.text()
    assert "backup 26-Jan-2026" in window.status._left.text()


def test_yesterday_is_restored_into_a_new_folder_and_opened(window: MainWindow) -> None:
    desk = window.desks.of(Keeping)
    before = folder_of(window)
    add(window, "1")
    desk.back_up()
    add(window, "2")
    dialog = desk.ask_restore()
    assert dialog is not None
    shown = dialog.findChild(QListWidget, "restore_list")
    assert shown is not None
    shown.setCurrentRow(0)
    go = dialog.findChild(QPushButton, "restore_go")
    assert go is not None
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    settle()
    assert folder_of(window).parent == before / "restored"
    assert window.session is not None
    assert len(window.session.lines or ()) == 1
    assert "Restored from" in window.place.messages.text()
    assert (before / "clinic.db").exists()


def test_a_damaged_copy_is_refused_and_the_clinic_stays_open(window: MainWindow) -> None:
    desk = window.desks.of(Keeping)
    add(window, "1")
    desk.back_up()
    before = folder_of(window)
    (copy,) = kept_backups(before / "backups")
    copy.path.write_bytes(copy.path.read_bytes()[:5000])
    dialog = desk.ask_restore()
    assert dialog is not None
    dialog.list.setCurrentRow(0)
    dialog.go.click()
    assert dialog.isVisible()
    assert dialog.message.text()
    assert folder_of(window) == before
    dialog.reject()


def test_without_a_copy_the_dialog_says_where_to_look(window: MainWindow) -> None:
    dialog = window.desks.of(Keeping).ask_restore()
    assert dialog is not None
    assert "Choose a file from elsewhere" in dialog.message.text()
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_the_demo_clinic_is_not_restored_among_real_ones(own: MainWindow) -> None:
    assert own.desks.of(Keeping).ask_restore() is None
    assert "demo clinic" in own.place.messages.text()


def test_copies_are_told_newest_first_in_local_time(tmp_path: Path) -> None:
    for name in ("clinic-20260101-050000.azb", "clinic-20260126-060000-2.azb", "other.txt"):
        (tmp_path / name).write_bytes(b"x" * 2048)
    kept = kept_backups(tmp_path)
    assert [each.path.name for each in kept] == [
        "clinic-20260126-060000-2.azb",
        "clinic-20260101-050000.azb",
    ]
    rows = build_backups(kept, dt.timezone(dt.timedelta(hours=1)))
    assert rows[0].when == "26-Jan-2026 07:00"
    assert rows[0].said == "Backup of 26-Jan-2026 07:00, 0.0 MB"
    assert kept_backups(tmp_path / "none") == ()


def test_what_was_written_is_copied_when_the_window_closes(window: MainWindow) -> None:
    folder = folder_of(window) / "backups"
    window.close_clinic()
    (copy,) = kept_backups(folder)
    assert copy.why == "close"


class _Watch:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 1, 26, 9, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.at

    def today(self) -> dt.date:
        return self.at.date()


def test_half_an_hour_after_an_entry_a_copy_is_made_by_itself(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, watch = window.desks.of(Rounds), _Watch()
    monkeypatch.setattr(desk, "around", dataclasses.replace(desk.around, clock=watch))
    desk.clinic_opened()
    folder = folder_of(window) / "backups"
    watch.at += dt.timedelta(minutes=29)
    desk.look()
    assert kept_backups(folder) == ()
    watch.at += dt.timedelta(minutes=1)
    desk.look()
    assert [copy.why for copy in kept_backups(folder)] == ["auto"]
    assert "backup 26-Jan-2026" in window.status._left.text()
    watch.at += dt.timedelta(minutes=30)
    desk.look()
    assert len(kept_backups(folder)) == 1  # nothing was written since


def test_the_demo_is_never_copied(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path) as demo:
        assert demo.session is not None
        folder = demo.session.clinic.paths.backups
    assert not folder.exists()
