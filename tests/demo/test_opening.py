"""Opening the demo clinic: again on the same day, on another day, and after an accident."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aza_desktop.clinical.findings import Answer
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import demo
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.demo import DAY_FILE, open_demo
from aza_desktop.services.demo_days import demo_vectors
from aza_desktop.services.reading import all_files, patient_id_of, record_of, worklist
from aza_desktop.storage import patients
from tests.support.demo_files import REFERENCE, demo_files

MONDAY = FixedClock(dt.date(2026, 1, 26))
TUESDAY = FixedClock(dt.date(2026, 1, 27))


FEW = 3


@pytest.fixture
def a_small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first patients only: how many there are does not matter to how it is opened."""
    monkeypatch.setattr(demo, "demo_vectors", lambda day: demo_vectors(day)[:FEW])


def opened(paths: ClinicPaths, clock: FixedClock) -> tuple[Clinic, str | None]:
    return open_demo(paths, clock=clock, actor="first.user")


def type_something(clinic: Clinic) -> None:
    """A patient whom the demo's file does not know."""
    record = record_of(clinic, patient_id_of(clinic, "DEMO-0001"))
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        key = work.new_key()
        work.entry("patient.add", patient_id=key)
        patients.add(work, record.identity, record.facts, patient_id=key)
        work.commit()


def count(clinic: Clinic) -> int:
    return worklist(clinic).patients


def test_the_first_opening_builds_it_without_a_word(data_folder: ClinicPaths) -> None:
    clinic, message = opened(data_folder, MONDAY)
    assert message is None
    assert count(clinic) == 33
    clinic.close()
    assert data_folder.demo.database.is_file()
    assert not data_folder.database.exists()
    kept = {path.name for path in data_folder.demo.root.iterdir()}
    assert {"demo.db", DAY_FILE} <= kept
    assert not [name for name in kept if name.startswith(("new", "demo-previous"))]


@pytest.mark.usefixtures("a_small_demo")
def test_what_was_typed_is_still_there_on_the_same_day(data_folder: ClinicPaths) -> None:
    clinic, _ = opened(data_folder, MONDAY)
    type_something(clinic)
    clinic.close()
    clinic, message = opened(data_folder, MONDAY)
    assert (count(clinic), message) == (FEW + 1, None)
    clinic.close()


@pytest.mark.usefixtures("a_small_demo")
def test_another_day_brings_a_new_one_and_keeps_one_old_file(data_folder: ClinicPaths) -> None:
    clinic, _ = opened(data_folder, MONDAY)
    type_something(clinic)
    clinic.close()
    old = data_folder.demo.database.read_bytes()
    clinic, message = opened(data_folder, TUESDAY)
    assert message == (
        "The demo clinic was made anew for 27-Jan-2026. "
        "The one of 26-Jan-2026 is kept in demo-previous.db."
    )
    assert count(clinic) == FEW
    clinic.close()
    previous = data_folder.demo.root / "demo-previous.db"
    assert previous.read_bytes() == old
    clinic, _ = opened(data_folder, MONDAY)
    clinic.close()
    databases = sorted(path.name for path in data_folder.demo.root.glob("*.db"))
    assert databases == ["demo-previous.db", "demo.db"]


@pytest.mark.usefixtures("a_small_demo")
def test_the_kept_one_has_what_was_written_after_the_last_checkpoint(
    data_folder: ClinicPaths,
) -> None:
    first, _ = opened(data_folder, MONDAY)
    type_something(first)  # still open: the write stands in the journal beside the file
    second, _ = opened(data_folder, TUESDAY)
    first.close()
    second.close()
    folder = data_folder.demo.root
    for path in list(folder.glob("demo.*")):
        path.unlink()
    for path in list(folder.glob("demo-previous.*")):
        path.rename(folder / path.name.replace("demo-previous", "demo"))
    (folder / DAY_FILE).write_text(MONDAY.day.isoformat(), encoding="utf-8")
    clinic, message = opened(data_folder, MONDAY)
    assert (count(clinic), message) == (FEW + 1, None)
    clinic.close()


@pytest.mark.parametrize("left", ["", "not a day"])
@pytest.mark.usefixtures("a_small_demo")
def test_a_build_that_was_cut_short_is_done_again(data_folder: ClinicPaths, left: str) -> None:
    clinic, _ = opened(data_folder, MONDAY)
    clinic.close()
    (data_folder.demo.root / DAY_FILE).write_text(left, encoding="utf-8")
    workshop = data_folder.demo.root / "new"
    workshop.mkdir()
    (workshop / "demo.db").write_bytes(b"half a file")
    clinic, message = opened(data_folder, MONDAY)
    assert count(clinic) == FEW
    assert message is not None
    assert "another day" in message
    clinic.close()
    assert not workshop.exists()


@pytest.mark.usefixtures("a_small_demo")
def test_a_clinic_in_the_same_folder_is_not_touched(data_folder: ClinicPaths) -> None:
    data_folder.root.mkdir(parents=True)
    data_folder.database.write_bytes(b"the clinic's own")
    for clock in (MONDAY, TUESDAY):
        clinic, _ = opened(data_folder, clock)
        clinic.close()
    assert data_folder.database.read_bytes() == b"the clinic's own"


def test_the_database_answers_as_the_file_does(data_folder: ClinicPaths) -> None:
    def answers(answer: Answer | None) -> object:
        assert answer is not None
        return answer.marks, answer.labs_due, answer.escalation, answer.restart, answer.transitions

    clinic, _ = opened(data_folder, FixedClock(REFERENCE))
    stored = {file.record.identity.number: file for file in all_files(clinic)}
    for wanted in demo_files():
        found = stored[wanted.record.identity.number]
        assert answers(found.answer) == answers(wanted.answer)
        assert found.record.samples == wanted.record.samples
        assert found.record.proposals == wanted.record.proposals
        assert found.record.notes == wanted.record.notes
    clinic.close()


def test_every_dose_is_marked_as_transcribed(data_folder: ClinicPaths) -> None:
    clinic, _ = opened(data_folder, MONDAY)
    for file in all_files(clinic):
        for course in file.record.courses:
            assert all(dose.transcribed for dose in course.dose_events)
    clinic.close()


@pytest.mark.usefixtures("a_small_demo")
def test_a_folder_that_cannot_be_written_is_refused_plainly(
    data_folder: ClinicPaths, monkeypatch: pytest.MonkeyPatch
) -> None:

    clinic, _ = opened(data_folder, MONDAY)
    clinic.close()

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError) as caught:
        opened(data_folder, TUESDAY)
    assert caught.value.code == "in_use"
