"""The audit trail to be searched: by patient, person, action and day, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from aza_desktop.storage.audit import AuditEntry
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.tables import audit, metadata


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; None for everything. since and until: instants, both included."""

    patient_id: str | None = None
    actor: str | None = None
    action: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def found(reading: Reading, search: Search, *, most: int) -> list[AuditEntry]:
    """The newest `most` entries that fit, newest first."""
    query = sa.select(audit).order_by(audit.c.seq.desc()).limit(most)
    for column, value in (
        (audit.c.patient_id, search.patient_id),
        (audit.c.actor, search.actor),
        (audit.c.action, search.action),
    ):
        if value is not None:
            query = query.where(column == value)
    if search.since is not None:
        query = query.where(audit.c.at >= search.since)
    if search.until is not None:
        query = query.where(audit.c.at <= search.until)
    return [AuditEntry(**row._mapping) for row in reading.connection.execute(query)]


def named(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everybody who wrote, and every action, each sorted: for the filters."""
    people, actions = (
        tuple(
            reading.connection.execute(
                sa.select(column).distinct().order_by(column)
            ).scalars()
        )
        for column in (audit.c.actor, audit.c.action)
    )  # fmt: skip
    return people, actions


def instants(reading: Reading, *, after: str, most: int) -> list[dt.datetime]:
    """When the newest entries were written, in their order, from the last one of that action on."""
    begun = sa.select(sa.func.max(audit.c.seq)).where(audit.c.action == after)
    since = reading.connection.execute(begun).scalar_one() or 0
    query = (
        sa.select(audit.c.at).where(audit.c.seq >= since).order_by(audit.c.seq.desc()).limit(most)
    )
    return list(reading.connection.execute(query).scalars())[::-1]


def has_action(reading: Reading, action: str) -> bool:
    """True where the trail has an entry of that action."""
    query = sa.select(audit.c.seq).where(audit.c.action == action).limit(1)
    return reading.connection.execute(query).first() is not None


def row_as_recorded(reading: Reading, table: str, key: str) -> dict[str, object]:
    """A row by its key, its empty columns left out; {} where there is none."""
    known = metadata.tables.get(table)
    if known is None:
        return {}
    row = reading.connection.execute(sa.select(known).where(known.c.id == key)).first()
    return {} if row is None else {k: v for k, v in row._mapping.items() if v is not None}


def patients_since(
    reading: Reading, seq: int, *, leaving_out: frozenset[str]
) -> frozenset[str | None]:
    """Whom the entries after that one name; None among them for an entry of the whole clinic.

    leaving_out: actions of the clinic that are not asked about.
    """
    is_asked = sa.or_(audit.c.patient_id.is_not(None), audit.c.action.not_in(sorted(leaving_out)))
    query = sa.select(audit.c.patient_id).where(audit.c.seq > seq, is_asked).distinct()
    return frozenset(reading.connection.execute(query).scalars())
