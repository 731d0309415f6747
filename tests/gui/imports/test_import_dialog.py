"""The import in the window: keys and clicks of a person, on the demo clinic."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QWidget,
)

from aza_desktop.gui.imports.import_dialog import COLUMNS, DONE, PREVIEW, SOURCE, ImportDialog
from aza_desktop.gui.main_window import MainWindow
from tests.support.import_window import (
    HALVORSEN,
    HARGREAVES,
    HEAD,
    a_file,
    desk_of,
    kinds,
    opened,
    press,
    row_counts,
    take_up,
    tile,
    twenty,
)
from tests.support.lab_files import FILES
from tests.support.open_window import a_window, settle

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        yield shown


class Clicks:
    """Counts what `QTest.mouseClick` does, which is all that a hand does in a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self._click = 0, QTest.mouseClick
        monkeypatch.setattr(QTest, "mouseClick", self._counted)

    def _counted(self, *arguments: object, **named: object) -> None:
        self.count += 1
        self._click(*arguments, **named)


def test_twenty_results_are_imported_with_four_clicks(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = twenty(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_b: ([str(path)], ""))
    clicks = Clicks(monkeypatch)
    menu = next(m for m in window.menuBar().findChildren(QMenu) if m.title() == "&Results")
    entry = next(a for a in menu.actions() if a.text().startswith("&Import"))
    entry.trigger()  # offscreen there are no pop-ups: the menu and its entry are two clicks
    settle()
    dialog = desk_of(window).dialog
    press(dialog, "import_choose")
    assert dialog.step == PREVIEW
    assert dialog.next.text() == "Import 20 results"
    press(dialog, "import_next")
    assert dialog.step == DONE
    assert "20 results stored" in dialog.done_page.text()
    assert 2 + clicks.count == 4
    assert "20 results stored" in window.place.messages.text()
    dialog.reject()


@pytest.mark.parametrize("name", ["german_wide.csv", "uk_long_utf16.txt", "hl7v2/batch.hl7"])
def test_closing_before_the_last_step_writes_nothing(window: MainWindow, name: str) -> None:
    before = row_counts(window)
    for until in (SOURCE, COLUMNS, PREVIEW):
        dialog = opened(window)
        if until != SOURCE:
            desk_of(window).take_up([FILES / name])
            settle()
            press(dialog, "import_create_all" if name != "german_wide.csv" else "import_tile_all")
        if until == COLUMNS:
            QTest.keyClick(dialog, Qt.Key.Key_B, ALT)
            assert dialog.step == COLUMNS
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        settle()
        assert not dialog.isVisible()
        assert desk_of(window).run.view is None
    assert row_counts(window) == before


def test_every_fixture_adds_up_to_the_rows_read(window: MainWindow) -> None:
    for path in sorted(FILES.rglob("*.*")):
        dialog = take_up(window, path)
        counts = {key: tile(dialog, key) for key in dialog.preview.tiles.kinds()}
        assert counts.pop("all") == sum(counts.values()) > 0, path.name
        assert len(kinds(dialog)) == sum(counts.values()) - counts["ignored"]
        dialog.reject()


def test_the_same_file_twice_offers_nothing_new(window: MainWindow, tmp_path: Path) -> None:
    dialog = take_up(window, twenty(tmp_path))
    press(dialog, "import_next")
    assert dialog.step == DONE
    dialog.reject()
    dialog = take_up(window, tmp_path / "labs.csv")
    assert (tile(dialog, "new"), tile(dialog, "duplicate")) == (0, 20)
    assert "taken in before" in dialog.preview.notice.text()
    assert not dialog.next.isEnabled()
    dialog.reject()


def test_a_question_about_dates_stops_at_the_columns_and_nothing_is_chosen(
    window: MainWindow, tmp_path: Path
) -> None:
    path = a_file(tmp_path, HEAD + "DEMO-0001,Halvorsen,Ingrid,,03/04/2025,44,40,31,40\n")
    dialog = take_up(window, path)
    assert dialog.step == COLUMNS
    choices = dialog.columns.findChildren(QRadioButton)
    assert [one.isChecked() for one in choices] == [False, False]
    assert "03-Apr-2025" in choices[0].text()
    assert "04-Mar-2025" in choices[1].text()
    choices[0].click()
    settle()
    QTest.keyClick(dialog, Qt.Key.Key_N, ALT)
    assert dialog.step == PREVIEW
    assert tile(dialog, "new") == 2
    assert dialog.preview.table.model().index(0, 7).data() == "03-Apr-2025"
    dialog.reject()


def test_the_multiple_of_the_limit_stands_beside_each_value(
    window: MainWindow, tmp_path: Path
) -> None:
    dialog = take_up(window, a_file(tmp_path, HEAD + f"{HALVORSEN},2026-01-20,189,35,31,\n"))
    model = dialog.preview.table.model()
    assert [model.index(row, 5).data() for row in range(2)] == ["5.40 ×", "no ULN"]
    assert "without an upper limit" in model.index(1, 8).data()
    dialog.reject()


def test_candidates_say_why_and_a_person_decides(window: MainWindow, tmp_path: Path) -> None:
    text = HEAD + "DEMO-0001,Halvorsen,Inga,1979-03-02,2026-01-20,50,40,31,40\n"
    dialog = take_up(window, a_file(tmp_path, text))
    assert (tile(dialog, "held"), tile(dialog, "new")) == (2, 0)
    said = [label.text() for label in dialog.preview.patients.findChildren(QLabel)]
    assert "Number agrees: DEMO-0001" in said
    assert "Name differs: Halvorsen, Inga in the file, Halvorsen, Ingrid in the record" in said
    assert "Born agrees: 02-Mar-1979" in said
    press(dialog, "import_choose_patient:DEMO-0001")
    assert (tile(dialog, "held"), tile(dialog, "new")) == (0, 2)
    press(dialog, "import_change_patient:DEMO-0001")
    assert (tile(dialog, "held"), tile(dialog, "new")) == (2, 0)
    dialog.reject()


def test_another_patients_number_can_be_typed_and_a_wrong_one_is_refused(
    window: MainWindow, tmp_path: Path
) -> None:
    text = HEAD + "777,Nobody,Known,1950-01-01,2026-01-20,50,40,31,40\n"
    dialog = take_up(window, a_file(tmp_path, text))
    (typed,) = dialog.preview.patients.findChildren(QLineEdit)
    typed.setFocus()
    QTest.keyClicks(typed, "0815\r")
    settle()
    assert "cannot be found" in dialog.preview.patients.state.text()
    assert tile(dialog, "held") == 2
    typed.clear()
    QTest.keyClicks(typed, "DEMO-0013\r")
    settle()
    assert tile(dialog, "new") == 2
    dialog.reject()


def test_space_leaves_a_row_out_and_it_waits(window: MainWindow, tmp_path: Path) -> None:
    dialog = take_up(window, twenty(tmp_path))
    table = dialog.preview.table
    table.selectRow(0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Space)
    settle()
    assert (tile(dialog, "new"), tile(dialog, "held")) == (19, 1)
    assert dialog.next.text() == "Import 19 results"
    QTest.keyClick(table, Qt.Key.Key_Space)
    settle()
    assert tile(dialog, "new") == 20
    QTest.keyClick(table, Qt.Key.Key_Space)
    press(dialog, "import_next")
    assert "19 results stored" in dialog.done_page.text()
    assert "1 wait for a person" in dialog.done_page.text()
    dialog.reject()


def test_a_filter_shows_one_kind(window: MainWindow) -> None:
    dialog = take_up(window, FILES / "uk_long_utf16.txt")
    press(dialog, "import_tile_rejected")
    assert kinds(dialog) == ["rejected", "rejected"]
    assert "this is no number" in dialog.preview.table.model().index(0, 8).data()
    press(dialog, "import_tile_all")
    assert len(kinds(dialog)) == 9
    dialog.reject()


def test_a_refused_file_says_what_why_and_what_helps(window: MainWindow, tmp_path: Path) -> None:
    dialog = take_up(window, a_file(tmp_path, "\x00\x01", "labs.bin"))
    assert dialog.step == SOURCE
    lines = dialog.source.refusal.text().splitlines()
    assert len(lines) == 3
    assert all(lines)
    assert "labs.bin" in lines[1]
    dialog.reject()


def test_cells_from_the_clipboard_are_read(window: MainWindow) -> None:
    cells = HEAD + f"{HALVORSEN},2026-01-20,44,40,31,40\n"
    QApplication.clipboard().setText(cells.replace(",", "\t"))
    dialog = opened(window)
    QTest.keyClick(dialog.source.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert tile(dialog, "new") == 2
    assert "pasted cells" in dialog.file.text()
    dialog.reject()
    QApplication.clipboard().clear()
    desk_of(window).paste()
    settle()
    assert "no cells on the clipboard" in dialog.source.refusal.text()
    dialog.reject()


def test_a_dropped_file_is_taken_up(window: MainWindow, tmp_path: Path) -> None:
    dialog = opened(window)
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(twenty(tmp_path)))])
    zone = dialog.source.zone
    at, copy = zone.rect().center(), Qt.DropAction.CopyAction
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(at, copy, content, buttons, keys)
    QApplication.sendEvent(zone, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(zone, QDropEvent(at.toPointF(), copy, content, buttons, keys))
    settle()
    assert tile(dialog, "new") == 20
    dialog.reject()


def test_several_files_come_one_after_the_other(window: MainWindow, tmp_path: Path) -> None:
    other = a_file(tmp_path, HEAD + f"{HARGREAVES},2026-01-21,50,35,31,40\n", "second.csv")
    dialog = take_up(window, twenty(tmp_path), other)
    assert "1 more file waits" in dialog.file.text()
    press(dialog, "import_next")
    assert dialog.done_page.again.text() == "Next file: second.csv"
    press(dialog, "import_again")
    assert dialog.step == PREVIEW
    assert tile(dialog, "new") == 2
    dialog.reject()


def test_what_is_left_is_saved_without_live_formulas(window: MainWindow, tmp_path: Path) -> None:
    path = a_file(tmp_path, HEAD + f'{HALVORSEN},2026-01-20,"=1+1",40,pending,40\n')
    dialog = take_up(window, path)
    target = tmp_path / "rest.csv"
    desk_of(window).save_rest_as(target)
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["'=1+1", "pending"]
    assert all(row[5] for row in rows)
    assert "Saved as rest.csv" in dialog.note.text()
    dialog.reject()


def test_the_template_is_read_as_it_was_saved(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "results.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_b: (str(target), ""))
    dialog = opened(window)
    press(dialog, "import_template")
    line = "DEMO-0001,Halvorsen,Ingrid,1979-03-02,F,2026-01-20,ALT,44,U/L,10-40,City lab\r\n"
    target.write_bytes(target.read_bytes() + line.encode())
    desk_of(window).take_up([target])
    settle()
    assert tile(dialog, "new") == 1
    assert dialog.preview.table.model().index(0, 5).data() == "1.10 ×"
    dialog.reject()


def test_the_dialog_is_there_from_the_start_and_hidden(window: MainWindow) -> None:
    (dialog,) = window.findChildren(QWidget, "import_dialog")
    assert isinstance(dialog, ImportDialog)
    assert not dialog.isVisible()


def test_every_control_of_every_step_has_a_name(window: MainWindow, tmp_path: Path) -> None:
    dialog = take_up(window, FILES / "uk_long_utf16.txt")
    for _ in range(3):
        for control in dialog.findChildren(QPushButton) + dialog.findChildren(QLineEdit):
            if control.isVisible():
                assert control.accessibleName(), control.objectName()
        QTest.keyClick(dialog, Qt.Key.Key_B, ALT)
    dialog.reject()
