"""Excel workbooks: every sheet with a laboratory table, read as the same table in a text is."""

from __future__ import annotations

from functools import partial

from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.intake.content import ZIP, Content
from aza_desktop.intake.formats.tables import placed, read_tables, together
from aza_desktop.intake.reading import Reading, refusal
from aza_desktop.intake.sheet_tables import understood
from aza_desktop.intake.table import Table, table_in
from aza_desktop.intake.workbooks import Sheet, sheets_of
from aza_desktop.texts import tr

NAME = "xlsx"


def recognises(content: Content, reading: Reading) -> bool:
    """True for an archive; whether it is a workbook is said when it is read."""
    return content.data.startswith(ZIP)


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The tables of the workbook, staged.

    Raises UserError ``unknown_format``, ``unreadable`` or ``too_large``.
    """
    found: list[tuple[Sheet, Table]] = []
    for sheet in sheets_of(content, reading.limits):
        table = table_in([(sheet.head, sheet.all_rows)], content.name, reading, lines=0)
        if table is not None:
            found.append((sheet, understood(sheet, table)))
    if not found:
        raise refusal(
            "unknown_format",
            tr("The file is no laboratory file that can be read"),
            why=tr("{name} has no line that names a patient, a day and a test").format(
                name=content.name
            ),
            remedy=tr("Export the results as a table with a header line"),
        )
    if len(found) == 1:
        return together([read_tables(content, reading, found[0][1])], NAME)
    batches = [
        placed(
            read_tables(content, reading, table, sheet=sheet.name), partial(_on_sheet, sheet.name)
        )
        for sheet, table in found
    ]
    return together(batches, NAME)


def _on_sheet(sheet: str, where: str) -> str:
    """The place with its sheet before the line."""
    return f"{sheet}, {where}"
