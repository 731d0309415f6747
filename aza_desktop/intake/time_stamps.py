"""Time stamps of HL7 v2 and FHIR: the wall clock of the laboratory, as it was printed.

An offset says where the clock hung; the day on the patient's calendar is the printed one.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from aza_desktop.intake.dates import EARLIEST, LATEST, Moment

_STAMP = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d{1,4})?)?)?)?(?:[+-]\d{4})?Z?",
    re.ASCII,
)
_DASHED = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)


@lru_cache(maxsize=4096)
def moment_of(text: str) -> Moment | None:
    """The moment of a time stamp, or None when it names no day."""
    stripped = text.strip()
    match = _STAMP.fullmatch(stripped) or _DASHED.fullmatch(stripped)
    if match is None or not EARLIEST <= int(match[1]) <= LATEST:
        return None
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return Moment(day)
        return Moment(day, dt.time(int(match[4]), int(match[5] or 0), int(match[6] or 0)))
    except ValueError:
        return None


def instant_of(text: str) -> dt.datetime | None:
    """The time stamp as one instant of the laboratory's clock; None where it names no time."""
    moment = moment_of(text)
    if moment is None or moment.time is None:
        return None
    return dt.datetime.combine(moment.day, moment.time)


def is_later(one: Moment, other: Moment) -> bool:
    """True when `one` is certainly after `other`; a day without a time is no later than its end."""
    return _pair(one) > _pair(other)


def _pair(moment: Moment) -> tuple[dt.date, dt.time]:
    return moment.day, moment.time or dt.time.min
