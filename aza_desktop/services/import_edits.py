"""Cells of a rejected row, typed again by a person: read once more as if the file said so.

The file itself stays what it is: its hash is kept, and each result that rests on a typed cell says
so in its note. Only tables can be edited; a message or a resource has no cells to be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aza_desktop.clinical.drafts import IntakeBatch, ResultDraft
from aza_desktop.intake.cell_places import Cell, cell_of
from aza_desktop.texts import tr

__all__ = ["EDITABLE", "Cell", "cell_of", "told"]

EDITABLE = ("csv-wide", "csv-long", "xlsx")


def told(batch: IntakeBatch, sha256: str, edits: Mapping[Cell, str]) -> IntakeBatch:
    """The batch under the hash of the real file, with a note at every result that was typed."""
    values = {draft.field for draft in batch.drafts}

    def noted(draft: ResultDraft) -> ResultDraft:
        place = cell_of(draft.where, draft.field)
        said = [
            tr("typed by hand at the import: {field} = {text}").format(field=cell.field, text=text)
            for cell, text in edits.items()
            if place is not None
            and cell._replace(field="", column=0) == place._replace(field="", column=0)
            and (cell == place or cell.field not in values)
        ]
        if not said:
            return draft
        note = "; ".join((*filter(None, (draft.result.note,)), *said))
        return replace(draft, result=replace(draft.result, note=note))

    return replace(batch, sha256=sha256, drafts=tuple(noted(draft) for draft in batch.drafts))
