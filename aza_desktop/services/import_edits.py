"""Cells of a rejected row, typed again by a person: read once more as if the file said so.

The file itself stays what it is: its hash is kept, and each result that rests on a typed cell says
so in its note. Only text tables can be edited; a message or a resource has no cells to be seen.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace

from aza_desktop.clinical.drafts import IntakeBatch, ResultDraft
from aza_desktop.intake.content import look_at
from aza_desktop.intake.delimited import DELIMITERS
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.table import table_of
from aza_desktop.texts import tr

EDITABLE = ("csv-wide", "csv-long")
Cell = tuple[int, str]
"""A line of the file, and the title of a column."""

_LINE = re.compile(r"line (\d+)")


def cell_of(where: str, field: str) -> Cell | None:
    """The cell that a row of a report speaks of; None where it is no cell of a line."""
    found = _LINE.match(where)
    return (int(found[1]), field) if found and field else None


def with_edits(name: str, data: bytes, reading: Reading, edits: Mapping[Cell, str]) -> bytes:
    """The bytes with those cells replaced; every line keeps its number."""
    content = look_at(name, data, reading)
    table = table_of(content, reading)
    if table is None:
        return data
    delimiter = DELIMITERS[table.source]
    headers = table.layout.headers
    with content.open_text() as text:
        lines = text.readlines()
    for (line, field), typed in edits.items():
        if field in headers and 0 < line <= len(lines):
            _replace(lines, line - 1, headers.index(field), typed, delimiter)
    return "".join(lines).encode(content.encoding, errors="replace")


def _replace(lines: list[str], first: int, at: int, typed: str, delimiter: str) -> None:
    """One cell of the record that begins in a line; it takes as many lines as before."""
    reader = csv.reader(iter(lines[first:]), delimiter=delimiter)
    row = next(reader, [])
    row += [""] * (at + 1 - len(row))
    row[at] = typed
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(row)
    written = out.getvalue()
    lines[first] = written + "\n" * (reader.line_num - written.count("\n"))
    for further in range(first + 1, first + reader.line_num):
        lines[further] = ""


def told(batch: IntakeBatch, sha256: str, edits: Mapping[Cell, str]) -> IntakeBatch:
    """The batch under the hash of the real file, with a note at every result that was typed."""
    values = {draft.field for draft in batch.drafts}

    def noted(draft: ResultDraft) -> ResultDraft:
        place = cell_of(draft.where, draft.field)
        said = [
            tr("typed by hand at the import: {field} = {text}").format(field=field, text=text)
            for (line, field), text in edits.items()
            if place is not None
            and line == place[0]
            and (field == draft.field or field not in values)
        ]
        if not said:
            return draft
        note = "; ".join((*filter(None, (draft.result.note,)), *said))
        return replace(draft, result=replace(draft.result, note=note))

    return replace(batch, sha256=sha256, drafts=tuple(noted(draft) for draft in batch.drafts))
