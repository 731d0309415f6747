"""The people's shelf: users as they stand, and who covers for whom. A change is a new row."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from aza_desktop.clinical.answers import Cover
from aza_desktop.storage import settings
from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.settings import User
from aza_desktop.storage.unit_of_work import UnitOfWork


def users(reading: Reading) -> tuple[User, ...]:
    """Everybody as last changed, in the order in which they came."""
    known = {user.name: user for user in settings.users(reading)}
    rows = reading.connection.execute(sa.select(t.user_changes).order_by(t.user_changes.c.id))
    for row in rows:
        roles = tuple(row.roles.split())
        known[row.name] = replace(
            known[row.name], full_name=row.full_name, roles=roles, active=row.active
        )
    return tuple(known.values())


def change_user(work: UnitOfWork, user: User) -> None:
    """The user from now on; a disabled one stays in the trail and may write no more."""
    values = {"name": user.name, "full_name": user.full_name, "roles": " ".join(user.roles)}
    work.add(t.user_changes, {**values, "active": user.active})


def covers(reading: Reading) -> tuple[Cover, ...]:
    """Every cover as last changed, oldest first."""
    rows = reading.connection.execute(sa.select(t.covers).order_by(t.covers.c.id))
    known = {
        (row.absent, row.since): Cover(row.absent, row.deputy, row.since, row.until, row.active)
        for row in rows
    }
    return tuple(cover for cover in known.values() if cover.active)


def add_cover(work: UnitOfWork, cover: Cover) -> None:
    """Who looks after whose patients, and when; the later word about the same leave counts."""
    work.add(
        t.covers,
        {
            "absent": cover.absent,
            "deputy": cover.deputy,
            "since": cover.since,
            "until": cover.until,
            "active": cover.active,
        },
    )
