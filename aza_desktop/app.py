"""The composition root: the only place that knows every room. Qt is imported inside functions."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from aza_desktop import __version__, logs, missing_libraries, texts
from aza_desktop.clock import Clock, FixedClock, SystemClock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths, default_data_folder, resources_folder

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from aza_desktop.gui.doors import Doors, Opened
    from aza_desktop.gui.main_window import MainWindow

VIEWS = (
    "overview",
    "calendar",
    "course",
    "results",
    "record",
    "findings",
    "audit",
    "protocol",
    "choices",
    "settings",
    "help",
    "draft",
    "findings_log",
    "what-if",
    "laboratories",
    "users",
    "overrides",
    "edish",
    "import",
    "tray",
    "first-run",
)
USAGE, REFUSED, NO_WINDOW = 2, 3, 70
_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
SETTLE_MS = 300
"""The layout settles in the event loop before the picture is taken."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the window was asked for on the command line."""

    data_folder: Path | None
    demo: bool
    as_of: dt.date | None
    screenshot: Path | None
    patient: str | None
    view: str | None
    theme: str
    size: tuple[int, int]

    @property
    def paths(self) -> ClinicPaths:
        return ClinicPaths(self.data_folder or default_data_folder())


def run_window(words: Sequence[str]) -> int:
    """Open the window, or draw it once into a picture."""
    start = read_start(words)
    if start.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from PySide6 import QtSvg, QtWidgets  # noqa: F401, PLC0415 - is Qt all there?
    except ImportError as error:
        sys.stderr.write(missing_libraries.advice(error))
        return NO_WINDOW
    _keep_font_cache(start.paths)
    logs.dump_no_cores()
    try:
        return _screenshot(start) if start.screenshot is not None else _window(start)
    except UserError as error:
        sys.stderr.write(json.dumps({"error": error.as_json()}, ensure_ascii=False) + "\n")
        return REFUSED


def run_self_test(words: Sequence[str]) -> int:
    """Judge the golden cases, look at the database, draw a chart, build the window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    parser = argparse.ArgumentParser(prog="aza-desktop self-test", allow_abbrev=False)
    parser.add_argument("command", choices=["self-test"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data-dir", type=Path)
    options = parser.parse_args(words)
    try:
        from PySide6 import QtSvg, QtWidgets  # noqa: F401, PLC0415 - is Qt all there?
    except ImportError as error:
        sys.stderr.write(missing_libraries.advice(error))
        return NO_WINDOW
    from aza_desktop.gui import selftest  # noqa: PLC0415 - brings Qt

    return selftest.main(as_json=options.json, out=sys.stdout)


def print_version(out: TextIO) -> int:
    """The program's version, and each protocol that it would judge by."""
    from aza_desktop.protocols import load_library  # noqa: PLC0415 - nothing else needs it here

    out.write(f"aza-desktop {__version__}\n")
    for protocol in load_library(resources_folder() / "protocols").all():
        out.write(f"{protocol.name} sha256:{protocol.sha256} {protocol.review.status}\n")
    return 0


def read_start(words: Sequence[str]) -> Start:
    """The options of the window. Wrong usage ends the program with exit code 2."""
    parser = _Parser(prog="aza-desktop", allow_abbrev=False)
    parser.add_argument("--data-dir", type=Path, metavar="DIR")
    parser.add_argument("--demo", action="store_true", help="open the demo clinic")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="pretend this day (demo only)")
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png")
    parser.add_argument("--patient", metavar="NUMBER")
    parser.add_argument("--view", choices=VIEWS)
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT")
    found = parser.parse_args(list(words))
    if found.as_of is not None and not found.demo:
        parser.error("--as-of is for the demo clinic only")
    if found.screenshot is not None and not found.demo:
        parser.error("--screenshot draws the demo clinic: add --demo")
    given = (found.patient, found.view, found.theme, found.size)
    if found.screenshot is None and any(given):
        parser.error("--patient, --view, --theme and --size belong to --screenshot")
    return Start(
        data_folder=found.data_dir,
        demo=found.demo,
        as_of=found.as_of,
        screenshot=found.screenshot,
        patient=found.patient,
        view=found.view,
        theme=found.theme or "light",
        size=found.size or (1720, 1000),
    )


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.format_usage()}aza-desktop: {message}\n")
        raise SystemExit(USAGE)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    found = int(width), int(height)
    if min(found) < 1 or max(found) > 10_000:
        raise ValueError(text)
    return found


