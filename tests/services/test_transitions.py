"""Each way from a phase is offered with its evidence and the role that confirms it."""

from __future__ import annotations

from aza_desktop.clinical.course import Phase
from aza_desktop.services import gates, recording, stepping
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_file
from aza_desktop.services.rights import Role
from aza_desktop.services.transitions import Offer, earlier_courses, offers
from tests.support.clinics import (
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
    on_break,
    reintroduced,
)


def offered(clinic: Clinic, patient: str) -> dict[Phase, Offer]:
    return {offer.to: offer for offer in offers(patient_file(clinic, patient))}


def test_every_way_from_here_is_told_and_no_other(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    assert offered(clinic, patient) == {}
    reintroduced(clinic, patient)
    assert set(offered(clinic, patient)) == gates.MOVES[Phase.REINTRODUCTION]


def test_a_restart_shows_break_marks_and_checklist(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    on_break(clinic, patient)
    restart = offered(clinic, patient)[Phase.REINTRODUCTION]
    assert (restart.is_offered, restart.needs) == (False, Role.PRESCRIBER)
    assert [one.is_met for one in restart.evidence] == [True, False, True]
    recording.add_results(clinic, patient, a_complete_set(TODAY))
    restart = offered(clinic, patient)[Phase.REINTRODUCTION]
    assert restart.is_offered
    assert all(one.is_met for one in restart.evidence)


def test_a_stop_is_always_possible_for_anyone_and_cites_its_result(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, (a_result("ALT", "210", given_id="bad"),))
    stop = offered(clinic, patient)[Phase.STOPPED]
    assert (stop.is_offered, stop.needs) == (True, Role.STAFF)
    assert ("bad",) in [one.results for one in stop.evidence]
    assert not offered(clinic, patient)[Phase.STABLE_MAINTENANCE].is_offered


def test_a_new_course_tells_its_number_and_the_first_one(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    stepping.stop_now(clinic, patient, on=TODAY, reason="per protocol")
    again = offered(clinic, patient)[Phase.ON_BREAK]
    assert again.needs is Role.PRESCRIBER
    assert again.evidence[0].text == "This would be course 2"
    assert len(again.evidence) == 2
    on_break(clinic, patient, since=TODAY)
    (first,) = earlier_courses(patient_file(clinic, patient))
    assert first == "Course 1: stopped since 26-Jan-2026, highest dose 50 mg"
