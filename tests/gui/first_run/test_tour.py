"""The short tour: offered once, never forced, left with Esc."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from aza_desktop.gui.first_run.tour_desk import TourDesk
from aza_desktop.gui.viewmodels.tour import build_tour
from aza_desktop.gui.window_state import WindowState
from tests.support.looks import cut_off
from tests.support.open_window import a_window, open_number, part, settle


def test_the_tour_tells_only_of_what_is_in_sight() -> None:
    steps = build_tour(("results", "today"))
    assert [(step.place, step.number, step.is_last) for step in steps] == [
        ("today", "1 of 2", False),
        ("results", "2 of 2", True),
    ]


@pytest.mark.parametrize("size", [(1720, 1000), (1280, 720)])
def test_the_tour_is_offered_once_and_walks_through_five_places(
    tmp_path: Path, qapp: QApplication, size: tuple[int, int]
) -> None:
    state = WindowState(tmp_path / "window.ini")
    with a_window(tmp_path, size=size, state=state) as window:
        desk = window.desks.of(TourDesk)
        assert desk.tour is None
        assert window.place.messages.text().startswith("New here?")
        part(window, QPushButton, "message_offer").click()
        assert desk.tour is not None  # without a patient it tells of the list alone
        desk.tour.end()
        open_number(window)
        desk.start()
        seen = []
        while desk.tour is not None:
            settle()
            seen.append(desk.tour.title.text())
            assert window.place.rect().contains(desk.tour.geometry())
            assert cut_off(desk.tour) == []
            QTest.keyClick(desk.tour, Qt.Key.Key_Return)
        assert len(seen) == len(set(seen)) == 5
        desk.start()
        assert desk.tour is not None
        QTest.keyClick(desk.tour, Qt.Key.Key_Escape)
        assert desk.tour is None
    assert state.load("tour") == "offered"
    with a_window(tmp_path, size=size, state=state) as again:
        assert again.place.messages.text() == ""
