"""The pictures of the manual and of the README, drawn anew by the program itself.

    python packaging/help_pictures.py            all of them, into resources/help/images/

They show the demo clinic on one fixed day; no patient of theirs exists. Run it after a change
that can be seen, and look at what it made.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from aza_desktop.clock import FixedClock
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.doors import Opened, demo_doors
from aza_desktop.gui.imports.desk import ImportDesk
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.tasks import InlineRunner
from aza_desktop.gui.window_state import WindowState
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.demo import open_demo

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help" / "images"
CLOCK = FixedClock(dt.date(2026, 1, 26))
SIZE = (1720, 1000)
WIDEST = 850
"""So wide is a page of the manual."""
LARGEST, FRONT = 120_000, 160_000
"""Bytes of a picture in the manual, and of one that the README shows as large as it is."""
COLOURS = (256, 192, 128, 96)
SUM = 2_500_000
STOPPED, STEPPING, STEADY = "DEMO-0001", "DEMO-0011", "DEMO-0013"
FILE = """record number;name;birth date;collected;test;result;unit;upper limit
DEMO-0013;Hargreaves, Anita;14-Jul-1984;25-Jan-2026;ALT;41;U/L;35
DEMO-0013;Hargreaves, Anita;14-Jul-1984;25-Jan-2026;AST;33;U/L;35
DEMO-0013;Hargreaves, Anita;14-Jul-1984;23-Jan-2026;ALT;44;U/L;35
DEMO-0011;Rossi, Elena;02-Feb-1990;25-Jan-2026;ALT;3O;U/L;35
DEMO-0099;Verne, Paul;01-Mar-1971;25-Jan-2026;ALT;28;U/L;45
DEMO-0013;Hargreaves, Anita;14-Jul-1984;25-Jan-2026;ALP;96;U/L;120
"""


def main() -> int:
    """Draw everything; complain where a picture grew too large."""
    QApplication.instance() or QApplication(["aza-desktop"])
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aza-pictures-") as folder:
        for theme in ("light", "dark"):
            with _window(Path(folder) / theme, theme) as window:
                _main(window, theme)
                if theme == "light":
                    _parts(window)
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{size / 1000:7.1f} kB  {name}")
    heavy = [name for name, size in sizes.items() if size > FRONT]
    if heavy or sum(sizes.values()) > SUM:
        print(f"too large: {heavy or sum(sizes.values())}")
        return 1
    return 0


def _main(window: MainWindow, theme: str) -> None:
    _open(window, STEADY)
    _keep(window, f"main-{theme}", widest=SIZE[0], largest=FRONT)
    _keep(window, f"main-{theme}-small")


def _parts(window: MainWindow) -> None:
    place, show = window.place, window.desks.show
    _keep(place.worklist, "today")
    _keep(place.banner, "banner")
    _keep(place.trend, "chart")
    _keep(place.calendar, "calendar")
    for tab in ("course", "record"):
        place.page.choose(tab)
        _settle()
        _keep(place.page, tab)
    place.page.choose("overview")
    _type_a_result(window)
    for view, page in (
        ("edish", "edish_view"),
        ("protocol", "protocol_view"),
        ("draft", "draft_page"),
    ):
        show(view)
        _settle(400)
        _keep(_part(window, page), view)
    place.leave_all_patients()
    _open(window, STOPPED)
    _keep(_part(window, "finding_card"), "finding")
    _open(window, STEPPING)
    assert window.conductor is not None
    window.conductor.confirm_dose()
    _settle()
    _keep(place.confirm_dose, "step")
    place.confirm_dose.reject()
    _import(window)


def _type_a_result(window: MainWindow) -> None:
    assert window.conductor is not None
    window.conductor.add_result()
    _settle()
    for value in ("44", "37", "10"):
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, value)
        field.nextInFocusChain()
        window.focusNextChild()
    _settle(300)
    _keep(window.place.results.strip, "entry")
    window.place.results.strip.close_strip()


def _import(window: MainWindow) -> None:
    desk = window.desks.of(ImportDesk)
    assert window.session is not None
    file = window.session.clinic.paths.root / "district 26-Jan.csv"
    file.write_text(FILE, encoding="utf-8")
    desk.open()
    desk.take_up([file])
    _settle(300)
    desk.dialog.resize(1240, 720)
    _settle(300)
    _keep(desk.dialog, "import")
    desk.dialog.reject()


def _open(window: MainWindow, number: str) -> None:
    assert window.session is not None
    assert window.conductor is not None
    window.conductor.open_patient(window.session.patient_id_of(number))
    _settle(400)
    window.place.trend.draw_now()
    _settle(200)


def _part(window: MainWindow, name: str) -> QWidget:
    """The first visible part of that name."""
    return next(part for part in window.findChildren(QWidget, name) if part.isVisible())


def _keep(widget: QWidget, name: str, *, widest: int = WIDEST, largest: int = LARGEST) -> None:
    """Save what a widget shows: never wider than a page, with as few colours as it bears."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    picture = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    if picture.width > widest:
        height = round(picture.height * widest / picture.width)
        picture = picture.resize((widest, height), Image.Resampling.LANCZOS)
    for colours in COLOURS:
        _few(picture, colours).save(FOLDER / f"{name}.png", optimize=True)
        if (FOLDER / f"{name}.png").stat().st_size <= largest:
            break


def _few(picture: Image.Image, colours: int) -> Image.Image:
    """As many colours: the large areas exactly as they are, the rest spread over what is left.

    A rule that only counts loses the thin red line; one that only spreads loses the pale bands.
    """
    found = picture.getcolors(picture.width * picture.height) or []
    areas = [rgb for _count, rgb in sorted(found, reverse=True)[: colours // 2]]
    spread = picture.quantize(colours - len(areas), Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(part for rgb in areas for part in rgb), *spread][: 3 * colours])  # type: ignore[misc]  # RGB
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _settle(ms: int = 120) -> None:
    QTest.qWait(ms)


@contextmanager
def _window(root: Path, theme: str) -> Iterator[MainWindow]:
    paths = ClinicPaths(root)

    def demo() -> Opened:
        clinic, _message = open_demo(paths, clock=CLOCK, actor="first.user")
        return Opened(clinic, is_demo=True)

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    state = WindowState(None)
    make: Callable[[], InlineRunner] = InlineRunner
    window = MainWindow(
        demo_doors(demo),
        Appearance(application, state, theme=theme),
        state,
        clock=CLOCK,
        make_runner=make,
    )
    window.resize(*SIZE)
    window.open_usual()
    window.show()
    window.activateWindow()
    _settle(300)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


if __name__ == "__main__":
    sys.exit(main())
