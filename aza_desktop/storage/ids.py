"""Keys of rows: UUIDs of version 7, each greater than every one before it."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

_TAIL_BITS = 74
_RAND_B_BITS = 62
_ROOM_BITS = 40
"""Room for the rows of one entry, where the clock stood still or went back: more than any has."""

_LOW, _LOW_DIGITS = (1 << 48) - 1, 12
"""The last group of a key, and its digits."""


@dataclass(slots=True)
class KeySource:
    """Makes keys from the instant and chance, always upwards, also when the clock goes back.

    random_bits: a source of chance, replaceable so that a test can foretell its keys.
    """

    random_bits: Callable[[int], int] = secrets.randbits
    _last: int = field(default=0, init=False)

    def not_before(self, key: str) -> None:
        """Every key from now on is greater than `key`, and than those made right after it.

        `key` is the record's newest entry; the rows of that entry have the keys that follow it.
        """
        self._last = max(self._last, _ordinal(uuid.UUID(key).int) + (1 << _ROOM_BITS))

    def new(self, at: dt.datetime) -> str:
        """The next key: by chance in a new millisecond, else right after the one before.

        Chance within a millisecond would put the rows of an entry out of the reach of `not_before`,
        and a dose confirmed after a restart could come to stand before the one that it replaces.
        """
        start = _milliseconds(at) << _TAIL_BITS
        is_new = start > self._last
        self._last = start | self.random_bits(_TAIL_BITS - 1) if is_new else self._last + 1
        return _text(_with_version(self._last))

    def many(self, at: dt.datetime, count: int) -> list[str]:
        """The next keys, one right after the other."""
        if count < 1:
            return []
        self.new(at)
        first, self._last = self._last, self._last + count - 1
        low = first & _LOW
        if low + count > _LOW:
            return [_text(_with_version(first + more)) for more in range(count)]
        head = _text(_with_version(first))[:-_LOW_DIGITS]
        return [f"{head}{number:012x}" for number in range(low, low + count)]


@lru_cache(maxsize=64)
def _milliseconds(at: dt.datetime) -> int:
    return (at - dt.datetime.fromtimestamp(0, dt.UTC)) // dt.timedelta(milliseconds=1)


def _text(key: int) -> str:
    """The key as a UUID is written."""
    digits = f"{key:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _with_version(ordinal: int) -> int:
    """48 bits of time, version 7, 12 bits, variant 2, 62 bits."""
    high, low = ordinal >> _RAND_B_BITS, ordinal & ((1 << _RAND_B_BITS) - 1)
    time, rand_a = high >> 12, high & 0xFFF
    return time << 80 | 7 << 76 | rand_a << 64 | 2 << 62 | low


def _ordinal(value: int) -> int:
    """The 122 bits of a key that are not version and variant, in their order."""
    time, rand_a, low = value >> 80, value >> 64 & 0xFFF, value & ((1 << _RAND_B_BITS) - 1)
    return (time << 12 | rand_a) << _RAND_B_BITS | low
