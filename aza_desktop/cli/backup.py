"""``backup``: a copy that was opened again and checked."""

from __future__ import annotations

import argparse
from pathlib import Path

from aza_desktop.cli import common
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("backup", help=tr("copy the record and check the copy"))
    parser.add_argument("--to", type=Path, metavar="DIR", help=tr("another folder"))
    parser.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make a backup; a copy that does not pass its check is not kept."""
    from aza_desktop.services.backing_up import back_up  # noqa: PLC0415

    made = back_up(args.paths, folder=args.to, clock=args.clock)
    if args.json:
        told = {
            "file": str(made.path),
            "sha256": made.sha256,
            "verified": True,
            "patients": made.patients,
        }
        common.write_line(common.as_json(told))
    else:
        common.write_line(
            tr("{file}: checked, {count} patients").format(file=made.path, count=made.patients)
        )
    return common.DONE
