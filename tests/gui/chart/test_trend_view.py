"""The chart card: what mouse and keys do, what it says aloud, and that hovering is cheap."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QMouseEvent
from pytestqt.qtbot import QtBot

from aza_desktop.drawing.models import Scale
from aza_desktop.drawing.tokens import DARK, LIGHT
from aza_desktop.errors import UserError
from aza_desktop.gui.chart import TrendView
from aza_desktop.gui.viewmodels.trend import TrendOptions, build_trend
from tests.support.files import OpenFile, a_file, a_mark, a_result, an_answer
from tests.support.themed import themed

DAYS = ("2025-10-13", "2025-10-27", "2025-11-10", "2025-11-17")


def a_patient(**changes: object) -> OpenFile:
    results = [
        a_result(code, value, on)
        for on in DAYS
        for code, value in (("ALT", "44"), ("AST", "30"), ("BILI", "10"))
    ]
    usual: dict[str, object] = {"results": results, "doses": [("2025-11-04", "50")]}
    return a_file(**{**usual, **changes})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _look(qapp: object) -> None:
    themed(qapp)


@pytest.fixture
def chart(qtbot: QtBot) -> TrendView:
    view = TrendView(LIGHT)
    qtbot.addWidget(view)
    view.resize(1050, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.show_file(a_patient())
    view.draw_now()
    return view


def click(view: TrendView, where: QPointF) -> None:
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        _send(view, kind, where, Qt.MouseButton.LeftButton)


def move(view: TrendView, where: QPointF) -> None:
    _send(view, QEvent.Type.MouseMove, where, Qt.MouseButton.NoButton)


def _send(view: TrendView, kind: QEvent.Type, where: QPointF, button: Qt.MouseButton) -> None:
    picture = view.picture
    event = QMouseEvent(
        kind, where, picture.mapToGlobal(where), button, button, Qt.KeyboardModifier.NoModifier
    )
    (
        picture.mouseMoveEvent
        if kind is QEvent.Type.MouseMove
        else picture.mousePressEvent
        if kind is QEvent.Type.MouseButtonPress
        else picture.mouseReleaseEvent
    )(event)


def place(view: TrendView, result_id: str) -> QPointF:
    found = view.picture.place_of(result_id)
    assert found is not None
    return found


def test_the_chart_carries_its_fixed_name_and_speaks(chart: TrendView) -> None:
    assert chart.objectName() == "trend_chart"
    spoken = QAccessible.queryAccessibleInterface(chart.picture)
    assert spoken.text(QAccessible.Text.Name) == "Liver enzymes and dose, chart"
    said = spoken.text(QAccessible.Text.Description)
    assert said.startswith("ALT 1.25 times upper limit on 17 November 2025")
    assert chart.picture.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_hovering_shows_the_nearest_day_and_leaving_hides_it(chart: TrendView) -> None:
    where = place(chart, "alt-2025-10-27")
    move(chart, where + QPointF(6, 60))
    readout = chart.picture.readout
    assert readout is not None
    assert readout.on.isoformat() == "2025-10-27"
    chart.picture.leaveEvent(QEvent(QEvent.Type.Leave))
    assert chart.picture.readout is None


def test_a_click_on_a_point_chooses_its_result(qtbot: QtBot, chart: TrendView) -> None:
    with qtbot.waitSignal(chart.result_chosen) as chosen:
        click(chart, place(chart, "ast-2025-11-10"))
    assert chosen.args == ["ast-2025-11-10"]


def test_arrow_keys_walk_days_and_analytes_and_enter_chooses(
    qtbot: QtBot, chart: TrendView
) -> None:
    keys = chart.picture
    qtbot.keyClick(keys, Qt.Key.Key_Left)
    assert keys.readout is not None
    assert keys.readout.on.isoformat() == "2025-11-17"
    qtbot.keyClick(keys, Qt.Key.Key_Left)
    qtbot.keyClick(keys, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.result_chosen) as chosen:
        qtbot.keyClick(keys, Qt.Key.Key_Return)
    assert chosen.args == ["ast-2025-11-10"]
    qtbot.keyClick(keys, Qt.Key.Key_Home)
    assert keys.readout.on.isoformat() == "2025-10-13"
    qtbot.keyClick(keys, Qt.Key.Key_End)
    assert keys.readout.on.isoformat() == "2025-11-17"
    qtbot.keyClick(keys, Qt.Key.Key_Escape)
    assert keys.readout is None


def test_hover_and_keys_give_the_same_read_out(qtbot: QtBot, chart: TrendView) -> None:
    move(chart, place(chart, "alt-2025-11-17"))
    hovered = chart.picture.readout
    chart.picture.leaveEvent(QEvent(QEvent.Type.Leave))
    qtbot.keyClick(chart.picture, Qt.Key.Key_End)
    assert chart.picture.readout == hovered


def test_a_result_chosen_elsewhere_is_shown_without_choosing_again(
    qtbot: QtBot, chart: TrendView
) -> None:
    with qtbot.assertNotEmitted(chart.result_chosen):
        chart.select_result("bili-2025-10-27")
    assert chart.picture.chosen_row == 2
    chart.select_result("unknown")
    assert chart.picture.readout is None


def test_keys_change_scale_and_analytes_and_the_buttons_follow(
    qtbot: QtBot, chart: TrendView
) -> None:
    qtbot.keyClick(chart.picture, Qt.Key.Key_L)
    assert chart.options.scale is Scale.LOG2
    qtbot.keyClick(chart.picture, Qt.Key.Key_2)
    assert chart.model is not None
    assert [series.analyte for series in chart.model.series] == ["ALT", "BILI"]
    assert not chart.findChild(type(chart.export), "trend_ast").isChecked()


def test_a_drag_zooms_and_nought_shows_all_again(qtbot: QtBot, chart: TrendView) -> None:
    assert chart.model is not None
    usual = chart.model.start
    _send(chart, QEvent.Type.MouseButtonPress, QPointF(400, 200), Qt.MouseButton.LeftButton)
    move(chart, QPointF(700, 200))
    _send(chart, QEvent.Type.MouseButtonRelease, QPointF(700, 200), Qt.MouseButton.LeftButton)
    assert chart.model.start > usual
    qtbot.keyClick(chart.picture, Qt.Key.Key_0)
    assert chart.model.start == usual
    qtbot.keyClick(chart.picture, Qt.Key.Key_Plus)
    assert (chart.model.end - chart.model.start).days < 100


def test_another_patient_keeps_the_options_but_not_the_zoom(chart: TrendView) -> None:
    chart.set_options(TrendOptions(span="1y", scale=Scale.LOG2))
    chart.show_file(a_patient(number="000999"))
    assert (chart.options.span, chart.options.scale) == ("1y", Scale.LOG2)


def test_the_picture_of_one_patient_never_stands_under_the_name_of_another(
    chart: TrendView,
) -> None:
    chart.show_file(a_patient())
    assert chart.picture.image is not None
    chart.show_file(a_patient(number="000999"))
    assert chart.picture.image is None
    assert chart.picture.place_of("alt-2025-11-17") is None


def test_every_wish_is_told_so_that_it_can_be_kept(qtbot: QtBot, chart: TrendView) -> None:
    with qtbot.waitSignal(chart.options_changed) as told:
        qtbot.keyClick(chart.picture, Qt.Key.Key_L)
    assert told.args == [chart.options]


def test_what_cannot_be_drawn_is_said_under_the_picture(chart: TrendView) -> None:
    result = a_result("ALT", "96", "2025-11-18", uln=None)
    breach = a_result("ALT", "200", "2024-01-01", id="old")
    answer = an_answer(marks=[a_mark(results=["old"])])
    chart.show_file(a_patient(results=[result, breach], answer=answer))
    assert "no ULN" in chart.notes.text()
    assert "ALT 5.71" in chart.breaches.text()


def test_a_patient_whose_protocol_is_lost_gets_no_picture(chart: TrendView) -> None:
    lost = a_patient()
    broken = type("Lost", (), {"answer": None, "protocol": None, "record": lost.record})()
    chart.show_file(broken)
    assert chart.model is None
    assert "cannot be loaded" in chart.notes.text()


def test_a_finished_model_can_be_shown_as_it_is(chart: TrendView) -> None:
    model = build_trend(a_patient(), options=TrendOptions(analytes=("ALT",)))
    chart.show_model(model)
    chart.draw_now()
    assert chart.model is model
    assert chart.picture.place_of("ast-2025-11-17") is None


def test_light_and_dark_are_two_pictures_of_one_size(chart: TrendView) -> None:
    light = chart.picture.image
    chart.apply_tokens(DARK)
    dark = chart.picture.image
    assert isinstance(light, QImage)
    assert isinstance(dark, QImage)
    assert light.size() == dark.size()
    assert light != dark


def test_the_export_writes_a_file_and_says_so(
    qtbot: QtBot, chart: TrendView, tmp_path: Path
) -> None:
    with qtbot.waitSignal(chart.exported) as told:
        chart.export_to(tmp_path / "chart.png")
    assert told.args == [str(tmp_path / "chart.png")]
    assert (tmp_path / "chart.png").stat().st_size > 10_000


def test_an_export_that_fails_says_what_to_do(
    qtbot: QtBot, chart: TrendView, tmp_path: Path
) -> None:
    with qtbot.waitSignal(chart.export_failed) as told:
        chart.export_to(tmp_path / "nowhere" / "chart.png")
    (problem,) = told.args
    assert isinstance(problem, UserError)
    assert problem.remedy


def test_hovering_is_cheap(chart: TrendView, capsys: pytest.CaptureFixture[str]) -> None:
    taken = []
    for x in range(100, 860, 4):
        started = time.perf_counter()
        move(chart, QPointF(x, 150))
        chart.picture.repaint()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    with capsys.disabled():
        print(f"\nhover, whole picture repainted: p95 {taken[int(len(taken) * 0.95)]:.2f} ms")
    assert len(taken) == 190


def test_the_room_is_imported_without_matplotlib() -> None:
    code = (
        "import sys, aza_desktop.gui.chart, aza_desktop.gui.calendar, aza_desktop.gui.findings;"
        "sys.exit(any(m.startswith('matplotlib') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
