"""Which records stand on no list, because they were merged into another one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage import tables as t


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