def _clock(start: Start) -> Clock:
    if start.as_of is None:
        return SystemClock()
    return FixedClock(start.as_of, SystemClock().now().time())


def _actor() -> str:
    return os.environ.get("AZA_USER") or "first.user"


def _may_write(folder: Path) -> bool:
    """True where files may be made in the data folder, or it may be made itself."""
    return not folder.exists() or bool(folder.stat().st_mode & _ANY_WRITE)


def _keep_font_cache(paths: ClinicPaths) -> None:
    """matplotlib builds its list of fonts once, not at each start of a one-folder executable."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None and Path(bundle).is_relative_to(Path(sys.executable).parent):
        os.environ["MPLCONFIGDIR"] = str(paths.root / "cache")


def _doors(start: Start, clock: Clock) -> Doors:
    """How the window opens a clinic: folders, clock and user are decided here."""
    from aza_desktop.gui.doors import Doors, Opened, ShutError  # noqa: PLC0415 - brings Qt
    from aza_desktop.services.clinic import create_clinic, open_as_allowed  # noqa: PLC0415 - heavy
    from aza_desktop.services.demo import open_demo  # noqa: PLC0415 - heavy

    def demo() -> Opened:
        clinic, message = open_demo(start.paths, clock=clock, actor=_actor())
        return Opened(clinic, is_demo=True, message=message or "")

    def folder(path: Path) -> Opened:
        try:
            clinic = open_as_allowed(ClinicPaths(path), clock=clock, actor=_actor())
        except UserError as error:
            raise ShutError(error, path) from None
        return Opened(clinic, is_demo=False)

    def create(name: str, user: str, roles: tuple[str, ...]) -> Opened:
        clinic = create_clinic(start.paths, name=name, clock=clock, actor=user, roles=roles)
        return Opened(clinic, is_demo=False)

    def usual() -> Opened | None:
        if start.demo:
            return demo()
        return folder(start.paths.root) if start.paths.database.exists() else None

    return Doors(usual=usual, demo=demo, create=create, folder=folder)


def _window(start: Start) -> int:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - Qt only for the window

    from aza_desktop.gui.appearance import Appearance  # noqa: PLC0415 - Qt only for the window
    from aza_desktop.gui.main_window import MainWindow  # noqa: PLC0415 - Qt only for the window
    from aza_desktop.gui.tasks import TaskRunner  # noqa: PLC0415 - Qt only for the window
    from aza_desktop.gui.window_state import WindowState  # noqa: PLC0415 - Qt only for the window

    may_write = _may_write(start.paths.root)
    if may_write:
        logs.open_log(start.paths.logs)
    clock = _clock(start)
    application = _application()
    state = WindowState(start.paths.window, may_write=may_write)
    _speak(application, str(state.load("language", texts.ENGLISH)))
    window = MainWindow(
        _doors(start, clock),
        Appearance(application, state),
        state,
        clock=clock,
        make_runner=TaskRunner,
    )
    logs.catch_the_unexpected(window.went_wrong.emit)
    window.open_usual()
    window.show()
    heartbeat = QTimer()  # lets Python see Ctrl+C while Qt waits
    heartbeat.start(400)
    heartbeat.timeout.connect(lambda: None)
    return int(application.exec())


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - Qt only for the window

    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(["aza-desktop"])
    application.setApplicationName("aza-desktop")
    application.setApplicationDisplayName("Aza Desktop")
    application.setApplicationVersion(__version__)
    return application


def _speak(application: QApplication, language: str) -> None:
    """The program's own sentences, and Qt's, in the language that was chosen for this computer."""
    from PySide6.QtCore import QLibraryInfo, QTranslator  # noqa: PLC0415 - Qt only for the window

    texts.choose_language(language, folder=resources_folder() / "translations")
    own = QTranslator(application)
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != texts.ENGLISH and own.load(f"qtbase_{language}", where):
        application.installTranslator(own)


def _screenshot(start: Start) -> int:
    """Draw the window on a copy of the demo clinic; nothing that the user has is touched."""
    import shutil  # noqa: PLC0415 - only here
    import tempfile  # noqa: PLC0415 - only here

    with tempfile.TemporaryDirectory(prefix="aza-desktop-") as folder:
        copied = replace(start, data_folder=Path(folder))
        if start.paths.demo.root.is_dir():
            shutil.copytree(start.paths.demo.root, copied.paths.demo.root)
        return _draw(start, copied)


def _draw(start: Start, copied: Start) -> int:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - Qt only for the window

    from aza_desktop.gui.appearance import Appearance  # noqa: PLC0415 - Qt only for the window
    from aza_desktop.gui.main_window import MainWindow  # noqa: PLC0415 - Qt only for the window
    from aza_desktop.gui.tasks import InlineRunner  # noqa: PLC0415 - Qt only for the window
    from aza_desktop.gui.window_state import WindowState  # noqa: PLC0415 - Qt only for the window

    clock = _clock(start)
    application = _application()
    state = WindowState(None)
    doors = _doors(copied, clock)
    if start.view == "first-run":
        doors = replace(doors, usual=lambda: None)
    window = MainWindow(
        doors,
        Appearance(application, state, theme=start.theme),
        state,
        clock=clock,
        make_runner=InlineRunner,
    )
    window.setMinimumSize(1, 1)
    window.resize(*start.size)
    outcome: list[UserError | None] = []

    def finish(step: Callable[[], None], *, last: bool) -> None:
        try:
            step()
        except UserError as error:
            outcome.append(error)
            last = True
        if last:
            application.exit()

    def prepare() -> None:
        window.open_usual()
        _choose(window, start)
        QTimer.singleShot(SETTLE_MS, lambda: finish(lambda: _save(window, start), last=True))

    window.show()
    QTimer.singleShot(0, lambda: finish(prepare, last=False))
    application.exec()
    window.close()
    window.deleteLater()
    if outcome and outcome[0] is not None:
        raise outcome[0]
    return 0


def _choose(window: MainWindow, start: Start) -> None:
    if window.session is None or window.conductor is None:
        return
    if start.patient is not None:
        window.conductor.open_patient(window.session.patient_id_of(start.patient))
    elif (first := window.place.worklist.today.rows.first_patient()) is not None:
        window.conductor.open_patient(first.patient_id)
    view = start.view or "overview"
    if not window.desks.show(view):
        window.place.page.choose(view)
    window.place.trend.draw_now()


def _picture(window: MainWindow) -> QPixmap:
    """The window, and an open dialog before it where it would stand."""
    from PySide6.QtGui import QPainter  # noqa: PLC0415 - Qt only for the window
    from PySide6.QtWidgets import QApplication, QDialog  # noqa: PLC0415 - Qt only for the window

    QApplication.processEvents()  # what the last words moved has its place
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            middle = window.rect().center() - dialog.rect().center()
            painter.drawPixmap(middle, dialog.grab())
    painter.end()
    return picture


def _save(window: MainWindow, start: Start) -> None:
    assert start.screenshot is not None
    window.place.trend.draw_now()
    if not _picture(window).save(str(start.screenshot), "PNG"):
        raise UserError(
            "read_only",
            "The picture could not be saved",
            why="The file cannot be written",
            remedy="Choose another folder or free some room",
        )
