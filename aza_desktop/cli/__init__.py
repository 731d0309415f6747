"""The commands: the program's second face, without a window. One command, one file.

A command parses its words, calls a service and writes the answer. It knows no SQL, no rule and no
Qt. What a person can mend ends with code 3 and one JSON line; the rest goes to the log.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any

from aza_desktop.cli import common
from aza_desktop.clock import Clock, SystemClock
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

COMMANDS = {
    "check": "check",
    "init": "init",
    "import": "import_",
    "worklist": "worklist",
    "findings": "findings",
    "results": "results",
    "backup": "backup",
    "restore": "restore",
    "verify": "verify",
    "audit": "audit",
    "replay": "replay",
    "batch": "batch",
}
"""The word on the command line -> the module that answers it."""


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run one command; the exit code is the contract's."""
    words = list(sys.argv[1:] if argv is None else argv)
    common.use_plain_streams()
    try:
        place, rest = common.take_place(words)
        args = _parser(rest).parse_args(rest)
    except common.WrongUsageError as error:
        sys.stderr.write(f"aza-desktop: {error}\n")
        return common.WRONG_USAGE
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else common.WRONG_USAGE
    args.paths = place.paths
    args.clock = clock or SystemClock()
    return _answered(args)


def _answered(args: argparse.Namespace) -> int:
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except UserError as error:
        common.tell_refusal(error)
        return common.REFUSED
    except BrokenPipeError:
        common.forget_stdout()
        return common.DONE
    except KeyboardInterrupt:
        return common.UNEXPECTED
    except Exception as error:  # noqa: BLE001 - the top-level hook of every command
        common.tell_unexpected(error, args.paths)
        return common.UNEXPECTED
    return code


class _CommandParser(argparse.ArgumentParser):
    """A command's own words: written out, never abbreviated."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **words})


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Only the named command's module is loaded; without one, all are, to tell what there is."""
    parser = argparse.ArgumentParser(
        prog="aza-desktop",
        description=tr("Decision support for azathioprine re-introduction, without the window."),
        epilog=tr(
            "--data-dir DIR may stand before or after a command; --demo after it: the demo clinic."
        ),
        allow_abbrev=False,
    )
    subparsers = parser.add_subparsers(
        metavar="COMMAND", required=True, parser_class=_CommandParser
    )
    wanted = [word for word in words if word in COMMANDS][:1] or list(COMMANDS)
    for word in wanted:
        importlib.import_module(f"aza_desktop.cli.{COMMANDS[word]}").add_parser(subparsers)
    return parser
