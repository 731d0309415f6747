"""The cohort page in the window: keys, clicks, lines that are dragged, and who is opened."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget

from aza_desktop.gui.cohort.controls import CutBox
from aza_desktop.gui.cohort.desk import CohortDesk
from aza_desktop.gui.cohort.edish_view import EdishView
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services import audit_lines
from tests.support.open_window import EffortCounter, open_number, part, settle, until

SHORTCUT = "Ctrl+Shift+E"


@pytest.fixture
def page(window: MainWindow) -> EdishView:
    assert window.desks.show("edish")
    settle()
    found = window.desks.of(CohortDesk).page
    found.controls.back_to_protocol.click()
    found.controls.days.setCurrentIndex(0)
    found.controls.enzyme.setCurrentIndex(0)
    settle()
    return found


def counts(page: EdishView) -> dict[str, int]:
    assert page.model is not None
    return {line.key: line.count for line in page.model.quadrants}


def test_the_view_has_its_fixed_name(page: EdishView) -> None:
    assert page.objectName() == "edish_view"
    assert page.isVisible()


def test_from_today_to_the_worst_patient_takes_three_keys_at_most(own: MainWindow) -> None:
    own.place.worklist.focus_today()
    counter = EffortCounter()
    QApplication.instance().installEventFilter(counter)
    handle = own.windowHandle()
    QTest.keySequence(handle, SHORTCUT)
    settle()
    page = own.desks.of(CohortDesk).page
    worst = page.picture.chosen
    QTest.keyClick(handle, Qt.Key.Key_Return)
    settle()
    QApplication.instance().removeEventFilter(counter)
    assert counter.keys <= 3
    assert worst
    assert own.session is not None
    assert own.session.file is not None
    assert own.session.file.record.id == worst
    assert own.place.trend.isVisible()


def test_from_today_to_the_worst_patient_takes_three_clicks_at_most(own: MainWindow) -> None:
    """One click opens the menu, one takes the entry, one opens the patient."""
    entry = next(a for a in own.findChildren(QAction) if a.text() == "&Cohort (eDISH)")
    entry.trigger()
    settle()
    page = own.desks.of(CohortDesk).page
    worst = page.picture.chosen
    QTest.mouseClick(page.open, Qt.MouseButton.LeftButton)
    settle()
    assert own.session is not None
    assert own.session.file is not None
    assert own.session.file.record.id == worst


def test_e_in_the_chart_shows_the_cohort(own: MainWindow) -> None:
    open_number(own)
    own.place.trend.picture.setFocus()
    QTest.keyClick(own.place.trend.picture, Qt.Key.Key_E)
    settle()
    assert part(own, QWidget, "edish_view").isVisible()
    QTest.keyClick(own.windowHandle(), Qt.Key.Key_Escape)
    until(own.place.trend.isVisible)


def test_the_figure_of_a_line_moves_line_counts_and_list(page: EdishView) -> None:
    before = counts(page)
    line = page.picture.place_of_line("enzyme")
    box = page.findChild(CutBox, "edish_cut_enzyme")
    box.setValue(50)
    settle()
    assert page.picture.place_of_line("enzyme") != line
    assert counts(page)["temple"] + counts(page)["hys_law"] == 0
    assert counts(page) != before


def test_a_dragged_line_and_its_figure_stay_together(page: EdishView) -> None:
    picture = page.picture
    x = picture.place_of_line("enzyme")
    free = QPoint(round(x), round(picture.height() * 0.3))
    target = QPoint(free.x() - 80, free.y())
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=free)
    QTest.mouseMove(picture, target)
    settle()
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=target)
    settle()
    assert page.model is not None
    assert page.model.cuts.enzyme < Decimal(3)
    assert page.controls.cuts() == page.model.cuts
    page.controls.back_to_protocol.click()
    settle()
    assert page.model.cuts.enzyme == Decimal(3)


def test_a_click_on_a_sign_chooses_its_row_and_draws_the_path(page: EdishView) -> None:
    picture = page.picture
    assert page.model is not None
    ring = page.model.rings[0]
    place = picture.place_of(ring.patient_id)
    assert place is not None
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place.toPoint())
    settle()
    chosen = page.table.currentIndex().row()
    key = page.model.quadrant_of(picture.chosen)
    assert page.model.rows(key)[chosen].patient_id == picture.chosen
    assert picture.path


def test_a_row_chooses_its_sign(page: EdishView) -> None:
    page.choose_quadrant("temple")
    rows = page.model.rows("temple")  # type: ignore[union-attr]  # it is shown
    page.table.selectRow(len(rows) - 1)
    settle()
    assert page.picture.chosen == rows[-1].patient_id


def test_arrow_keys_walk_from_sign_to_sign_and_enter_opens(page: EdishView) -> None:
    picture = page.picture
    picture.setFocus()
    opened: list[str] = []
    page.patient_requested.connect(opened.append)
    start = picture.chosen
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(picture, key)
        if picture.chosen != start:
            break
    assert picture.chosen != start
    wanted = picture.chosen
    QTest.keyClick(picture, Qt.Key.Key_Return)
    assert opened == [wanted]


def test_those_without_a_place_are_listed_with_their_reason(page: EdishView) -> None:
    page.controls.days.setCurrentIndex(1)
    settle()
    assert counts(page)["dropped"] > 0
    part(page, QPushButton, "edish_dropped").click()
    settle()
    table = part(page, QTableView, "edish_table")
    assert table.model().headerData(1, Qt.Orientation.Horizontal) == "Why not drawn"
    reasons = {table.model().index(row, 1).data() for row in range(table.model().rowCount())}
    assert "" not in reasons
    assert reasons


def test_days_that_nobody_understands_are_said_in_the_page(page: EdishView) -> None:
    page.controls.days.setCurrentIndex(2)
    page.controls.since.setText("moon")
    page.controls.since.editingFinished.emit()
    assert "cannot be understood" in page.message.text()
    page.controls.since.setText("")
    page.controls.days.setCurrentIndex(0)
    settle()
    assert not page.message.isVisible()


def test_the_page_says_what_the_picture_was_made_for(page: EdishView) -> None:
    assert "begin with normal values" in page.explained.text()
    assert page.picture.accessibleDescription().startswith("Possible Hy's law:")


def test_the_wheel_turns_no_line_that_has_no_keyboard(page: EdishView) -> None:
    page.table.setFocus()
    box = page.findChild(CutBox, "edish_cut_bili")
    before = box.value()
    where = QPointF(4, 4)
    from PySide6.QtGui import QWheelEvent

    event = QWheelEvent(
        where, QPointF(box.mapToGlobal(where.toPoint())), QPoint(0, 0), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    box.wheelEvent(event)
    assert box.value() == before


def test_nobody_of_a_closed_clinic_stays_in_the_picture(own: MainWindow) -> None:
    own.desks.show("edish")
    settle()
    own.close_clinic()
    assert own.desks.of(CohortDesk).page.model is None


def test_the_cohort_is_saved_as_picture_drawing_and_table_without_names(
    own: MainWindow, tmp_path: Path
) -> None:
    assert own.desks.show("edish")
    settle()
    desk = own.desks.of(CohortDesk)
    for name in ("edish.png", "edish.svg", "edish.csv"):
        desk.save(tmp_path / name)
        assert name in own.place.messages.text()
    picture = QImage(str(tmp_path / "edish.png"))
    assert (picture.width(), picture.height()) == (3600, 2580)
    drawing = (tmp_path / "edish.svg").read_text("utf-8")
    table = (tmp_path / "edish.csv").read_text("utf-8-sig")
    assert "DEMO-0001" in table
    for text in (drawing, table):
        assert "HALVORSEN" not in text.upper()
    assert own.session is not None
    newest = audit_lines.audit_lines(own.session.clinic, patient_id=None)[0]
    assert newest.action.startswith("cohort.export")


def test_the_table_of_a_quadrant_never_scrolls_sideways(window: MainWindow) -> None:
    window.resize(1280, 720)
    assert window.desks.show("edish")
    settle()
    page = window.desks.of(CohortDesk).page
    assert page.table.horizontalScrollBar().maximum() == 0
    window.resize(1720, 1000)
