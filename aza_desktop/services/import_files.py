"""Files around an import: the template to fill in, and the rows that were not taken in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from aza_desktop.services.import_desk import LEFT_OUT, Looked
from aza_desktop.services.import_rows import RowKind, harmless
from aza_desktop.texts import tr

TEMPLATE = (
    "Record number,Family name,Given name,Date of birth,Sex,Collected,Test,Result,Unit,"
    "Reference range,Laboratory\r\n"
)
"""A line for each result. Spreadsheet programs open it as a table."""


def rest_csv(looked: Looked, in_words: Callable[[str], str]) -> str:
    """Held and rejected rows with place, field, value and reason. in_words: a reason in words."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((tr("File"), tr("Row is"), tr("Where"), tr("Field"), tr("Value"), tr("Reason")))
    for row in looked.staged.rows:
        is_out = row.where in looked.left_out
        if row.kind not in {RowKind.HELD, RowKind.REJECTED} and not is_out:
            continue
        kind = tr("rejected") if row.kind is RowKind.REJECTED else tr("held")
        reason = in_words(LEFT_OUT if is_out else row.reason)
        cells = (looked.report.file, kind, row.where, row.field, row.value, reason)
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()
