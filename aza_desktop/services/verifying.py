"""Is the record whole and unchanged? Every check says what it looked at; none writes."""

from __future__ import annotations

from aza_desktop.clock import Clock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.storage.store import open_store
from aza_desktop.storage.verifying import Check, checks_of

__all__ = ["Check", "verify"]


def verify(paths: ClinicPaths, *, clock: Clock) -> tuple[Check, ...]:
    """Every check of the clinic's record. A damaged file is a failed check, not a refusal.

    Raises UserError ``no_clinic``, ``newer_schema`` or ``unreadable``.
    """
    try:
        store = open_store(paths.database, key=None, clock=clock, read_only=True)
    except UserError as error:
        if error.code != "damaged":
            raise
        return (Check("integrity", ok=False, detail=error.why),)
    try:
        return checks_of(store)
    finally:
        store.close()
