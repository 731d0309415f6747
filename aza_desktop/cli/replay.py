"""``replay``: what the program said of a patient on a past day."""

from __future__ import annotations

import argparse

from aza_desktop.cli import common
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("replay", help=tr("what the program said on a past day"))
    parser.add_argument("--patient", metavar="NUMBER", required=True)
    parser.add_argument("--on", type=common.day, metavar="DATE", required=True)
    parser.add_argument("--json", action="store_true", help=tr("the whole answer as JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge again with what had been entered by the end of that day; nothing is written."""
    from aza_desktop.services.reading import patient_id_of  # noqa: PLC0415
    from aza_desktop.services.replay import replay, replay_json  # noqa: PLC0415

    with common.opened(args) as clinic:
        found = replay(clinic, patient_id_of(clinic, args.patient), on=args.on)
    if args.json:
        common.write_line(common.as_json(replay_json(found)))
        return common.DONE
    for mark in found.answer.marks:
        common.write_line(f"{mark.severity.word}  {mark.code}  {mark.why}")
    common.write_line(f"sha256 {found.sha256}")
    common.write_line(f"protocol {found.protocol_name} sha256 {found.protocol_sha256}")
    common.write_line(f"program {found.version}")
    return common.DONE
