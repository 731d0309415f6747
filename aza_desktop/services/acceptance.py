"""Who has read what the program is not, and when: each user once, kept with the clinic.

It opens and bars nothing: a clinic needs a record of it, not a hurdle. The demo asks nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aza_desktop.paths import DemoPaths
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import paper

ACTION = "disclaimer.accept"
_SETTING = "disclaimer_read_by:"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """by: the user. on: the day."""

    by: str
    on: dt.date


def acceptance(clinic: Clinic, user: str | None = None) -> Acceptance | None:
    """When this user, else the present one, said so; None where not yet."""
    who = clinic.actor if user is None else user
    with clinic.store.reading() as reading:
        kept = paper.settings(reading).get(_SETTING + who)
    return Acceptance(who, dt.date.fromisoformat(kept)) if kept is not None else None


def is_to_be_read(clinic: Clinic, user: str | None = None) -> bool:
    """True until the user has said so; never in the demo, nor where nothing can be recorded."""
    if isinstance(clinic.paths, DemoPaths) or clinic.is_read_only:
        return False
    return acceptance(clinic, user) is None


def accept(clinic: Clinic) -> None:
    """The present user has read it. Said twice, the first day stays."""
    if acceptance(clinic) is not None:
        return
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(ACTION)
        paper.change_setting(work, _SETTING + clinic.actor, clinic.clock.today().isoformat())
        work.commit()
