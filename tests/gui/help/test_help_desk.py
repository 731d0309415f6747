"""The manual in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import aza_desktop
from aza_desktop.gui.help.desk import names_of
from aza_desktop.gui.help.help_view import HelpView
from aza_desktop.gui.help.page_sheet import PageSheet
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.viewmodels import help as help_rows
from aza_desktop.gui.viewmodels.help import PAGE_OF, page_of
from tests.support.open_window import a_window, open_number, part, settle

PAGE_TABLE = Path(help_rows.__file__)
MADE = {"audit_view", "patient_audit_view"}
"""Names that are put together: ``{name}_view``."""


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
        ("user_chooser", "people"),
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


@pytest.mark.parametrize(
    ("shown", "page"),
    [
        ("protocol", "protocols"),
        ("choices", "choices"),
        ("draft", "own-protocol"),
        ("audit", "audit"),
        ("what-if", "what-if"),
        ("settings", "settings"),
        ("laboratories", "laboratories"),
        ("users", "people"),
        ("edish", "edish"),
        ("tray", "tray"),
    ],
)
def test_f1_in_a_page_of_the_window_opens_what_is_told_of_it(
    window: MainWindow, view: HelpView, shown: str, page: str
) -> None:
    window.desks.show(shown)
    settle()
    QTest.keyClick(window, Qt.Key.Key_F1)
    settle()
    assert view.open_page_id() == page


@pytest.mark.parametrize(
    ("tab", "page"),
    [
        ("record", "record"),
        ("calendar", "calendar"),
        ("course", "course"),
        ("findings_log", "log"),
        ("audit", "audit"),
    ],
)
def test_f1_in_a_tab_of_the_patient_opens_its_page(
    window: MainWindow, view: HelpView, tab: str, page: str
) -> None:
    window.place.page.choose(tab)
    inside = window.place.page.findChildren(QWidget)
    next(w for w in inside if w.isVisible() and page_of(names_of(w)) == page).setFocus()
    fields = [w for w in inside if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    told = {page_of(names_of(field)) for field in fields}
    window.place.page.choose("overview")
    assert page in told


def test_f1_in_a_form_shows_its_page_beside_it_and_keeps_what_was_typed(
    window: MainWindow, view: HelpView
) -> None:
    window.place.new_patient.open_empty(name="Abel")
    form = window.place.new_patient
    settle()
    QTest.keyClick(form, Qt.Key.Key_F1)
    settle()
    (sheet,) = form.findChildren(PageSheet, "help_sheet")
    assert sheet.isVisible()
    assert "Finding a patient" in sheet.windowTitle()
    sheet.browser.anchorClicked.emit(QUrl("merge.html"))
    assert "One person" in sheet.windowTitle()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert form.isVisible()
    assert not view.isVisible()
    form.reject()


def test_every_part_that_the_manual_knows_is_a_part_of_the_window() -> None:
    """A name that no widget bears any more would silently lead to the first page."""
    package = Path(aza_desktop.__file__).parent
    words = "".join(path.read_text(encoding="utf-8") for path in (package / "gui").rglob("*.py"))
    told = words.replace(PAGE_TABLE.read_text(encoding="utf-8"), "")
    missing = [name for name in PAGE_OF if f'"{name}"' not in told and name not in MADE]
    assert missing == []


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
