"""Who looks after a patient on a day: the owner, or who covers for the owner. Nothing is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aza_desktop.clinical.answers import Cover, Owner


def responsible(owner: Owner | None, covers: Sequence[Cover], *, on: dt.date) -> str | None:
    """The user's name; None where nobody owns the patient.

    covers: oldest first. A deputy who is away too is covered in turn.
    """
    if owner is None or not owner.name:
        return None
    name, seen = owner.name, set[str]()
    while name not in seen:
        seen.add(name)
        away = [c for c in covers if c.active and c.absent == name and c.since <= on <= c.until]
        if away:
            name = away[-1].deputy
    return name
