"""The manual in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aza_desktop.gui.help.help_view import HelpView
from aza_desktop.gui.main_window import MainWindow
from tests.support.open_window import a_window, open_number, part, settle


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path_factory.mktemp("help")) as shown:
        open_number(shown)
        yield shown


@pytest.fixture
def view(window: MainWindow) -> HelpView:
    window.place.leave_all_patients()
    view = part(window, HelpView, "help_view")
    view.question.clear()
    return view


@pytest.mark.parametrize(
    ("place", "page"),
    [
        ("trend_chart", "chart"),
        ("results_table", "results"),
        ("find_patient", "find"),
        ("worklist", "today"),
        ("dose_days", "calendar"),
        ("patient_banner", "banner"),
    ],
)
def test_f1_opens_the_page_of_the_part_that_has_the_keyboard(
    window: MainWindow, view: HelpView, place: str, page: str
) -> None:
    part(window, QWidget, place).setFocus()
    QTest.keyClick(window, Qt.Key.Key_F1)
    settle()
    assert view.isVisible()
    assert view.open_page_id() == page


def test_a_question_is_typed_and_answered_with_enter(window: MainWindow, view: HelpView) -> None:
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert view.question.hasFocus()
    QTest.keyClicks(view.question, "what does the protocol say about vomiting")
    rows = [view.list.item(n).text() for n in range(view.list.count())]
    assert "The protocol says: S15" in rows
    view.list.setCurrentRow(rows.index("The protocol says: S15"))
    QTest.keyClick(view.question, Qt.Key.Key_Return)
    text = view.browser.toPlainText()
    assert "vomiting" in text
    assert "Source: Reintroduction of Azathioprine" in text


def test_no_answer_says_what_to_try(window: MainWindow, view: HelpView) -> None:
    window.desks.show("help")
    QTest.keyClicks(view.question, "zzzqqq")
    assert "Try one plain word" in view.count.text()
    assert view.list.count() == 0


def test_a_link_leads_to_a_page_and_nowhere_else(window: MainWindow, view: HelpView) -> None:
    window.desks.show("help")
    view.open_page("start")
    view.browser.anchorClicked.emit(QUrl("results.html"))
    assert view.open_page_id() == "results"
    view.browser.anchorClicked.emit(QUrl("https://example.org/elsewhere"))
    assert view.open_page_id() == "start"


def test_escape_clears_the_question_and_then_leads_back(window: MainWindow, view: HelpView) -> None:
    window.desks.show("help")
    QTest.keyClicks(view.question, "fever")
    QTest.keyClick(view.question, Qt.Key.Key_Escape)
    assert view.question.text() == ""
    assert view.isVisible()
    QTest.keyClick(view.question, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert window.place.banner.isVisible()


def test_the_page_follows_the_theme(window: MainWindow, view: HelpView) -> None:
    window.desks.show("help")
    view.open_page("signs")
    window._appearance.choose_theme("dark")
    settle()
    assert view.open_page_id() == "signs"
    assert view.browser.grab().toImage().pixelColor(4, 4).lightness() < 80
    window._appearance.choose_theme("light")
