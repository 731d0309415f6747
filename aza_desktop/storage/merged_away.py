"""Which records stand on no list, because they were merged into another one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading


def standing_for(reading: Reading) -> dict[str, str]:
    """Merged record -> the record that stands for it now, also where that one was merged again."""
    query = sa.select(t.merges.c.other, t.merges.c.patient_id).where(t.merges.c.state == "current")
    direct = {row.other: row.patient_id for row in reading.connection.execute(query)}
    found = {}
    for merged in direct:
        into = merged
        while into in direct:
            into = direct[into]
        found[merged] = into
    return found


def with_merged(column: sa.ColumnElement[Any], patient_id: str) -> sa.ColumnElement[bool]:
    """True for rows of the patient and of the records that went into that one."""
    inside = sa.select(t.merges.c.other).where(
        t.merges.c.patient_id == patient_id, t.merges.c.state == "current"
    )
    return sa.or_(column == patient_id, column.in_(inside))


def not_merged_away(
    patient_id: sa.ColumnElement[Any], known_by: dt.datetime | None = None
) -> sa.ColumnElement[bool]:
    """True for a patient who stands for himself. known_by: as it stood at that instant."""
    stands = t.merges.c.state == "current"
    if known_by is not None:
        stands = sa.and_(
            t.merges.c.recorded_at <= known_by,
            sa.or_(t.merges.c.state_at.is_(None), t.merges.c.state_at > known_by),
        )
    return patient_id.not_in(sa.select(t.merges.c.other).where(stands))
