"""The program's own diary: what happened, as ids and counts, never as a patient's data.

Only what `event` and `report` write reaches the file in words. A message of any other library is
reduced to where it came from, because nobody can know what stands in it.
"""

from __future__ import annotations

import logging
import logging.handlers
import re
import secrets
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

FILE_NAME = "aza-desktop.log"
MAX_BYTES = 1_000_000
FILES = 3
"""The newest file and the two before it."""

ALLOWED = frozenset(
    {
        "analyte",
        "checks",
        "code",
        "count",
        "error",
        "faults",
        "format",
        "frames",
        "held",
        "imported",
        "log_id",
        "ms",
        "patient_id",
        "patients",
        "protocol",
        "rejected",
        "results",
        "rows",
        "rule",
        "schema",
        "task",
        "version",
    }
)
"""The names under which something may be written. `patient_id` is our own key, never a number."""

_SAFE = re.compile(r"[A-Za-z0-9_.:@<>/+-]{1,80}", re.ASCII)
_EVENT = re.compile(r"[a-z][a-z_]{2,40}", re.ASCII)
_logger = logging.getLogger("aza_desktop")


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One thing that happened. name: a constant of the source; values: ids and counts."""

    name: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        shown = (f"{key}={_safe(key, value)}" for key, value in self.values.items())
        return " ".join([self.name if _EVENT.fullmatch(self.name) else "unnamed", *shown])


def _safe(key: str, value: object) -> str:
    """The value if its name is allowed and its form can carry no prose; else a question mark."""
    if key not in ALLOWED:
        return "?"
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, tuple):
        return ",".join(_safe(key, part) for part in value)
    return value if isinstance(value, str) and _SAFE.fullmatch(value) else "?"


class AllowListFormatter(logging.Formatter):
    """Writes our events in full; of every other record only its level, logger and line."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__()
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """One line. Arguments, exception texts and stack contents are never part of it."""
        said = str(record.msg) if isinstance(record.msg, LogEvent) else f"{record.lineno}"
        return f"{self.formatTime(record)} {record.levelname} {record.name} {said}"


def event(name: str, /, **values: object) -> None:
    """Write down that something happened. Names and forms outside the allow-list become "?"."""
    _logger.info(LogEvent(name, values))


def report(error: BaseException, /, **values: object) -> str:
    """Write down an unexpected error without its message; gives the id that a user can quote."""
    log_id = f"L-{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
    frames = tuple(
        f"{Path(frame.filename).stem}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    )
    kinds = tuple(type(one).__name__ for one in _chain(error))
    known = {"log_id": log_id, "error": kinds, "frames": frames}
    _logger.error(LogEvent("unexpected", {**values, **known}))
    return log_id


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what caused it, at most five deep."""
    chain = [error]
    while len(chain) < 5 and (cause := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(cause)
    return chain


def open_log(folder: Path) -> None:
    """Write to `folder` from now on; a folder that cannot be written means no log, not a stop."""
    close_log()
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / FILE_NAME, maxBytes=MAX_BYTES, backupCount=FILES - 1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(AllowListFormatter())
    _logger.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    _handlers.append(handler)


def close_log() -> None:
    """Close the file that `open_log` opened."""
    while _handlers:
        handler = _handlers.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()


_handlers: list[logging.Handler] = []


def catch_the_unexpected(show: Callable[[str], None]) -> None:
    """From now on an uncaught error is logged without its message, and `show` gets its log id.

    Covers the main thread, other threads, and errors that Python could only mention.
    """

    def of_main(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show(report(error))

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            show(report(args.exc_value))

    sys.excepthook = of_main
    threading.excepthook = of_thread
    sys.unraisablehook = lambda args: (
        show(report(args.exc_value)) if args.exc_value is not None else None
    )


def dump_no_cores() -> None:
    """A crash leaves no image of the memory behind: it would hold the record in plain text."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
