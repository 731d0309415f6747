"""The clinic's shortest interval: no restart after a severe first injury, no step unseen."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.errors import UserError
from aza_desktop.services import answering, courses, own_protocols, recording
from aza_desktop.services.clinic import Clinic
from tests.services.test_first_choices import NEXT_YEAR, answers, made, on_own_version, restart
from tests.support.clinics import CHECKLIST, a_complete_set, a_patient, a_result


def test_no_reason_stands_for_the_first_test_after_the_restart(clinic: Clinic) -> None:
    made_here = made(clinic, answers(interval="2_3_days"))
    knowing, patient = on_own_version(clinic, made_here)
    recording.add_results(knowing, patient, (a_result("ALT", "90", on=dt.date(2026, 1, 4)),))
    restart(knowing, patient)
    with pytest.raises(UserError) as refused:
        answering.override(knowing, patient, "X_FIRST_TEST_MISSING", reason="well", until=NEXT_YEAR)
    assert refused.value.code == "not_offered"


def test_a_severe_first_injury_by_the_checklist_alone_is_never_mild(clinic: Clinic) -> None:
    made_here = made(clinic, answers(interval="2_3_days"))
    knowing = own_protocols.with_own_versions(clinic)
    patient = a_patient(knowing)
    reason = {"peak_over_10_uln": "yes", "peak_over_10_uln_override": "long ago"}
    courses.start_course(
        knowing, patient, protocol=made_here.name, break_start=dt.date(2026, 1, 5),
        checklist={**CHECKLIST, **reason},
    )  # fmt: skip
    recording.add_results(knowing, patient, (a_result("ALT", "90", on=dt.date(2026, 1, 4)),))
    recording.add_results(knowing, patient, a_complete_set(dt.date(2026, 1, 25)))
    with pytest.raises(UserError) as refused:
        restart(knowing, patient)
    assert refused.value.details["blocked_by"] == ["X_INDEX_TOO_SEVERE"]
