"""The clinic's own shelf: its name and the people who work in it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class User:
    """One person who signs what is written. roles: ``prescriber``, ``administrator`` ..."""

    name: str
    full_name: str | None
    roles: tuple[str, ...]
    active: bool = True


def name_clinic(work: UnitOfWork, name: str) -> None:
    """Record the clinic's name."""
    work.add(t.clinic, {"name": name})


def clinic_name(reading: Reading) -> str:
    """The newest name of the clinic; empty before it was named."""
    query = sa.select(t.clinic.c.name).order_by(t.clinic.c.entry.desc()).limit(1)
    return reading.connection.execute(query).scalar_one_or_none() or ""


def add_user(work: UnitOfWork, user: User) -> None:
    """Record a person."""
    work.add(
        t.users,
        {"name": user.name, "full_name": user.full_name, "roles": " ".join(user.roles)},
    )


def users(reading: Reading) -> tuple[User, ...]:
    """Everybody as first recorded, in the order in which they came; see `people.users`."""
    rows = reading.connection.execute(sa.select(t.users).order_by(t.users.c.entry, t.users.c.id))
    return tuple(User(row.name, row.full_name, tuple(row.roles.split())) for row in rows)
