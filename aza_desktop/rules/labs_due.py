"""Which blood tests are due, from when, until when. Source: article.

The schedule rolls from the last complete set; an order is due on the day on which it is judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days, add_months
from aza_desktop.clinical.findings import LabDue, LabReason, LabStatus
from aza_desktop.rules import bili_alone, bili_missing, first_test, symptom
from aza_desktop.rules.readings import BILI, ENZYMES
from aza_desktop.rules.rule import ON_DRUG, TREATED
from aza_desktop.rules.situation import Situation, once

_ORDERS: tuple[tuple[LabReason, tuple[str, ...] | None, Callable[[Situation], bool], bool], ...] = (
    (LabReason.SYMPTOM, None, symptom.wants_test, False),
    (
        LabReason.MISSING_BILIRUBIN,
        (BILI,),
        lambda situation: bool(bili_missing.without_bilirubin(situation)),
        True,
    ),
    (LabReason.UNPAIRED_BILIRUBIN, ENZYMES, bili_alone.is_unpaired, True),
)
"""Reason, tests (None: a complete set and bilirubin), when, and whether only on the drug."""


def labs_due(situation: Situation) -> tuple[LabDue, ...]:
    """The rows in the order of their reasons; none where the course is over."""
    if situation.phase not in TREATED:
        return ()
    row = scheduled(situation)
    today = situation.as_of
    orders = (
        LabDue(
            reason,
            tests or (*situation.panel, BILI),
            today,
            today,
            _status(situation, today, today),
        )
        for reason, tests, is_wanted, only_on_drug in _ORDERS
        if (situation.phase in ON_DRUG or not only_on_drug) and is_wanted(situation)
    )
    return (*(() if row is None else (row,)), *orders)


def is_overdue(situation: Situation) -> bool:
    """True when the row of the schedule, on drug, is past its last day."""
    row = scheduled(situation)
    return row is not None and row.reason is LabReason.SCHEDULE and row.status is LabStatus.OVERDUE


@once
def scheduled(situation: Situation) -> LabDue | None:
    """The row that the phase asks for: schedule, normalisation or after the stop."""
    if situation.is_on_drug:
        return _on_drug(situation)
    if situation.is_on_break:
        return _on_break(situation)
    return _after_stop(situation)


def _on_drug(situation: Situation) -> LabDue:
    restart = situation.treatment_start
    anchor = situation.last_set(restart) or restart
    first = first_test.window(situation)
    if anchor == dt.date.min:
        due = situation.as_of, situation.as_of
    elif first is not None:
        due = first
    elif situation.phase is Phase.LONG_TERM:
        due = (
            add_months(anchor, situation.whole("long_term_min_months")),
            add_months(anchor, situation.whole("long_term_max_months")),
        )
    else:
        is_stable = situation.phase is Phase.STABLE_MAINTENANCE
        name = "lft_interval_stable_days" if is_stable else "lft_interval_reintro_days"
        day = add_days(anchor, situation.whole(name))
        due = day, day
    return _row(situation, LabReason.SCHEDULE, *due)


def _on_break(situation: Situation) -> LabDue:
    start = situation.dates.break_start
    if start is None:
        return _row(situation, LabReason.NORMALISATION, situation.as_of, situation.as_of)
    earliest = add_days(start, situation.whole("break_min_days"))
    last = situation.last_set(start)
    if situation.as_of < earliest or last is None:
        day = earliest
    else:
        day = add_days(last, situation.whole("baseline_max_age_days"))
    return _row(situation, LabReason.NORMALISATION, day, day)


def _after_stop(situation: Situation) -> LabDue | None:
    start = situation.off_start
    last = situation.last_set(start)
    if last is not None and situation.is_normal_set(last):
        return None
    anchor = last or start
    if anchor == dt.date.min:
        day = situation.as_of
    else:
        day = add_days(anchor, situation.whole("stopped_lft_interval_days"))
    return _row(situation, LabReason.AFTER_STOP, day, day)


def _row(situation: Situation, reason: LabReason, due_from: dt.date, due_by: dt.date) -> LabDue:
    status = _status(situation, due_from, due_by)
    return LabDue(reason, situation.panel, due_from, due_by, status)


def _status(situation: Situation, due_from: dt.date, due_by: dt.date) -> LabStatus:
    if situation.as_of < due_from:
        return LabStatus.UPCOMING
    is_late = situation.as_of > add_days(due_by, situation.whole("lft_grace_days"))
    return LabStatus.OVERDUE if is_late else LabStatus.DUE
