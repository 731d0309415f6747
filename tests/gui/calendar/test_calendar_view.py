"""The calendar card: months by key and button, every day with its sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from aza_desktop.drawing.tokens import DARK, LIGHT
from aza_desktop.gui.calendar import CalendarView
from tests.support.files import a_file, a_mark, an_answer, day
from tests.support.themed import themed


@pytest.fixture(autouse=True)
def _look(qapp: object) -> None:
    themed(qapp)


@pytest.fixture
def shown(qtbot: QtBot) -> CalendarView:
    view = CalendarView(LIGHT)
    qtbot.addWidget(view)
    view.resize(390, 320)
    with qtbot.waitExposed(view):
        view.show()
    view.show_file(a_file(doses=[("2025-06-16", "150"), ("2025-11-04", "50")]))
    return view


def current(view: CalendarView) -> str:
    assert view.grid.day is not None
    return view.grid.day.on.isoformat()


def test_it_opens_at_today_with_its_fixed_name(shown: CalendarView) -> None:
    assert shown.objectName() == "dose_calendar"
    assert current(shown) == "2025-11-20"
    assert shown.month.text() == "Nov 2025"


def test_every_day_says_its_sentence(shown: CalendarView) -> None:
    index = shown.grid.currentIndex()
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Thursday 20 November 2025, today, 50 mg planned")
    spoken = QAccessible.queryAccessibleInterface(shown.grid)
    assert spoken.text(QAccessible.Text.Name) == "Dose calendar, November 2025"
    cell = spoken.childAt(*_middle(shown))
    assert cell is None or cell.text(QAccessible.Text.Name)


def _middle(view: CalendarView) -> tuple[int, int]:
    place = view.grid.viewport().mapToGlobal(
        view.grid.visualRect(view.grid.currentIndex()).center()
    )
    return place.x(), place.y()


def test_arrows_walk_over_the_edges_of_the_month(qtbot: QtBot, shown: CalendarView) -> None:
    qtbot.keyClick(shown.grid, Qt.Key.Key_Left)
    assert current(shown) == "2025-11-19"
    qtbot.keyClick(shown.grid, Qt.Key.Key_Down)
    assert current(shown) == "2025-11-26"
    qtbot.keyClick(shown.grid, Qt.Key.Key_Down)
    assert current(shown) == "2025-12-03"
    assert shown.month.text() == "Dec 2025"
    qtbot.keyClick(shown.grid, Qt.Key.Key_Up)
    assert current(shown) == "2025-11-26"


def test_pages_and_buttons_turn_months_and_today_comes_back(
    qtbot: QtBot, shown: CalendarView
) -> None:
    qtbot.keyClick(shown.grid, Qt.Key.Key_PageDown)
    assert shown.month.text() == "Dec 2025"
    qtbot.mouseClick(shown.previous, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown.previous, Qt.MouseButton.LeftButton)
    assert shown.month.text() == "Oct 2025"
    qtbot.mouseClick(shown.next, Qt.MouseButton.LeftButton)
    assert shown.month.text() == "Nov 2025"
    qtbot.keyClick(shown.grid, Qt.Key.Key_PageUp)
    qtbot.mouseClick(shown.today, Qt.MouseButton.LeftButton)
    assert current(shown) == "2025-11-20"


def test_the_day_that_was_reached_is_told(qtbot: QtBot, shown: CalendarView) -> None:
    with qtbot.waitSignal(shown.day_reached) as told:
        qtbot.keyClick(shown.grid, Qt.Key.Key_Right)
    assert told.args == [day("2025-11-21")]


def test_the_same_patient_read_again_keeps_the_month(qtbot: QtBot, shown: CalendarView) -> None:
    qtbot.keyClick(shown.grid, Qt.Key.Key_PageDown)
    shown.show_file(a_file(doses=[("2025-11-04", "75")]))
    assert shown.month.text() == "Dec 2025"


def test_an_open_stop_mark_is_said_above_the_days(shown: CalendarView) -> None:
    shown.show_file(a_file(doses=[("2025-11-04", "50")], answer=an_answer(marks=[a_mark()])))
    assert shown.warning.isVisible()
    assert shown.warning.text() == "Open stop mark: decide before the next dose"


def test_without_a_patient_nothing_can_be_turned(qtbot: QtBot, shown: CalendarView) -> None:
    shown.show_nothing()
    assert shown.model is None
    assert not shown.next.isEnabled()
    qtbot.keyClick(shown.grid, Qt.Key.Key_PageDown)
    assert shown.month.text() == ""


@pytest.mark.parametrize("large", [False, True])
def test_both_layouts_paint_in_both_themes(qtbot: QtBot, *, large: bool) -> None:
    view = CalendarView(LIGHT, large=large)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show_file(a_file(doses=[("2025-11-04", "50")]))
    light = view.grid.grab().toImage()
    view.apply_tokens(DARK)
    assert view.grid.grab().toImage() != light
