"""What printed sheets need to know of the clinic, and what is remembered of a printed sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from aza_desktop.clinical.dates import add_days

WEEK = 7


@dataclass(frozen=True, slots=True)
class ClinicCard:
    """How the clinic stands on paper. Texts are "" where nothing was entered.

    phone: the number a patient rings; out_of_hours: the one for nights and weekends.
    first_weekday and closed_weekdays: 0 is Monday. closed_days: single days, sorted.
    """

    name: str
    address: str = ""
    phone: str = ""
    out_of_hours: str = ""
    first_weekday: int = 0
    closed_weekdays: tuple[int, ...] = ()
    closed_days: tuple[dt.date, ...] = ()

    def is_open(self, day: dt.date) -> bool:
        """True when somebody can take blood on that day."""
        return day.weekday() not in self.closed_weekdays and day not in self.closed_days

    def open_day(self, due: dt.date, *, not_before: dt.date) -> dt.date:
        """The last open day up to `due`, else the first one after it; `due` where none is near."""
        days = [add_days(due, -n) for n in range(WEEK)] + [add_days(due, n) for n in range(1, WEEK)]
        return next((d for d in days if d >= not_before and self.is_open(d)), due)


class SheetKind(StrEnum):
    """What was printed."""

    CALENDAR = "calendar"
    CALL_SHEET = "call_sheet"
    LAB_SLIP = "lab_slip"
    SUMMARY = "summary"
    OVERRIDES = "overrides"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet that left the program. way: ``printed`` or ``saved``. made_on: the clinic's day.

    plan: what a calendar said of each day, as text; "" for other sheets.
    digest: SHA-256 of the sheet's words.
    """

    kind: SheetKind
    way: str
    made_on: dt.date
    made_by: str
    pages: int
    digest: str
    valid_until: dt.date | None = None
    plan: str = ""
