"""``init``: a new clinic and its first user."""

from __future__ import annotations

import argparse
import sys

from aza_desktop.cli import common
from aza_desktop.errors import UserError
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("init", help=tr("make a new clinic in the data folder"))
    parser.add_argument("--name", required=True, help=tr("the clinic's name"))
    parser.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the clinic; refuse a folder that has one."""
    from aza_desktop.services.clinic import FIRST_ROLES, create_clinic  # noqa: PLC0415

    name = args.name.strip()
    if not name:
        raise UserError(
            "bad_request",
            tr("The clinic needs a name"),
            why=tr("--name is empty"),
            remedy=tr("Give the name that stands on your letters"),
        )
    user = common.actor()
    create_clinic(args.paths, name=name, clock=args.clock, actor=user).close()
    warning = tr("The record is not encrypted yet: keep this computer's disk encrypted")
    if args.json:
        common.write_lines(
            [
                {
                    "clinic": name,
                    "user": user,
                    "roles": list(FIRST_ROLES),
                    "recovery_code": None,
                    "warning": warning,
                }
            ]
        )
        return common.DONE
    common.write_line(tr("Clinic {name} made; first user {user}").format(name=name, user=user))
    sys.stderr.write(warning + "\n")
    return common.DONE
