"""The chart card: what mouse and keys do, what it says aloud, and that hovering is cheap."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
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


def test_u_goes_through_the_units_of_the_axis(qtbot: QtBot, chart: TrendView) -> None:
    seen = []
    for _ in range(3):
        qtbot.keyClick(chart.picture, Qt.Key.Key_U)
        assert chart.model is not None
        seen.append(chart.model.y_title)
    assert seen == [
        "ALT (U/L)",
        "Result (× own baseline)",
        "Result (× upper limit of normal)",
    ]


def test_in_the_laboratorys_unit_another_chip_takes_the_place(
    qtbot: QtBot, chart: TrendView
) -> None:
    qtbot.keyClick(chart.picture, Qt.Key.Key_U)
    qtbot.keyClick(chart.picture, Qt.Key.Key_2)
    assert chart.model is not None
    assert [series.analyte for series in chart.model.series] == ["AST"]
    checked = [code for code, chip in chart.controls.chips.items() if chip.isChecked()]
    assert checked == ["AST"]


def test_c_shows_the_counts_below_the_curves(qtbot: QtBot, chart: TrendView) -> None:
    chart.show_file(
        a_patient(
            results=[
                a_result("ALT", "44", "2025-11-17"),
                a_result("NEUT", "4.2", "2025-11-17", uln=None, unit="10*9/L"),
            ]
        )
    )
    qtbot.keyClick(chart.picture, Qt.Key.Key_C)
    chart.draw_now()
    assert chart.controls.counts.isChecked()
    assert chart.picture.place_of("neut-2025-11-17") is not None


def test_without_counts_there_is_nothing_to_toggle(chart: TrendView) -> None:
    assert not chart.controls.counts.isEnabled()


def test_e_asks_for_the_cohort(qtbot: QtBot, chart: TrendView) -> None:
    with qtbot.waitSignal(chart.edish_requested):
        qtbot.keyClick(chart.picture, Qt.Key.Key_E)


def test_f2_and_a_double_click_ask_to_correct_the_result(qtbot: QtBot, chart: TrendView) -> None:
    qtbot.keyClick(chart.picture, Qt.Key.Key_End)
    with qtbot.waitSignal(chart.correction_requested) as told:
        qtbot.keyClick(chart.picture, Qt.Key.Key_F2)
    assert told.args == ["alt-2025-11-17"]
    where = place(chart, "ast-2025-11-10").toPoint()
    with qtbot.waitSignal(chart.correction_requested) as told:
        qtbot.mouseDClick(chart.picture, Qt.MouseButton.LeftButton, pos=where)
    assert told.args == ["ast-2025-11-10"]


def test_what_is_hidden_is_shown_by_one_button(qtbot: QtBot, chart: TrendView) -> None:
    breach = a_result("ALT", "200", "2025-05-01", id="old")
    answer = an_answer(marks=[a_mark(results=["old"])])
    chart.show_file(a_patient(results=[breach, a_result("ALT", "44", "2025-11-17")], answer=answer))
    button = chart.findChild(QPushButton, "trend_show_hidden")
    assert button.isVisible()
    assert button.text() == "Show 1 y"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chart.options.span == "1y"
    assert not chart.breaches.isVisible()


def test_the_wheel_never_zooms(chart: TrendView) -> None:
    assert chart.model is not None
    before = chart.model.start
    where = QPointF(400, 200)
    event = QWheelEvent(
        where, chart.picture.mapToGlobal(where), QPoint(0, 0), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart.picture, event)
    assert chart.model.start == before


def test_a_picture_for_others_is_saved_without_name_and_number(
    qtbot: QtBot, chart: TrendView, tmp_path: Path
) -> None:
    chart.export_to(tmp_path / "named.pdf")
    chart.export_to(tmp_path / "unnamed.pdf", unnamed=True)
    named, unnamed = (tmp_path / name for name in ("named.pdf", "unnamed.pdf"))
    assert named.stat().st_size > 5_000
    assert named.read_bytes() != unnamed.read_bytes()


def test_every_control_of_the_chart_has_a_name_and_is_reached_by_tab(chart: TrendView) -> None:
    for kind in (QPushButton, QComboBox):
        for part in chart.findChildren(kind):
            assert part.accessibleName()
            grouped = isinstance(part, QPushButton) and part.group() is not None
            assert grouped or part.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("width", [930, 1050, 1400])
def test_the_head_of_the_chart_is_never_cut_off(chart: TrendView, width: int) -> None:
    chart.resize(width, 500)
    QApplication.processEvents()
    for part in chart.controls.findChildren(QPushButton):
        if part.isVisible():
            right = part.mapTo(chart.controls, QPoint(part.width(), part.height()))
            assert right.x() <= chart.controls.width()
            assert right.y() <= chart.controls.height()


def test_i_lays_the_first_episode_under_the_present_one(qtbot: QtBot, chart: TrendView) -> None:
    qtbot.keyClick(chart.picture, Qt.Key.Key_I)
    assert chart.options.first_episode
    qtbot.keyClick(chart.picture, Qt.Key.Key_I)
    assert not chart.options.first_episode
