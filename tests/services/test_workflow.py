"""The path of a patient through the clinic: rights, answers, contacts, samples, corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import CONTACT_OUTCOMES, DecisionType
from aza_desktop.errors import UserError
from aza_desktop.services import (
    answering,
    contacts,
    courses,
    details,
    diary,
    doses,
    ladder,
    owners,
    proposals,
    recording,
    samples,
    stepping,
    users,
)
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_file, record_of, worklist
from tests.support.clinics import (
    PRESCRIBER,
    TODAY,
    a_complete_set,
    a_result,
    as_nurse,
    on_break,
    refusal,
)

DAY = dt.timedelta(days=1)


def group_of(clinic: Clinic, *, as_of: dt.date | None = None) -> tuple[str | None, str | None]:
    for group in worklist(clinic, as_of=as_of).groups:
        for entry in group.patients:
            return group.id, entry.reason.code
    return None, None


def stop_mark(clinic: Clinic, patient: str) -> None:
    recording.add_results(
        clinic, patient, (a_result("ALT", "210", given_id="bad"), a_result("AST", "30"))
    )


def decide(clinic: Clinic, patient: str) -> None:
    diary.record_decision(
        clinic, patient, DecisionType.CONTINUE, on=TODAY, results=("bad",),
        decided_by=PRESCRIBER, reason="viral illness",
    )  # fmt: skip


def test_staff_enter_and_do_not_confirm(clinic: Clinic, patient: str) -> None:
    nurse = as_nurse(clinic)
    recording.add_results(nurse, patient, (a_result("ALT", "21", given_id="n1"),))
    diary.add_symptom(nurse, patient, "nausea", onset_on=TODAY)
    contacts.add_contact(nurse, patient, on=TODAY, outcome="reached")
    samples.take_sample(nurse, patient, taken_on=TODAY)
    proposals.add_proposal(nurse, patient, to="dose", dose_mg=Decimal(75))
    confirm = {"on": TODAY, "confirmed_by": PRESCRIBER}
    assert refusal(courses.confirm_dose, nurse, patient, dose_mg=Decimal(75), **confirm) == (
        "not_allowed"
    )
    to = {"to": Phase.STABLE_MAINTENANCE, "reason": "x", **confirm}
    assert refusal(courses.confirm_phase, nurse, patient, **to) == "not_allowed"
    assert refusal(decide, nurse, patient) == "not_allowed"
    assert refusal(users.add_user, nurse, "x", roles=("staff",)) == "not_allowed"


def test_a_script_unknown_to_the_clinic_enters_what_another_person_confirmed(
    clinic: Clinic, patient: str
) -> None:
    script = replace(clinic, actor="ward.script")
    stop_mark(clinic, patient)
    own = {"on": TODAY, "results": ("bad",), "reason": "viral illness"}
    record = diary.record_decision
    assert (
        refusal(record, script, patient, DecisionType.CONTINUE, decided_by="ward.script", **own)
        == "not_allowed"
    )
    as_nurse(clinic)
    assert (
        refusal(record, script, patient, DecisionType.CONTINUE, decided_by="nurse.b", **own)
        == "not_allowed"
    )
    record(script, patient, DecisionType.CONTINUE, decided_by=PRESCRIBER, **own)


def test_a_disabled_user_writes_nothing_and_the_last_administrator_stays(
    clinic: Clinic, patient: str
) -> None:
    nurse = as_nurse(clinic)
    users.change_user(clinic, "nurse.b", active=False)
    assert refusal(diary.add_symptom, nurse, patient, "nausea", onset_on=TODAY) == "not_allowed"
    assert refusal(users.change_user, clinic, clinic.actor, active=False) == "not_offered"
    assert refusal(users.add_user, clinic, "nurse.b", roles=("staff",)) == "bad_request"
    assert refusal(users.add_user, clinic, "c", roles=("king",)) == "bad_request"


def test_an_administrator_alone_treats_nobody(clinic: Clinic, patient: str) -> None:
    users.add_user(clinic, "office", roles=("administrator",))
    office = replace(clinic, actor="office")
    assert refusal(diary.add_symptom, office, patient, "nausea", onset_on=TODAY) == "not_allowed"


def test_a_stop_is_recorded_by_anyone_and_decided_by_a_prescriber(
    clinic: Clinic, patient: str
) -> None:
    nurse = as_nurse(clinic)
    stepping.stop_now(nurse, patient, on=TODAY, reason="the patient stopped by herself")
    record = record_of(clinic, patient)
    assert record.course is not None
    assert record.course.phase is Phase.STOPPED
    (waiting,) = record.proposals
    assert (waiting.to, waiting.proposed_by) == ("stop_decision", "nurse.b")
    assert group_of(clinic)[0] == "waiting_confirmation"
    assert (
        refusal(proposals.answer_proposal, nurse, patient, waiting.id, answer="accepted")
        == "not_allowed"
    )
    proposals.answer_proposal(clinic, patient, waiting.id, answer="accepted")
    (answered,) = record_of(clinic, patient).proposals
    assert (answered.answer, answered.answered_by) == ("accepted", clinic.actor)
    assert group_of(clinic)[0] != "waiting_confirmation"


def test_a_prescribers_own_stop_asks_nobody(clinic: Clinic, patient: str) -> None:
    stepping.stop_now(clinic, patient, on=TODAY, reason="per protocol")
    assert record_of(clinic, patient).proposals == ()


def test_a_new_course_after_a_stop_needs_a_prescriber_and_keeps_the_first(
    clinic: Clinic, patient: str
) -> None:
    stepping.stop_now(clinic, patient, on=TODAY - DAY, reason="per protocol")
    assert refusal(on_break, as_nurse(clinic), patient, since=TODAY) == "not_allowed"
    assert on_break(clinic, patient, since=TODAY).ids == ("2",)
    record = record_of(clinic, patient)
    assert [course.number for course in record.courses] == [1, 2]
    assert record.courses[0].phase is Phase.STOPPED


def test_a_critical_mark_closes_only_with_a_decision_and_a_contact(
    clinic: Clinic, patient: str
) -> None:
    stop_mark(clinic, patient)
    assert group_of(clinic) == ("call_today", "TA_STOP")
    decide(clinic, patient)
    assert group_of(clinic) == ("call_today", "not_reached")
    for outcome in CONTACT_OUTCOMES:
        if outcome != "reached":
            contacts.add_contact(clinic, patient, on=TODAY, outcome=outcome)
    assert group_of(clinic) == ("call_today", "not_reached")
    contacts.add_contact(clinic, patient, on=TODAY, outcome="reached", about=("TA_STOP",))
    assert group_of(clinic)[0] != "call_today"


def test_a_contact_alone_closes_nothing(clinic: Clinic, patient: str) -> None:
    stop_mark(clinic, patient)
    contacts.add_contact(clinic, patient, on=TODAY, outcome="reached")
    assert group_of(clinic) == ("call_today", "TA_STOP")
    decide(clinic, patient)
    assert group_of(clinic)[0] != "call_today"


def test_a_contact_before_the_result_was_known_is_about_something_else(
    clinic: Clinic, patient: str
) -> None:
    contacts.add_contact(clinic, patient, on=TODAY - DAY, outcome="reached")
    stop_mark(clinic, patient)
    decide(clinic, patient)
    assert group_of(clinic) == ("call_today", "not_reached")


def test_a_decided_stop_stays_a_call_after_the_drug_was_stopped(
    clinic: Clinic, patient: str
) -> None:
    stop_mark(clinic, patient)
    decide(clinic, patient)
    stepping.stop_now(clinic, patient, on=TODAY, reason="per protocol")
    assert group_of(clinic) == ("call_today", "not_reached")


def test_nothing_restarts_while_a_critical_mark_is_undecided(clinic: Clinic, patient: str) -> None:
    stop_mark(clinic, patient)
    confirm: dict[str, Any] = {"on": TODAY, "confirmed_by": PRESCRIBER, "reason": "x"}
    assert refusal(courses.confirm_dose, clinic, patient, dose_mg=Decimal(75), **confirm) == (
        "blocked"
    )
    stepping.stop_now(clinic, patient, on=TODAY, reason="per protocol")
    again = {"to": Phase.REINTRODUCTION, "dose_mg": Decimal(50), **confirm}
    assert refusal(courses.confirm_phase, clinic, patient, **again) == "not_offered"


def test_an_acknowledgement_keeps_the_sentence_and_takes_no_mark_away(
    clinic: Clinic, patient: str
) -> None:
    stop_mark(clinic, patient)
    answering.acknowledge(clinic, patient, "TA_STOP", reason_code="seen_no_action")
    file = patient_file(clinic, patient)
    assert file.answer is not None
    mark = next(mark for mark in file.answer.marks if mark.code == "TA_STOP")
    seen = answering.acknowledged(file, mark)
    assert seen is not None
    assert file.protocol is not None
    assert (seen.shown, seen.by, seen.sha256) == (mark.why, clinic.actor, file.protocol.sha256)
    assert group_of(clinic) == ("call_today", "TA_STOP")
    assert (
        refusal(
            answering.acknowledge, clinic, patient, "BILI_TA_STOP", reason_code="seen_no_action"
        )
        == "bad_request"
    )
    assert refusal(answering.acknowledge, clinic, patient, "TA_STOP", reason_code="x") == (
        "bad_request"
    )


def test_an_override_opens_the_step_and_lapses_with_a_newer_result(
    clinic: Clinic, patient: str
) -> None:
    recording.add_results(clinic, patient, a_complete_set(TODAY - DAY))
    diary.add_comedication(clinic, patient, "Zyloric 300", start_on=TODAY - DAY)
    step: dict[str, Any] = {"on": TODAY, "dose_mg": Decimal(75), "confirmed_by": PRESCRIBER}
    assert refusal(courses.confirm_dose, clinic, patient, **step) == "blocked"
    opened: dict[str, Any] = {"reason": "planned together", "until": TODAY + DAY}
    assert refusal(answering.override, as_nurse(clinic), patient, "ALLOPURINOL", **opened) == (
        "not_allowed"
    )
    answering.override(clinic, patient, "ALLOPURINOL", **opened)
    assert len(answering.live_overrides(patient_file(clinic, patient))) == 1
    recording.add_results(clinic, patient, (a_result("BILI", "9", given_id="later"),))
    file = patient_file(clinic, patient)
    assert answering.live_overrides(file) == ()
    (old,) = file.record.mark_answers
    assert answering.lapsed_because(file, old) == "a newer result has arrived"
    assert refusal(courses.confirm_dose, clinic, patient, **step) == "blocked"
    answering.override(clinic, patient, "ALLOPURINOL", **opened)
    courses.confirm_dose(clinic, patient, **step)
    later = patient_file(clinic, patient, as_of=TODAY + 2 * DAY)
    assert answering.live_overrides(later) == ()
    assert file.protocol is not None
    changed = replace(file, protocol=replace(file.protocol, sha256="other"))
    assert answering.lapsed_because(changed, old) == "the text of the protocol has changed"


def test_a_critical_mark_is_never_overridden(clinic: Clinic, patient: str) -> None:
    stop_mark(clinic, patient)
    assert (
        refusal(answering.override, clinic, patient, "TA_STOP", reason="x", until=TODAY)
        == "not_offered"
    )


@pytest.mark.parametrize("group", ["call_today", "labs_overdue", "sample_awaited"])
def test_the_graver_groups_do_not_wait(clinic: Clinic, patient: str, group: str) -> None:
    later = TODAY + 3 * DAY
    assert (
        refusal(answering.snooze, clinic, patient, group=group, until=later, reason="x")
        == "not_offered"
    )


def test_who_was_put_off_is_counted_and_comes_back(clinic: Clinic, patient: str) -> None:
    recording.add_results(clinic, patient, a_complete_set(TODAY - DAY))
    group, _ = group_of(clinic)
    assert group == "step_possible"
    answering.snooze(
        clinic, patient, group="step_possible", until=TODAY + DAY, reason="asks for time"
    )
    today = worklist(clinic)
    assert (today.snoozed, today.nothing_today, today.patients) == (1, 0, 1)
    assert worklist(clinic, as_of=TODAY + DAY).snoozed == 0
    stop_mark(clinic, patient)
    assert group_of(clinic) == ("call_today", "TA_STOP")
    assert worklist(clinic).snoozed == 0


def test_tablets_refuse_what_they_cannot_make(clinic: Clinic, patient: str) -> None:
    details.change_details(clinic, patient, changes={"tablets_mg": (Decimal(50),)})
    recording.add_results(clinic, patient, a_complete_set(TODAY - DAY))
    step: dict[str, Any] = {"on": TODAY, "dose_mg": Decimal(75), "confirmed_by": PRESCRIBER}
    with pytest.raises(UserError) as refused:
        courses.confirm_dose(clinic, patient, **step)
    assert refused.value.details["makeable_mg"] == ["50", "100"]
    details.change_details(clinic, patient, changes={"halves": True})
    record = record_of(clinic, patient)
    assert doses.tablets_text(record, Decimal(75)) == "1.5 x 50 mg"
    courses.confirm_dose(clinic, patient, **step)


def test_a_hold_ends_and_the_level_runs_anew(clinic: Clinic, patient: str) -> None:
    diary.hold_dose(clinic, patient, since=TODAY - 2 * DAY, until=None, reason="vomiting")
    done: dict[str, Any] = {"since": TODAY - 2 * DAY, "last_day": TODAY - DAY}
    stepping.resume(clinic, patient, confirmed_by=PRESCRIBER, **done)
    course = record_of(clinic, patient).course
    assert course is not None
    assert [hold.until for hold in course.holds] == [TODAY - DAY]
    assert refusal(stepping.resume, clinic, patient, confirmed_by=PRESCRIBER, **done) == (
        "bad_request"
    )


def test_a_sample_goes_its_way_from_request_to_told(clinic: Clinic, patient: str) -> None:
    def stages(day: dt.date = TODAY) -> list[str]:
        return [way.stage for way in samples.ways(patient_file(clinic, patient, as_of=day))]

    (asked,) = samples.request(clinic, patient, tests=("ALT", "AST"), due_by=TODAY).ids
    slip = samples.slip_text(
        patient_file(clinic, patient), record_of(clinic, patient).lab_requests[0]
    )
    assert "ROSSI, Elena" in slip
    assert "14-Jul-1984" in slip
    assert stages() == ["requested"]
    samples.book(clinic, patient, asked, booked_on=TODAY, place="surgery")
    assert stages() == ["booked"]
    samples.take_sample(clinic, patient, taken_on=TODAY, request_id=asked)
    assert stages() == ["awaited"]
    assert group_of(clinic)[0] == "sample_awaited"
    assert stages(TODAY + 3 * DAY) == ["awaited"]
    assert stages(TODAY + 4 * DAY) == ["not_back"]
    assert group_of(clinic, as_of=TODAY + 4 * DAY)[0] == "labs_overdue"
    ids = recording.add_results(clinic, patient, a_complete_set(TODAY)).ids
    assert stages() == ["back"]
    samples.mark_read(clinic, patient, results=ids, on=TODAY)
    assert stages() == ["read"]
    samples.mark_told(clinic, patient, results=ids, on=TODAY)
    assert stages() == ["told"]


def test_a_missed_test_climbs_the_ladder(clinic: Clinic, patient: str) -> None:
    day = TODAY + 5 * DAY

    def step() -> str | None:
        found = ladder.rung(patient_file(clinic, patient, as_of=day))
        return found.step if found else None

    assert ladder.rung(patient_file(clinic, patient)) is None
    climbed = [step()]
    for outcome in ("no_answer", "will_come", "letter_sent"):
        later = replace(clinic, clock=replace(clinic.clock, day=day))  # type: ignore[type-var]
        contacts.add_contact(later, patient, on=day, outcome=outcome)
        climbed.append(step())
    assert climbed == ["first_call", "second_call", "letter", "prescriber_decides"]


def test_a_deputy_looks_after_the_patients_of_who_is_away(clinic: Clinic, patient: str) -> None:
    as_nurse(clinic)
    users.add_user(clinic, "nurse.c", roles=("staff",))
    owners.set_owner(clinic, patient, owner="nurse.b")
    owners.add_cover(clinic, absent="nurse.b", deputy="nurse.c", since=TODAY, until=TODAY + DAY)
    record = record_of(clinic, patient)
    seen = [owners.responsible(clinic, record, on=TODAY + n * DAY) for n in (-1, 0, 1, 2)]
    assert seen == ["nurse.b", "nurse.c", "nurse.c", "nurse.b"]
    owners.end_cover(clinic, absent="nurse.b", since=TODAY)
    assert owners.responsible(clinic, record, on=TODAY) == "nurse.b"
