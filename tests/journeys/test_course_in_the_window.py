"""Two patients, a nurse and a prescriber, the window alone: long-term therapy, a second stop."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from aza_desktop.clinical.course import Phase
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.verifying import verify
from tests.support.people import DOCTOR, NURSE, People, people_at_work

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

BREAK = dt.date(2025, 10, 6)
"""A Monday: the first day without a dose."""


def after(days: int) -> dt.date:
    return BREAK + dt.timedelta(days=days)


def start_a_course(people: People, *, number: str, family: str) -> None:
    """The nurse records a new patient, the injury, and the break with half of the checklist."""
    people.work_as(NURSE)
    people.menu("file", "New patient")
    for name, text in (
        ("number", number), ("family", family), ("given", "Elena"), ("born", "14-Jul-1984"),
        ("toxic_dose", "150"), ("weight", "70"),
    ):  # fmt: skip
        people.write(f"new_{name}", text)
    people.press("new_patient_save")
    people.menu("patient", "Start a course")
    people.answer(
        "start_course", "record",
        protocol="aza-reintro-cautious@1.0.0", break_start="06-Oct-2025", reason="ALT 4.9 x ULN",
        index_on="05-Oct-2025", index_alt="196/40", index_ast="119/40",
        hypersensitivity="no", jaundice="no", toxic="150", tablets="50, 25", halves="no",
    )  # fmt: skip


def restart(people: People) -> None:
    """Blood is normal: the nurse proposes the restart, the prescriber answers what is open."""
    people.on(after(15))
    people.work_as(NURSE)
    people.blood("25", "24")
    people.menu("patient", "Confirm dose or restart")
    people.write("confirm_dose_reason", "normal again")
    people.type_dose("50")
    assert people.file.phase is Phase.ON_BREAK
    people.work_as(DOCTOR)
    people.press("finding_proposal")
    assert not people.can_press("confirm_dose_ok")
    people.type_dose("50", peak_over_10_uln="no", other_cause="excluded")
    assert people.file.phase is Phase.REINTRODUCTION
    assert people.file.record.proposals[-1].answer == "accepted"


def story(people: People) -> list[tuple[str, str]]:
    """Who did what, oldest first, as the audit trail tells it."""
    assert people.window.session is not None
    lines = audit_lines(people.window.session.clinic, patient_id=people.file.record.id, most=10_000)
    return [(line.actor, line.action) for line in reversed(lines)]


def is_whole(people: People) -> None:
    assert people.window.session is not None
    clinic = people.window.session.clinic
    assert [c.name for c in verify(clinic.paths, clock=people.clock) if not c.ok] == []


def test_a_patient_goes_from_the_break_to_long_term_therapy(
    tmp_path: Path, qapp: QApplication
) -> None:
    with people_at_work(tmp_path / "data", qapp, on=after(0)) as people:
        start_a_course(people, number="000123", family="Rossi")
        restart(people)
        # a step: blood since the last one, proposed by the nurse, declined once, then confirmed
        people.on(after(22))
        people.work_as(NURSE)
        people.blood("26", "25")
        people.menu("patient", "Confirm dose or restart")
        people.type_dose("75")
        people.work_as(DOCTOR)
        people.press("finding_proposal")
        people.write("confirm_dose_reason", "another week")
        people.press("confirm_dose_decline")
        assert people.file.record.proposals[-1].answer == "declined"
        people.on(after(29))
        people.work_as(NURSE)
        people.blood("24", "23")
        people.work_as(DOCTOR)
        people.menu("patient", "Confirm dose or restart")
        people.type_dose("75")
        # two weeks and two normal sets: stable
        for days in (36, 43):
            people.on(after(days))
            people.work_as(NURSE)
            people.blood("25", "24")
        assert not people.can_press("course_phase_stable_maintenance")
        people.tab("course")
        people.press("course_phase_stable_maintenance")
        people.answer("move", "propose", reason="two normal sets")
        people.work_as(DOCTOR)
        people.press("course_proposal_p3")
        people.answer("move", "confirm", reason="agreed")
        assert people.file.phase is Phase.STABLE_MAINTENANCE
        # two months of blood every fortnight, then long term
        for days in (57, 71, 85, 99, 105):
            people.on(after(days))
            people.work_as(NURSE)
            people.blood("25", "24")
        people.work_as(DOCTOR)
        people.press("finding_phase")
        people.answer("move", "confirm", reason="two stable months")
        assert people.file.phase is Phase.LONG_TERM

        told = story(people)
        for step in (
            (NURSE, "patient.add"), (NURSE, "course.start"), (NURSE, "proposal.add"),
            (DOCTOR, "phase.confirm"), (DOCTOR, "proposal.answer"), (DOCTOR, "dose.confirm"),
        ):  # fmt: skip
            assert step in told
        assert not [step for step in told if step in {(NURSE, "phase.confirm"),
                                                      (NURSE, "dose.confirm")}]  # fmt: skip
        assert [event.to.value for event in people.file.record.courses[-1].phases] == [
            "on_break", "reintroduction", "stable_maintenance", "long_term",
        ]  # fmt: skip
        is_whole(people)


def test_a_patient_comes_to_a_second_stop(tmp_path: Path, qapp: QApplication) -> None:
    with people_at_work(tmp_path / "data", qapp, on=after(0)) as people:
        start_a_course(people, number="000124", family="Okafor")
        restart(people)
        # the relapse: a stop mark; the nurse reaches the patient and records the stop
        people.on(after(22))
        people.work_as(NURSE)
        people.blood("210", "150", "12")
        people.press("finding_stop")
        people.answer("stop_now", "stop", why="liver tests")
        assert people.file.phase is Phase.STOPPED
        people.press("enter_contact")
        people.answer("contact", "record", outcome="reached")
        # the prescriber decides: the stop stands, and a second course begins with a new break
        people.work_as(DOCTOR)
        people.press("finding_proposal")
        people.answer("proposal", "accepted", note="stop, no third try without hepatology")
        people.tab("course")
        people.press("course_phase_on_break")
        facts = dict(people.form("start_course")._form.facts)
        assert "Course 1: stopped" in facts["This is course 2"]
        people.answer(
            "start_course", "record",
            protocol="aza-reintro-cautious@1.0.0", break_start="28-Oct-2025",
            reason="second try after hepatology", hypersensitivity="no", jaundice="no",
            peak_over_10_uln="no", other_cause="excluded", toxic="50",
        )  # fmt: skip
        assert [course.number for course in people.file.record.courses] == [1, 2]
        assert people.file.phase is Phase.ON_BREAK
        # the toxic dose is now the start dose: nothing restarts; the course ends as an alternative
        people.press("course_phase_consider_alternative")
        people.answer("move", "confirm", reason="toxic at 50 mg")
        people.press("course_phase_closed")
        people.answer("move", "confirm", reason="vedolizumab by gastroenterology")
        assert people.file.record.courses[-1].phase is Phase.CLOSED

        told = story(people)
        for step in (
            (NURSE, "phase.confirm"), (NURSE, "contact.add"), (DOCTOR, "proposal.answer"),
            (DOCTOR, "course.start"), (DOCTOR, "phase.confirm"),
        ):  # fmt: skip
            assert step in told
        is_whole(people)
