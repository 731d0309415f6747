"""Dates as laboratories write them: every order in which a text is a date, and which one holds.

A year-first date or a named month is certain. ``03/04/2026`` has two readings: other dates of the
same column, then of the same file, may prove the order; else a person is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aza_desktop.clinical.analytes import fold_header

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)
EARLIEST, LATEST = 1850, 2199

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?![\d])", re.ASCII)
_THREE = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)", re.ASCII)
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|er|º)?[\s./-]*(?:de )?([^\W\d_]{3,10})"
    r"[\s./,-]*(?:de )?(\d{4}|\d{2})(?!\d)"
)
_YEAR_NAMED = re.compile(r"(\d{4})[\s./-]([^\W\d_]{3,10})\.?[\s./-](\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4})(?!\d)")
_TIME = re.compile(
    r"[\sT,]*:?(?:at |um |à )?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*"
    r"(a\.?m\.?|p\.?m\.?|uhr|h|hrs)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_HOURS, _NOON = 24, 12
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """A local calendar date, with the wall-clock time where one was printed."""

    day: dt.date
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Readings:
    """What a text can mean as a date. by_order: the moment in each order in which it is one.

    certain: the one moment when the text has no two meanings; 05/05/2026 has one in any order.
    dotted: written 03.04.2026, which means day first unless other dates prove the contrary.
    short_year: only two digits of the year were printed.
    """

    by_order: Mapping[str, Moment]
    certain: Moment | None = None
    dotted: bool = False
    short_year: bool = False


def readings_of(text: str, months: Mapping[str, int], *, today: dt.date) -> Readings | None:
    """Every meaning of the text as a date, or None. Two-digit years end with today's."""
    stripped = " ".join(text.split())
    found = _certain_day(stripped, months, today)
    if found is not None:
        day, rest = found
        time = _time(rest)
        return None if time is _NO_TIME else Readings({}, Moment(day, time))
    match = _THREE.match(stripped)
    if match is None:
        return _compact(stripped)
    time = _time(stripped[match.end() :])
    if time is _NO_TIME:
        return None
    a, sign, b, c = match[1], match[2], match[3], match[4]
    days = {DMY: _day(c, b, a, today), MDY: _day(c, a, b, today)}
    if len(c) == 2:
        days[YMD] = _day(a, b, c, today) if len(a) == 2 else None
    by_order = {order: Moment(day, time) for order, day in days.items() if day is not None}
    if not by_order:
        return None
    if len({moment.day for moment in by_order.values()}) == 1 and len(by_order) > 1:
        same = next(iter(by_order.values()))
        return Readings(by_order, same, short_year=len(c) == 2)
    return Readings(by_order, dotted=sign == ".", short_year=len(c) == 2)


def _certain_day(
    text: str, months: Mapping[str, int], today: dt.date
) -> tuple[dt.date, str] | None:
    match = _YEAR_FIRST.match(text)
    if match:
        day = _day(match[1], match[3], match[4], today)
        return (day, text[match.end() :]) if day else None
    match = _NAMED.match(text)
    if match and fold_header(match[2]) in months:
        day = _day(match[3], str(months[fold_header(match[2])]), match[1], today)
        return (day, text[match.end() :]) if day else None
    match = _YEAR_NAMED.match(text)
    if match and fold_header(match[2]) in months:
        day = _day(match[1], str(months[fold_header(match[2])]), match[3], today)
        return (day, text[match.end() :]) if day else None
    match = _MONTH_FIRST.match(text)
    if match and fold_header(match[1]) in months:
        day = _day(match[3], str(months[fold_header(match[1])]), match[2], today)
        return (day, text[match.end() :]) if day else None
    return None


def _compact(text: str) -> Readings | None:
    """``20260126`` or ``202601260840``."""
    match = _COMPACT.match(text)
    if match is None:
        return None
    day = _day(match[1], match[2], match[3], dt.date.min)
    if day is None:
        return None
    if match[4] is None:
        time = _time(text[match.end() :])
    else:
        time = _clock(int(match[4]), int(match[5]), int(match[6] or 0))
    return None if time is _NO_TIME else Readings({}, Moment(day, time))


def _day(year: str, month: str, day: str, today: dt.date) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += today.year - today.year % _CENTURY
        if number > today.year:
            number -= _CENTURY
    if not EARLIEST <= number <= LATEST:
        return None
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


_NO_TIME = dt.time.max
"""Stands for: what follows the date is no time, so the text is no date."""


def _time(rest: str) -> dt.time | None:
    if not rest.strip():
        return None
    match = _TIME.fullmatch(rest)
    if match is None:
        return _NO_TIME
    hour = int(match[1])
    half = (match[4] or "").casefold()[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= _NOON:
            return _NO_TIME
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return _clock(hour, int(match[2]), int(match[3] or 0))


def _clock(hour: int, minute: int, second: int) -> dt.time:
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return _NO_TIME


def time_of(text: str) -> dt.time | None:
    """The time in a cell of its own, or None."""
    found = _time(" " + text)
    if found is _NO_TIME and text.isdecimal() and len(text) == 4:
        found = _clock(int(text[:2]), int(text[2:]), 0)
    return None if found is _NO_TIME else found


@dataclass(frozen=True, slots=True)
class OrderProof:
    """How many distinct dates fit one order only, by order, and how many fit several."""

    only: Mapping[str, int]
    several: int
    dotted: int

    def order(self) -> str | None:
        """The one order that is proven: alone, or by all but a few dates written otherwise."""
        if not self.only:
            return None
        ranked = sorted(self.only, key=lambda order: -self.only[order])
        few = sum(self.only[order] for order in ranked[1:])
        return ranked[0] if few * _FEW <= self.only[ranked[0]] else None


_FEW = 19
"""A proven order may have one exception for so many dates that prove it."""


def prove(readings: Iterable[Readings]) -> OrderProof:
    """What these dates prove about their order."""
    only: dict[str, int] = {}
    several = dotted = 0
    for found in readings:
        if found.certain is not None:
            continue
        if len(found.by_order) == 1:
            order = next(iter(found.by_order))
            only[order] = only.get(order, 0) + 1
        else:
            several += 1
            dotted += found.dotted
    return OrderProof(only, several, dotted)


def together(proofs: Iterable[OrderProof]) -> OrderProof:
    """What several columns prove together."""
    only: dict[str, int] = {}
    several = dotted = 0
    for proof in proofs:
        several += proof.several
        dotted += proof.dotted
        for order, count in proof.only.items():
            only[order] = only.get(order, 0) + count
    return OrderProof(only, several, dotted)
