"""With letters twice as large, icons and rows are twice as large too, and nothing runs together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QHeaderView, QLabel, QPushButton, QTableView

from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.parts import chip_width
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.worklist.worklist_model import RowRole
from tests.support.open_window import a_window, open_number, part, settle


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    folder: Path = tmp_path_factory.mktemp("large")
    with a_window(folder, size=(1720, 1000)) as window:
        open_number(window)
        window.show_view("settings")
        window.place.show_all_patients()
        window._appearance.choose_size(200)
        settle()
        yield window
        window._appearance.choose_size(100)
        settle()


def test_icons_grow_with_the_letters(large: MainWindow) -> None:
    pictured = [b for b in large.findChildren(QPushButton) if b.property("icon_name")]
    assert len(pictured) > 5
    assert {b.iconSize().width() for b in pictured} == {32}
    signs = [s for s in large.findChildren(QLabel) if s.property("icon_name")]
    for sign in signs:
        assert sign.width() == 2 * (sign.property("icon_size") or 16) + 1
    assert chip_width("due", with_icon=True) - chip_width("due", with_icon=False) == 24 + 4


def test_rows_of_all_patients_are_as_high_as_their_letters(large: MainWindow) -> None:
    table = part(large, QTableView, "patient_list")
    assert table.rowHeight(0) == fonts.row_height() > QFontMetrics(table.font()).height()


def test_the_days_of_the_week_stand_above_the_days(large: MainWindow) -> None:
    header: QHeaderView = large.place.calendar.grid.horizontalHeader()
    assert header.height() >= QFontMetrics(fonts.font(12, 600)).height()


def test_a_reason_in_the_list_is_never_cut(large: MainWindow) -> None:
    today = large.place.worklist.today
    model, delegate = today.model(), today.itemDelegate()
    width = today.viewport().width()
    for number in range(model.rowCount()):
        row = model.index(number, 0).data(RowRole)
        if hasattr(row, "brief"):
            below, room, height = delegate._reason_place(row, width)
            words = row.brief.split(" ")
            widest = max(QFontMetrics(fonts.font(12)).horizontalAdvance(word) for word in words)
            assert widest <= room, row.brief
            assert delegate.sizeHint(None, model.index(number, 0)).height() >= below + height
        else:
            title = delegate._title_room(row, width)
            longest = max(row.title.split(" "), key=len)
            letters = QFontMetrics(fonts.font(12, 600))
            assert letters.horizontalAdvance(longest) <= title.width()
