"""The places of cells, as reports name them."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLACE = re.compile(
    r"(?:(?P<sheet>.*?), )?line (?P<line>\d+)(?P<rest>, .*?)?(?:, from column (?P<block>\d+))?",
    re.DOTALL,
)
_EXACT = re.compile(r", column (\d+)$")


class Cell(NamedTuple):
    """A cell by line and title of its column.

    sheet: of a workbook with several. block: the column with which its table begins, where it is
    not the first. column: which one of the table it is, where several have that title.
    """

    line: int
    field: str
    sheet: str = ""
    block: int = 0
    column: int = 0


def cell_of(where: str, field: str) -> Cell | None:
    """The cell that a row of a report speaks of; None where it is no cell of a line."""
    found = _PLACE.fullmatch(where)
    if found is None or not field:
        return None
    exact = _EXACT.search(found["rest"] or "")
    return Cell(
        int(found["line"]),
        field,
        found["sheet"] or "",
        int(found["block"] or 0),
        int(exact[1]) if exact else 0,
    )
