"""``results``: what is stored, oldest first."""

from __future__ import annotations

import argparse

from aza_desktop.cli import common
from aza_desktop.texts import tr

SCHEMA = "aza-results/1"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("results", help=tr("the stored results, oldest first"))
    parser.add_argument("--patient", metavar="NUMBER", help=tr("only this patient"))
    parser.add_argument(
        "--all-versions", action="store_true", help=tr("also those that no longer count")
    )
    parser.add_argument("--jsonl", action="store_true", help=tr("one result a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the results; nothing is written to the record."""
    from aza_desktop.services.results_json import all_results, results_of  # noqa: PLC0415

    with common.opened(args) as clinic:
        if args.patient is None:
            found = all_results(clinic, every_version=args.all_versions)
        else:
            found = results_of(clinic, args.patient, every_version=args.all_versions)
    if args.jsonl:
        common.write_lines(found)
    else:
        common.write_line(common.as_json({"schema": SCHEMA, "results": found}))
    return common.DONE
