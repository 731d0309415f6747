"""The chart in the whole window: point and row, correction, what is kept, what effort it costs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from aza_desktop.drawing.models import Scale, Unit
from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.viewmodels.trend_days import TrendOptions, kept_text, options_of
from aza_desktop.gui.window_state import WindowState
from tests.support.open_window import EffortCounter, a_window, open_number, settle


@pytest.fixture
def opened(window: MainWindow) -> MainWindow:
    open_number(window)
    window.place.trend.set_options(TrendOptions())
    window.place.trend.draw_now()
    settle()
    return window


def counted(window: MainWindow) -> EffortCounter:
    counter = EffortCounter()
    QApplication.instance().installEventFilter(counter)
    return counter


def a_point(window: MainWindow, days_back: int = 2) -> tuple[str, QPoint]:
    trend = window.place.trend
    assert trend.model is not None
    result_id = trend.model.readouts[-days_back].rows[0].result_id
    place = trend.picture.place_of(result_id)
    assert place is not None
    return result_id, place.toPoint()


def row_of(window: MainWindow) -> tuple[str, ...]:
    return window.place.results.under_cursor()[0]


def test_from_a_point_to_its_row_takes_one_click(opened: MainWindow) -> None:
    result_id, place = a_point(opened)
    counter = counted(opened)
    QTest.mouseClick(opened.place.trend.picture, Qt.MouseButton.LeftButton, pos=place)
    QApplication.instance().removeEventFilter(counter)
    assert counter.clicks <= 1
    assert result_id in row_of(opened)


def test_from_a_point_to_its_row_takes_one_key(opened: MainWindow) -> None:
    picture = opened.place.trend.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_End)
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert picture.readout is not None
    wanted = picture.readout.rows[0].result_id
    QTest.keyClick(picture, Qt.Key.Key_Return)
    assert wanted in row_of(opened)


def test_a_row_shows_its_point(opened: MainWindow) -> None:
    opened.place.results.table.selectRow(3)
    settle()
    readout = opened.place.trend.picture.readout
    assert readout is not None
    assert {row.result_id for row in readout.rows} & set(row_of(opened))


def test_reading_a_value_takes_one_key_for_each_point(opened: MainWindow) -> None:
    picture = opened.place.trend.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_End)
    first = picture.readout
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert picture.readout is not first


@pytest.mark.parametrize("key", [Qt.Key.Key_L, Qt.Key.Key_2])
def test_scale_and_analytes_change_by_one_key(opened: MainWindow, key: Qt.Key) -> None:
    before = opened.place.trend.options
    opened.place.trend.picture.setFocus()
    QTest.keyClick(opened.place.trend.picture, key)
    assert opened.place.trend.options != before


def test_ctrl_e_goes_straight_to_the_file(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "chart.svg"
    asked = []

    def choose(*arguments: object) -> tuple[str, str]:
        asked.append(arguments[2])
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    QTest.keySequence(opened.windowHandle(), "Ctrl+E")
    settle()
    assert target.exists()
    assert "DEMO-0013" in asked[0]
    (unnamed,) = [a for a in opened.place.trend.export.menu().actions() if "Without" in a.text()]
    unnamed.trigger()
    assert "DEMO" not in asked[1]


def test_f2_in_the_chart_opens_the_correction_of_that_result(own: MainWindow) -> None:
    open_number(own)
    own.place.trend.draw_now()
    picture = own.place.trend.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_End)
    QTest.keyClick(picture, Qt.Key.Key_F2)
    settle()
    (dialog,) = [d for d in own.findChildren(FormDialog) if d.isVisible()]
    assert dialog.objectName() == "correct"
    dialog.reject()


def test_what_was_chosen_in_the_chart_is_there_after_a_restart(
    tmp_path: Path, qapp: QApplication
) -> None:
    ini = tmp_path / "window.ini"
    with a_window(tmp_path, state=WindowState(ini)) as first:
        open_number(first)
        first.place.trend.picture.setFocus()
        QTest.keyClick(first.place.trend.picture, Qt.Key.Key_L)
        QTest.keyClick(first.place.trend.picture, Qt.Key.Key_2)
    with a_window(tmp_path, state=WindowState(ini)) as second:
        options = second.place.trend.options
        assert options.scale is Scale.LOG2
        assert options.analytes is not None
        assert "AST" not in options.analytes


@pytest.mark.parametrize(
    "options",
    [
        TrendOptions(),
        TrendOptions(span="all", scale=Scale.LOG2, unit=Unit.RAW, analytes=("GGT",), counts=True),
        TrendOptions(analytes=(), counts=False),
    ],
)
def test_kept_choices_come_back_as_they_were(options: TrendOptions) -> None:
    assert options_of(kept_text(options)) == options


@pytest.mark.parametrize("text", ["", "1d;linear;uln;usual;yes", "3m;x;uln;usual;yes", "3m;linear"])
def test_what_another_version_kept_cannot_break_the_chart(text: str) -> None:
    assert options_of(text) == TrendOptions()


def test_a_patient_switch_draws_the_chart_in_time(
    opened: MainWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed, not asserted: machines are noisy. The budget is 300 ms."""
    taken = []
    for number in ("DEMO-0008", "DEMO-0013", "DEMO-0001"):
        started = time.process_time()
        open_number(opened, number)
        opened.place.trend.draw_now()
        taken.append((time.process_time() - started) * 1000)
    with capsys.disabled():
        print(f"\npatient switch with chart, whole window: {max(taken):.0f} ms CPU")
    assert opened.place.trend.picture.image is not None
