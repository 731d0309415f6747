"""Excel workbooks: every sheet with a laboratory table, read as the same table in a text is."""

from __future__ import annotations

from dataclasses import replace

from aza_desktop.clinical.drafts import IntakeBatch, Question
from aza_desktop.intake.content import ZIP, Content
from aza_desktop.intake.delimited import HEADER_WITHIN
from aza_desktop.intake.formats import csv_long, csv_wide
from aza_desktop.intake.layout import LONG
from aza_desktop.intake.reading import Reading, refusal
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
        source = (sheet.rows[:HEADER_WITHIN], sheet.all_rows)
        table = table_in([source], content.name, reading, lines=len(sheet.rows))
        if table is not None:
            found.append((sheet, table))
    if not found:
        raise refusal(
            "unknown_format",
            tr("The file is no laboratory file that can be read"),
            why=tr("{name} has no line that names a patient, a day and a test").format(
                name=content.name
            ),
            remedy=tr("Export the results as a table with a header line"),
        )
    batches = [_batch(content, reading, table) for _, table in found]
    if len(found) > 1:
        batches = [
            _placed(batch, sheet.name) for batch, (sheet, _) in zip(batches, found, strict=True)
        ]
    return _together(batches)


def _batch(content: Content, reading: Reading, table: Table) -> IntakeBatch:
    alone = replace(content, found={"table": table})
    read_table = csv_long.read if table.layout.shape == LONG else csv_wide.read
    return read_table(alone, reading)


def _placed(batch: IntakeBatch, sheet: str) -> IntakeBatch:
    """The same rows, each with its sheet before its line."""

    def place(where: str) -> str:
        return f"{sheet}, {where}"

    return replace(
        batch,
        drafts=tuple(replace(row, where=place(row.where)) for row in batch.drafts),
        rejected=tuple(replace(row, where=place(row.where)) for row in batch.rejected),
        held=tuple(replace(row, where=place(row.where)) for row in batch.held),
    )


def _together(batches: list[IntakeBatch]) -> IntakeBatch:
    questions: dict[str, Question] = {}
    for question in (question for batch in batches for question in batch.questions):
        known = questions.get(question.code)
        rows = question.rows + (known.rows if known else 0)
        questions[question.code] = replace(question, rows=rows)
    return replace(
        batches[0],
        format=NAME,
        drafts=tuple(draft for batch in batches for draft in batch.drafts),
        rejected=tuple(row for batch in batches for row in batch.rejected),
        held=tuple(row for batch in batches for row in batch.held),
        questions=tuple(questions.values()),
        ignored=sum(batch.ignored for batch in batches),
    )
