"""Who may do what. Checked where something is written, never in a widget.

staff enter what happened; a prescriber confirms what will be; an administrator keeps the clinic.
A user whom the clinic does not know (an unattended script, as long as nobody signs in) has the
rights of staff, and may besides enter what somebody else confirmed by name: both names stand in
the trail. A staff user whom the clinic knows proposes instead.
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


def need(reading: Reading, actor: str, needed: Role, *, named: str | None = None) -> None:
    """Raises UserError ``not_allowed`` where the user has not the right.

    named: who confirmed what this user only enters.
    """
    if _has(_roles(reading, actor), needed):
        if needed is Role.PRESCRIBER and not _may_be_named(reading, actor, named):
            raise UserError(
                "not_allowed",
                tr("This person cannot confirm it"),
                why=tr("the clinic knows this name without the role {role}").format(
                    role=_title(needed)
                ),
                remedy=tr("Name the prescriber who confirms it"),
                details={"role": needed.value},
            )
        return
    if _only_enters(reading, actor, needed, named):
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


def _only_enters(reading: Reading, actor: str, needed: Role, named: str | None) -> bool:
    """True for an unknown user who enters what another person, not known as less, confirmed."""
    if needed is not Role.PRESCRIBER or named is None or named == actor:
        return False
    is_known = any(user.name == actor for user in people.users(reading))
    return not is_known and _may_be_named(reading, actor, named)


def _may_be_named(reading: Reading, actor: str, named: str | None) -> bool:
    """False for a name that the clinic knows and that is no active prescriber's."""
    if named is None or named == actor:
        return True
    known = people.users(reading)
    found = [user for user in known if user.name == named] or [
        user for user in known if user.full_name == named
    ]
    return not found or any(user.active and Role.PRESCRIBER in user.roles for user in found)


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
