"""The date language of fast entry: ``-1``, ``15``, ``15/11``, ``-2d``, ``17nov``, ``today``."""

from __future__ import annotations

import datetime as dt
import re

from aza_desktop.clinical.dates import add_days, add_months, show
from aza_desktop.gui.viewmodels.words import days_ago
from aza_desktop.texts import msg, tr

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))
_RELATIVE = re.compile(r"([+-]\d{1,3})\s*([dwmy]?)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})(?:[./ -](\d{1,2})(?:[./ -](\d{2}|\d{4}))?)?[.]?")
_NAMED = re.compile(r"(\d{1,2})[ .-]*([a-z]{3})[a-z]*(?:[ .-]*(\d{2}|\d{4}))?")


def read_date(text: str, today: dt.date) -> dt.date | None:
    """The day that was meant, or None. Without a year it is the last such day up to today."""
    said = " ".join(text.strip().casefold().split())
    if said in {"", "today", "t", "0"}:
        return today
    if said in {"yesterday", "y"}:
        return add_days(today, -1)
    if found := _RELATIVE.fullmatch(said):
        return _shifted(today, int(found[1]), found[2])
    if found := _ISO.fullmatch(said):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED.fullmatch(said):
        if found[2] not in _MONTHS:
            return None
        return _placed(int(found[1]), _MONTHS.index(found[2]) + 1, found[3], today)
    if found := _NUMERIC.fullmatch(said):
        month = int(found[2]) if found[2] else None
        return _placed(int(found[1]), month, found[3], today)
    return None


def echo(day: dt.date, today: dt.date) -> str:
    """``17-Nov-2025, Mon, 3 days ago``: what was understood, so that it can be corrected."""
    return f"{show(day)}, {tr(_WEEKDAYS[day.weekday()])}, {days_ago(day, today)}"


def _shifted(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in {"m", "y"}:
        return add_months(today, count * (12 if unit == "y" else 1))
    return add_days(today, count * (7 if unit == "w" else 1))


def _placed(day: int, month: int | None, year: str | None, today: dt.date) -> dt.date | None:
    """The last such day up to today, unless the year was said."""
    if year is not None:
        return _day(int(year) if len(year) == 4 else 2000 + int(year), month or 0, day)
    if month is not None:
        this_year = _day(today.year, month, day)
        late = this_year is None or this_year > today
        return _day(today.year - 1, month, day) or this_year if late else this_year
    for months_back in (0, 1, 2):
        first = add_months(today.replace(day=1), -months_back)
        found = _day(first.year, first.month, day)
        if found is not None and found <= today:
            return found
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
