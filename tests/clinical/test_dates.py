"""Plain local dates: months clamp, the calendar's ends hold, and every date is shown alike."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aza_desktop.clinical.dates import add_days, add_months, show, show_short


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-12-31", 2, "2026-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-31", 0, "2026-01-31"),
    ],
)
def test_months_are_calendar_months_clamped_to_the_last_day(
    day: str, months: int, later: str
) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)


def test_the_calendar_ends_without_an_error() -> None:
    assert add_days(dt.date.max, 1) == dt.date.max
    assert add_days(dt.date.min, -1) == dt.date.min
    assert add_months(dt.date(9999, 12, 1), 1) == dt.date.max


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.integers(0, 600))
def test_a_later_month_is_never_earlier_and_keeps_the_day_or_clamps(
    day: dt.date, months: int
) -> None:
    later = add_months(day, months)
    assert later >= day
    assert later.day <= day.day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months


def test_days_are_counted_across_a_change_of_clocks() -> None:
    assert add_days(dt.date(2026, 3, 28), 2) == dt.date(2026, 3, 30)


def test_a_date_is_shown_with_the_month_in_letters() -> None:
    assert show(dt.date(2026, 1, 26)) == "26-Jan-2026"
    assert show(dt.date(2026, 12, 1)) == "01-Dec-2026"
    assert show_short(dt.date(2026, 5, 9)) == "09-May"
