"""The windows that the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aza_desktop.gui.main_window import MainWindow
from tests.support.open_window import a_window, settle


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """The window of a test is the active one: another's may have been in front since it opened.

    In a window that is not active nothing has the keyboard, and no shortcut arrives.
    """
    for window in getattr(item, "funcargs", {}).values():
        if isinstance(window, MainWindow) and window.isVisible() and not window.isActiveWindow():
            window.activateWindow()
            QTest.qWaitForWindowActive(window, 1000)


@pytest.fixture
def own(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """A window of the test's own, for those that write."""
    with a_window(tmp_path) as shown:
        yield shown


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path_factory.mktemp("shared")) as shown:
        yield shown


@pytest.fixture
def window(shared: MainWindow) -> MainWindow:
    """One window for all tests that only look, put back to where it began."""
    shared.place.results.strip.close_strip()
    shared.place.messages.hide()
    shared.place.confirm_dose.reject()
    shared.place.worklist.find_box.clear()
    shared.place.leave_all_patients()
    shared.place.page.choose("overview")
    shared.activateWindow()
    QTest.qWaitForWindowActive(shared, 1000)
    settle()
    return shared
