"""Imported rows that wait for a person."""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading


def rows_by_patient(reading: Reading) -> dict[str, int]:
    """Patient's key -> how many rows of files wait; patients without any are left out."""
    query = (
        sa.select(t.import_rows.c.patient_id, sa.func.count())
        .where(t.import_rows.c.standing == "held", t.import_rows.c.patient_id.is_not(None))
        .group_by(t.import_rows.c.patient_id)
    )
    return dict(reading.connection.execute(query).tuples().all())
