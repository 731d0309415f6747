"""``batch``: one JSON request a line in, one answer a line out."""

from __future__ import annotations

import argparse

from aza_desktop import logs
from aza_desktop.cli import common
from aza_desktop.texts import tr


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("batch", help=tr("requests as JSON Lines on standard input"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer until the end of input. An answer to a write is sent after its commit."""
    import sys  # noqa: PLC0415

    from aza_desktop.services.batch import answer  # noqa: PLC0415

    with common.opened(args, read_only=False) as clinic:
        logs.open_log(clinic.paths.logs)
        try:
            for line in sys.stdin:
                if line.strip():
                    common.write_line(common.as_json(answer(clinic, line)))
                    sys.stdout.flush()
        finally:
            logs.close_log()
    return common.DONE
