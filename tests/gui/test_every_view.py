"""Every page and tab of the window: named, spoken, walked by keys, and nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTextBrowser,
    QWidget,
)

from aza_desktop.gui import speech
from aza_desktop.gui.main_window import MainWindow
from tests.support.looks import cut_off, shown
from tests.support.open_window import HARGREAVES, a_window, open_number, press, settle
from tests.support.process import package_files

HALVORSEN = "DEMO-0001"
TABS = (
    "overview",
    "record",
    "results",
    "calendar",
    "course",
    "findings_log",
    "audit",
    "findings",
)
VIEWS = (
    "protocol",
    "choices",
    "draft",
    "audit",
    "what-if",
    "settings",
    "help",
    "laboratories",
    "users",
    "overrides",
    "edish",
    "tray",
)
PLACES = (*(f"tab {tab}" for tab in TABS), *VIEWS, "all patients")
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractItemView,
    QAbstractSpinBox,
    QTextBrowser,
)


@pytest.fixture(autouse=True)
def _no_leaked_windows() -> None:
    """Not asked here: the window is the module's, and its pages make boxes while it lives."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path_factory.mktemp("every"), size=(1280, 720)) as window:
        open_number(window)
        for place in PLACES:  # what a page makes when it is first shown belongs to all tests
            go(window, place)
        yield window


def go(window: MainWindow, place: str) -> None:
    """Bring a page or a tab into sight."""
    window.activateWindow()
    window.place.messages.hide()
    if place.startswith("tab "):
        window.place.leave_all_patients()
        window.place.page.choose(place.removeprefix("tab "))
    elif place == "all patients":
        window.place.show_all_patients()
    else:
        window.show_view(place)
    settle()


def test_the_list_of_places_is_whole(small: MainWindow) -> None:
    views = {view for desk in small.desks._desks for view in desk.views()}
    assert views - {"import"} == set(VIEWS)  # the import is a dialog with tests of its own
    assert set(small.place.page.tabs()) == set(TABS)


def controls(window: QWidget) -> list[QWidget]:
    """What can be worked with; the inner parts of boxes and tables are not counted twice."""
    found = [each for kind in CONTROLS for each in shown(window, kind)]
    return [
        each
        for each in found
        if not isinstance(each, QHeaderView)
        and not isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit)
    ]


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name_and_a_role(small: MainWindow, place: str) -> None:
    go(small, place)
    nameless = []
    for control in controls(small):
        spoken = QAccessible.queryAccessibleInterface(control)
        if (
            spoken is None
            or not spoken.text(QAccessible.Text.Name).strip()
            or spoken.role() in {QAccessible.Role.NoRole, QAccessible.Role.Client}
        ):
            nameless.append((type(control).__name__, control.objectName()))
    assert nameless == []


@pytest.mark.parametrize("place", PLACES)
def test_no_cell_is_silent(small: MainWindow, place: str) -> None:
    go(small, place)
    silent = []
    for view in shown(small, QAbstractItemView):
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        if isinstance(view, QHeaderView) or model is None:
            continue
        is_list = isinstance(model, QAbstractListModel)
        columns = 1 if is_list else model.columnCount(QModelIndex())
        for row in range(min(model.rowCount(QModelIndex()), 12)):
            for column in range(columns):
                index = model.index(row, column)
                said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data()
                if not str(said or "").strip():
                    silent.append((view.objectName(), row, column))
    assert silent == []


def tab_stops(window: QWidget) -> dict[int, str]:
    """What Tab must reach, and the name of each."""
    return {
        id(each): f"{type(each).__name__} {each.objectName() or each.accessibleName()}"
        for each in window.findChildren(QWidget)
        if each.isVisibleTo(window)
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.focusProxy()
        and not isinstance(each.parentWidget(), QComboBox)
    }


