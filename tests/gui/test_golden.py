"""The eight main screens look as they were looked at, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aza_desktop.gui.imports.desk import ImportDesk
from aza_desktop.gui.main_window import MainWindow
from tests.support.golden import FOLDER, MEAN, SHARE, assert_as_kept, difference
from tests.support.open_window import a_window, open_number, settle, until

HALVORSEN = "DEMO-0001"
SCREENS = ("overview", "results", "calendar", "record", "findings", "edish", "protocol", "import")
REST_MS = 500
"""What comes a moment after a patient was opened is there, and every pane has its height."""
WIDE, NARROW = (1720, 1000), (1280, 720)


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[MainWindow]:
    folder = tmp_path_factory.mktemp(request.param)
    with a_window(folder, size=WIDE, theme=request.param) as window:
        yield window


def bring(window: MainWindow, screen: str) -> QWidget:
    """The screen at its size, drawn to the end, with the keyboard where no cursor blinks."""
    window.resize(*(NARROW if screen == "findings" else WIDE))
    open_number(window, HALVORSEN if screen == "findings" else "DEMO-0013")
    window.place.messages.hide()
    if screen in ("edish", "protocol", "import"):
        window.show_view(screen)
        settle()
    else:
        window.place.page.choose(screen)
        QTest.qWait(REST_MS)
        window.place.trend.draw_now()
    shown: QWidget = window
    if screen == "import":
        shown = window.desks.of(ImportDesk).dialog
        until(shown.isVisible)
    else:
        window.place.worklist.today.setFocus()
    settle()
    return shown


@pytest.mark.parametrize("screen", SCREENS)
def test_a_main_screen_looks_as_it_was_kept(
    themed: MainWindow, screen: str, tmp_path: Path
) -> None:
    shown = bring(themed, screen)
    theme = themed._appearance.theme
    try:
        assert_as_kept(shown, f"{screen}-{theme}", tmp_path)
    finally:
        if shown is not themed:
            shown.reject()  # type: ignore[attr-defined]  # the import is a dialog


def test_a_card_that_is_missing_is_noticed() -> None:
    kept = Image.open(FOLDER / "overview-light.png").convert("RGB")
    without = kept.copy()
    ImageDraw.Draw(without).rectangle((600, 300, 840, 480), fill="white")
    mean, share = difference(kept, without)
    assert difference(kept, kept) == (0.0, 0.0)
    assert mean > MEAN or share > SHARE


def test_the_pictures_stay_small() -> None:
    files = list(FOLDER.glob("*.png"))
    assert len(files) == 2 * len(SCREENS)
    assert sum(path.stat().st_size for path in files) < 1_500_000
