"""Rows of a patient who is not born yet: the date is wrong, so nobody knows whose they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aza_desktop.clinical.drafts import IntakeBatch, RejectedRow
from aza_desktop.intake.problems import BIRTH_DATE


def without_unborn(batch: IntakeBatch, today: dt.date) -> IntakeBatch:
    """The file with these rows rejected."""
    unborn = [
        draft
        for draft in batch.drafts
        if draft.patient.birth_date is not None and draft.patient.birth_date > today
    ]
    if not unborn:
        return batch
    kept = {id(draft) for draft in unborn}
    rejected = tuple(
        RejectedRow(
            draft.where, BIRTH_DATE.reason, str(draft.patient.birth_date), BIRTH_DATE.reason
        )
        for draft in unborn
    )
    return replace(
        batch,
        drafts=tuple(draft for draft in batch.drafts if id(draft) not in kept),
        rejected=(*batch.rejected, *rejected),
    )
