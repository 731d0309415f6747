"""The plan ahead holds what a person confirmed, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import CourseDates
from aza_desktop.clinical.doses import DoseEvent, Hold
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.plan import PlanKind, PlannedDay, plan_of
from tests.support.open_patient import Story, an_open_patient

FIRST = dt.date(2026, 1, 26)
WEEK = [FIRST + dt.timedelta(days=n) for n in range(7)]


def facts(*events: DoseEvent, holds: tuple[Hold, ...] = (), **dates: dt.date) -> Facts:
    made = an_open_patient(Story()).facts
    return replace(made, dose_events=events, holds=holds, dates=CourseDates(**dates))


def dose(on: dt.date, mg: int, by: str | None = "Dr A. Demo") -> DoseEvent:
    return DoseEvent(on, Decimal(mg), by)


def said(plan: tuple[PlannedDay, ...]) -> list[str]:
    return [str(d.dose_mg) if d.kind is PlanKind.DOSE else d.kind.value for d in plan]


def plan(given: Facts) -> list[str]:
    return said(plan_of(given, first=WEEK[0], last=WEEK[-1]))


def test_a_confirmed_dose_goes_on_until_the_next_one() -> None:
    given = facts(dose(dt.date(2026, 1, 10), 50), dose(WEEK[3], 75))
    assert plan(given) == ["50", "50", "50", "75", "75", "75", "75"]


def test_a_dose_that_nobody_confirmed_is_no_dose() -> None:
    given = facts(dose(dt.date(2026, 1, 10), 50), dose(WEEK[3], 75, by=None))
    assert plan(given) == ["50"] * 7


def test_before_the_first_dose_nothing_is_known() -> None:
    assert plan(facts(dose(WEEK[2], 50))) == ["unknown", "unknown", *["50"] * 5]


@pytest.mark.parametrize("bound", ["break_start", "stopped_on"])
def test_a_break_and_a_stop_end_the_tablets(bound: str) -> None:
    given = facts(dose(dt.date(2026, 1, 10), 50), **{bound: WEEK[2]})
    assert plan(given) == ["50", "50", *["off"] * 5]


def test_a_dose_of_the_day_of_the_stop_does_not_count() -> None:
    given = facts(dose(dt.date(2026, 1, 10), 50), dose(WEEK[2], 75), stopped_on=WEEK[2])
    assert plan(given)[2:] == ["off"] * 5


def test_held_days_have_no_tablet_and_both_ends_belong_to_them() -> None:
    given = facts(dose(dt.date(2026, 1, 10), 50), holds=(Hold(WEEK[1], WEEK[2]),))
    assert plan(given) == ["50", "held", "held", "50", "50", "50", "50"]


def test_an_open_hold_lasts() -> None:
    given = facts(dose(dt.date(2026, 1, 10), 50), holds=(Hold(WEEK[1], None),))
    assert plan(given) == ["50", *["held"] * 6]


def test_a_dose_of_nought_is_no_tablet() -> None:
    assert plan(facts(dose(dt.date(2026, 1, 10), 0))) == ["off"] * 7
