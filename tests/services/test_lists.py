"""The lists of an open window: as if everybody were judged anew, at the price of those touched."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.services import (
    answering,
    holding,
    laboratories,
    lists,
    merging,
    moving,
    own_protocols,
    owners,
    reading,
    recording,
    undo_imports,
    users,
)
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.lists import Lists
from tests.support.clinics import TODAY, a_clinic, a_complete_set, a_patient, a_result, reintroduced
from tests.support.lab_clinic import WIDE, take
from tests.support.walks import STEPS

DEPUTY = "second.user"
NAMES = {"1": "Rossi", "2": "Okafor", "3": "Aas"}


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Three patients of two persons; the first is back on the drug."""
    with a_clinic(tmp_path / "data") as opened:
        users.add_user(opened, DEPUTY, roles=["staff"])
        keys = [a_patient(opened, number) for number in NAMES]
        reintroduced(opened, keys[0])
        owners.set_owner(opened, keys[1], owner=opened.actor)
        yield opened


def keys_of(clinic: Clinic) -> list[str]:
    return [file.record.id for file in reading.all_files(clinic)]


def fresh(clinic: Clinic) -> tuple[object, object]:
    """Both lists with everybody judged now."""
    return reading.worklist(clinic), reading.patient_lines(clinic)


def _import(clinic: Clinic, walk: random.Random) -> object:
    """Results of a known patient, of a new one, or such as wait for a person."""
    number = walk.choice(["1", "2", "77"])
    born = walk.choice(["1984-07-14", "1984-07-15"])
    value = walk.randrange(20, 260)
    row = f"00{number},Rossi,Elena,{born},2026-01-25,{value},30\n"
    name = f"labs-{walk.randrange(10**6)}.csv"
    return take(clinic, WIDE + row.replace("00", "", 1), name=name, create=True)


def _undo_import(clinic: Clinic, walk: random.Random) -> object:
    known = undo_imports.imports(clinic)
    return undo_imports.undo_import(clinic, known[0].id, reason="walk") if known else None


def _dismiss(clinic: Clinic, walk: random.Random) -> object:
    waiting = holding.waiting(clinic)
    return holding.dismiss(clinic, [waiting[0].id], reason="walk") if waiting else None


def _merge(clinic: Clinic, walk: random.Random) -> object:
    here = keys_of(clinic)
    keep, other = walk.sample(here, 2) if len(here) > 1 else (here[0], here[0])
    sides = merging.compare(clinic, keep, other).sides
    choices = {side.field: walk.choice(["keep", "other"]) for side in sides}
    return merging.merge(clinic, keep, other, choices=choices, reason="walk")


def _unmerge(clinic: Clinic, walk: random.Random) -> object:
    for keep in keys_of(clinic):
        for merged in merging.merged_into(clinic, keep):
            return merging.unmerge(clinic, keep, merged.patient_id, reason="walk")
    return None


def _move(clinic: Clinic, walk: random.Random) -> object:
    protocol = walk.choice([each.name for each in clinic.library.all()])
    key = walk.choice(keys_of(clinic))
    return moving.move_course(clinic, key, protocol=protocol, reason="walk")


def _snooze(clinic: Clinic, walk: random.Random) -> object:
    group = walk.choice(answering.SNOOZABLE)
    until = clinic.clock.today() + dt.timedelta(days=2)
    key = walk.choice(keys_of(clinic))
    return answering.snooze(clinic, key, group=group, until=until, reason="walk")


def _cover(clinic: Clinic, walk: random.Random) -> object:
    today = clinic.clock.today()
    absent, deputy = clinic.actor, DEPUTY
    return owners.add_cover(clinic, absent=absent, deputy=deputy, since=today, until=today)


def _laboratory(clinic: Clinic, walk: random.Random) -> object:
    return laboratories.add_laboratory(clinic, f"Laboratory {walk.randrange(99)}")


def _newcomer(clinic: Clinic, walk: random.Random) -> object:
    return a_patient(clinic, str(walk.randrange(100, 10**6)))


CLINIC_STEPS = (
    _import, _undo_import, _dismiss, _merge, _unmerge, _move, _snooze, _cover, _laboratory,
    _newcomer,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("one_in", [0, lists.ONE_IN])
def test_kept_lists_equal_fresh_ones_whatever_was_written(
    clinic: Clinic, seed: int, one_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """one_in: 0 judges each patient who changed one by one, however many they are."""
    monkeypatch.setattr(lists, "ONE_IN", one_in)
    walk, kept = random.Random(seed), Lists()
    kept.read(clinic)
    done = 0
    for _ in range(25):
        try:
            if walk.random() < 0.5:
                walk.choice(CLINIC_STEPS)(clinic, walk)
            else:
                walk.choice(STEPS)(clinic, walk.choice(keys_of(clinic)), walk)
            done += 1
        except UserError:
            continue
        assert kept.read(clinic) == fresh(clinic)
    assert done > 8


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many patients were judged, one entry each."""
    told: list[int] = []
    real = reading.judge

    def judge(facts):  # type: ignore[no-untyped-def]  # as the judge that it counts
        told.append(1)
        return real(facts)

    monkeypatch.setattr(reading, "judge", judge)
    return told


def test_after_a_save_only_that_patient_is_judged_again(clinic: Clinic, judged: list[int]) -> None:
    kept = Lists()
    kept.read(clinic)
    assert len(judged) == len(NAMES)
    recording.add_results(clinic, keys_of(clinic)[0], a_complete_set(TODAY, value="210"))
    judged.clear()
    assert kept.read(clinic)[0].groups[0].patients
    assert len(judged) == 1
    kept.read(clinic)
    assert len(judged) == 1


def test_whoever_wrote_it_the_change_is_seen(clinic: Clinic) -> None:
    kept = Lists()
    kept.read(clinic)
    other = replace(clinic, actor=DEPUTY)
    recording.add_results(other, keys_of(clinic)[2], (a_result("ALT", "33"),))
    assert kept.read(clinic) == fresh(clinic)


@pytest.mark.parametrize("days", [1, 40])
def test_another_day_judges_everybody(clinic: Clinic, judged: list[int], days: int) -> None:
    kept = Lists()
    kept.read(clinic)
    later = replace(clinic, clock=FixedClock(TODAY + dt.timedelta(days=days)))
    judged.clear()
    found = kept.read(later)
    assert len(judged) == len(NAMES)
    assert found == fresh(later)


def test_judging_again_by_hand_judges_everybody(clinic: Clinic, judged: list[int]) -> None:
    kept = Lists()
    kept.read(clinic)
    judged.clear()
    kept.forget()
    kept.read(clinic)
    assert len(judged) == len(NAMES)


def test_a_protocol_that_can_be_read_from_now_on_is_followed(clinic: Clinic) -> None:
    kept = Lists()
    without = replace(clinic, library=type(clinic.library)(clinic.library.protocols[:0]))
    with pytest.raises(UserError):
        kept.read(without)
    assert kept.read(own_protocols.with_own_versions(clinic)) == fresh(clinic)
