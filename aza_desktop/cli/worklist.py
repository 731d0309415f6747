"""``worklist``: today's list."""

from __future__ import annotations

import argparse

from aza_desktop.cli import common
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.worklist import Worklist
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("worklist", help=tr("whom to call, whose blood is due"))
    common.add_as_of(parser)
    parser.add_argument("--json", action="store_true", help=tr("answer in JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the list; nothing is written to the record."""
    from aza_desktop.services.listing_json import worklist_json  # noqa: PLC0415
    from aza_desktop.services.reading import worklist  # noqa: PLC0415

    with common.opened(args) as clinic:
        found = worklist(clinic, as_of=args.as_of)
    if args.json:
        common.write_line(common.as_json(worklist_json(found)))
    else:
        common.write_line("\n".join(_in_words(found)))
    return common.DONE


def _in_words(found: Worklist) -> list[str]:
    lines = [tr("Today's list for {day}").format(day=show(found.as_of))]
    for group in found.groups:
        if group.patients:
            lines += ["", f"{group.title} ({len(group.patients)})"]
        lines += [f"  {one.number}  {one.name}: {one.reason.text}" for one in group.patients]
    rest = tr("Nothing today for {count} of {all} patients")
    return [*lines, "", rest.format(count=found.nothing_today, all=found.patients)]
