"""The audit trail as rows of a table: local time, plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from aza_desktop.clinical.dates import show


class LineLike(Protocol):
    """What is needed of an entry."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry as it is shown."""

    seq: int
    when: str
    who: str
    action: str
    patient: str
    what: str
    before: str
    after: str
    reason: str


def build_audit(lines: Iterable[LineLike]) -> tuple[AuditRow, ...]:
    """The rows, in the order of the entries."""
    return tuple(_row(line) for line in lines)


def _row(line: LineLike) -> AuditRow:
    local = line.at.astimezone()
    return AuditRow(
        seq=line.seq,
        when=f"{show(local.date())} {local:%H:%M:%S}",
        who=line.actor,
        action=line.action.replace(".", " "),
        patient=line.number,
        what=line.what,
        before=line.before,
        after=line.after,
        reason=line.reason,
    )
