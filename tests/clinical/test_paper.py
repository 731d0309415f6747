"""The days on which the clinic takes blood."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.paper import ClinicCard

FRIDAY = dt.date(2026, 1, 23)
SATURDAY, SUNDAY, MONDAY = (FRIDAY + dt.timedelta(days=n) for n in (1, 2, 3))
WEEKEND = ClinicCard("Clinic", closed_weekdays=(5, 6))


def test_a_test_due_on_a_closed_day_is_taken_on_the_open_day_before() -> None:
    assert WEEKEND.open_day(SUNDAY, not_before=FRIDAY) == FRIDAY
    assert WEEKEND.open_day(MONDAY, not_before=FRIDAY) == MONDAY


def test_the_open_day_after_is_taken_where_the_one_before_is_past() -> None:
    assert WEEKEND.open_day(SUNDAY, not_before=SATURDAY) == MONDAY


def test_single_closed_days_count_too() -> None:
    clinic = ClinicCard("Clinic", closed_days=(MONDAY,))
    assert clinic.open_day(MONDAY, not_before=FRIDAY) == SUNDAY


def test_a_clinic_that_never_opens_near_that_day_leaves_it_as_it_is() -> None:
    closed = tuple(MONDAY + dt.timedelta(days=n) for n in range(-7, 8))
    clinic = ClinicCard("Clinic", closed_days=closed)
    assert clinic.open_day(MONDAY, not_before=FRIDAY) == MONDAY
