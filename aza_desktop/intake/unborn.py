"""Rows of a patient who is not born yet: the date is wrong, so nobody knows whose they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aza_desktop.clinical.drafts import Drafts, IntakeBatch, RejectedRow
from aza_desktop.intake.problems import BIRTH_DATE


def without_unborn(batch: IntakeBatch, today: dt.date) -> IntakeBatch:
    """The file with these rows rejected."""
    unborn = [
        row
        for row in batch.rows
        if row.patient.birth_date is not None and row.patient.birth_date > today
    ]
    if not unborn:
        return batch
    left_out = {id(row) for row in unborn}
    rejected = tuple(
        RejectedRow(row.where, BIRTH_DATE.reason, str(row.patient.birth_date), BIRTH_DATE.reason)
        for row in unborn
    )
    return replace(
        batch,
        drafts=Drafts(tuple(row for row in batch.rows if id(row) not in left_out)),
        rejected=(*batch.rejected, *rejected),
    )
