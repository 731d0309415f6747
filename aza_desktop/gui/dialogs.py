"""The two sheets of the Help menu: what the keys do, and what the program is and is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
from aza_desktop.gui.viewmodels.shortcuts import build_shortcuts
from aza_desktop.paths import build_hash
from aza_desktop.services.acceptance import acceptance
from aza_desktop.services.clinic import Clinic
from aza_desktop.texts import tr

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


def show_keys(parent: QWidget, told: Iterable[tuple[str, str, str]]) -> QDialog:
    """The keyboard, on one sheet. told: the menus' entries with their keys."""
    rows = [(one.keys, f"{one.where}: {one.what}") for one in build_shortcuts(told)]
    return show_sheet(parent, tr("Keyboard"), rows, tr(DATES))


def show_about(parent: QWidget, clinic: Clinic | None) -> QDialog:
    """What the program is, which clinic and protocols are open, and whose work it rests on."""
    facts = [(tr("Version"), __version__), (tr("Build"), build_hash())]
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
