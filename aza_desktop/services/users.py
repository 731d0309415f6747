"""Who works in the clinic."""

from __future__ import annotations

from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import settings
from aza_desktop.storage.settings import User


def list_users(clinic: Clinic) -> tuple[User, ...]:
    """Everybody who is known to the clinic, in the order in which they came."""
    with clinic.store.reading() as reading:
        return settings.users(reading)
