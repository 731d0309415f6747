"""A doubtful clock is said above every page, and opens the confirmations only when answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from aza_desktop.clock import FixedClock
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.doors import Doors, Opened
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.gui.tasks import InlineRunner
from aza_desktop.gui.window_state import WindowState
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import create_clinic, open_clinic
from tests.support.open_window import part, settle


@contextmanager
def opened_on(folder: Path, day: dt.date) -> Iterator[MainWindow]:
    """The window on a clinic that was made on 26-Jan-2026, opened on another day."""
    paths, clock = ClinicPaths(folder), FixedClock(day)
    made = create_clinic(
        paths, name="Clinic", clock=FixedClock(dt.date(2026, 1, 26)), actor="first.user"
    )
    made.close()

    def usual() -> Opened:
        return Opened(open_clinic(paths, clock=clock, actor="first.user"), is_demo=False)

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    state = WindowState(None)
    window = MainWindow(
        Doors(usual=usual, demo=usual, create=lambda *_: usual(), folder=lambda _: usual()),
        Appearance(app, state, theme="light"),
        state,
        clock=clock,
        make_runner=InlineRunner,
    )
    window.open_usual()
    window.show()
    settle()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_clock_before_the_last_entry_is_said_above_every_page(
    tmp_path: Path, qapp: QApplication
) -> None:
    with opened_on(tmp_path / "data", dt.date(2026, 1, 20)) as window:
        strip = part(window, StandingStrip, "clock_strip")
        assert strip.isVisible()
        assert "Check the date of this computer" in strip.text()
        assert "26-Jan-2026" in strip.text()
        window.desks.show("protocol")
        settle()
        assert strip.isVisible()


def test_saying_that_it_is_right_is_recorded_and_ends_it(
    tmp_path: Path, qapp: QApplication
) -> None:
    with opened_on(tmp_path / "data", dt.date(2027, 6, 1)) as window:
        strip = part(window, StandingStrip, "clock_strip")
        assert strip.isVisible()
        # the questions of the first run were put under this clock: they are an entry too
        strip.button.click()
        settle()
        assert not strip.isVisible()
        assert window.session is not None
        assert "clock.acknowledge" in {line.action for line in audit_lines(window.session.clinic)}


def test_a_clock_that_agrees_says_nothing(tmp_path: Path, qapp: QApplication) -> None:
    with opened_on(tmp_path / "data", dt.date(2026, 1, 27)) as window:
        assert not part(window, StandingStrip, "clock_strip").isVisible()
