"""Who may do what. Checked where something is written, never in a widget.

staff enter what happened; a prescriber confirms what will be; an administrator keeps the clinic.
A user whom the clinic does not know has the rights of staff: the write is in the trail under that
name, and nothing that a prescriber answers for can be done so.
"""

from __future__ import annotations

from enum import StrEnum

from aza_desktop.errors import UserError
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import people
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr


class Role(StrEnum):
    """What a user may answer for."""

    STAFF = "staff"
    PRESCRIBER = "prescriber"
    ADMINISTRATOR = "administrator"


def roles_of(clinic: Clinic) -> frozenset[Role]:
    """The roles of the present user."""
    with clinic.store.reading() as reading:
        return _roles(reading, clinic.actor)


def may(clinic: Clinic, needed: Role) -> bool:
    """True when the present user has the right; a prescriber may do what staff do."""
    return _has(roles_of(clinic), needed)


def need(reading: Reading, actor: str, needed: Role) -> None:
    """Raises UserError ``not_allowed`` where the user has not the right."""
    if _has(_roles(reading, actor), needed):
        return
    raise UserError(
        "not_allowed",
        tr("This user may not do that"),
        why=tr("it needs the role {role}").format(role=_title(needed)),
        remedy=tr("Propose it, or let a person with that role do it"),
        details={"role": needed.value},
    )


def _has(roles: frozenset[Role], needed: Role) -> bool:
    return needed in roles or (needed is Role.STAFF and Role.PRESCRIBER in roles)


def _roles(reading: Reading, actor: str) -> frozenset[Role]:
    known = {user.name: user for user in people.users(reading)}
    if actor not in known:
        return frozenset({Role.STAFF})
    user = known[actor]
    return frozenset(Role(role) for role in user.roles) if user.active else frozenset()


def _title(role: Role) -> str:
    return {
        Role.STAFF: tr("staff"),
        Role.PRESCRIBER: tr("prescriber"),
        Role.ADMINISTRATOR: tr("administrator"),
    }[role]
