"""Printing from the window: two keys, two clicks, nothing on disk, everything in the trail."""

from __future__ import annotations

import datetime as dt
import re
import time
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from aza_desktop.clinical.paper import SheetKind
from aza_desktop.gui import paper
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.printing.desk import Printing
from aza_desktop.gui.printing.preview import PreviewDialog
from aza_desktop.reports.patient_calendar import build_calendar_sheet
from aza_desktop.services import courses, samples
from aza_desktop.services.trail import trail
from tests.support.open_window import DAY, EffortCounter, open_number, part, settle
from tests.support.paper import ANITA, THURSDAY, PaperTray, a_plan, a_stamp, days


@pytest.fixture
def tray(own: MainWindow, tmp_path: Path) -> PaperTray:
    """Printer and file dialog of the test, in place of the system's."""
    folder = tmp_path / "wanted"
    folder.mkdir()
    made = PaperTray(folder)
    own.desks.of(Printing).outlets = made.outlets()
    return made


def preview_of(window: MainWindow) -> PreviewDialog:
    settle()
    return part(window, PreviewDialog, "print_preview")


def prints(window: MainWindow) -> list[dict[str, object]]:
    assert window.session is not None
    return [e for e in trail(window.session.clinic) if str(e["action"]).startswith("print.")]


