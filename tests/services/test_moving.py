"""A course is moved to another version by a prescriber, who sees first what changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.services import (
    governing,
    moving,
    own_protocols,
    reading,
    recording,
    sign_off,
    verifying,
)
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic, open_clinic
from aza_desktop.services.replay import replay
from aza_desktop.services.users import add_user
from tests.support.clinics import LITERAL, TODAY, a_clinic, a_complete_set, a_patient, reintroduced


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "data") as opened:
        add_user(opened, "nurse.b", roles=("staff",))
        yield opened


def own_version(clinic: Clinic, **edits: object) -> tuple[Clinic, Protocol]:
    base = clinic.library.find("aza-reintro-cautious")
    made = own_protocols.draft(clinic, base, edits or {"ta_stop_uln": "4.2"}, why="local")
    own_protocols.keep_draft(clinic, made)
    return own_protocols.with_own_versions(clinic), made


def raised(clinic: Clinic) -> str:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(TODAY, value="170"))
    return patient


def codes(clinic: Clinic, patient: str) -> set[str]:
    answer = reading.patient_file(clinic, patient).answer
    assert answer is not None
    return {mark.code for mark in answer.marks}


def test_the_preview_tells_what_changes_and_saves_nothing(clinic: Clinic) -> None:
    patient = raised(clinic)
    knowing, made = own_version(clinic)
    before = audit_lines(clinic)
    shown = moving.preview_move(knowing, patient, protocol=made.name)
    assert any("Stop" in title for title in shown.new)
    assert shown.gone
    assert audit_lines(clinic) == before
    assert "TA_STOP" not in codes(knowing, patient)


def test_a_prescriber_moves_the_course_and_the_new_text_judges(clinic: Clinic) -> None:
    patient = raised(clinic)
    knowing, made = own_version(clinic)
    written = moving.move_course(knowing, patient, protocol=made.name, reason="signed today")
    assert "TA_STOP" in written.marks
    file = reading.patient_file(knowing, patient)
    assert file.course is not None
    assert (file.course.protocol.name, file.course.protocol.sha256) == (made.name, made.sha256)
    assert "TA_STOP" in codes(knowing, patient)
    line = audit_lines(clinic)[0]
    assert (line.action, line.reason) == ("course.move", "signed today")
    counts = {protocol.name: used for protocol, used in governing.protocols_in_use(knowing)}
    assert counts[made.name] == 1
    assert counts[LITERAL] == 0


def test_the_move_outlives_the_window_and_the_record_stays_whole(clinic: Clinic) -> None:
    patient = raised(clinic)
    knowing, made = own_version(clinic)
    moving.move_course(knowing, patient, protocol=made.name, reason="signed today")
    moving.move_course(knowing, patient, protocol=LITERAL, reason="back again")
    again = open_clinic(clinic.paths, clock=FixedClock(TODAY), actor="first.user")
    file = reading.patient_file(again, patient)
    again.close()
    assert file.course is not None
    assert file.course.protocol.name == LITERAL
    assert all(check.ok for check in verifying.verify(clinic.paths, clock=clinic.clock))


def test_what_was_said_before_the_move_stays_what_was_said(clinic: Clinic) -> None:
    patient = raised(clinic)
    _knowing, made = own_version(clinic)
    clinic.close()
    tomorrow = dt.date(2026, 1, 27)
    later = open_clinic(clinic.paths, clock=FixedClock(tomorrow), actor="first.user")
    moving.move_course(later, patient, protocol=made.name, reason="signed today")
    assert replay(later, patient, on=TODAY).protocol_name == LITERAL
    assert replay(later, patient, on=tomorrow).protocol_name == made.name
    later.close()


def test_staff_move_nothing_and_a_reason_is_needed(clinic: Clinic) -> None:
    patient = raised(clinic)
    knowing, made = own_version(clinic)
    for who, reason, code in (("nurse.b", "x", "not_allowed"), ("first.user", " ", "bad_request")):
        with pytest.raises(UserError) as refused:
            moving.move_course(
                replace(knowing, actor=who), patient, protocol=made.name, reason=reason
            )
        assert refused.value.code == code


def test_a_retired_text_and_the_courses_own_are_not_offered(clinic: Clinic) -> None:
    patient = raised(clinic)
    knowing, made = own_version(clinic)
    sign_off.retire(knowing, made.name, reason="wrong")
    knowing = own_protocols.with_own_versions(knowing)
    file = reading.patient_file(knowing, patient)
    offered = [protocol.name for protocol in moving.movable_to(knowing, file)]
    assert offered == ["aza-reintro-cautious@1.0.0"]
    for name, code in ((made.name, "not_offered"), (LITERAL, "bad_request")):
        with pytest.raises(UserError) as refused:
            moving.move_course(knowing, patient, protocol=name, reason="x")
        assert refused.value.code == code


def test_no_dose_and_no_phase_moves_along(clinic: Clinic) -> None:
    patient = raised(clinic)
    knowing, made = own_version(clinic)
    before = reading.record_of(knowing, patient).course
    moving.move_course(knowing, patient, protocol=made.name, reason="signed today")
    after = reading.record_of(knowing, patient).course
    assert before is not None
    assert after is not None
    assert replace(after, protocol=before.protocol) == before
