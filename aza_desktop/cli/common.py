"""What every command shares: its words, its streams, its exit codes and its errors."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aza_desktop import logs
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths, DemoPaths, default_data_folder
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.clinic import Clinic

DONE, PARTLY, WRONG_USAGE, REFUSED, UNEXPECTED = 0, 1, 2, 3, 70

USER_VARIABLE = "AZA_USER"
FIRST_USER = "first.user"

_DATA_FOLDER, _DEMO = "--data-dir", "--demo"


class WrongUsageError(Exception):
    """The words cannot be understood."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose record is meant. folder: None for the default one; demo: the demo clinic in it."""

    folder: str | None = None
    demo: bool = False

    @property
    def paths(self) -> ClinicPaths:
        """The files of that record. A folder that holds only a demo clinic means that one."""
        root = default_data_folder() if self.folder is None else Path(self.folder)
        paths = ClinicPaths(root)
        if self.demo:
            return paths.demo
        demo = DemoPaths(root)
        if demo.database.is_file() and not paths.database.exists():
            return demo
        return paths


def take_place(words: Sequence[str]) -> tuple[Place, list[str]]:
    """The data folder that was named, wherever it stands, and the other words."""
    place = Place()
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == _DATA_FOLDER:
            place = replace(place, folder=next(waiting, ""))
        elif word.startswith(f"{_DATA_FOLDER}="):
            place = replace(place, folder=word.partition("=")[2])
        elif word == _DEMO:
            place = replace(place, demo=True)
        else:
            rest.append(word)
    if place.folder == "":
        raise WrongUsageError(tr("--data-dir needs a folder"))
    return place, rest


def actor() -> str:
    """The user in whose name the command writes."""
    return os.environ.get(USER_VARIABLE, "").strip() or FIRST_USER


@contextmanager
def opened(args: argparse.Namespace, *, read_only: bool = True) -> Iterator[Clinic]:
    """The clinic of the data folder, closed at the end. A reading command cannot write."""
    from aza_desktop.services.clinic import open_clinic  # noqa: PLC0415 - usage errors come first

    clinic = open_clinic(args.paths, clock=args.clock, actor=actor(), read_only=read_only)
    try:
        yield clinic
    finally:
        clinic.close()


def day(text: str) -> dt.date:
    """A date as the command line takes it, for argparse."""
    try:
        if len(text) != len("2026-01-26"):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("a date is written like 2026-01-26")) from None


def add_as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=day, metavar="DATE", help=tr("judge what is recorded as if it were DATE")
    )


def as_json(value: object) -> str:
    """One line of JSON as every command writes it."""
    return json.dumps(value, ensure_ascii=False)


def write_line(text: str) -> None:
    sys.stdout.write(text + "\n")


def write_lines(values: Iterable[object]) -> None:
    """One JSON line each."""
    for value in values:
        write_line(as_json(value))


def use_plain_streams() -> None:
    """UTF-8 and ``\\n``, whatever the system's habit.

    What is no text (half a surrogate pair, a byte that is no UTF-8) stops nothing: it is read as
    half a pair, and written as the escape that JSON has for it.
    """
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def tell_refusal(error: UserError) -> None:
    """The refusal as one JSON line on standard error."""
    sys.stderr.write(as_json({"error": error.as_json()}) + "\n")


def tell_unexpected(error: BaseException, paths: ClinicPaths) -> None:
    """A log id on standard error; what happened stands in the log, without a patient's data."""
    if paths.root.is_dir():
        logs.open_log(paths.logs)
    log_id = logs.report(error)
    logs.close_log()
    sys.stderr.write(
        tr("Something unexpected happened; log id {log_id}").format(log_id=log_id) + "\n"
    )


def forget_stdout() -> None:
    """Nobody reads any more: what is left must not raise again when the program ends."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
