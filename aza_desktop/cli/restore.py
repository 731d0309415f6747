"""``restore``: a backup becomes the record of a new folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from aza_desktop.cli import common
from aza_desktop.paths import ClinicPaths
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("restore", help=tr("open a backup in a new folder"))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--to", type=Path, metavar="DIR", required=True, help=tr("the new folder"))
    parser.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the backup and put a copy of it in its new place; nothing is overwritten."""
    from aza_desktop.services.backing_up import restore  # noqa: PLC0415

    paths = ClinicPaths(args.to)
    patients = restore(args.file, paths)
    if args.json:
        told = {"file": str(paths.database), "verified": True, "patients": patients}
        common.write_line(common.as_json(told))
    else:
        common.write_line(
            tr("{file}: restored, {count} patients").format(file=paths.database, count=patients)
        )
    return common.DONE
