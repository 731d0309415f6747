"""The first pass over a table: every distinct text of the columns that must be decided on.

A decision about a file (date order, decimal sign, sex letters) rests on all of its rows, never on
a sample. Distinct texts are few, so each is understood once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from aza_desktop.clinical.columns import Role
from aza_desktop.intake.layout import LONG, Layout
from aza_desktop.intake.table import Table

_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Evidence:
    """distinct: column -> every text that stands in it. short_rows_are_trimmed: see `gather`."""

    distinct: Mapping[int, frozenset[str]]
    short_rows_are_trimmed: bool

    def of(self, index: int | None) -> frozenset[str]:
        """The distinct texts of that column; none for a column that the table does not have."""
        return frozenset() if index is None else self.distinct.get(index, frozenset())


def gather(table: Table) -> Evidence:
    """Everything that the rows show.

    A program that trims empty cells at the end of a row leaves no full row that ends in an empty
    cell, and no short row that does: only then is a short row whole.
    """
    width = len(table.header)
    columns = {index: set[str]() for index in _watched(table.layout)}
    full_ends_blank = short_ends_blank = False
    whole: list[list[str]] = []
    for _, row in table.rows():
        size = len(row)
        if size >= width:
            whole.append(row)
            if len(whole) >= _AT_ONCE:
                full_ends_blank = _note(columns, whole, width - 1) or full_ends_blank
                whole = []
        else:
            for index, texts in columns.items():
                if index < size:
                    texts.add(row[index])
            short_ends_blank = short_ends_blank or not row[-1].strip()
    full_ends_blank = _note(columns, whole, width - 1) or full_ends_blank
    return Evidence(
        {index: frozenset(texts) for index, texts in columns.items()},
        not (full_ends_blank or short_ends_blank),
    )


def _note(columns: Mapping[int, set[str]], rows: Sequence[list[str]], last: int) -> bool:
    """Every text in the columns of rows that have all of them; True where one ends in a blank."""
    for index, texts in columns.items():
        texts.update(map(itemgetter(index), rows))
    return not all(map(str.strip, map(itemgetter(last), rows)))


def number_columns(layout: Layout) -> tuple[int, ...]:
    """The columns of measured values."""
    if layout.shape == LONG:
        return _known([layout.roles[Role.VALUE], layout.roles.get(Role.VALUE_TEXT)])
    return tuple(column.index for column in layout.tests if column.analyte is not None)


def limit_columns(layout: Layout) -> tuple[int, ...]:
    """The columns of nothing but upper limits."""
    return _known([layout.roles.get(Role.ULN), *(column.uln for column in layout.tests)])


def range_columns(layout: Layout) -> tuple[int, ...]:
    """The columns of reference ranges."""
    return _known([layout.roles.get(Role.RANGE), *(column.range for column in layout.tests)])


def date_columns(layout: Layout) -> tuple[int, ...]:
    """The columns of dates, whether they are kept or only prove the order."""
    kept = (layout.roles.get(Role.COLLECTED), layout.roles.get(Role.BIRTH_DATE))
    return _known([*kept, *layout.other_dates, *(column.date for column in layout.tests)])


def _known(indexes: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(index for index in indexes if index is not None))


def _watched(layout: Layout) -> tuple[int, ...]:
    return _known(
        [
            *number_columns(layout),
            *limit_columns(layout),
            *range_columns(layout),
            *date_columns(layout),
            layout.roles.get(Role.SEX),
        ]
    )
