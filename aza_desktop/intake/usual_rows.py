"""The usual line of a long table: all but its person, day and value was understood before.

A laboratory's export repeats a few hundred kinds of lines: the same test with the same unit, range
and standing. The kind is understood once, by the way that every other line goes; so is each value
of it. Anything unusual goes that way again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from aza_desktop.clinical.columns import Role
from aza_desktop.clinical.drafts import DraftPatient, PlainDraft, ResultDraft, Wording
from aza_desktop.intake.cells import Cells
from aza_desktop.intake.dates import Moment
from aza_desktop.intake.delimited import Row
from aza_desktop.intake.staging import Staging

_OF_A_KIND = (
    Role.TEST, Role.TEST_CODE, Role.LOINC, Role.UNIT, Role.COMPARATOR, Role.ULN, Role.RANGE,
    Role.LABORATORY, Role.STATUS, Role.SPECIMEN, Role.GROUP, Role.SEX,
)  # fmt: skip
_MOST_KINDS = 5_000
"""A table that has more of them is not a usual one."""


@dataclass(slots=True)
class Kind:
    """Lines that differ in person, day and value alone (the sex may decide on the limit).

    ignored: their test is not kept. values: printed cell -> what its lines say.
    """

    ignored: bool = False
    values: dict[str, Wording] = field(default_factory=dict)


@dataclass(slots=True)
class UsualRows:
    """Remembers the kinds of lines of one table."""

    cells: Cells
    _kinds: dict[object, Kind] = field(default_factory=dict)
    _key: Callable[[Sequence[str]], object] | None = field(init=False)
    _width: int = field(init=False)
    _value_at: int = field(init=False)
    _note_at: int | None = field(init=False)

    def __post_init__(self) -> None:
        layout = self.cells.table.layout
        columns = [layout.roles[role] for role in _OF_A_KIND if role in layout.roles]
        self._key = itemgetter(*columns) if Role.VALUE_TEXT not in layout.roles else None
        self._width = len(self.cells.table.header)
        self._value_at = layout.roles[Role.VALUE]
        self._note_at = layout.roles.get(Role.NOTE)

    def others(
        self, rows: Iterable[Row], staging: Staging
    ) -> Iterator[tuple[int, list[str], Kind | None]]:
        """Stage the usual lines, and give every other one with its kind.

        A line without a kind stands for itself alone; from any other one its kind is learned.
        """
        key_of, kinds, width, value_at = self._key, self._kinds, self._width, self._value_at
        people_of, when, note_at = self.cells.people.of, self.cells.when, self._note_at
        table, drafts = self.cells.table, staging.drafts
        for line, row in rows:
            if key_of is None or len(row) != width or line == table.cut:
                yield line, row, None
                continue
            key = key_of(row)
            kind = kinds.get(key)
            if kind is None:
                if len(kinds) < _MOST_KINDS:
                    kind = kinds[key] = Kind()
                yield line, row, kind
                continue
            if kind.ignored:
                staging.ignored += 1
                continue
            wording = kind.values.get(row[value_at])
            if wording is not None:
                patient, moment = people_of(row), when(row)
                if isinstance(patient, DraftPatient) and isinstance(moment, Moment):
                    note = None if note_at is None else row[note_at].strip() or None
                    drafts.append(PlainDraft(line, patient, wording, moment.day, moment.time, note))
                    continue
            yield line, row, kind

    def learn(self, kind: Kind, draft: ResultDraft) -> None:
        """Remember what a line of the kind was understood to say."""
        if not draft.withdraws and draft.result.reported is None:
            kind.values[draft.value] = Wording(draft.result, draft.field, draft.value)
