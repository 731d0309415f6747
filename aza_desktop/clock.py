"""The only room that asks the computer what time it is.

A clock is passed in from the composition root; no rule, service or view makes its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Today as the clinic's wall calendar shows it, and the present instant."""

    def today(self) -> dt.date:
        """The local calendar date."""
        ...

    def now(self) -> dt.datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The workstation's own clock."""

    def today(self) -> dt.date:
        return dt.date.today()  # noqa: DTZ011 - the clinic's local calendar date is wanted

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that always shows the same day: for tests and for the demo's ``--as-of``."""

    day: dt.date
    time: dt.time = dt.time(9, 0)

    def today(self) -> dt.date:
        return self.day

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.day, self.time, tzinfo=dt.UTC)
