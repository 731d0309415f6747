"""A record in a write-protected folder: everything can be read, nothing can be begun in vain."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton

from aza_desktop.gui.calendar.desk import CalendarDesk
from aza_desktop.gui.keeping.read_only_desk import ReadOnlyDesk, is_writing
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.paths import ClinicPaths
from tests.support.looks import shown
from tests.support.open_window import a_window, open_number, part, settle

PROTECTED, ORDINARY = 0o555, 0o755


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    """A window that was given the folder of a clinic in which nothing may be written."""
    root = tmp_path_factory.mktemp("protected")
    with a_window(root) as window:
        demo = ClinicPaths(root / "data").demo
        window.close_clinic()
        demo.database.rename(ClinicPaths(demo.root).database)
        demo.root.chmod(PROTECTED)
        before = files_of(demo.root)
        window.open_folder(demo.root)
        settle()
        open_number(window)
        yield window
        window.close_clinic()
        assert files_of(demo.root) == before
        demo.root.chmod(ORDINARY)


def test_it_is_said_in_the_status_line_the_banner_and_above_the_pages(
    protected: MainWindow,
) -> None:
    protected.place.leave_all_patients()  # another page has no banner
    assert part(protected, QPushButton, "status_about").text().startswith("READ-ONLY")
    chip = protected.place.banner._read_only
    assert chip is not None
    assert chip.isVisible()
    assert chip.text().startswith("Read-only since ")
    assert "nothing can be saved" in protected.desks.of(ReadOnlyDesk).strip.text()


@pytest.mark.parametrize("place", ["record", "course", "findings", "settings", "users"])
def test_no_button_that_writes_can_be_pressed(protected: MainWindow, place: str) -> None:
    if not protected.show_view(place):
        protected.place.leave_all_patients()
        protected.place.page.choose(place)
    settle()
    buttons = [b for b in shown(protected, QAbstractButton) if is_writing(b)]
    assert buttons
    assert [b.objectName() for b in buttons if b.isEnabled()] == []


def test_menus_and_keys_begin_nothing_that_cannot_be_kept(protected: MainWindow) -> None:
    protected.place.leave_all_patients()
    entries = {a.text(): a for a in protected.findChildren(QAction)}
    for text in ("&New patient…", "Add &result", "Sto&p now…", "&Import…", "Set the &dose…"):
        assert not entries[text].isEnabled(), text
    for text in ("&Print…", "&Settings…", "&Audit trail"):
        assert entries[text].isEnabled(), text
    protected.desks.of(CalendarDesk).hold()  # what the key H of the calendar asks for
    settle()
    assert not [d for d in protected.findChildren(QDialog) if d.isVisible()]
    assert protected.place.messages.text().startswith("Nothing can be saved")


def test_a_folder_that_may_be_written_again_opens_as_usual(tmp_path: Path, qapp: object) -> None:
    with a_window(tmp_path) as window:
        demo = ClinicPaths(tmp_path / "data").demo
        window.close_clinic()
        demo.database.rename(ClinicPaths(demo.root).database)
        demo.root.chmod(PROTECTED)
        window.open_folder(demo.root)
        demo.root.chmod(ORDINARY)
        part(window, QPushButton, "read_only_strip_do").click()
        settle()
        open_number(window)
        assert window.session is not None
        assert not window.session.clinic.is_read_only
        assert part(window, QPushButton, "add_result").isEnabled()
        assert window.place.banner._read_only is None
        assert bool(demo.root.stat().st_mode & stat.S_IWUSR)
