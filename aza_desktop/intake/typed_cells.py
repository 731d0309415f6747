"""Cells that a person typed again: the table is read as if the file said so, the file stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aza_desktop.intake.cell_places import Cell
from aza_desktop.intake.shaped_rows import shaped
from aza_desktop.intake.table import Table


def typed_over(table: Table, typed: Mapping[Cell, str], *, sheet: str, block: int) -> Table:
    """The table with those cells that are its own."""
    headers = table.layout.headers
    by_line: dict[int, list[tuple[int, str]]] = {}
    for cell, text in typed.items():
        if (cell.sheet, cell.block) == (sheet, block) and cell.field in headers:
            at = cell.column - 1 if cell.column else headers.index(cell.field)
            by_line.setdefault(cell.line, []).append((at, text))
    if not by_line:
        return table

    def shape(line: int, row: list[str]) -> list[str]:
        cells = list(row)
        for at, text in by_line.get(line, ()):
            cells += [""] * (at + 1 - len(cells))
            cells[at] = text
        return cells

    return replace(table, records=shaped(table.records, shape, width=len(table.header)))
