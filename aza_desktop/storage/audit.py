"""The audit trail: one entry for each write, each bound to the one before it and to its rows.

An entry's digest covers every row that it wrote, so a record edited behind the program's back no
longer agrees with its own entry; its hash covers the entry and the hash before it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from aza_desktop.storage.column_types import instant_text
from aza_desktop.storage.tables import audit


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: where the chain stands. `id` is the newest key of the whole record."""

    seq: int = 0
    hash: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the trail. about: what was written, as names of tables and their columns."""

    seq: int
    id: str
    at: dt.datetime
    actor: str
    action: str
    patient_id: str | None
    patient_version: int | None
    about: str
    digest: str
    previous: str
    hash: str


def head(connection: sa.Connection) -> Head:
    """Where the chain stands now."""
    row = connection.execute(
        sa.select(audit.c.seq, audit.c.hash, audit.c.id).order_by(audit.c.seq.desc()).limit(1)
    ).one_or_none()
    return Head() if row is None else Head(row.seq, row.hash, row.id)


def canonical(value: object) -> str:
    """JSON that is the same for the same values: sorted keys, dates and decimals as text."""
    return _ENCODER.encode(value)


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return instant_text(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
)


def ended(table: sa.Table, row_id: str, state: str, reason: str | None) -> str:
    """A change of standing as the digest sees it."""
    return canonical([table.name, row_id, state, reason])


def digest_of(lines: Iterable[str]) -> str:
    """The digest of the rows of an entry, whatever their order."""
    whole = "".join([f"{line}\n" for line in sorted(lines)])
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def linked(entry: Mapping[str, object]) -> str:
    """The hash that binds an entry (all columns but ``hash``) to the chain."""
    return hashlib.sha256(canonical(dict(entry)).encode("utf-8")).hexdigest()


def entries(connection: sa.Connection, *, after: int = 0) -> Iterable[AuditEntry]:
    """The trail from the entry after `after` on, in its order."""
    query = sa.select(audit).where(audit.c.seq > after).order_by(audit.c.seq)
    for row in connection.execute(query):
        yield AuditEntry(**row._mapping)


def entry_at(connection: sa.Connection, seq: int) -> AuditEntry:
    """The entry of that number."""
    row = connection.execute(sa.select(audit).where(audit.c.seq == seq)).one()
    return AuditEntry(**row._mapping)


def entries_of_patient(
    connection: sa.Connection, patient_id: str, *, after_version: int
) -> list[AuditEntry]:
    """What was written about a patient since that version, oldest first."""
    query = (
        sa.select(audit)
        .where(audit.c.patient_id == patient_id, audit.c.patient_version > after_version)
        .order_by(audit.c.seq)
    )
    return [AuditEntry(**row._mapping) for row in connection.execute(query)]


def later_of_patient(
    connection: sa.Connection, patient_id: str, *, after: int
) -> list[tuple[int, str]]:
    """Number and action of what was written about a patient after the entry `after`."""
    query = sa.select(audit.c.seq, audit.c.action).where(
        audit.c.patient_id == patient_id, audit.c.seq > after
    )
    return [(row.seq, row.action) for row in connection.execute(query)]


def last_of_actor(
    connection: sa.Connection, actor: str, *, actions: tuple[str, ...], after: int
) -> AuditEntry | None:
    """The newest entry of one of these actions by that user since the entry `after`."""
    query = (
        sa.select(audit)
        .where(audit.c.actor == actor, audit.c.action.in_(actions), audit.c.seq > after)
        .order_by(audit.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else AuditEntry(**row._mapping)
