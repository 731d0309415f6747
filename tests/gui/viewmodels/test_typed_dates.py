"""The date language of fast entry."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.gui.viewmodels.typed_date import echo, read_date

THURSDAY = dt.date(2025, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", "2025-11-20"),
        ("today", "2025-11-20"),
        ("yesterday", "2025-11-19"),
        ("-1", "2025-11-19"),
        ("-2d", "2025-11-18"),
        ("+3", "2025-11-23"),
        ("-1w", "2025-11-13"),
        ("-1m", "2025-10-20"),
        ("-1y", "2024-11-20"),
        ("17", "2025-11-17"),
        ("21", "2025-10-21"),
        ("31", "2025-10-31"),
        ("15/11", "2025-11-15"),
        ("15.11", "2025-11-15"),
        ("15-11", "2025-11-15"),
        ("21/11", "2024-11-21"),
        ("29/2", "2024-02-29"),
        ("15/11/2025", "2025-11-15"),
        ("15/11/24", "2024-11-15"),
        ("17nov", "2025-11-17"),
        ("17 Nov", "2025-11-17"),
        ("17 november 2024", "2024-11-17"),
        ("17-Nov-2025", "2025-11-17"),
        ("1dec", "2024-12-01"),
        ("2025-11-03", "2025-11-03"),
    ],
)
def test_a_typed_day_is_understood(text: str, day: str) -> None:
    assert read_date(text, THURSDAY) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["soon", "32", "0/5", "30/2", "12 xyz", "15/13", "2025-02-30", "1/2/3/4", "--1"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_date(text, THURSDAY) is None


def test_every_shown_date_is_read_back_as_the_same_day() -> None:
    for back in range(800):
        day = THURSDAY - dt.timedelta(days=back)
        assert read_date(echo(day, THURSDAY).split(",")[0], THURSDAY) == day


def test_the_echo_names_day_weekday_and_distance() -> None:
    assert echo(dt.date(2025, 11, 17), THURSDAY) == "17-Nov-2025, Mon, 3 days ago"
    assert echo(THURSDAY, THURSDAY) == "20-Nov-2025, Thu, today"
    assert echo(dt.date(2025, 11, 22), THURSDAY) == "22-Nov-2025, Sat, in 2 days"
