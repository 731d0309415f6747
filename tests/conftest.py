"""What every test has: an offscreen Qt, a day that stands still, a folder of its own."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
# Commands run as processes in many tests; without byte code each start compiles everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import pytest
from hypothesis import HealthCheck, settings

from aza_desktop import logs
from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from tests.support.process import CHECKOUT, resources

settings.register_profile(
    "house",
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What collecting made stays until the end: looking through it again and again takes time."""
    gc.collect()
    gc.freeze()


REFERENCE_DAY = dt.date(2026, 1, 26)


@pytest.fixture(autouse=True)
def _no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads or writes the data folder of the person who runs it, nor leaves a log open."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("AZA_USER", "AZA_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    yield
    logs.close_log()


@pytest.fixture
def clock() -> FixedClock:
    """Monday 26 January 2026, nine o'clock UTC: the day of the published cases."""
    return FixedClock(REFERENCE_DAY)


@pytest.fixture
def data_folder(tmp_path: Path) -> ClinicPaths:
    """An empty data folder."""
    return ClinicPaths(tmp_path / "data")


@pytest.fixture
def resources_folder() -> Path:
    """The checkout's ``resources``."""
    return resources()


@pytest.fixture
def checkout() -> Path:
    """The top of the checkout."""
    return CHECKOUT


@pytest.fixture(autouse=True)
def _no_leaked_windows() -> Iterator[None]:
    """A test that leaves a top-level widget behind fails.

    Set up before ``qtbot``, so it looks only after pytest-qt has closed what was registered there.
    """
    before = _windows()
    yield
    leaked = _windows() - before
    if leaked:
        pytest.fail(f"top-level widgets left behind: {sorted(name for _, name in leaked)}")


def _windows() -> set[tuple[int, str]]:
    """Address and name of each living top-level widget; none as long as Qt was not imported.

    The list that a box folds down is a part of the page that made it, not a window left behind.
    """
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtWidgets import QApplication
    from shiboken6 import Shiboken

    if QApplication.instance() is None:
        return set()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {
        (Shiboken.getCppPointer(widget)[0], f"{type(widget).__name__} {widget.objectName()}")
        for widget in QApplication.topLevelWidgets()
        if widget.windowType() is not Qt.WindowType.Popup or widget.parentWidget() is None
    }