def joined(control: QWidget) -> list[int]:
    """Those that stand for one another: of joined buttons Tab takes one, arrows the others."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    members = group.buttons() if group is not None and group.exclusive() else [control]
    return [id(each) for each in members]


@pytest.mark.parametrize("place", PLACES)
def test_tab_walks_through_every_view_and_comes_back(small: MainWindow, place: str) -> None:
    go(small, place)
    start = small.place.worklist.find_box
    start.setFocus()
    settle()
    alive = {id(each): each for each in small.findChildren(QWidget)}
    stops = tab_stops(small)
    walked: list[int] = []
    for _ in range(400):
        focused = QApplication.focusWidget()
        assert focused is not None
        if walked and focused is start:
            break
        walked += joined(focused)
        QTest.keyClick(small.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is start, f"no way out of {alive[walked[-1]]}"
    assert [name for each, name in stops.items() if each not in walked] == []


@pytest.mark.parametrize("place", PLACES)
def test_f6_reaches_every_pane_of_every_view(small: MainWindow, place: str) -> None:
    go(small, place)
    panes = [pane for pane in small.place.panes() if pane.isVisible()]
    reached = set()
    for _ in panes:
        QTest.keyClick(small.windowHandle(), Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        reached |= {
            place
            for place, pane in enumerate(panes)
            if focused is pane or pane.isAncestorOf(focused)
        }
    assert reached == set(range(len(panes)))
    nearest = small.place._right.currentWidget()
    assert any(pane is nearest or nearest.isAncestorOf(pane) for pane in panes)


@pytest.mark.parametrize("size", [(1280, 720), (1720, 1000)])
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_cut_off(small: MainWindow, size: tuple[int, int], percent: int) -> None:
    small._appearance.choose_size(percent)
    small.resize(*size)
    settle()
    cut = {}
    try:
        for number in (HARGREAVES, HALVORSEN):
            open_number(small, number)
            for place in PLACES if number == HARGREAVES else ("tab overview", "tab findings"):
                go(small, place)
                if found := cut_off(small):
                    cut[f"{number} {place}"] = found
    finally:
        small._appearance.choose_size(100)
        small.resize(1280, 720)
        settle()
    assert cut == {}


DIALOGS: dict[str, Callable[[MainWindow], object]] = {
    "new patient": lambda window: window.conductor.new_patient(),  # type: ignore[union-attr]
    "keys": lambda window: window._wishes().keys(),
    "about": lambda window: window._wishes().about(),
    "import": lambda window: window.show_view("import"),
    "symptom": lambda window: QTest.keySequence(window.windowHandle(), "Ctrl+M"),
    "print": lambda window: QTest.keySequence(window.windowHandle(), "Ctrl+P"),
}


def name_of(control: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name).strip()


@pytest.mark.parametrize("percent", [100, 200])
def test_a_dialog_is_named_and_whole(small: MainWindow, percent: int) -> None:
    """All of them under one change of the letters' size: it costs seconds."""
    small._appearance.choose_size(percent)
    go(small, "tab overview")
    problems: dict[str, object] = {}
    try:
        for name, ask in DIALOGS.items():
            small.activateWindow()
            go(small, "tab overview")
            ask(small)
            settle()
            (dialog,) = [d for d in small.findChildren(QDialog) if d.isVisible()]
            assert dialog.windowTitle(), name
            nameless = [
                (type(each).__name__, each.objectName())
                for each in controls(dialog)
                if not QAccessible.queryAccessibleInterface(each)
                .text(QAccessible.Text.Name)
                .strip()
            ]
            cut = cut_off(dialog)
            if nameless or cut:
                problems[name] = (nameless, cut)
            dialog.reject()
        assert problems == {}
    finally:
        small._appearance.choose_size(100)
        settle()


def test_the_title_says_view_patient_and_program(small: MainWindow) -> None:
    open_number(small)
    go(small, "tab overview")
    assert small.windowTitle() == "Overview – HARGREAVES, Anita (Mrs) – Aza Desktop"
    go(small, "tab record")
    assert small.windowTitle() == "Record – HARGREAVES, Anita (Mrs) – Aza Desktop"
    for place in (*VIEWS, "all patients"):
        go(small, place)
        assert re.fullmatch(r"[^–]+ – Aza Desktop", small.windowTitle()), place


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader is told: the words, and whether it is interrupted."""
    told: list[tuple[str, bool]] = []

    def listen(event: QAccessibleAnnouncementEvent) -> None:
        told.append(
            (event.message(), event.politeness() is QAccessible.AnnouncementPoliteness.Assertive)
        )

    monkeypatch.setattr(speech, "_send", listen)
    return told


def enter(window: MainWindow, keys: str) -> None:
    open_number(window)
    assert window.conductor is not None
    window.conductor.add_result()
    settle()
    press(keys)
    settle()


def test_saving_and_undoing_are_announced_without_interrupting(
    own: MainWindow, heard: list[tuple[str, bool]]
) -> None:
    enter(own, "44\n")
    assert heard[-1][0].startswith("Saved: ALT 44 U/L")
    assert own.conductor is not None
    own.conductor.undo()
    settle()
    assert heard[-1][0].startswith("Taken back.")
    assert not any(interrupts for _, interrupts in heard)


def test_only_whom_to_call_today_interrupts(own: MainWindow, heard: list[tuple[str, bool]]) -> None:
    enter(own, "175\n")
    ((said, _),) = [one for one in heard if one[1]]
    assert "5.00" in said
    assert "New:" in said


def test_another_pane_says_its_name(own: MainWindow, heard: list[tuple[str, bool]]) -> None:
    open_number(own, HALVORSEN)
    for pane in [pane for pane in own.place.panes() if pane.isVisible()]:
        QTest.keyClick(own.windowHandle(), Qt.Key.Key_F6)
        assert heard[-1][0].strip(), pane.objectName()
    assert any(said.startswith("Findings. ") for said, _ in heard)


def test_nothing_moves_by_itself() -> None:
    moving = re.compile(r"QPropertyAnimation|QVariantAnimation|QTimeLine|QMovie|setAnimated\(True")
    assert [p.name for p in package_files() if moving.search(Path(p).read_text("utf-8"))] == []
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo):
        assert not QApplication.isEffectEnabled(effect)


def test_no_field_is_squeezed_where_typing_goes_on_in_the_overview(small: MainWindow) -> None:
    open_number(small)
    go(small, "tab overview")
    assert small.conductor is not None
    small.conductor.add_result()
    settle()
    small.place.page.choose("overview")
    settle()
    strip = small.place.results.strip
    assert strip.isVisible()
    assert strip.height() >= strip.minimumSizeHint().height()
    strip.close_strip()
    settle()
    assert small.place.results.table.isVisible()


def test_no_card_is_squeezed_while_a_patient_is_read_anew(small: MainWindow) -> None:
    open_number(small, HALVORSEN)
    go(small, "tab findings")
    assert small.session is not None
    small.session.refresh()
    QApplication.processEvents()
    cards = small.place.findings.cards
    assert cards
    assert [c.card.code for c in cards if c.height() < c.heightForWidth(c.width())] == []
