"""The import dialog on a clinic that is open: what a person does with it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from aza_desktop.gui.imports.desk import ImportDesk
from aza_desktop.gui.imports.import_dialog import ImportDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.storage import tables
from tests.support.open_window import settle

HEAD = "MRN,Surname,Forename,DOB,Collected,ALT (U/L),ALT ULN,AST (U/L),AST ULN\n"
HALVORSEN = "DEMO-0001,Halvorsen,Ingrid,1979-03-02"
HARGREAVES = "DEMO-0013,Hargreaves,Anita,1984-07-14"


def desk_of(window: MainWindow) -> ImportDesk:
    """The one desk of the import."""
    return window.desks.of(ImportDesk)


def opened(window: MainWindow) -> ImportDialog:
    """The dialog, opened with Ctrl+I."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 1000)
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settle()
    (dialog,) = window.findChildren(ImportDialog, "import_dialog")
    assert dialog.isVisible()
    return dialog


def a_file(folder: Path, text: str, name: str = "labs.csv") -> Path:
    """A file of that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def twenty(folder: Path) -> Path:
    """Twenty results of a patient whom two identifiers prove."""
    lines = [f"{HALVORSEN},2026-01-{day:02d},44,40,31,40" for day in range(1, 11)]
    return a_file(folder, HEAD + "\n".join(lines) + "\n")


def take_up(window: MainWindow, *paths: Path) -> ImportDialog:
    """The dialog with these files taken up."""
    dialog = opened(window)
    desk_of(window).take_up(paths)
    settle()
    return dialog


def press(dialog: QWidget, name: str) -> None:
    """Click the visible button of that name."""
    (found,) = [b for b in dialog.findChildren(QPushButton, name) if b.isVisible()]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    settle()


def row_counts(window: MainWindow) -> dict[str, int]:
    """Every table with the number of its rows."""
    assert window.session is not None
    with window.session.clinic.store.reading() as reading:
        return {
            table.name: reading.connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
            for table in tables.patients.metadata.sorted_tables
        }


def kinds(dialog: ImportDialog) -> list[str]:
    """The word of each row that is shown."""
    model = dialog.preview.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def tile(dialog: ImportDialog, key: str) -> int:
    """The number on one of the counts."""
    return dialog.preview.tiles.count(key)
