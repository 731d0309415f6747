"""Who works in the clinic, and with which rights. Only an administrator changes that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from aza_desktop.clinical.changes import Changes
from aza_desktop.errors import UserError
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Written, bad_request
from aza_desktop.storage import people, settings
from aza_desktop.storage.settings import User
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr


def list_users(clinic: Clinic) -> tuple[User, ...]:
    """Everybody who is known to the clinic, in the order in which they came."""
    with clinic.store.reading() as reading:
        return people.users(reading)


def add_user(
    clinic: Clinic, name: str, *, roles: Iterable[str], full_name: str | None = None
) -> Written:
    """A new user. Raises UserError ``not_allowed`` or ``bad_request``."""
    user = User(name.strip(), full_name, _known(roles))

    def action(work: UnitOfWork, known: dict[str, User]) -> None:
        if not user.name or user.name in known:
            raise bad_request(
                tr("This user name cannot be taken"),
                tr("it is empty, or somebody has it"),
                tr("Choose another name"),
            )
        settings.add_user(work, user)

    return _write(clinic, "user.add", action)


def change_user(
    clinic: Clinic,
    name: str,
    *,
    roles: Iterable[str] | None = None,
    full_name: str | None = None,
    active: bool | None = None,
) -> Written:
    """Other roles, another name on screen, disabled or back; None leaves it as it is.

    The last active administrator stays one: else nobody could mend it.
    """

    def action(work: UnitOfWork, known: dict[str, User]) -> None:
        if name not in known:
            raise bad_request(
                tr("There is no such user"), tr("nobody has this name"), tr("Read the list again")
            )
        user = known[name]
        user = replace(
            user,
            roles=user.roles if roles is None else _known(roles),
            full_name=full_name or user.full_name,
            active=user.active if active is None else active,
        )
        left = {**known, name: user}
        if not any(one.active and Role.ADMINISTRATOR in one.roles for one in left.values()):
            raise UserError(
                "not_offered",
                tr("The last administrator cannot go"),
                why=tr("nobody else could change users"),
                remedy=tr("Make somebody else administrator first"),
            )
        people.change_user(work, user)

    return _write(clinic, "user.change", action)


def _known(roles: Iterable[str]) -> tuple[str, ...]:
    wanted = set(roles)
    if not wanted or not wanted.issubset({role.value for role in Role}):
        raise bad_request(
            tr("This role is not known"),
            tr("a user has at least one role"),
            tr("Known are: {names}").format(names=", ".join(Role)),
        )
    return tuple(role.value for role in Role if role.value in wanted)


def _write(
    clinic: Clinic, name: str, action: Callable[[UnitOfWork, dict[str, User]], None]
) -> Written:
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.ADMINISTRATOR)
        work.entry(name)
        action(work, {user.name: user for user in people.users(work.reading)})
        work.commit()
    return Written(Changes(frozenset(), frozenset()), 0, None, ())
