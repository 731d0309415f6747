"""Calendar arithmetic on plain local dates. No time zone can move a dose or a blood test."""

from __future__ import annotations

import calendar
import datetime as dt

from aza_desktop.texts import msg

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = (
    msg("Monday"), msg("Tuesday"), msg("Wednesday"), msg("Thursday"), msg("Friday"),
    msg("Saturday"), msg("Sunday"),
)  # fmt: skip
_MONTHS = tuple(month[:3] for month in MONTHS)


def add_days(day: dt.date, days: int) -> dt.date:
    """The day `days` later; dates beyond the calendar's end stay at its end."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max if days > 0 else dt.date.min


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` calendar months later, clamped to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def show(day: dt.date) -> str:
    """The date as every screen shows it, whatever the locale: ``26-Jan-2026``."""
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year:04d}"


def show_short(day: dt.date) -> str:
    """Day and month for a chart axis: ``26-Jan``."""
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}"


def long_date(day: dt.date) -> str:
    """``17 November 2025``: for patients and screen readers."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_day(day: dt.date) -> str:
    """``Monday 17 November 2025``."""
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def month_name(year: int, month: int) -> str:
    """``November 2025``."""
    return f"{MONTHS[month - 1]} {year}"
