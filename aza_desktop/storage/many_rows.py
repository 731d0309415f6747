"""Many facts of one table, made ready for the file and for the audit digest in one go.

What it writes, and the lines it gives for the digest, are the same as for a fact recorded alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring

import sqlalchemy as sa

from aza_desktop.storage import sending
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.sending import Shape, Values
from aza_desktop.storage.tables import COUNTERS, LATER, MUTABLE

_REMEMBERED = 50_000
"""Texts whose spelling in JSON is kept at hand."""

Row = tuple[str | None, ...]
_Filled = tuple[bool, ...]


class _Quoted(dict[str | None, str]):
    """A text -> the same in JSON; remembered, because most texts of a file stand in many rows."""

    def __missing__(self, text: str | None) -> str:
        made = "null" if text is None else encode_basestring(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = made
        return made


@dataclass(slots=True)
class _Plan:
    """How rows filled in the same columns are written.

    shape: the columns. values: takes what stands in them out of a row. times: their places.
    told: takes those that the digest sees, in the order of its columns.
    """

    shape: Shape
    values: Callable[[Values], Values]
    times: tuple[int, ...]
    told: Callable[[Values], Values]
    rows: list[Values] = field(default_factory=list)


@dataclass(slots=True)
class ManyRows:
    """The rows that wait to be sent."""

    _plans: dict[tuple[str, Shape, _Filled], _Plan] = field(default_factory=dict)
    _quoted: _Quoted = field(default_factory=_Quoted)

    def take(
        self,
        table: sa.Table,
        columns: Shape,
        rows: Iterable[Row],
        *,
        shared: Mapping[str, str | int],
        said: int,
    ) -> tuple[list[str], list[dict[str, object]]]:
        """Make rows ready; gives their lines for the digest, and what an entry tells of them.

        shared: columns that are the same in all rows. said: how many rows an entry tells; of more
        it tells nothing.
        """
        every = list(rows)
        lines: list[str] = []
        added: list[dict[str, object]] = []
        quoted = self._quoted
        common = tuple(shared.values())
        forms: dict[_Filled, tuple[_Plan, str]] = {}
        for row in every:
            filled = tuple([value is not None for value in row])
            found = forms.get(filled)
            if found is None:
                plan = self._plan(table, columns, filled, tuple(shared))
                found = forms[filled] = (plan, _line(table, columns, filled, shared))
            plan, line = found
            lines.append(line % plan.told(tuple([quoted[value] for value in row])))
            values = plan.values(row)
            if plan.times:
                values = _with_times(values, plan.times)
            plan.rows.append((*values, *common))
        if len(every) <= said:
            for row in every:
                told = {
                    column: value
                    for column, value in zip(columns, row, strict=True)
                    if value is not None and column not in MUTABLE
                }
                added.append({"table": table.name, **told})
        return lines, added

    def send(self, connection: sa.Connection) -> None:
        """Send what waits."""
        for (name, _, _), plan in self._plans.items():
            if plan.rows:
                sending.send_values(connection, name, plan.shape, rows=plan.rows)
                plan.rows = []

    def _plan(self, table: sa.Table, columns: Shape, filled: _Filled, shared: Shape) -> _Plan:
        key = (table.name, columns, filled)
        known = self._plans.get(key)
        if known is not None:
            return known
        places = [place for place, is_filled in enumerate(filled) if is_filled]
        shape = tuple(columns[place] for place in places)
        seen = sorted((columns[place], place) for place in range(len(columns)))
        kept = _in_digest(table, columns, filled)
        plan = self._plans[key] = _Plan(
            (*shape, *shared),
            sending.taker(places),
            tuple(at for at, name in enumerate(shape) if isinstance(table.c[name].type, sa.Time)),
            sending.taker([place for name, place in seen if name in kept]),
        )
        return plan


def _in_digest(table: sa.Table, columns: Shape, filled: _Filled) -> frozenset[str]:
    """The columns that the digest of such rows covers, as `audit.written` chooses them."""
    standing = {name for name, is_filled in zip(columns, filled, strict=True) if is_filled}
    later = set(LATER.get(table.name, ())) - standing
    return frozenset(table.c.keys()) - MUTABLE - later - set(COUNTERS.get(table.name, ()))


def _line(table: sa.Table, columns: Shape, filled: _Filled, shared: Mapping[str, str | int]) -> str:
    """A row as the digest sees it, with a gap for each value that `columns` bring."""
    parts = []
    for name in sorted(_in_digest(table, columns, filled)):
        if name in columns:
            said = "%s"
        elif name in shared:
            said = canonical(shared[name]).replace("%", "%%")
        else:
            said = "null"
        parts.append(f'"{name}":{said}')
    return f'["{table.name}",{{{",".join(parts)}}}]'


def _with_times(values: Values, times: tuple[int, ...]) -> Values:
    changed = list(values)
    for place in times:
        changed[place] = sending.stored_time(str(changed[place]))
    return tuple(changed)
