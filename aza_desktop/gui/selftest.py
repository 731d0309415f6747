"""``self-test``: the checks of `services.selftest`, then fonts, chart and window."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication

from aza_desktop.clock import FixedClock
from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui import paper
from aza_desktop.gui.appearance import Appearance
from aza_desktop.gui.doors import Opened, demo_doors
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.tasks import InlineRunner
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.patient_file import is_judged
from aza_desktop.gui.viewmodels.trend import build_trend
from aza_desktop.gui.window_state import WindowState
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import selftest
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.demo import open_demo
from aza_desktop.services.reading import all_files
from aza_desktop.services.sheets import call_sheet

DAY = FixedClock(dt.date(2026, 1, 26))
LETTERS = "aZ09µ≥≤×–ÄØŁğΩЖ"
"""What patients' names and laboratories' units are written with."""

FEWEST_COLOURS = 12
"""A picture with fewer different colours has stayed empty."""

NAMES = (
    *("main_window", "find_patient", "worklist", "patient_list", "patient_banner"),
    *("trend_chart", "dose_calendar", "findings_panel", "results_table", "add_result"),
    *("result_date", "result_alt", "result_ast", "result_bili", "result_alp"),
    *("result_uln_alt", "result_uln_ast", "result_uln_bili", "result_unit_bili"),
    *("save_results", "message_bar", "message_undo", "user_chooser", "acknowledge_mark"),
    *("confirm_dose_dialog", "confirm_dose_typed", "confirm_dose_ok", "import_dialog"),
    *("protocol_view", "edish_view", "unlock_dialog", "unlock_user", "unlock_password"),
    *("demo_chip", "first_run_demo"),
)
"""Object names that are fixed for good: created with the window, even where hidden."""


def main(*, as_json: bool, out: TextIO) -> int:
    """Check everything and write the answer; 0 when all is in order, else 1."""
    application = QApplication.instance() or QApplication(["aza-desktop"])
    assert isinstance(application, QApplication)
    done = selftest.run(clock=DAY)
    with tempfile.TemporaryDirectory(prefix="aza-self-test-") as folder:
        scratch = ClinicPaths(Path(folder))
        seen = (
            selftest.ask("fonts", _fonts),
            selftest.ask("chart", lambda: _chart(scratch)),
            selftest.ask("paper", lambda: _paper(scratch)),
            selftest.ask("window", lambda: _window(application, scratch)),
        )
    test = replace(done, checks=(*done.checks, *seen))
    out.write(selftest.render(test, as_json=as_json))
    out.flush()
    return 0 if test.ok else 1


def _fonts() -> tuple[bool, str]:
    """The bundled font is there, is the one used, and has the letters we need."""
    loaded = [number >= 0 for number in fonts.register()]
    font = fonts.base_font()
    used = QFontInfo(font).family()
    metrics = QFontMetrics(font)
    lacking = [letter for letter in LETTERS if not metrics.inFontUcs4(ord(letter))]
    detail = f"{sum(loaded)} of {len(loaded)} files, {used}"
    if lacking:
        detail += "; lacking " + " ".join(lacking)
    families = QFontDatabase.families()
    ok = all(loaded) and used == fonts.FAMILY and fonts.FAMILY in families and not lacking
    return ok, detail


def _demo(scratch: ClinicPaths) -> Clinic:
    clinic, _ = open_demo(scratch, clock=DAY, actor="self.test")
    return clinic


def _chart(scratch: ClinicPaths) -> tuple[bool, str]:
    """The trend of the demo patient with the most results, drawn into memory."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow to import
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to import

    from aza_desktop.drawing.trend import draw_trend  # noqa: PLC0415 - brings matplotlib

    clinic = _demo(scratch)
    try:
        judged = [file for file in all_files(clinic) if is_judged(file)]
    finally:
        clinic.close()
    file = max(judged, key=lambda file: len(file.record.results))
    figure = Figure(figsize=(9, 4), dpi=100)
    canvas = FigureCanvasAgg(figure)
    drawn = draw_trend(figure, build_trend(file), LIGHT)
    canvas.draw()
    png = io.BytesIO()
    figure.savefig(png, format="png")
    colours = _colours(QImage.fromData(png.getvalue()))
    detail = f"{len(drawn.positions)} points, {colours} colours"
    return bool(drawn.positions) and colours >= FEWEST_COLOURS, detail


def _paper(scratch: ClinicPaths) -> tuple[bool, str]:
    """The demo's call sheet as a PDF in memory; the printing library is there too."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - only when somebody prints

    clinic = _demo(scratch)
    try:
        laid = paper.lay_out(call_sheet(clinic, demo=True).sheet)
    finally:
        clinic.close()
    made = paper.pdf_bytes(laid)
    ok = made.startswith(b"%PDF-") and len(laid.pages) > 0 and QPrinter is not None
    return ok, f"{len(laid.pages)} pages, {len(made)} bytes"


def _window(application: QApplication, scratch: ClinicPaths) -> tuple[bool, str]:
    """The main window on the demo clinic, with every fixed name, drawn into a picture."""
    state = WindowState(None)
    doors = demo_doors(lambda: Opened(_demo(scratch), is_demo=True))
    appearance = Appearance(application, state, theme="light")
    window = MainWindow(doors, appearance, state, clock=DAY, make_runner=InlineRunner)
    try:
        window.open_usual()
        window.show()
        application.processEvents()
        colours = _colours(window.grab().toImage())
        lost = [name for name in NAMES if not _has(window, name)]
    finally:
        window.close()
        window.deleteLater()
    detail = f"{window.width()} x {window.height()}, {colours} colours"
    if lost:
        detail += "; no " + ", ".join(lost)
    return colours >= FEWEST_COLOURS and not lost, detail


def _has(window: MainWindow, name: str) -> bool:
    return window.objectName() == name or window.findChild(QObject, name) is not None


def _colours(image: QImage) -> int:
    """How many different colours a picture has, looked at in steps of some pixels."""
    across, down = range(0, image.width(), 5), range(0, image.height(), 5)
    return len({image.pixel(x, y) for y in down for x in across})
