"""``verify``: is the record whole and unchanged?"""

from __future__ import annotations

import argparse

from aza_desktop.cli import common
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("verify", help=tr("check the record, its schema and its audit"))
    parser.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything; 1 when a check found a fault."""
    from aza_desktop.services.verifying import verify  # noqa: PLC0415

    checks = verify(args.paths, clock=args.clock)
    is_whole = all(check.ok for check in checks)
    if args.json:
        told = [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks]
        common.write_line(common.as_json({"ok": is_whole, "checks": told}))
    else:
        for one in checks:
            common.write_line(f"{'ok   ' if one.ok else 'FAULT'} {one.name}: {one.detail}")
    return common.DONE if is_whole else common.PARTLY
