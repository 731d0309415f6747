"""``audit``: who wrote what, in the order in which it happened."""

from __future__ import annotations

import argparse

from aza_desktop.cli import common
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("audit", help=tr("the audit trail"))
    parser.add_argument("--jsonl", action="store_true", help=tr("one entry a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the trail; nothing is written to the record."""
    from aza_desktop.services.trail import trail  # noqa: PLC0415

    with common.opened(args) as clinic:
        for entry in trail(clinic):
            if args.jsonl:
                common.write_line(common.as_json(entry))
            else:
                patient = entry["patient"] or "-"
                common.write_line(
                    f"{entry['seq']}  {entry['at']}  {entry['actor']}  {entry['action']}  {patient}"
                )
    return common.DONE
