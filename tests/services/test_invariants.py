"""Random walks over the services: the record stays whole, and no dose moves by itself."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.labs import ResultState
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.services import (
    courses,
    gates,
    merging,
    recording,
    verifying,
)
from aza_desktop.services.clinic import Clinic, open_clinic
from aza_desktop.services.reading import all_files, patient_lines, record_of, worklist
from aza_desktop.storage import tables as t
from tests.support.clinics import (
    PRESCRIBER,
    TODAY,
    a_clinic,
    a_complete_set,
    a_patient,
    on_break,
    reintroduced,
)
from tests.support.lab_clinic import WIDE, rows, take
from tests.support.walks import STEPS

PRESCRIBED = (t.dose_events, t.phase_events, t.holds, t.course_dates)
PARTS_AT_ONCE, MERGES, UNMERGES = 0.3, 0.2, 0.35


def prescribed(clinic: Clinic) -> list[list[object]]:
    """Every row that says what the patient takes or where the course stands."""
    with clinic.store.reading() as reading:
        return [
            [tuple(row) for row in reading.connection.execute(sa.select(table).order_by("id"))]
            for table in PRESCRIBED
        ]


@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_keeps_the_record_whole(tmp_path: Path, seed: int) -> None:
    walk = random.Random(seed)
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic)
        reintroduced(clinic, patient)
        done = 0
        for _ in range(25):
            try:
                walk.choice(STEPS)(clinic, patient, walk)
                done += 1
            except UserError:
                continue
        record = record_of(clinic, patient)
        assert done > 5
        for course in record.courses:
            kept = [event.to for event in course.phases]
            assert all(b in gates.MOVES[a] for a, b in itertools.pairwise(kept))
        checks = verifying.verify(clinic.paths, clock=clinic.clock)
        assert [check.name for check in checks if not check.ok] == []


def standing(clinic: Clinic) -> list[str]:
    """The records that stand for themselves."""
    return [file.record.id for file in all_files(clinic)]


def told(clinic: Clinic) -> list[object]:
    """What all records together say of results, drugs, calls, samples, courses, whoever has them.

    Ids are left out: a record that takes another in gives the same results new ones.
    """
    said: list[object] = []
    for file in all_files(clinic):
        said += [
            ("result", r.analyte, r.value_text, r.collected_on) for r in file.record.current_results
        ]
        said += [("drug", drug.name, drug.start_on) for drug in file.record.comedications]
        said += [("call", call.on, call.outcome) for call in file.record.contacts]
        said += [("sample", sample.taken_on) for sample in file.record.samples]
        said += [("asked for", asked.requested_on) for asked in file.record.lab_requests]
        for course in file.record.courses:
            said += [("phase", event.to, event.on) for event in course.phases]
            said += [("dose", event.on, event.dose_mg) for event in course.dose_events]
            said += [("hold", hold.since, hold.until) for hold in course.holds]
            said += [("decision", one.on, one.type) for one in course.decisions]
    return sorted(said, key=repr)


def what_counts(record: PatientRecord) -> PatientRecord:
    """The record without its version, and with the results that count."""
    kept = tuple(one for one in record.results if one.state is ResultState.CURRENT)
    return replace(record, version=0, results=kept)


def _merge(clinic: Clinic, walk: random.Random) -> None:
    """Two records become one: nothing is lost or told twice; now and then they part at once."""
    here = standing(clinic)
    keep, other = walk.sample(here, 2) if len(here) > 1 else (here[0], here[0])
    before, all_before = (record_of(clinic, keep), record_of(clinic, other)), told(clinic)
    found = merging.compare(clinic, keep, other)
    choices = {side.field: walk.choice([merging.KEEP, merging.OTHER]) for side in found.sides}
    merging.merge(clinic, keep, other, choices=choices, reason="walk")
    assert told(clinic) == all_before
    if walk.random() < PARTS_AT_ONCE:
        merging.unmerge(clinic, keep, other, reason="walk")
        after = (record_of(clinic, keep), record_of(clinic, other))
        assert what_counts(after[0]) == what_counts(before[0])
        assert replace(after[1], version=0) == replace(before[1], version=0)


def _unmerge(clinic: Clinic, walk: random.Random) -> None:
    """One record becomes two again: nothing is lost or told twice."""
    keep = walk.choice(standing(clinic))
    inside = [each.patient_id for each in merging.merged_into(clinic, keep)]
    if inside:
        all_before = told(clinic)
        merging.unmerge(clinic, keep, walk.choice(inside), reason="walk")
        assert told(clinic) == all_before


@pytest.mark.parametrize("seed", range(5))
def test_a_random_walk_with_merges_loses_nothing_and_tells_nothing_twice(
    tmp_path: Path, seed: int
) -> None:
    walk = random.Random(seed)
    with a_clinic(tmp_path / "data") as clinic:
        known = [a_patient(clinic, number) for number in ("1", "2", "3")]
        reintroduced(clinic, known[0])
        recording.add_results(clinic, known[1], a_complete_set(TODAY, value="130"))
        merges = 0
        for _ in range(30):
            kind = walk.random()
            try:
                if kind < MERGES:
                    _merge(clinic, walk)
                    merges += 1
                elif kind < UNMERGES:
                    _unmerge(clinic, walk)
                else:
                    walk.choice(STEPS)(clinic, walk.choice(standing(clinic)), walk)
            except UserError:
                continue
        assert merges > 0
        for patient in standing(clinic):
            for course in record_of(clinic, patient).courses:
                kept = [event.to for event in course.phases]
                assert all(b in gates.MOVES[a] for a, b in itertools.pairwise(kept))
        checks = verifying.verify(clinic.paths, clock=clinic.clock)
        assert [check.name for check in checks if not check.ok] == []
        for _ in known:
            for keep in standing(clinic):
                for each in merging.merged_into(clinic, keep):
                    merging.unmerge(clinic, keep, each.patient_id, reason="walk")
        assert sorted(standing(clinic)) == sorted(known)
        checks = verifying.verify(clinic.paths, clock=clinic.clock)
        assert [check.name for check in checks if not check.ok] == []


def test_starting_reading_and_the_passing_of_time_move_no_dose_and_no_phase(
    tmp_path: Path,
) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic)
        reintroduced(clinic, patient)
        before = prescribed(clinic)
        for days in (0, 1, 7, 40, 400):
            later = replace(clinic, clock=FixedClock(TODAY + dt.timedelta(days=days)))
            list(all_files(later))
            worklist(later)
            patient_lines(later)
        recording.add_results(clinic, patient, a_complete_set(TODAY, value="210"))
        assert prescribed(clinic) == before
        later_clock = FixedClock(TODAY + dt.timedelta(days=40))
        again = open_clinic(clinic.paths, clock=later_clock, actor=clinic.actor)
        assert prescribed(again) == before
        again.close()


def test_a_file_that_brings_results_moves_no_dose_and_no_phase(tmp_path: Path) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic)
        reintroduced(clinic, patient)
        before = prescribed(clinic)
        file = WIDE + "000123,Rossi,Elena,1984-07-14,2026-01-25,210,180\n"
        report = take(clinic, file)
        assert rows(report)[:2] == (2, 2)
        assert prescribed(clinic) == before


FORBIDDEN = [
    (here, there)
    for here in gates.MOVES
    for there in Phase
    if there not in gates.MOVES[here] and here is not Phase.AWAITING_NORMALISATION
]
WAYS: dict[Phase, tuple[Phase, ...]] = {
    Phase.ON_BREAK: (),
    Phase.REINTRODUCTION: (Phase.REINTRODUCTION,),
    Phase.STABLE_MAINTENANCE: (Phase.REINTRODUCTION, Phase.STABLE_MAINTENANCE),
    Phase.STOPPED: (Phase.REINTRODUCTION, Phase.STOPPED),
    Phase.CONSIDER_ALTERNATIVE: (Phase.REINTRODUCTION, Phase.CONSIDER_ALTERNATIVE),
    Phase.CLOSED: (Phase.REINTRODUCTION, Phase.CONSIDER_ALTERNATIVE, Phase.CLOSED),
}


def bring_to(clinic: Clinic, patient: str, phase: Phase) -> None:
    on_break(clinic, patient)
    recording.add_results(clinic, patient, a_complete_set(dt.date(2026, 1, 18)))
    for to in WAYS[phase]:
        courses.confirm_phase(
            clinic, patient, to=to, on=dt.date(2026, 1, 19), confirmed_by=PRESCRIBER, reason="x",
            dose_mg=Decimal(50) if to is Phase.REINTRODUCTION else None,
        )  # fmt: skip


@pytest.mark.parametrize("here", list(WAYS))
def test_every_forbidden_way_is_refused_and_leaves_nothing(tmp_path: Path, here: Phase) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic)
        bring_to(clinic, patient, here)
        before = prescribed(clinic)
        tried = 0
        for there in [to for phase, to in FORBIDDEN if phase is here]:
            with pytest.raises(UserError) as refused:
                courses.confirm_phase(
                    clinic, patient, to=there, on=TODAY, confirmed_by=PRESCRIBER, reason="x",
                    dose_mg=Decimal(50) if there is Phase.REINTRODUCTION else None,
                )  # fmt: skip
            assert refused.value.code == "not_offered"
            tried += 1
        assert tried > 3
        assert prescribed(clinic) == before


@pytest.mark.parametrize("to", sorted(gates.MOVES[Phase.REINTRODUCTION]))
def test_every_allowed_way_from_reintroduction_is_open_with_a_reason(
    tmp_path: Path, to: Phase
) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        patient = a_patient(clinic)
        bring_to(clinic, patient, Phase.REINTRODUCTION)
        courses.confirm_phase(clinic, patient, to=to, on=TODAY, confirmed_by=PRESCRIBER, reason="x")
        course = record_of(clinic, patient).course
        assert course is not None
        assert course.phase is to
