"""May the drug be restarted after the break, from when, with which dose? Source: article."""

from __future__ import annotations

from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.findings import Possibility, Restart
from aza_desktop.rules.situation import Situation


def restart(situation: Situation, blocked_by: tuple[str, ...]) -> Restart | None:
    """The answer during a break, else None. Blocked over wait over eligible."""
    if not situation.is_on_break:
        return None
    start = situation.dates.break_start
    earliest = None if start is None else add_days(start, situation.whole("break_min_days"))
    if blocked_by:
        status = Possibility.BLOCKED
    elif earliest is None or situation.as_of < earliest:
        status = Possibility.WAIT
    else:
        status = Possibility.ELIGIBLE
    return Restart(status, earliest, situation.number("start_dose_mg"), blocked_by)
