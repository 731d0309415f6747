"""Copies without being asked: when, where, and which may go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import own_copies
from aza_desktop.services.backing_up import KeptBackup, back_up, kept_backups
from aza_desktop.services.clinic import create_clinic
from aza_desktop.services.own_copies import AT_CLOSE, Habit, copy, copy_if_behind, is_behind, let_go

DAY = dt.date(2026, 1, 26)
NINE, TEN = FixedClock(DAY), FixedClock(DAY, dt.time(10, 0))


@pytest.fixture
def paths(tmp_path: Path) -> ClinicPaths:
    """A clinic that was made at nine."""
    made = ClinicPaths(tmp_path / "clinic")
    create_clinic(made, name="Clinic", clock=NINE, actor="dr.demo").close()
    return made


def at(day: str, hour: int = 12, *, why: str = "auto") -> KeptBackup:
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), tzinfo=dt.UTC)
    return KeptBackup(Path(f"clinic-{moment:%Y%m%d-%H%M%S}-{why}.azb"), moment, 1, why)


def test_a_copy_is_due_when_something_was_written_since_the_last_one(paths: ClinicPaths) -> None:
    assert is_behind(paths, None, TEN)
    copy(paths, Habit(), TEN, why=AT_CLOSE)
    assert not is_behind(paths, None, TEN)
    assert copy_if_behind(paths, Habit(), TEN, why=AT_CLOSE) is None
    (only,) = kept_backups(paths.backups)
    assert only.why == "close"


def test_nothing_is_copied_where_it_is_switched_off(paths: ClinicPaths) -> None:
    assert copy_if_behind(paths, Habit(is_on=False), TEN, why=AT_CLOSE) is None
    assert kept_backups(paths.backups) == ()


def test_copies_go_into_the_chosen_folder(paths: ClinicPaths, tmp_path: Path) -> None:
    chosen = tmp_path / "stick"
    made = copy(paths, Habit(folder=chosen), TEN, why=AT_CLOSE)
    assert made.path.parent == chosen
    assert not is_behind(paths, chosen, TEN)


def test_where_the_chosen_folder_is_away_the_clinics_own_takes_the_copy(
    paths: ClinicPaths, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_text("no folder")
    made = copy(paths, Habit(folder=tmp_path / "a file" / "stick"), TEN, why=AT_CLOSE)
    assert made.path.parent == paths.backups


def test_the_newest_twelve_and_one_of_each_day_and_month_stay() -> None:
    hours = [at("2026-01-26", hour) for hour in range(8, 22)]  # 14 copies of one day
    days = [at(f"2026-01-{day:02}", hour) for day in range(6, 26) for hour in (9, 17)]
    months = [at(f"2025-{month:02}-15") for month in range(1, 13)]
    gone = let_go([*hours, *days, *months], months=12)
    stays = [one for one in (*hours, *days, *months) if one not in gone]
    assert stays[:12] == hours[2:]
    assert stays[12:25] == [at(f"2026-01-{day:02}", 17) for day in range(13, 26)]
    assert stays[25:] == months[1:]  # with January 2026 that makes twelve


def test_a_copy_that_a_person_asked_for_is_never_let_go() -> None:
    asked = [
        at("2020-01-01", why=""),
        at("2020-01-02", why="before-upgrade"),
        at("2020-01-03", why="2"),
    ]
    many = [at("2026-01-26", hour) for hour in range(24)]
    gone = let_go([*asked, *many], months=12)
    assert gone
    assert not set(asked) & set(gone)


def test_old_copies_go_when_a_new_one_was_made(paths: ClinicPaths) -> None:
    back_up(paths, folder=None, clock=NINE)
    for minute in range(20):
        copy(paths, Habit(), FixedClock(DAY, dt.time(11, minute)), why=own_copies.WHILE_OPEN)
    kept = kept_backups(paths.backups)
    assert len([one for one in kept if one.why == "auto"]) == own_copies.RECENT
    assert len([one for one in kept if one.why == ""]) == 1
