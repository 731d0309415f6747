"""Many facts of one table, made ready for the file and for the audit digest in one go.

What it writes, and the lines it gives for the digest, are the same as for a fact recorded alone.
Rows that are filled in the same columns have a form in common: what stands in all of them is
spelled once, and each brings only what is its own.
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

TEXT, JSON = '"%s"', "%s"
"""The gap for a text that needs no escaping in JSON, and for what is JSON already."""
_UNSAID = "%.0s"
"""Takes what fills the gap and prints nothing: an entry does not tell its own number."""

Row = tuple[str | None, ...]
_Filled = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Rows that differ in a few columns alone: what stands in all others, made ready once.

    line, said: such a row as the digest and as its entry tell it, with gaps for the columns of its
    own, by name. values: what the other columns hold. waiting: rows to be sent.
    """

    line: str
    said: str
    values: Values
    waiting: list[Values]


FormedRow = tuple[Form, Values, Values]
"""A row of a form: what fills the gaps, and what its own columns hold in the file, by name."""


class _Quoted(dict[str | None, str]):
    """A text -> the same in JSON; remembered, because most texts of a file stand in many rows."""

    def __missing__(self, text: str | None) -> str:
        made = "null" if text is None else encode_basestring(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = made
        return made


@dataclass(frozen=True, slots=True)
class _Kind:
    """How rows of texts that are filled in the same columns become rows of a form.

    gaps, kept: take what is theirs out of a row that ends with its entry. time_at: in what is kept.
    """

    form: Form
    gaps: Callable[[Values], Values]
    kept: Callable[[Values], Values]
    time_at: int | None


@dataclass(slots=True)
class ManyRows:
    """The rows that wait to be sent."""

    _waiting: dict[tuple[str, Shape], list[Values]] = field(default_factory=dict)
    _kinds: dict[tuple[str, Shape, _Filled], _Kind] = field(default_factory=dict)
    _quoted: _Quoted = field(default_factory=_Quoted)

    def form(self, table: sa.Table, own: Mapping[str, str], shared: Mapping[str, str]) -> Form:
        """The form of rows that have in common what `shared` says. own: column -> its gap."""
        names = sorted(own)
        shape = (*names, *shared)
        seen = sorted(_in_digest(table, shape))
        told = {name: canonical(text).replace("%", "%%") for name, text in shared.items()}
        told.update(own)
        line = ",".join(f'"{name}":{told.get(name, "null")}' for name in seen)
        tale = {
            name: _UNSAID if name == "entry" else f'"{name}":{told[name]},'
            for name in seen
            if name in told and name not in _NOT_TOLD
        }
        tale["table"] = f'"table":"{table.name}",'
        said = "".join(tale[name] for name in sorted(tale)).rstrip(",")
        return Form(
            f'["{table.name}",{{{line}}}]',
            f"{{{said}}}",
            tuple(shared.values()),
            self._waiting.setdefault((table.name, shape), []),
        )

    def formed(
        self,
        table: sa.Table,
        columns: Shape,
        rows: Iterable[Row],
        *,
        shared: Mapping[str, str],
        entry: int,
    ) -> list[FormedRow]:
        """Rows of texts, as the digest sees them, as rows of their forms.

        shared: columns that are the same in all rows of this unit of work.
        """
        made: list[FormedRow] = []
        quoted = self._quoted
        for row in rows:
            filled = tuple([value is not None for value in row])
            kind = self._kinds.get((table.name, columns, filled))
            if kind is None:
                kind = self._kind(table, columns, filled, shared)
            kept = kind.kept((*row, entry))
            if kind.time_at is not None:
                at = kind.time_at
                kept = (*kept[:at], sending.stored_time(str(kept[at])), *kept[at + 1 :])
            gaps = kind.gaps((*[quoted[value] for value in row], entry))
            made.append((kind.form, gaps, kept))
        return made

    def take(self, rows: Iterable[FormedRow]) -> list[str]:
        """Let rows wait; gives their lines for the digest."""
        lines: list[str] = []
        for form, gaps, kept in rows:
            lines.append(form.line % gaps)
            form.waiting.append(kept + form.values)
        return lines

    def send(self, connection: sa.Connection) -> None:
        """Send what waits."""
        for (name, shape), waiting in self._waiting.items():
            if waiting:
                sending.send_values(connection, name, shape, rows=waiting)
                waiting.clear()

    def _kind(
        self, table: sa.Table, columns: Shape, filled: _Filled, shared: Mapping[str, str]
    ) -> _Kind:
        places = {
            name: at for at, (name, is_filled) in enumerate(zip(columns, filled, strict=True))
            if is_filled
        }  # fmt: skip
        places["entry"] = len(columns)
        names = sorted(places)
        seen = _in_digest(table, (*names, *shared))
        times = [at for at, name in enumerate(names) if isinstance(table.c[name].type, sa.Time)]
        kind = self._kinds[table.name, columns, filled] = _Kind(
            self.form(table, dict.fromkeys(names, JSON), shared),
            sending.taker([places[name] for name in names if name in seen]),
            sending.taker([places[name] for name in names]),
            times[0] if times else None,
        )
        return kind


_NOT_TOLD = frozenset({"recorded_at", "recorded_by"})


def _in_digest(table: sa.Table, filled: Shape) -> frozenset[str]:
    """The columns that the digest of such rows covers, as `audit.written` chooses them."""
    later = set(LATER.get(table.name, ())).difference(filled)
    return frozenset(table.c.keys()) - MUTABLE - later - set(COUNTERS.get(table.name, ()))
