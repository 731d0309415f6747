"""A long file in the real worker: the window answers, and cancelling leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from aza_desktop.gui.imports.import_dialog import DONE, PREVIEW, SOURCE
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.tasks import TaskRunner
from tests.support.import_window import HEAD, a_file, press, row_counts, take_up, tile
from tests.support.open_window import a_window, settle, until

PATIENTS, DAYS = 120, 10


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path, make_runner=TaskRunner) as shown:
        yield shown


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    lines = [
        f"N{patient:05d},Family{patient},Given,1960-01-01,2025-12-{day:02d},{day},40,31,40"
        for patient in range(PATIENTS)
        for day in range(1, DAYS + 1)
    ]
    return a_file(tmp_path, HEAD + "\n".join(lines) + "\n", "long.csv")


def test_reading_is_given_up_at_once(window: MainWindow, long_file: Path) -> None:
    dialog = take_up(window, long_file)
    assert dialog.progress.isVisible()
    press(dialog, "import_cancel_work")
    assert dialog.step == SOURCE
    assert dialog.source.isVisible()
    dialog.reject()


def test_a_cancelled_writing_leaves_no_row(window: MainWindow, long_file: Path) -> None:
    before = row_counts(window)
    dialog = take_up(window, long_file)
    until(lambda: dialog.step == PREVIEW, within_ms=60_000)
    press(dialog, "import_create_all")
    until(dialog.preview.isVisible, within_ms=60_000)
    assert tile(dialog, "new") == 2 * PATIENTS * DAYS
    dialog.next.click()
    assert dialog.progress.isVisible()
    dialog.progress.cancel.click()
    until(lambda: not dialog.progress.isVisible(), within_ms=60_000)
    assert dialog.step == PREVIEW
    assert row_counts(window) == before
    dialog.reject()


def test_the_same_file_is_written_when_nobody_cancels(window: MainWindow, long_file: Path) -> None:
    dialog = take_up(window, long_file)
    until(lambda: dialog.step == PREVIEW, within_ms=60_000)
    press(dialog, "import_create_all")
    until(dialog.preview.isVisible, within_ms=60_000)
    dialog.next.click()
    until(lambda: dialog.step == DONE and not dialog.progress.isVisible(), within_ms=60_000)
    assert f"{PATIENTS} patients created" in dialog.done_page.text()
    settle()
    dialog.reject()
