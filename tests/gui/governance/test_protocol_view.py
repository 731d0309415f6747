"""Reading the protocols in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.main_window import MainWindow
from tests.support.open_window import a_window, open_number, part, settle


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path_factory.mktemp("protocols")) as shown:
        yield shown


def opened(window: MainWindow) -> ProtocolView:
    window.desks.show("protocol")
    settle()
    return part(window, ProtocolView, "protocol_view")


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_the_menu_opens_it_and_closing_leads_back_to_the_patient(window: MainWindow) -> None:
    open_number(window)
    (action,) = [a for a in window._menus.needs_clinic if a.text() == "&Read the protocols"]
    action.trigger()
    settle()
    view = part(window, ProtocolView, "protocol_view")
    assert view.isVisible()
    assert not window.place.banner.isVisible()
    view.closed.emit()
    assert not view.isVisible()
    assert window.place.banner.isVisible()


def test_it_opens_with_the_protocol_that_most_patients_follow(window: MainWindow) -> None:
    view = opened(window)
    assert "Used by 5 patients" in view.facts.text()
    sheet = view.sheet()
    assert sheet is not None
    assert sheet.key == "aza-reintro-cautious@1.0.0"
    assert view.steps.accessibleName().endswith("status 2 of 3, Under Review")


def test_another_protocol_and_another_page_are_one_click_away(window: MainWindow) -> None:
    view = opened(window)
    view.choose("aza-reintro-literal@1.0.0")
    assert "literal" in view.name.text()
    view.choose_page("parameters")
    table = part(view, QTableView, "protocol_parameters")
    assert table.isVisible()
    assert table.model().rowCount() == len(view.sheet().parameters)  # type: ignore[union-attr]
    view.choose_page("statements")
    assert "S27" in texts(view)
    view.choose_page("rules")
    view.choose("aza-reintro-cautious@1.0.0")


def test_the_contradictions_stay_in_sight_on_every_page(window: MainWindow) -> None:
    view = opened(window)
    for page in ("rules", "statements", "parameters", "sources"):
        view.choose_page(page)
        settle()
        assert part(view, QWidget, "protocol_contradictions").isVisible()
    assert "F8" in texts(view.contradictions)
    view.choose_page("rules")


def test_its_words_follow_the_theme(window: MainWindow, tmp_path: Path) -> None:
    view = opened(window)
    window._appearance.choose_theme("dark")
    settle()
    assert view.sheet() is not None
    picture = view.grab().toImage()
    assert picture.pixelColor(4, picture.height() - 40).lightness() < 80
    window._appearance.choose_theme("light")
