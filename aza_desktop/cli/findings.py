"""``findings``: for each patient what the protocol says."""

from __future__ import annotations

import argparse

from aza_desktop import __version__
from aza_desktop.cli import common
from aza_desktop.texts import tr

SCHEMA = "aza-findings/1"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("findings", help=tr("what the protocol says of each patient"))
    common.add_as_of(parser)
    parser.add_argument("--patient", metavar="NUMBER", help=tr("only this patient"))
    parser.add_argument("--jsonl", action="store_true", help=tr("one patient a line"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the findings, patients by number; nothing is written to the record."""
    from aza_desktop.services import reading  # noqa: PLC0415
    from aza_desktop.services.findings_json import findings_json, number_order  # noqa: PLC0415

    with common.opened(args) as clinic:
        if args.patient is None:
            files = reading.all_files(clinic, as_of=args.as_of)
            found = [findings_json(file) for file in files]
            found.sort(key=number_order)
        else:
            key = reading.patient_id_of(clinic, args.patient)
            found = [findings_json(reading.patient_file(clinic, key, as_of=args.as_of))]
        as_of = args.as_of or clinic.clock.today()
    if args.jsonl:
        common.write_lines(found)
    else:
        whole = {
            "schema": SCHEMA,
            "program": __version__,
            "as_of": as_of.isoformat(),
            "patients": found,
        }
        common.write_line(common.as_json(whole))
    return common.DONE
