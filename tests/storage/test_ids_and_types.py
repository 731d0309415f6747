"""Keys only go up; instants and decimals come back as they were."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from aza_desktop.storage.column_types import ExactDecimal, UtcDateTime, instant_text
from aza_desktop.storage.ids import KeySource

AT = dt.datetime(2026, 1, 26, 9, tzinfo=dt.UTC)
DIALECT = sqlite.dialect()


def test_keys_are_uuids_of_version_seven() -> None:
    key = uuid.UUID(KeySource().new(AT))
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert key.int >> 80 == int(AT.timestamp() * 1000)


def test_keys_go_up_while_the_clock_stands_still_or_goes_back() -> None:
    source = KeySource()
    keys = [source.new(AT - dt.timedelta(seconds=n)) for n in range(500)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_keys_go_on_after_the_records_newest_one() -> None:
    newest = KeySource().new(AT + dt.timedelta(days=400))
    source = KeySource()
    source.not_before(newest)
    assert source.new(AT) > newest


def test_keys_can_be_foretold_by_a_test() -> None:
    assert KeySource(lambda bits: 0).new(AT) == KeySource(lambda bits: 0).new(AT)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_comes_back_digit_for_digit(number: Decimal) -> None:
    stored = ExactDecimal().process_bind_param(number, DIALECT)
    assert isinstance(stored, str)
    back = ExactDecimal().process_result_value(stored, DIALECT)
    assert back is not None
    assert format(back, "f") == format(number, "f")


def test_nothing_stays_nothing() -> None:
    for kind in (ExactDecimal(), UtcDateTime()):
        assert kind.process_bind_param(None, DIALECT) is None
        assert kind.process_result_value(None, DIALECT) is None


def test_an_instant_is_kept_in_utc_and_comes_back_aware() -> None:
    local = dt.datetime(2026, 1, 26, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    stored = UtcDateTime().process_bind_param(local, DIALECT)
    assert stored == "2026-01-26T09:00:00.000000Z"
    assert UtcDateTime().process_result_value(stored, DIALECT) == AT


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        instant_text(dt.datetime(2026, 1, 26))  # noqa: DTZ001 - the point of the test


def test_after_a_start_no_key_of_the_last_entrys_rows_comes_again() -> None:
    """The clock stands still or went back, and chance is unlucky: the rows' keys stay apart."""
    before = KeySource(random_bits=lambda bits: 1)
    at = dt.datetime(2026, 1, 26, tzinfo=dt.UTC)
    entry, *rows = [before.new(at) for _ in range(9)]
    again = KeySource(random_bits=lambda bits: 0)
    again.not_before(entry)
    later = [again.new(at - dt.timedelta(days=1)) for _ in range(9)]
    assert not set(later) & {entry, *rows}
    assert min(later) > max(rows)


def test_rows_made_after_a_start_stand_behind_those_made_before_whatever_chance_says() -> None:
    """A copied or reopened record, the clock standing still: a later dose is the later row."""
    chance = iter([3, 1 << 70, 1 << 71, 1 << 72])
    before = KeySource(random_bits=lambda bits: next(chance))
    entry, *rows = [before.new(AT) for _ in range(4)]
    again = KeySource(random_bits=lambda bits: 7)
    again.not_before(entry)
    assert again.new(AT) > max(rows)
