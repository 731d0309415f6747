"""Only a named person moves a course, and only where the protocol leaves the way open."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import DecisionType
from aza_desktop.errors import UserError
from aza_desktop.services import courses, diary, reading, recording
from aza_desktop.services.clinic import Clinic
from tests.support.clinics import (
    CHECKLIST,
    LITERAL,
    PRESCRIBER,
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
    on_break,
    reintroduced,
)

JAN = {day: dt.date(2026, 1, day) for day in range(1, 32)}


@pytest.fixture
def patient(clinic: Clinic) -> str:
    return a_patient(clinic)


def dose(clinic: Clinic, patient: str, mg: str, *, on: dt.date, by: str = PRESCRIBER) -> Any:
    return courses.confirm_dose(clinic, patient, on=on, dose_mg=Decimal(mg), confirmed_by=by)


def move(clinic: Clinic, patient: str, to: Phase, *, on: dt.date = TODAY, **more: Any) -> Any:
    return courses.confirm_phase(
        clinic, patient, to=to, on=on, **{"confirmed_by": PRESCRIBER, **more}
    )


def restart(clinic: Clinic, patient: str, *, on: dt.date = JAN[19], **more: Any) -> Any:
    return move(clinic, patient, Phase.REINTRODUCTION, on=on, **{"dose_mg": Decimal(50), **more})


def refusal(call: Any, *arguments: Any, **named: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        call(*arguments, **named)
    return refused.value


def doses(clinic: Clinic, patient: str) -> list[tuple[dt.date, Decimal]]:
    course = reading.record_of(clinic, patient).course
    assert course is not None
    return [(event.on, event.dose_mg) for event in course.dose_events]


def test_a_course_begins_with_its_break_and_its_text(clinic: Clinic, patient: str) -> None:
    written = on_break(clinic, patient)
    course = reading.record_of(clinic, patient).course
    assert course is not None
    assert written.ids == ("1",)
    assert (course.phase, course.dates.break_start) == (Phase.ON_BREAK, JAN[5])
    assert course.checklist == CHECKLIST
    assert course.protocol.name == LITERAL
    assert course.protocol.sha256 == clinic.library.find(LITERAL).sha256


def test_a_second_course_waits_for_the_end_of_the_first(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    assert refusal(on_break, clinic, patient, since=JAN[20]).code == "not_offered"
    move(clinic, patient, Phase.STOPPED, on=JAN[21])
    assert on_break(clinic, patient, since=JAN[22]).ids == ("2",)
    assert [one.number for one in reading.record_of(clinic, patient).courses] == [1, 2]


def test_a_course_needs_a_known_protocol_and_a_past_day(clinic: Clinic, patient: str) -> None:
    unknown = refusal(
        courses.start_course, clinic, patient, protocol="aza@9.9.9", break_start=JAN[5]
    )
    assert unknown.code == "unknown_protocol"
    assert refusal(on_break, clinic, patient, since=TODAY + dt.timedelta(1)).code == "bad_request"
    assert reading.record_of(clinic, patient).courses == ()


def test_a_restart_is_blocked_until_both_enzymes_are_normal(clinic: Clinic, patient: str) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, (a_result("ALT", on=JAN[18]),))
    refused = refusal(restart, clinic, patient)
    assert refused.code == "blocked"
    assert refused.details["blocked_by"] == ["NORMALISATION_UNPROVEN"]
    assert "AST" in refused.why
    recording.add_results(clinic, patient, (a_result("AST", on=JAN[18]),))
    restart(clinic, patient)
    file = reading.patient_file(clinic, patient)
    assert file.phase is Phase.REINTRODUCTION
    assert doses(clinic, patient) == [(JAN[19], Decimal(50))]


def test_a_restart_before_two_weeks_is_not_offered(clinic: Clinic, patient: str) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[17]))
    refused = refusal(restart, clinic, patient, on=JAN[18])
    assert refused.code == "not_offered"
    assert "19-Jan-2026" in refused.why
    assert doses(clinic, patient) == []


@pytest.mark.parametrize("missing", sorted(CHECKLIST))
def test_a_restart_needs_the_whole_checklist(clinic: Clinic, patient: str, missing: str) -> None:
    rest = {name: answer for name, answer in CHECKLIST.items() if name != missing}
    courses.start_course(clinic, patient, protocol=LITERAL, break_start=JAN[5], checklist=rest)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    refused = refusal(restart, clinic, patient)
    assert refused.code == "blocked"
    assert missing in refused.why
    restart(clinic, patient, checklist={missing: CHECKLIST[missing]})
    course = reading.record_of(clinic, patient).course
    assert course is not None
    assert course.checklist == CHECKLIST


def test_a_hypersensitivity_is_not_challenged_again(clinic: Clinic, patient: str) -> None:
    courses.start_course(
        clinic, patient, protocol=LITERAL, break_start=JAN[5],
        checklist={**CHECKLIST, "hypersensitivity": "yes"},
    )  # fmt: skip
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    assert refusal(restart, clinic, patient).code == "blocked"


def test_the_first_dose_is_the_protocols_or_lower(clinic: Clinic, patient: str) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    assert refusal(restart, clinic, patient, dose_mg=None).code == "bad_request"
    assert refusal(restart, clinic, patient, dose_mg=Decimal(51)).code == "not_offered"
    written = restart(clinic, patient, dose_mg=Decimal(25))
    assert "START_DOSE_DEVIATION" in written.marks


def test_phase_and_first_dose_are_one_transaction(clinic: Clinic, patient: str) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    before = reading.record_of(clinic, patient)
    assert refusal(restart, clinic, patient, relied_on=("nothing",)).code == "bad_request"
    assert reading.record_of(clinic, patient) == before


def test_a_step_is_offered_after_two_days_and_not_before(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    refused = refusal(dose, clinic, patient, "75", on=JAN[20])
    assert refused.code == "not_offered"
    assert "21-Jan-2026" in refused.why
    dose(clinic, patient, "75", on=JAN[21])
    assert doses(clinic, patient) == [(JAN[19], Decimal(50)), (JAN[21], Decimal(75))]


def test_a_bigger_step_than_the_protocols_is_not_offered(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    assert refusal(dose, clinic, patient, "76", on=JAN[22]).code == "not_offered"
    dose(clinic, patient, "62.5", on=JAN[22])


def test_a_raised_enzyme_blocks_the_step_but_not_a_reduction(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[21], value="41"))
    refused = refusal(dose, clinic, patient, "75", on=JAN[22])
    assert refused.code == "blocked"
    assert refused.details["blocked_by"] == ["TA_ELEVATED"]
    dose(clinic, patient, "25", on=JAN[22])
    assert doses(clinic, patient)[-1] == (JAN[22], Decimal(25))


def test_a_breach_that_is_known_today_blocks_a_step_of_last_week(
    clinic: Clinic, patient: str
) -> None:
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, (a_result("ALT", "300", on=JAN[25], given_id="hot"),))
    refused = refusal(dose, clinic, patient, "75", on=JAN[22])
    assert refused.details["blocked_by"] == ["TA_STOP"]
    diary.record_decision(
        clinic, patient, DecisionType.CONTINUE, on=TODAY, results=("hot",),
        decided_by=PRESCRIBER, reason="viral illness",
    )  # fmt: skip
    dose(clinic, patient, "75", on=JAN[22])


def test_no_dose_reaches_the_one_that_was_toxic(clinic: Clinic) -> None:
    patient = a_patient(clinic, toxic_mg=75)
    reintroduced(clinic, patient)
    refused = refusal(dose, clinic, patient, "75", on=JAN[22])
    assert refused.details["blocked_by"] == ["DOSE_NOT_BELOW_TOXIC"]
    assert refusal(dose, clinic, patient, "74", on=JAN[22]).code == "not_offered"


def test_an_unknown_toxic_dose_blocks_the_restart(clinic: Clinic) -> None:
    patient = a_patient(clinic, toxic_mg=None)
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    assert refusal(restart, clinic, patient).details["blocked_by"] == ["PRIOR_DOSE_UNKNOWN"]


def test_doses_follow_one_another(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    dose(clinic, patient, "75", on=JAN[22])
    assert refusal(dose, clinic, patient, "50", on=JAN[21]).code == "bad_request"


@pytest.mark.parametrize(("mg", "by"), [("0", PRESCRIBER), ("-25", PRESCRIBER), ("25", "  ")])
def test_a_dose_is_positive_and_confirmed_by_name(
    clinic: Clinic, patient: str, mg: str, by: str
) -> None:
    reintroduced(clinic, patient)
    assert refusal(dose, clinic, patient, mg, on=JAN[22], by=by).code == "bad_request"


def test_off_the_drug_no_dose_is_confirmed(clinic: Clinic, patient: str) -> None:
    assert refusal(dose, clinic, patient, "50", on=JAN[22]).code == "not_offered"
    on_break(clinic, patient)
    assert refusal(dose, clinic, patient, "50", on=JAN[22]).code == "not_offered"


def test_stopping_is_possible_on_any_day_on_the_drug(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    move(clinic, patient, Phase.STOPPED, on=JAN[20])
    file = reading.patient_file(clinic, patient)
    assert (file.phase, file.facts.dates.stopped_on) == (Phase.STOPPED, JAN[20])


@pytest.mark.parametrize(
    ("way", "to"),
    [
        ((), Phase.STABLE_MAINTENANCE),
        ((), Phase.AWAITING_NORMALISATION),
        ((), Phase.STOPPED),
        ((Phase.REINTRODUCTION,), Phase.LONG_TERM),
        ((Phase.REINTRODUCTION,), Phase.ON_BREAK),
        ((Phase.REINTRODUCTION, Phase.STOPPED), Phase.REINTRODUCTION),
        ((Phase.REINTRODUCTION, Phase.STOPPED), Phase.STABLE_MAINTENANCE),
        ((Phase.REINTRODUCTION, Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE), Phase.REINTRODUCTION),
    ],
)
def test_a_forbidden_way_is_not_offered(
    clinic: Clinic, patient: str, way: tuple[Phase, ...], to: Phase
) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    for step in way:
        if step is Phase.REINTRODUCTION:
            restart(clinic, patient)
        else:
            move(clinic, patient, step, on=JAN[21])
    extra = {"dose_mg": Decimal(50)} if to is Phase.REINTRODUCTION else {}
    assert refusal(move, clinic, patient, to, **extra).code == "not_offered"


def test_a_stopped_course_can_be_closed_by_way_of_the_alternative(
    clinic: Clinic, patient: str
) -> None:
    reintroduced(clinic, patient)
    for phase in (Phase.STOPPED, Phase.CONSIDER_ALTERNATIVE, Phase.CLOSED):
        move(clinic, patient, phase)
    assert reading.patient_file(clinic, patient).phase is Phase.CLOSED


def test_stable_before_its_time_needs_a_reason(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[25]))
    assert refusal(move, clinic, patient, Phase.STABLE_MAINTENANCE).code == "not_offered"
    move(clinic, patient, Phase.STABLE_MAINTENANCE, reason="her dose of many years")
    file = reading.patient_file(clinic, patient)
    assert (file.phase, file.facts.dates.stable_from) == (Phase.STABLE_MAINTENANCE, TODAY)
    assert refusal(move, clinic, patient, Phase.LONG_TERM).code == "not_offered"
    move(clinic, patient, Phase.REINTRODUCTION)
    assert reading.patient_file(clinic, patient).facts.dates.stable_from is None


def test_stable_with_a_mark_in_the_way_is_blocked(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[25], value="41"))
    refused = refusal(move, clinic, patient, Phase.STABLE_MAINTENANCE, reason="wish")
    assert refused.details["blocked_by"] == ["TA_ELEVATED"]


def test_only_a_restart_carries_a_dose(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    refused = refusal(move, clinic, patient, Phase.STOPPED, dose_mg=Decimal(25))
    assert refused.code == "bad_request"


def test_reading_and_judging_never_add_a_dose(clinic: Clinic, patient: str) -> None:
    reintroduced(clinic, patient)
    before = reading.record_of(clinic, patient)
    for days in range(0, 60, 6):
        reading.patient_file(clinic, patient, as_of=JAN[19] + dt.timedelta(days))
    reading.worklist(clinic, as_of=TODAY)
    assert reading.record_of(clinic, patient) == before


def test_consent_is_noted_with_the_restart_who_and_when(clinic: Clinic, patient: str) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    assert "speaks against it: consent" in (
        refusal(restart, clinic, patient, checklist={"consent": "no"}).why
    )
    restart(clinic, patient, checklist={"consent": "yes"})
    course = reading.record_of(clinic, patient).course
    assert course is not None
    assert course.checklist == {
        **CHECKLIST,
        "consent": "yes",
        "consent_by": clinic.actor,
        "consent_on": TODAY.isoformat(),
    }


def test_an_answer_about_consent_that_nobody_knows_is_refused(clinic: Clinic, patient: str) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(JAN[18]))
    assert refusal(restart, clinic, patient, checklist={"consent": "maybe"}).code == "bad_request"
