"""Rows made ready for the file and for the audit digest, whether one or many thousands.

Rows that are filled in the same columns have a form in common: what stands in all of them is
spelled once, and each brings only what is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from aza_desktop.storage import sending
from aza_desktop.storage.sending import Shape, Values
from aza_desktop.storage.spelling import JSON, Quoted, columns_in_digest, json_of, line_of, spelled
from aza_desktop.storage.tables import MUTABLE

_NOT_TOLD = MUTABLE.union({"recorded_at", "recorded_by", "entry", "search_name", "content"})
"""Columns that an entry does not tell: its own, derived ones, and what would be too long."""

_Filled = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Rows that differ in a few columns alone: what stands in all others, made ready once.

    line, said: such a row as the digest and as its entry tell it, with a gap for each column of its
    own, by name. values: what the other columns hold. waiting: the values of rows to be sent.
    """

    line: str
    said: str
    values: Values
    waiting: list[object]


FormedRow = tuple[Form, Values, Values]
"""A row of a form: its own columns by name, as JSON for the gaps and as the file holds them."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that are filled in the same columns.

    own: takes these by name out of a row that ends with its entry. turned: how each is written in
    the file where it is no text yet; None where it is written as it is.
    """

    form: Form
    own: Callable[[Values], Values]
    turned: tuple[Callable[[object], object] | None, ...]


@dataclass(slots=True)
class ManyRows:
    """The rows that wait to be sent. recorded: what stands in every row that is recorded."""

    recorded: Mapping[str, str]
    _waiting: dict[tuple[str, Shape], list[object]] = field(default_factory=dict)
    _kinds: dict[tuple[str, Shape, _Filled], _Kind] = field(default_factory=dict)
    _quoted: Quoted = field(default_factory=Quoted)

    def form(self, table: sa.Table, own: Mapping[str, str], shared: Mapping[str, str]) -> Form:
        """The form of rows that have in common what `shared` says. own: column -> its gap."""
        texts = {**shared, **(self.recorded if "recorded_at" in table.c else {})}
        told = {name: self._quoted[text].replace("%", "%%") for name, text in texts.items()}
        gaps = dict(own) | ({"entry": JSON} if "entry" in table.c else {})
        shape = (*sorted(gaps), *texts)
        named = {"table": self._quoted[table.name]}
        return Form(
            line_of(table, columns_in_digest(table, shape), told, gaps),
            json_of(set(shape) - _NOT_TOLD | {"table"}, {**told, **named}, gaps),
            tuple(texts.values()),
            self._waiting.setdefault((table.name, shape), []),
        )

    def formed(
        self, table: sa.Table, columns: Shape, rows: Iterable[Values], *, entry: int
    ) -> list[FormedRow]:
        """Rows of values, as rows of their forms. A text stands as the digest sees it."""
        made: list[FormedRow] = []
        quoted = self._quoted
        for row in rows:
            filled = tuple([value is not None for value in row])
            kind = self._kinds.get((table.name, columns, filled))
            if kind is None:
                kind = self._kind(table, columns, filled)
            own = kind.own((*row, entry))
            gaps = tuple(
                [quoted[value] if isinstance(value, str) else spelled(value) for value in own]
            )
            kept = tuple(
                [
                    value if turn is None or isinstance(value, str) else turn(value)
                    for value, turn in zip(own, kind.turned, strict=True)
                ]
            )
            made.append((kind.form, gaps, kept))
        return made

    def take(self, rows: Iterable[FormedRow]) -> list[str]:
        """Let rows wait; gives their lines for the digest."""
        lines: list[str] = []
        for form, gaps, kept in rows:
            lines.append(form.line % gaps)
            form.waiting.extend(kept)
            form.waiting.extend(form.values)
        return lines

    def send(self, connection: sa.Connection) -> None:
        """Send what waits, owners before what belongs to them."""
        for name, shape in sorted(self._waiting, key=sending.place_of):
            waiting = self._waiting[name, shape]
            if waiting:
                sending.send_values(connection, name, shape, values=waiting)
                waiting.clear()

    def _kind(self, table: sa.Table, columns: Shape, filled: _Filled) -> _Kind:
        places = {name: at for at, name in enumerate(columns) if filled[at]}
        form = self.form(table, dict.fromkeys(places, JSON), {})
        if "entry" in table.c:
            places["entry"] = len(columns)
        names, turned = sorted(places), sending.stored(table.name)
        kind = self._kinds[table.name, columns, filled] = _Kind(
            form,
            sending.taker([places[name] for name in names]),
            tuple(turned[name] for name in names),
        )
        return kind