def files_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_two_keys_print_the_calendar_of_the_open_patient(own: MainWindow, tray: PaperTray) -> None:
    open_number(own)
    counter = EffortCounter()
    QApplication.instance().installEventFilter(counter)  # type: ignore[union-attr]
    QTest.keyClick(own.windowHandle(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    shown = preview_of(own)
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Return)
    settle()
    QApplication.instance().removeEventFilter(counter)  # type: ignore[union-attr]
    assert counter.keys <= 2
    assert [pages.sheet.kind for pages in tray.printed] == [SheetKind.CALENDAR]
    assert own.place.messages.isVisible()


def test_two_keys_print_the_call_sheet_where_no_patient_is_open(
    own: MainWindow, tray: PaperTray
) -> None:
    QTest.keyClick(own.windowHandle(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(preview_of(own).windowHandle(), Qt.Key.Key_Return)
    settle()
    assert [pages.sheet.kind for pages in tray.printed] == [SheetKind.CALL_SHEET]


@pytest.mark.parametrize(
    ("button", "kind"),
    [("calendar_print", SheetKind.CALENDAR), ("worklist_print", SheetKind.CALL_SHEET)],
)
def test_two_clicks_print(own: MainWindow, tray: PaperTray, button: str, kind: SheetKind) -> None:
    open_number(own)
    QTest.mouseClick(part(own, QPushButton, button), Qt.MouseButton.LeftButton)
    QTest.mouseClick(preview_of(own).print_button, Qt.MouseButton.LeftButton)
    settle()
    assert [pages.sheet.kind for pages in tray.printed] == [kind]


def test_printing_is_recorded_and_looking_is_not(own: MainWindow, tray: PaperTray) -> None:
    open_number(own)
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    preview_of(own).reject()
    assert prints(own) == []
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    preview_of(own).print_button.click()
    settle()
    (entry,) = prints(own)
    assert (entry["action"], entry["patient"]) == ("print.calendar", "DEMO-0013")


def test_a_printer_dialog_that_is_cancelled_leaves_no_trace(
    own: MainWindow, tray: PaperTray
) -> None:
    tray.says_yes = False
    open_number(own)
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    shown = preview_of(own)
    shown.print_button.click()
    shown.save_button.click()
    settle()
    assert (tray.printed, prints(own)) == ([], [])
    assert shown.isVisible()
    shown.reject()


def test_a_saved_pdf_is_the_only_file_and_its_name_tells_no_name(
    own: MainWindow, tray: PaperTray, tmp_path: Path
) -> None:
    open_number(own)
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    before = files_below(tmp_path)
    preview_of(own).save_button.click()
    settle()
    made = {path for path in files_below(tmp_path) - before if "demo" not in path.parts}
    assert made == {tray.folder / "calendar-DEMO-0013-2026-01-26.pdf"}
    assert made.pop().read_bytes().startswith(b"%PDF-")
    assert prints(own)[0]["action"] == "print.calendar"


def test_what_may_not_be_printed_says_why_and_enter_does_nothing(
    own: MainWindow, tray: PaperTray
) -> None:
    open_number(own, "DEMO-0001")
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    shown = preview_of(own)
    assert not shown.print_button.isEnabled()
    assert not shown.save_button.isEnabled()
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert tray.printed == []
    shown.choose(SheetKind.CALL_SHEET.value)
    assert shown.print_button.isEnabled()
    shown.reject()


def test_without_a_printer_the_preview_says_what_helps(own: MainWindow) -> None:
    open_number(own)
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    shown = preview_of(own)
    shown.print_button.click()
    assert "No printer" in shown.message.text()
    assert prints(own) == []
    shown.reject()


def test_a_screen_reader_hears_the_whole_sheet(own: MainWindow, tray: PaperTray) -> None:
    open_number(own)
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    shown = preview_of(own)
    assert "HARGREAVES, Anita" in shown.windowTitle()
    assert "valid until your next blood test" in shown.scroller.accessibleDescription()
    shown.reject()


def test_the_sheet_at_home_is_told_when_the_plan_has_changed(
    own: MainWindow, tray: PaperTray
) -> None:
    open_number(own)
    line = own.desks.of(Printing).lines[0]
    own.desks.of(Printing).preview(SheetKind.CALENDAR)
    preview_of(own).print_button.click()
    settle()
    assert line.isHidden()
    assert own.session is not None
    assert own.session.file is not None
    patient = own.session.file.record.id
    own.session.record(
        lambda clinic: courses.confirm_dose(
            clinic, patient, on=DAY, dose_mg=Decimal(75), confirmed_by="first.user"
        )
    )
    settle()
    assert "26-Jan-2026 is out of date" in line.words.text()
    assert line.isVisible()
    open_number(own, "DEMO-0011")
    assert line.isHidden()


def test_the_summary_has_its_chart_as_vectors(own: MainWindow, tray: PaperTray) -> None:
    open_number(own, "DEMO-0001")
    own.desks.of(Printing).preview(SheetKind.SUMMARY)
    shown = preview_of(own)
    shown.print_button.click()
    settle()
    (pages,) = tray.printed
    assert len(pages.pages) <= 2
    # The hatch of a break is a small tile; a picture of the chart would be some thousand wide.
    widths = re.findall(rb"/Subtype /Image\n/Width (\d+)", paper.pdf_bytes(pages))
    assert all(int(width) < 1000 for width in widths)
    assert prints(own)[0]["action"] == "print.summary"


def test_the_slip_is_printed_from_a_request(own: MainWindow, tray: PaperTray) -> None:
    open_number(own)
    desk = own.desks.of(Printing)
    desk.preview(SheetKind.LAB_SLIP)
    shown = preview_of(own)
    assert not shown.print_button.isEnabled()
    shown.reject()
    settle()
    assert own.session is not None
    assert own.session.file is not None
    patient = own.session.file.record.id
    own.session.record(lambda clinic: samples.request(clinic, patient, tests=("ALT", "AST")))
    desk.preview(SheetKind.LAB_SLIP)
    preview_of(own).print_button.click()
    settle()
    assert [pages.sheet.kind for pages in tray.printed] == [SheetKind.LAB_SLIP]


# the PDF itself


def pdf(**stamp: object) -> bytes:
    sheet = build_calendar_sheet(ANITA, a_plan(), a_stamp(**stamp))  # type: ignore[arg-type]
    return paper.pdf_bytes(paper.lay_out(sheet))


def plain_parts(data: bytes) -> bytes:
    """The file with its compressed streams opened."""
    opened = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            opened.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(opened)


def test_the_pdf_carries_no_author_no_path_and_no_name_in_its_properties(
    qapp: QApplication, tmp_path: Path
) -> None:
    data = plain_parts(pdf())
    title = "Azathioprine calendar".encode("utf-16-be")
    assert title in data
    for word in ("/home", "/work", "/tmp", str(tmp_path), "Hargreaves", "HARGREAVES", "nurse.b"):
        assert word.encode() not in data
        assert word.encode("utf-16-be") not in data
    author = re.search(rb"/Author\s*\(([^)]*)\)", data)
    assert author is None or author[1].strip(b"\xfe\xff\x00") == b""


def test_the_letters_of_the_pdf_can_be_copied(qapp: QApplication) -> None:
    """Every font has its table of characters, and the signs of dates and doses are in them."""
    data = plain_parts(pdf())
    assert data.count(b"beginbfrange") + data.count(b"beginbfchar") >= 3
    tables = b"".join(re.findall(rb"beginbf(?:char|range)(.*?)endbf", data, re.DOTALL)).upper()
    for sign in ":-(×½" if b"00BD" in tables else ":(×":
        assert f"{ord(sign):04X}".encode() in tables, sign


def test_a_sheet_of_three_months_is_made_within_two_seconds(qapp: QApplication) -> None:
    last = dt.date(2026, 2, 10)
    sheet = build_calendar_sheet(ANITA, a_plan(days(THURSDAY, last), test_on=last), a_stamp())
    begun = time.monotonic()
    laid = paper.lay_out(sheet)
    made = paper.pdf_bytes(laid)
    assert time.monotonic() - begun < 2
    assert len(laid.pages) == 4
    assert made.count(b"/Type /Page\n") == 4


def test_no_page_runs_over_its_foot(qapp: QApplication) -> None:
    first, last = dt.date(2026, 8, 1), dt.date(2026, 8, 31)
    sheet = build_calendar_sheet(
        ANITA, a_plan(days(first, last), test_on=last), a_stamp(status="Under Review")
    )
    laid = paper.lay_out(sheet)
    assert len(laid.pages) == 1
    for page in laid.pages:
        assert max(placed.top + placed.height for placed in page) < paper.A4[1] - 700
