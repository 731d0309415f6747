"""The clinic's card as it is typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aza_desktop.gui.viewmodels.clinic_form import TypedCard, read_card

TODAY = dt.date(2026, 1, 26)
TYPED = TypedCard(
    name=" Liver clinic ",
    address="",
    phone="020 555",
    out_of_hours="",
    first_weekday=0,
    closed_weekdays=frozenset({6, 5}),
    closed_days="26-Dec-2026, 25-Dec-2026; 25-Dec-2026",
)


def test_what_is_understood_becomes_a_card() -> None:
    read = read_card(TYPED, TODAY)
    assert read.card is not None
    assert read.card.name == "Liver clinic"
    assert read.card.closed_weekdays == (5, 6)
    assert read.card.closed_days == (dt.date(2026, 12, 25), dt.date(2026, 12, 26))
    assert read.days_echo == "25-Dec-2026, 26-Dec-2026"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "  ", "needs a name"),
        ("closed_days", "Christmas", "No date: Christmas"),
        ("closed_weekdays", frozenset(range(7)), "never open"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field: str, value: object, said: str) -> None:
    read = read_card(replace(TYPED, **{field: value}), TODAY)  # type: ignore[arg-type]
    assert read.card is None
    assert [name for name, _ in read.problems] == [field]
    assert said in read.problems[0][1]
