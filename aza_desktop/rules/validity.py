"""Until when an answer stands: the first later day on which time alone would change it.

Every day that some rule compares with today is a candidate; the facts are judged again on each
until the answer differs. Days beyond every candidate cannot change anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days, add_months
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Review
from aza_desktop.rules import chosen, step_count
from aza_desktop.rules.situation import Situation

Judge = Callable[[Situation], Review]


def valid_until(situation: Situation, review: Review, judge: Judge) -> dt.date | None:
    """The first later day with another answer, or None when there is none."""
    first = review
    while True:
        later = [day for day in _turning_points(situation, review) if day > situation.as_of]
        if not later:
            return None
        situation = Situation(_on(situation.facts, min(later)))
        review = judge(situation)
        if review != first:
            return situation.as_of


def _on(facts: Facts, day: dt.date) -> Facts:
    return replace(facts, as_of=day)


def _turning_points(situation: Situation, review: Review) -> Iterator[dt.date]:
    """The days, past or to come, that some rule compares with today."""
    facts = situation.facts
    for result in facts.results:
        yield result.collected_on
    for symptom in facts.symptoms:
        yield symptom.onset_on
        if symptom.resolved_on is not None:
            yield symptom.resolved_on
    for drug in facts.comedications:
        yield drug.start_on
        if drug.last_day is not None:
            yield add_days(drug.last_day, 1)
    for decision in facts.decisions:
        yield decision.on
    for event in facts.dose_events:
        yield event.on
    for hold in facts.holds:
        yield hold.since
    yield from _of_labs(situation, review)
    yield from _of_phase(situation, review)


def _of_labs(situation: Situation, review: Review) -> Iterator[dt.date]:
    grace = situation.whole("lft_grace_days")
    for row in review.labs_due:
        yield row.due_from
        yield add_days(row.due_by, grace + 1)
        if row.due_by == situation.as_of:
            yield add_days(situation.as_of, 1)


def _of_phase(situation: Situation, review: Review) -> Iterator[dt.date]:
    if review.restart is not None:
        if review.restart.earliest is not None:
            yield review.restart.earliest
        for reading in situation.latest_enzymes(situation.off_start):
            yield add_days(reading.on, situation.whole("baseline_max_age_days") + 1)
    if review.escalation.earliest is not None:
        yield review.escalation.earliest
        if any(
            hold.until is None and hold.since <= situation.as_of for hold in situation.facts.holds
        ):
            yield add_days(situation.as_of, 1)
    oldest = chosen.days(situation, "step_test_max_age_days")
    last = situation.last_set(situation.treatment_start)
    if oldest and last is not None:
        yield add_days(last, oldest + 1)
    for count in step_count.newest(situation).values():
        if oldest and count is not None:
            yield add_days(count.result.collected_on, oldest + 1)
    if situation.phase is Phase.REINTRODUCTION and situation.dose is not None:
        yield add_days(situation.dose.on, situation.whole("stable_min_days_on_dose"))
    stable_from = situation.dates.stable_from
    if situation.phase is Phase.STABLE_MAINTENANCE and stable_from is not None:
        yield add_months(stable_from, situation.whole("stable_period_months"))
