"""What a person says about a file: units, limits, columns, and cells that are typed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QRadioButton,
)

from aza_desktop.gui.clinic_pages.desk import ClinicPages
from aza_desktop.gui.imports.import_dialog import COLUMNS, PREVIEW
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.viewmodels.entry import build_entry_form
from tests.support.import_window import (
    HALVORSEN,
    HARGREAVES,
    HEAD,
    a_file,
    press,
    take_up,
    tile,
)
from tests.support.lab_files import FILES
from tests.support.open_window import a_window, open_number, settle

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        yield shown


def test_a_unit_that_the_file_does_not_say_is_asked_for(window: MainWindow, tmp_path: Path) -> None:
    text = "MRN,Surname,Forename,DOB,Collected,ALT\n" + f"{HALVORSEN},2026-01-20,78\n"
    dialog = take_up(window, a_file(tmp_path, text))
    assert dialog.step == COLUMNS
    choices = dialog.columns.findChildren(QRadioButton)
    assert not any(one.isChecked() for one in choices)
    next(one for one in choices if one.text() == "U/L").click()
    settle()
    QTest.keyClick(dialog, Qt.Key.Key_N, ALT)
    assert dialog.preview.table.model().index(0, 4).data() == "78 U/L"
    dialog.reject()


def test_limits_copied_from_the_laboratory_are_kept_and_the_next_file_needs_nothing(
    window: MainWindow, tmp_path: Path
) -> None:
    head = "MRN,Surname,Forename,DOB,Collected,ALT (U/L)\n"
    dialog = take_up(window, a_file(tmp_path, head + f"{HALVORSEN},2026-01-20,70\n"))
    QTest.keyClick(dialog, Qt.Key.Key_B, ALT)
    for sex, limit in (("female", "35"), ("male", "50")):
        (field,) = dialog.findChildren(QLineEdit, f"import_limit_ALT_{sex}")
        field.setText(limit)
    (name,) = dialog.findChildren(QLineEdit, "import_profile_name")
    name.setText("City lab")
    (since,) = dialog.findChildren(QLineEdit, "import_limits_since")
    assert since.text() == "20-Jan-2026"
    since.setText("1-Jan-2026")
    press(dialog, "import_keep_profile")
    assert "the limits stand with City lab" in dialog.note.text()
    QTest.keyClick(dialog, Qt.Key.Key_N, ALT)
    assert dialog.preview.table.model().index(0, 5).data() == "2.00 ×"
    dialog.reject()
    dialog = take_up(window, a_file(tmp_path, head + f"{HARGREAVES},2026-01-25,105\n", "2.csv"))
    assert dialog.step == PREVIEW
    assert "profile City lab" in dialog.file.text()
    assert dialog.preview.table.model().index(0, 5).data() == "3.00 ×"
    press(dialog, "import_next")
    assert "1 result stored" in dialog.done_page.text()
    dialog.reject()
    window.desks.show("laboratories")
    settle()
    model = window.desks.of(ClinicPages).laboratories.card.table.model()
    shown = [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert shown == [
        ["City lab", "ALT", "35 U/L", "–", "women", "01-Jan-2026", "–", "in use"],
        ["City lab", "ALT", "50 U/L", "–", "men", "01-Jan-2026", "–", "in use"],
    ]
    open_number(window, "DEMO-0013")
    assert window.session is not None
    assert window.session.file is not None
    proposed = build_entry_form(window.session.file, laboratories=window.session.laboratories())
    assert (proposed.laboratory, proposed.limits["ALT"].uln_text) == ("City lab", "35")


def test_a_limit_that_is_no_number_is_refused_and_stays_typed(
    window: MainWindow, tmp_path: Path
) -> None:
    head = "MRN,Surname,Forename,DOB,Collected,ALT (U/L)\n"
    dialog = take_up(window, a_file(tmp_path, head + f"{HALVORSEN},2026-01-20,70\n"))
    QTest.keyClick(dialog, Qt.Key.Key_B, ALT)
    (field,) = dialog.findChildren(QLineEdit, "import_limit_ALT_male")
    field.setText("<50")
    (since,) = dialog.findChildren(QLineEdit, "import_limits_since")
    since.setText("soon")
    (name,) = dialog.findChildren(QLineEdit, "import_profile_name")
    name.setText("City lab")
    press(dialog, "import_keep_profile")
    assert "From which day" in dialog.columns.message.text()
    since.setText("20-Jan-2026")
    press(dialog, "import_keep_profile")
    assert "no number" in dialog.columns.message.text()
    assert field.text() == "<50"
    dialog.reject()


def test_what_a_column_holds_can_be_said_otherwise(window: MainWindow, tmp_path: Path) -> None:
    text = "MRN,Surname,Forename,DOB,Collected,ALT (U/L),Leberwert\n"
    dialog = take_up(window, a_file(tmp_path, text + f"{HALVORSEN},2026-01-20,70,31\n"))
    assert tile(dialog, "new") == 1
    QTest.keyClick(dialog, Qt.Key.Key_B, ALT)
    (box,) = dialog.findChildren(QComboBox, "import_column:Leberwert")
    assert box.currentText() == "not used"
    box.setCurrentIndex(box.findData("AST"))
    box.activated.emit(box.currentIndex())
    settle()
    assert tile(dialog, "new") == 2
    (box,) = [b for b in dialog.findChildren(QComboBox, "import_column:MRN") if b.isVisible()]
    box.setCurrentIndex(box.findData("value"))
    box.activated.emit(box.currentIndex())
    settle()
    assert dialog.isVisible()
    assert tile(dialog, "new") == 2 or dialog.columns.message.isVisible()
    dialog.reject()


@pytest.mark.parametrize(
    "text",
    [
        HEAD + f"{HALVORSEN},2026-01-20,pending,40,31,40\n",
        "MRN;Surname;Forename;DOB;Collected;Test;Result;Unit;ULN\n"
        + f"{HALVORSEN},2026-01-20,ALT,pending,U/L,40\n".replace(",", ";"),
    ],
    ids=["wide", "long"],
)
def test_a_rejected_cell_is_typed_again_and_its_note_says_so(
    window: MainWindow, tmp_path: Path, text: str
) -> None:
    path = a_file(tmp_path, text)
    dialog = take_up(window, path)
    new = tile(dialog, "new")
    press(dialog, "import_tile_rejected")
    dialog.preview.table.selectRow(0)
    dialog.preview.table.setFocus()
    QTest.keyClick(dialog.preview.table, Qt.Key.Key_F2)
    assert dialog.preview.cell.hasFocus()
    QTest.keyClicks(dialog.preview.cell, "44\r")
    settle()
    assert (tile(dialog, "rejected"), tile(dialog, "new")) == (0, new + 1)
    model = dialog.preview.table.model()
    notes = [model.index(row, 8).data() for row in range(model.rowCount())]
    assert sum("typed by hand" in note for note in notes) == 1
    press(dialog, "import_next")
    dialog.reject()
    dialog = take_up(window, path)
    assert "taken in before" in dialog.preview.notice.text()
    dialog.reject()


def test_a_cell_typed_wrong_again_stays_rejected(window: MainWindow, tmp_path: Path) -> None:
    text = HEAD + f"{HALVORSEN},2026-01-20,pending,40,31,40\n"
    dialog = take_up(window, a_file(tmp_path, text))
    press(dialog, "import_tile_rejected")
    dialog.preview.table.selectRow(0)
    dialog.preview.cell.setText("soon")
    press(dialog, "import_read_again")
    assert tile(dialog, "rejected") == 1
    assert dialog.preview.table.model().index(0, 4).data() == "soon"
    dialog.reject()


def test_a_message_cannot_be_edited(window: MainWindow) -> None:
    dialog = take_up(window, FILES / "hl7v2/batch.hl7")
    press(dialog, "import_tile_rejected")
    dialog.preview.table.selectRow(0)
    assert not dialog.preview.cell.isVisible()
    dialog.reject()
