"""Who works in the clinic, with which rights, who is away and who covers: rows and forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol as Shape

from aza_desktop.clinical.answers import Cover
from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.forms import Act, Ask, Form, Pick, RefusedError, Values, one
from aza_desktop.gui.viewmodels.words import DASH
from aza_desktop.texts import tr

ROLES = ("staff", "prescriber", "administrator")


class User(Shape):
    """What a user of the clinic looks like."""

    @property
    def name(self) -> str: ...
    @property
    def full_name(self) -> str | None: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def active(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One user. patients: how many he or she looks after."""

    name: str
    full_name: str
    roles: str
    standing: str
    patients: str
    away: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """One leave with its deputy."""

    absent: str
    deputy: str
    since: str
    until: str
    standing: str
    since_on: dt.date
    is_over: bool


def role_words(role: str) -> str:
    """The role as lists show it."""
    return {
        "staff": tr("staff"),
        "prescriber": tr("prescriber"),
        "administrator": tr("administrator"),
    }.get(role, role)


def build_people(
    users: Sequence[User], covers: Sequence[Cover], owned: Mapping[str, int], *, today: dt.date
) -> tuple[PersonRow, ...]:
    """Everybody, those who work first. owned: user -> number of patients."""
    rows = [
        PersonRow(
            name=user.name,
            full_name=user.full_name or DASH,
            roles=", ".join(role_words(role) for role in user.roles),
            standing=tr("works here") if user.active else tr("no longer works here"),
            patients=str(owned.get(user.name, 0)) if owned.get(user.name) else DASH,
            away=_away(user.name, covers, today),
            is_active=user.active,
        )
        for user in users
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_active, row.name)))


def build_leave(covers: Sequence[Cover], *, today: dt.date) -> tuple[LeaveRow, ...]:
    """Every leave, the newest first."""
    rows = []
    for cover in sorted(covers, key=lambda each: each.since, reverse=True):
        if cover.until < today:
            standing = tr("over")
        elif cover.since > today:
            standing = tr("planned")
        else:
            standing = tr("away now")
        rows.append(
            LeaveRow(
                cover.absent, cover.deputy, show(cover.since), show(cover.until), standing,
                cover.since, cover.until < today,
            )
        )  # fmt: skip
    return tuple(rows)


def user_form() -> Form:
    """A new user and what he or she answers for."""
    return Form(
        name="user",
        heading=tr("New user"),
        asks=(
            Ask("name", tr("User name"), hint=tr("Short, as it stands in the audit trail")),
            Ask("full_name", tr("Name in full"), hint=tr("As prints and confirmations show it")),
            Ask("roles", tr("Roles"), "many", picks=_roles(), hint=_role_hint()),
        ),
        acts=(Act("add", tr("Add"), "primary", is_default=True),),
        focus="name",
    )


def change_form(user: User) -> Form:
    """Other roles or another name; or the user no longer works here."""
    stop = Act("disable", tr("No longer works here"))
    back = Act("enable", tr("Works here again"))
    return Form(
        name="user_change",
        heading=tr("Change user"),
        asks=(
            Ask("full_name", tr("Name in full"), value=(user.full_name,) if user.full_name else ()),
            Ask("roles", tr("Roles"), "many", user.roles, _roles(), hint=_role_hint()),
        ),
        acts=(
            stop if user.active else back,
            Act("save", tr("Save"), "primary", is_default=True),
        ),
        facts=((tr("User name"), user.name),),
        focus="full_name",
        note=tr("What was written under the name stays."),
    )


def leave_form(users: Sequence[User], *, today: dt.date, absent: str = "") -> Form:
    """Who is away from when to when, and who looks after the patients meanwhile."""
    people = tuple(Pick(user.name, user.full_name or user.name) for user in users if user.active)
    return Form(
        name="leave",
        heading=tr("Leave and cover"),
        asks=(
            Ask("absent", tr("Who is away"), "chips", (absent,) if absent else (), people),
            Ask("deputy", tr("Who covers"), "chips", picks=people),
            Ask("since", tr("First day away"), "date", (show(today),)),
            Ask("until", tr("Last day away"), "date"),
        ),
        acts=(Act("save", tr("Save"), "primary", is_default=True),),
        focus="deputy" if absent else "absent",
        note=tr("Patients keep their owner; the deputy sees them meanwhile."),
    )


def read_roles(values: Values) -> tuple[str, ...]:
    """The chosen roles. Raises `RefusedError` for none."""
    roles = values.get("roles", ())
    if not roles:
        raise RefusedError("roles", tr("Choose at least one role"))
    return tuple(roles)


def read_deputy(values: Values) -> str:
    """Who covers. Raises `RefusedError` where nobody else does."""
    deputy = one(values, "deputy")
    if not deputy or deputy == one(values, "absent"):
        raise RefusedError("deputy", tr("Choose somebody else who covers"))
    return deputy


def _roles() -> tuple[Pick, ...]:
    return tuple(Pick(role, role_words(role)) for role in ROLES)


def _role_hint() -> str:
    return tr(
        "Staff enter what happened and propose. A prescriber confirms doses, phases and decisions. "
        "An administrator keeps users, laboratories and merges, and treats nobody by that alone."
    )


def _away(name: str, covers: Sequence[Cover], today: dt.date) -> str:
    now = [each for each in covers if each.absent == name and each.since <= today <= each.until]
    if not now:
        return DASH
    return tr("until {day}, covered by {deputy}").format(
        day=show(now[-1].until), deputy=now[-1].deputy
    )
