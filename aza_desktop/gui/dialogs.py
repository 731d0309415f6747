"""The two sheets of the Help menu: what the keys do, and what the program is and is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from aza_desktop import __version__
from aza_desktop.clinical.dates import show
from aza_desktop.gui.parts import button, label
from aza_desktop.gui.theme import fonts
from aza_desktop.services.acceptance import acceptance
from aza_desktop.services.clinic import Clinic
from aza_desktop.texts import tr

KEYS = (
    ("Ctrl+F", "Find a patient: name, number or birth date"),
    ("Ctrl+1   Ctrl+2", "Today's list, all patients"),
    ("Ctrl+3   Ctrl+4", "The protocols, the audit trail"),
    ("Ctrl+N", "Record a new patient"),
    ("Ctrl+R", "Add results:  44 Tab 37 Tab 10 Enter"),
    ("Ctrl+I", "Import a file of the laboratory"),
    ("Ctrl+Z", "Take back your last entry; there is no redo, type it again"),
    ("Ctrl+D", "Confirm a dose or restart"),
    ("Ctrl+K", "Answer the gravest mark; on a card:  A answers, S stops now, C confirms"),
    ("Ctrl+M", "Record a symptom"),
    ("C   Z", "In the list: record a call, let a lesser group wait"),
    ("F2", "In the results: correct or strike a result"),
    ("M", "In the results: move a result to the right patient"),
    ("Space", "In the calendar: the chosen days were taken, again: missed"),
    ("D   H   B", "In the calendar: set the dose, hold, break, from the chosen day on"),
    ("Shift+arrows", "In the calendar: choose several days"),
    ("Alt+1 … Alt+7   Alt+B", "Tabs of the open patient; the banner"),
    ("F6   Shift+F6", "Next and previous pane"),
    ("F5", "Read and judge everything again"),
    ("Ctrl+P   Ctrl+Shift+P", "Print the calendar or the call sheet; the summary"),
    ("Ctrl+E", "Save the chart"),
    ("Ctrl+Shift+E", "The highest values of all patients (eDISH)"),
    ("Ctrl+Shift+W", "What if: judged, never saved"),
    ("Left  Right", "In the chart: from one blood test to the next"),
    ("L   U   C   I   1 … 5   + - 0   E", "In the chart: scale, unit, counts, first episode, …"),
    ("Ctrl+B   Ctrl+,", "Back up now; settings"),
    ("F1   Ctrl+H   ?", "Help for the place or form; search the help; this sheet"),
    ("Esc", "Close the entry strip, clear the find box"),
)
_MARGIN = 24
DATES = "Dates can be typed as  today, -1, -2d, 15, 15/11, 17nov  or  17-Nov-2025."


def show_sheet(parent: QWidget, title: str, rows: Sequence[tuple[str, str]], note: str) -> QDialog:
    """A sheet of two columns with a note below; Esc or Close closes it."""
    sheet = QDialog(parent)
    sheet.setWindowTitle(title)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    body = QVBoxLayout(sheet)
    body.setContentsMargins(20, 16, 20, 16)
    body.setSpacing(12)
    body.addWidget(label(title, size="list"))
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for place, (name, text) in enumerate(rows):
        grid.addWidget(label(name, size="strong"), place, 0, Qt.AlignmentFlag.AlignTop)
        value = label(text, tone="secondary", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, place, 1)
    scroller = QScrollArea()
    scroller.setWidgetResizable(True)
    scroller.setFrameShape(QFrame.Shape.NoFrame)
    scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroller.setWidget(page)
    scroller.setAccessibleName(title)
    scroller.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    body.addWidget(scroller, 1)
    body.addWidget(label(note, size="small", tone="secondary", wrap=True))
    close = button(tr("Close"), None)  # type: ignore[arg-type]  # no icon, so no colours
    close.clicked.connect(sheet.accept)
    body.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
    within = parent.window()
    width = min(fonts.scaled(560), within.width() - 2 * _MARGIN)
    room = width - 40
    needed = page.heightForWidth(room) + body.sizeHint().height() - scroller.sizeHint().height()
    sheet.setMinimumWidth(min(520, width))
    sheet.resize(width, min(needed + _MARGIN, within.height() - 2 * _MARGIN))
    sheet.open()
    return sheet


def show_keys(parent: QWidget) -> QDialog:
    """The keyboard, on one sheet."""
    return show_sheet(parent, tr("Keyboard"), [(k, tr(t)) for k, t in KEYS], tr(DATES))


def show_about(parent: QWidget, clinic: Clinic | None) -> QDialog:
    """What the program is, which clinic and protocols are open, and whose work it rests on."""
    facts = [(tr("Version"), __version__)]
    if clinic is not None:
        facts += [(tr("Clinic"), clinic.name), (tr("Database"), str(clinic.paths.database))]
        facts += [(p.name, f"{p.review.status}, {p.sha256[:12]}") for p in clinic.library.all()]
    if clinic is not None and (read := acceptance(clinic)) is not None:
        said = tr("{who}, {day}").format(who=read.by, day=show(read.on))
        facts.append((tr("Read by"), said))
    licences = tr("Aza Desktop MIT; Qt for Python LGPL; matplotlib; Inter OFL; Lucide ISC")
    facts.append((tr("Licences"), licences))
    note = tr(
        "Decision support only. The program never changes a dose and diagnoses nothing; a person "
        "confirms every step and verifies it against the primary sources. It is not an approved "
        "medical device."
    )
    return show_sheet(parent, tr("About and disclaimer"), facts, note)
