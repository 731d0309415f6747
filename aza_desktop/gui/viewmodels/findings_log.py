"""The log of a patient's findings as rows, its filters, and the lines of what was closed lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.phrases import times
from aza_desktop.texts import msg, tr

KIND_WORDS = {
    "closed": msg("Closed"),
    "lapsed": msg("Lapsed"),
    "acknowledge": msg("Acknowledged"),
    "override": msg("Override"),
    "snooze": msg("Put off"),
    "decision": msg("Decision"),
    "contact": msg("Contact"),
}


class EntryLike(Protocol):
    """What is needed of a line."""

    @property
    def on(self) -> dt.date: ...
    @property
    def kind(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def protocol(self) -> str: ...
    @property
    def opened_on(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line as it is shown. place: of the entry that it shows."""

    place: int
    when: str
    day: dt.date
    kind: str
    kind_words: str
    finding: str
    said: str
    outcome: str
    who: str
    reason: str
    protocol: str

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        told = (self.when, self.kind_words, self.finding, self.said, self.outcome, self.who)
        return ". ".join(filter(None, told))


def build_log(entries: Iterable[EntryLike]) -> tuple[LogRow, ...]:
    """The rows, in the order of the entries."""
    return tuple(_row(place, each) for place, each in enumerate(entries))


def chosen_rows(rows: Iterable[LogRow], *, kind: str, text: str) -> tuple[LogRow, ...]:
    """Those of one kind ("" for every kind) in which every word stands somewhere."""
    words = text.casefold().split()
    return tuple(
        row
        for row in rows
        if kind in {"", row.kind} and all(word in _everything(row) for word in words)
    )


def closed_lines(entries: Iterable[EntryLike]) -> tuple[tuple[str, str], ...]:
    """(day, ``ALT 5.4 × ULN – decided: stop``) of what was closed lately."""
    return tuple(
        (show(each.on), " – ".join(filter(None, (each.title, times(each.said), each.outcome))))
        for each in entries
    )


def _row(place: int, entry: EntryLike) -> LogRow:
    since = tr("since {day}").format(day=show(entry.opened_on)) if entry.opened_on else ""
    return LogRow(
        place=place,
        when=show(entry.on),
        day=entry.on,
        kind=entry.kind,
        kind_words=tr(KIND_WORDS[entry.kind]),
        finding=", ".join(filter(None, (entry.title, since))),
        said=times(entry.said),
        outcome=entry.outcome,
        who=entry.who,
        reason=entry.reason,
        protocol=entry.protocol,
    )


def _everything(row: LogRow) -> str:
    told = (
        row.when, row.kind_words, row.finding, row.said, row.outcome, row.who, row.reason,
        row.protocol,
    )  # fmt: skip
    return " ".join(told).casefold()
