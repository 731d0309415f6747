"""The rows of a patient as they stood at an earlier instant: what came later had not happened."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from aza_desktop.storage.feeds import Row

EVERY_STATE = frozenset({"results"})
"""Tables whose struck and superseded rows are part of the record too."""


def as_known(rows: dict[str, list[Row]], instant: dt.datetime) -> dict[str, list[Row]]:
    """What had been recorded by then, each row with the standing that it had then.

    rows: of one patient, by table, in every state.
    """
    return {name: _table(name, found, instant) for name, found in rows.items()}


def _table(name: str, rows: list[Row], instant: dt.datetime) -> list[Row]:
    stood = [_as_it_stood(row, instant) for row in rows if row.recorded_at <= instant]
    if name in EVERY_STATE:
        return stood
    return [row for row in stood if getattr(row, "state", "current") == "current"]


def _as_it_stood(row: Row, instant: dt.datetime) -> Row:
    """The row itself, or a copy that nobody had struck or superseded yet."""
    ended_at = getattr(row, "state_at", None)
    if ended_at is None or ended_at <= instant:
        return row
    early = {"state": "current", "state_at": None, "state_by": None, "state_reason": None}
    return SimpleNamespace(**{**row._mapping, **early})
