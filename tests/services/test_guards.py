"""What nobody confirms by accident, and what never stands in the way of a stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import DecisionType
from aza_desktop.clock import FixedClock
from aza_desktop.services import (
    answering,
    corrections,
    courses,
    details,
    diary,
    proposals,
    recording,
    samples,
    stepping,
    users,
    verifying,
)
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_file, record_of
from tests.support.clinics import (
    CHECKLIST,
    LITERAL,
    PRESCRIBER,
    TODAY,
    a_clinic,
    a_complete_set,
    a_patient,
    a_result,
    on_break,
    refusal,
    reintroduced,
)

DAY = dt.timedelta(days=1)
BREAK_START = dt.date(2026, 1, 5)
NORMAL_ON = dt.date(2026, 1, 18)
RESTART = dt.date(2026, 1, 19)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "data") as opened:
        yield opened
        assert all(check.ok for check in verifying.verify(opened.paths, clock=opened.clock))


@pytest.fixture
def patient(clinic: Clinic) -> str:
    """On 50 mg for a week, with normal results of today."""
    key = a_patient(clinic)
    reintroduced(clinic, key)
    recording.add_results(clinic, key, a_complete_set(TODAY))
    return key


def another(clinic: Clinic, *roles: str) -> Clinic:
    users.add_user(clinic, "other", roles=roles)
    return replace(clinic, actor="other")


def step(clinic: Clinic, patient: str, on: dt.date, mg: int, *, by: str = PRESCRIBER) -> None:
    courses.confirm_dose(clinic, patient, on=on, dose_mg=Decimal(mg), confirmed_by=by)


def dose_days(clinic: Clinic, patient: str) -> list[tuple[dt.date, int]]:
    course = record_of(clinic, patient).course
    assert course is not None
    return [(event.on, int(event.dose_mg)) for event in course.dose_events]


def test_a_stop_today_is_possible_although_a_dose_was_to_begin_tomorrow(
    clinic: Clinic, patient: str
) -> None:
    step(clinic, patient, TODAY + DAY, 75)
    stepping.stop_now(clinic, patient, on=TODAY, reason="jaundice")
    assert dose_days(clinic, patient) == [(RESTART, 50)]
    corrections.undo(clinic)
    assert dose_days(clinic, patient) == [(RESTART, 50), (TODAY + DAY, 75)]


def test_a_lower_dose_today_takes_the_place_of_one_that_has_not_begun(
    clinic: Clinic, patient: str
) -> None:
    step(clinic, patient, TODAY + DAY, 75)
    stepping.reduce_dose(
        clinic, patient, on=TODAY, dose_mg=Decimal(25), confirmed_by=PRESCRIBER, reason="unwell"
    )
    assert dose_days(clinic, patient) == [(RESTART, 50), (TODAY, 25)]


def test_the_next_step_waits_until_the_last_one_has_begun(clinic: Clinic, patient: str) -> None:
    step(clinic, patient, TODAY + DAY, 75)
    for on, mg in ((TODAY + DAY, 60), (TODAY + 3 * DAY, 100)):
        assert refusal(step, clinic, patient, on, mg) == "not_offered"
    assert dose_days(clinic, patient) == [(RESTART, 50), (TODAY + DAY, 75)]


def test_a_phase_is_confirmed_when_it_happens_and_a_stop_for_tomorrow(
    clinic: Clinic, patient: str
) -> None:
    ahead: dict[str, Any] = {"confirmed_by": PRESCRIBER, "reason": "x"}
    confirm = courses.confirm_phase
    stable = Phase.STABLE_MAINTENANCE
    assert refusal(confirm, clinic, patient, to=stable, on=TODAY + DAY, **ahead) == "bad_request"
    stop = Phase.STOPPED
    assert refusal(confirm, clinic, patient, to=stop, on=TODAY + 2 * DAY, **ahead) == "bad_request"
    confirm(clinic, patient, to=stop, on=TODAY + DAY, **ahead)


def test_a_stop_never_waits_for_a_clock_that_is_in_doubt(clinic: Clinic, patient: str) -> None:
    behind = replace(clinic, clock=FixedClock(TODAY - 5 * DAY))
    stepping.stop_now(behind, patient, on=TODAY, reason="jaundice")


@pytest.mark.parametrize(
    ("question", "said"), [("hypersensitivity", "Yes"), ("other_cause", "perhaps")]
)
def test_a_word_beside_the_checklists_answers_is_refused(
    clinic: Clinic, question: str, said: str
) -> None:
    key = a_patient(clinic)
    answers = {**CHECKLIST, question: said}
    start: dict[str, Any] = {"protocol": LITERAL, "break_start": BREAK_START}
    assert refusal(courses.start_course, clinic, key, checklist=answers, **start) == "bad_request"
    courses.start_course(clinic, key, **start)
    recording.add_results(clinic, key, a_complete_set(NORMAL_ON))
    confirm: dict[str, Any] = {"to": Phase.REINTRODUCTION, "on": RESTART, "dose_mg": Decimal(50)}
    code = refusal(
        courses.confirm_phase, clinic, key, confirmed_by=PRESCRIBER, checklist=answers, **confirm
    )
    assert code == "bad_request"


def test_a_second_break_does_not_begin_before_the_first_course_ended(
    clinic: Clinic, patient: str
) -> None:
    stepping.stop_now(clinic, patient, on=TODAY, reason="per protocol")
    assert refusal(on_break, clinic, patient, since=TODAY - DAY) == "bad_request"
    assert on_break(clinic, patient, since=TODAY).ids == ("2",)


def test_only_a_restart_carries_a_dose(clinic: Clinic, patient: str) -> None:
    confirm: dict[str, Any] = {"on": TODAY, "confirmed_by": PRESCRIBER, "reason": "x"}
    courses.confirm_phase(clinic, patient, to=Phase.STABLE_MAINTENANCE, **confirm)
    back = {"to": Phase.REINTRODUCTION, "dose_mg": Decimal(75), **confirm}
    assert refusal(courses.confirm_phase, clinic, patient, **back) == "bad_request"


@pytest.mark.parametrize(("roles", "active"), [(("staff",), True), (("prescriber",), False)])
def test_nobody_known_without_the_right_is_named_as_who_confirmed(
    clinic: Clinic, patient: str, roles: tuple[str, ...], active: bool
) -> None:
    another(clinic, *roles)
    users.change_user(clinic, "other", active=active)
    assert refusal(step, clinic, patient, TODAY, 75, by="other") == "not_allowed"


def test_days_are_held_once(clinic: Clinic, patient: str) -> None:
    diary.hold_dose(clinic, patient, since=TODAY - DAY, until=None, reason="vomiting")
    for until in (TODAY, None):
        assert (
            refusal(diary.hold_dose, clinic, patient, since=TODAY, until=until, reason="x")
            == "bad_request"
        )


def test_nothing_is_taken_up_again_while_a_critical_mark_is_undecided(
    clinic: Clinic, patient: str
) -> None:
    diary.hold_dose(clinic, patient, since=TODAY, until=None, reason="vomiting")
    recording.add_results(clinic, patient, (a_result("ALT", "210", given_id="bad"),))
    done: dict[str, Any] = {"since": TODAY, "last_day": TODAY, "confirmed_by": PRESCRIBER}
    assert refusal(stepping.resume, clinic, patient, **done) == "blocked"


def test_what_happened_is_not_told_beforehand(clinic: Clinic, patient: str) -> None:
    (first, *_rest) = record_of(clinic, patient).current_results
    tomorrow = TODAY + DAY
    told = [
        refusal(diary.report_day, clinic, patient, on=tomorrow, state="taken"),
        refusal(diary.add_symptom, clinic, patient, "fever", onset_on=tomorrow),
        refusal(
            diary.record_decision, clinic, patient, DecisionType.CONTINUE, on=tomorrow,
            results=(first.id,), decided_by=PRESCRIBER, reason="x",
        ),
        refusal(samples.mark_read, clinic, patient, results=(first.id,), on=tomorrow),
        refusal(samples.mark_told, clinic, patient, results=(first.id,), on=tomorrow),
    ]  # fmt: skip
    assert told == ["bad_request"] * 5


@pytest.mark.parametrize("dose_mg", [None, Decimal(0)])
def test_a_dose_is_proposed_with_its_mg(
    clinic: Clinic, patient: str, dose_mg: Decimal | None
) -> None:
    code = refusal(proposals.add_proposal, clinic, patient, to="dose", dose_mg=dose_mg)
    assert code == "bad_request"


@pytest.mark.parametrize(
    "changes", [{"prior_toxic_dose_mg": Decimal(-3)}, {"tablets_mg": (Decimal(25), Decimal(0))}]
)
def test_a_toxic_dose_and_a_tablet_are_more_than_nothing(
    clinic: Clinic, patient: str, changes: dict[str, object]
) -> None:
    assert refusal(details.change_details, clinic, patient, changes=changes) == "bad_request"


def test_an_override_does_not_cover_a_symptom_that_came_later(clinic: Clinic, patient: str) -> None:
    diary.add_symptom(clinic, patient, "malaise", onset_on=TODAY - DAY)
    answering.override(clinic, patient, "SYMPTOM", reason="flu", until=TODAY + DAY)
    file = patient_file(clinic, patient)
    assert len(answering.live_overrides(file)) == 1
    diary.add_symptom(clinic, patient, "jaundice", onset_on=TODAY)
    file = patient_file(clinic, patient)
    assert answering.live_overrides(file) == ()
    assert refusal(step, clinic, patient, TODAY, 75) == "blocked"


def test_an_override_outlasts_a_symptom_that_went(clinic: Clinic, patient: str) -> None:
    diary.add_symptom(clinic, patient, "malaise", onset_on=TODAY - DAY)
    (gone,) = diary.add_symptom(clinic, patient, "fever", onset_on=TODAY - DAY).ids
    answering.override(clinic, patient, "SYMPTOM", reason="flu", until=TODAY + DAY)
    diary.resolve_symptom(clinic, patient, gone, resolved_on=TODAY)
    assert len(answering.live_overrides(patient_file(clinic, patient))) == 1


def test_a_restart_is_not_taken_back_beneath_another_persons_step(clinic: Clinic) -> None:
    key = a_patient(clinic)
    reintroduced(clinic, key)
    other = another(clinic, "prescriber")
    recording.add_results(other, key, a_complete_set(TODAY))
    step(other, key, TODAY, 75, by="other")
    assert refusal(corrections.undo, clinic) == "not_offered"
    corrections.undo(other)
    corrections.undo(clinic)
    assert dose_days(clinic, key) == []


def test_a_course_is_not_taken_back_beneath_days_that_were_held(clinic: Clinic) -> None:
    key = a_patient(clinic)
    on_break(clinic, key)
    diary.hold_dose(another(clinic, "staff"), key, since=TODAY, until=None, reason="x")
    assert refusal(corrections.undo, clinic) == "not_offered"


def test_a_result_is_not_taken_back_beneath_a_decision(clinic: Clinic, patient: str) -> None:
    nurse = another(clinic, "staff")
    recording.add_results(nurse, patient, (a_result("ALT", "210", given_id="bad"),))
    diary.record_decision(
        clinic, patient, DecisionType.CONTINUE, on=TODAY, results=("bad",),
        decided_by=PRESCRIBER, reason="viral illness",
    )  # fmt: skip
    assert refusal(corrections.undo, nurse) == "not_offered"


def test_the_question_about_a_stop_is_not_struck_by_staff(clinic: Clinic, patient: str) -> None:
    nurse = another(clinic, "staff")
    stepping.stop_now(nurse, patient, on=TODAY, reason="unwell")
    (asked,) = [one for one in record_of(clinic, patient).proposals if one.answered_on is None]
    struck = {"given_id": asked.id, "reason": "not needed"}
    assert refusal(corrections.strike, nurse, patient, "proposal", **struck) == "not_allowed"
    corrections.strike(clinic, patient, "proposal", **struck)
    assert not record_of(clinic, patient).proposals
