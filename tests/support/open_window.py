"""The whole window on a copy of the demo clinic, in the test's own process and thread."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.doors import Doors, Opened, ShutError
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.tasks import InlineRunner, Runner
from aza_desktop.gui.window_state import WindowState
from aza_desktop.gui.worklist.worklist_model import GroupRole, NumberRole
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.cases import take_vectors
from aza_desktop.services.clinic import create_clinic, open_as_allowed, open_clinic
from aza_desktop.services.demo import open_demo
from aza_desktop.services.demo_days import demo_vectors

DAY = dt.date(2026, 1, 26)
CLOCK = FixedClock(DAY)
HARGREAVES = "DEMO-0013"
T = TypeVar("T", bound=QObject)


FEW = ("DEMO-0001", HARGREAVES, "DEMO-0008", "DEMO-0011", "DEMO-0012", "DEMO-0030")
"""A stop mark, the picture's patient, overdue labs, a step, an unknown limit, a long name."""


@cache
def _built_demo() -> Path:
    """A demo clinic of a few patients, built once for all tests of a process."""
    paths = ClinicPaths(Path(mkdtemp(prefix="demo-")))
    clinic = create_clinic(paths.demo, name="Demo clinic", clock=CLOCK, actor="first.user")
    vectors = [v for v in demo_vectors(DAY) if v["id"] in FEW]
    take_vectors(clinic, vectors, file="demo.json", sha256="0" * 64)
    clinic.close()
    return paths.root


def doors_of(paths: ClinicPaths, *, demo: bool) -> Doors:
    """Doors to a test's own folder."""

    def open_few() -> Opened:
        return Opened(open_clinic(paths.demo, clock=CLOCK, actor="first.user"), is_demo=True)

    def open_the_demo() -> Opened:
        clinic, message = open_demo(paths, clock=CLOCK, actor="first.user")
        return Opened(clinic, is_demo=True, message=message or "")

    def create(name: str, user: str, roles: tuple[str, ...]) -> Opened:
        made = create_clinic(paths, name=name, clock=CLOCK, actor=user, roles=roles)
        return Opened(made, is_demo=False)

    def folder(path: Path) -> Opened:
        try:
            clinic = open_as_allowed(ClinicPaths(path), clock=CLOCK, actor="first.user")
        except UserError as error:
            raise ShutError(error, path) from None
        return Opened(clinic, is_demo=False)

    return Doors(
        usual=open_few if demo else lambda: None,
        demo=open_the_demo,
        create=create,
        folder=folder,
    )


@contextmanager
def a_window(
    tmp_path: Path,
    *,
    size: tuple[int, int] = (1720, 1000),
    theme: str = "light",
    demo: bool = True,
    state: WindowState | None = None,
    make_runner: Callable[[], Runner] = InlineRunner,
) -> Iterator[MainWindow]:
    """The window, shown and filled; closed and gone afterwards."""
    paths = ClinicPaths(tmp_path / "data")
    if demo and not paths.demo.root.exists():
        shutil.copytree(_built_demo() / "demo", paths.demo.root)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    kept = state or WindowState(None)
    window = MainWindow(
        doors_of(paths, demo=demo),
        Appearance(app, kept, theme=theme),
        kept,
        clock=CLOCK,
        make_runner=make_runner,
    )
    window.resize(*size)
    window.open_usual()
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 1000)
    settle()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let layouts and posted events happen."""
    QTest.qWait(20)


def until(holds: Callable[[], bool], *, within_ms: int = 4000) -> None:
    """Let the event loop run until it holds; an assertion fails when it never does."""
    waited = 0
    while not holds() and waited < within_ms:
        QTest.qWait(20)
        waited += 20
    assert holds()


def pauses_over(widget: QWidget) -> None:
    """Wait until no pause after typing runs any more (a page acts when the keys rest)."""
    until(lambda: not any(one.isActive() for one in widget.findChildren(QTimer)))


def part(window: QWidget, kind: type[T], name: str) -> T:
    """The one widget of that object name."""
    (found,) = window.findChildren(kind, name)
    return found


def open_number(window: MainWindow, number: str = HARGREAVES) -> None:
    """Open a patient by number, as the worklist would."""
    assert window.session is not None
    assert window.conductor is not None
    window.conductor.open_patient(window.session.patient_id_of(number))
    settle()


def listed(window: MainWindow) -> dict[str, str]:
    """Number -> group, as the worklist's item view shows it."""
    model = window.place.worklist.today.model()
    places = {}
    for row in range(model.rowCount(QModelIndex())):
        index = model.index(row, 0)
        if index.data(NumberRole):
            places[index.data(NumberRole)] = index.data(GroupRole)
    return places


def cell_texts(window: MainWindow) -> list[list[str]]:
    """What the results table shows, row by row."""
    model = window.place.results.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def press(text: str) -> None:
    """Press keys where the keyboard is, as a person does: ``\\t`` is Tab, ``\\n`` is Enter."""
    special = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
    for sign in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        if sign in special:
            QTest.keyClick(widget, special[sign])
        else:
            QTest.keyClicks(widget, sign)


class EffortCounter(QObject):
    """Counts key presses and mouse clicks that reach a window; modifiers are no keys.

    A key that is a shortcut never arrives as a key press: it is counted where it takes effect.
    """

    _MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):
            if event.type() is QEvent.Type.KeyPress and event.key() not in self._MODIFIERS:  # type: ignore[attr-defined]
                self.keys += 1
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self.clicks += 1
        elif event.type() is QEvent.Type.Shortcut:
            self.keys += 1
        return False


__all__ = [
    "CLOCK",
    "DAY",
    "HARGREAVES",
    "EffortCounter",
    "a_window",
    "cell_texts",
    "doors_of",
    "listed",
    "open_number",
    "part",
    "pauses_over",
    "press",
    "settle",
    "until",
]
