"""Where pages go: a printer that the user chooses, or a PDF file where the user wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from aza_desktop.errors import UserError
from aza_desktop.gui import paper
from aza_desktop.gui.paper import Paper
from aza_desktop.texts import tr

Send = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Outlets:
    """ask_printer: lets the user choose, None where he or she does not; ask_file likewise.

    What is answered sends the pages: it is called after the sheet was recorded.
    """

    ask_printer: Callable[[Paper, QWidget], Send | None]
    ask_file: Callable[[Paper, str, QWidget], Path | None]


def ask_printer(pages: Paper, parent: QWidget) -> Send | None:
    """The system's own printer dialog. Raises UserError where no printer is set up."""
    from PySide6.QtPrintSupport import (  # noqa: PLC0415 - only when somebody prints
        QPrintDialog,
        QPrinter,
        QPrinterInfo,
    )

    if not QPrinterInfo.availablePrinterNames():
        raise UserError(
            "not_offered",
            tr("No printer is set up on this computer"),
            why=tr("the system knows none"),
            remedy=tr("Save it as PDF, or set up a printer"),
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setDocName(pages.sheet.title)
    paper.prepare(printer, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(pages.sheet.title)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    return lambda: paper.paint_on(printer, pages)


def ask_file(_pages: Paper, suggested: str, parent: QWidget) -> Path | None:
    """Where the PDF shall be kept."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, tr("Save as PDF"), suggested, tr("PDF document (*.pdf)")
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")


SYSTEM = Outlets(ask_printer, ask_file)
