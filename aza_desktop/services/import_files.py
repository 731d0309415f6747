"""Files around an import: the template to fill in, and the rows that were not taken in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import Identity
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.services.import_desk import LEFT_OUT, Looked
from aza_desktop.services.import_rows import RowKind, harmless
from aza_desktop.texts import tr

TEMPLATE = (
    "Record number,Family name,Given name,Date of birth,Sex,Collected,Test,Result,Unit,"
    "Reference range,Laboratory\r\n"
)
"""A line for each result. Spreadsheet programs open it as a table."""


def results_csv(identity: Identity, results: Iterable[LabResult]) -> str:
    """Results that a person typed, one a line, as the import reads them."""
    out = io.StringIO()
    out.write(TEMPLATE)
    writer = csv.writer(out, lineterminator="\r\n")
    born = identity.birth_date.isoformat() if identity.birth_date is not None else ""
    for one in results:
        sign = "" if one.comparator is Comparator.EQUAL else one.comparator.value
        cells = (
            identity.number, harmless(identity.family or ""), harmless(identity.given or ""), born,
            identity.sex or "",
            one.collected_on.isoformat(), one.analyte, f"{sign}{one.value_text}", one.unit or "",
            f"<{one.uln_text}" if one.uln_text else "", harmless(one.laboratory or ""),
        )  # fmt: skip
        writer.writerow(cells)
    return out.getvalue()


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
