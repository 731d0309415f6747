"""The clock is compared with the record: a doubtful one confirms no dose."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import clock_guard, courses, diary, reading, verifying
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic, open_clinic
from tests.support.clinics import PRESCRIBER, TODAY, a_patient, reintroduced

Opener = Callable[..., Clinic]


@pytest.fixture
def at(clinic: Clinic) -> Iterator[Opener]:
    """Opens the clinic at another moment."""
    opened: list[Clinic] = []

    def opening(day: dt.date, time: dt.time = dt.time(9, 0)) -> Clinic:
        clock = FixedClock(day, time)
        opened.append(open_clinic(clinic.paths, clock=clock, actor="first.user"))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


def lower(clinic: Clinic, patient: str) -> None:
    courses.confirm_dose(
        clinic, patient, on=clinic.clock.today(), dose_mg=Decimal(25), confirmed_by=PRESCRIBER
    )


@pytest.mark.parametrize(
    ("day", "time", "doubted"),
    [
        (TODAY, dt.time(9, 0), False),
        (TODAY, dt.time(8, 58), False),
        (TODAY, dt.time(8, 57), True),
        (TODAY - dt.timedelta(days=1), dt.time(9, 0), True),
        (TODAY + dt.timedelta(days=400), dt.time(9, 0), False),
        (TODAY + dt.timedelta(days=401), dt.time(9, 0), True),
    ],
)
def test_a_clock_before_or_far_after_the_last_entry_is_doubted(
    clinic: Clinic, at: Opener, day: dt.date, time: dt.time, doubted: bool
) -> None:
    a_patient(clinic)
    found = clock_guard.doubt_of(at(day, time))
    assert (found is not None) is doubted
    if found is not None:
        assert found.is_earlier is (day <= TODAY)
        assert "26-Jan-2026" in found.words


def test_a_doubtful_clock_confirms_no_dose_and_no_restart(clinic: Clinic, at: Opener) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    later = at(TODAY + dt.timedelta(days=500))
    with pytest.raises(UserError) as refused:
        lower(later, patient)
    assert refused.value.code == "blocked"
    assert "Check the date of this computer" in refused.value.why
    with pytest.raises(UserError) as refused:
        courses.confirm_phase(
            later, patient, to=Phase.REINTRODUCTION, on=later.clock.today(), dose_mg=Decimal(50),
            confirmed_by=PRESCRIBER,
        )  # fmt: skip
    assert refused.value.code == "blocked"


def test_stops_and_holds_never_wait_for_the_clock(clinic: Clinic, at: Opener) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    later = at(TODAY + dt.timedelta(days=500))
    diary.hold_dose(later, patient, since=TODAY, until=None, reason="vomiting")
    again = at(TODAY + dt.timedelta(days=1000))
    courses.confirm_phase(
        again, patient, to=Phase.STOPPED, on=again.clock.today(), confirmed_by=PRESCRIBER,
        reason="ALT",
    )  # fmt: skip
    assert reading.patient_file(again, patient).phase is Phase.STOPPED


def test_the_acknowledgement_is_recorded_and_opens_it_again(clinic: Clinic, at: Opener) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    earlier = at(TODAY, dt.time(8, 0))
    with pytest.raises(UserError):
        lower(earlier, patient)
    clock_guard.acknowledge_clock(earlier)
    assert clock_guard.doubt_of(earlier) is None
    lower(earlier, patient)
    found = [(line.action, line.actor) for line in audit_lines(clinic)][:2]
    assert found == [("dose.confirm", "first.user"), ("clock.acknowledge", "first.user")]
    with pytest.raises(UserError) as refused:
        clock_guard.acknowledge_clock(earlier)
    assert refused.value.code == "bad_request"


def test_lists_and_checks_go_on_under_a_doubtful_clock(clinic: Clinic, at: Opener) -> None:
    a_patient(clinic)
    later = at(TODAY + dt.timedelta(days=900))
    assert reading.worklist(later).as_of == later.clock.today()
    assert all(check.ok for check in verifying.verify(later.paths, clock=later.clock))


def test_the_demo_lives_on_pretended_days(clinic: Clinic, tmp_path: Path) -> None:
    paths = ClinicPaths(tmp_path / "other").demo
    paths.root.mkdir(parents=True)
    clinic.close()
    shutil.copyfile(clinic.paths.database, paths.database)
    demo = open_clinic(paths, clock=FixedClock(dt.date(2020, 1, 1)), actor="first.user")
    assert clock_guard.doubt_of(demo) is None
    demo.close()


def test_writing_under_a_doubtful_clock_does_not_make_it_right(clinic: Clinic, at: Opener) -> None:
    patient = a_patient(clinic)
    reintroduced(clinic, patient)
    later = at(TODAY + dt.timedelta(days=500))
    diary.add_symptom(later, patient, "nausea", onset_on=later.clock.today())
    assert clock_guard.doubt_of(later) is not None
    clock_guard.acknowledge_clock(later)
    diary.add_symptom(later, patient, "fever", onset_on=later.clock.today())
    assert clock_guard.doubt_of(later) is None
