"""Usual lines of a table go a short way into the record; where it leads is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.drafts import PlainDraft
from aza_desktop.intake import usual_rows
from aza_desktop.services import import_compare, imports
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import ImportOptions, stage_bytes, take_in
from aza_desktop.storage import tables as t
from aza_desktop.storage.verifying import checks_of
from tests.support.lab_clinic import a_clinic

HEAD = "MRN,Name,DOB,Date,Time,Test,Result,Unit,ULN,Status,Comment,Laboratory\n"
TAKEN = ImportOptions(create_patients=True)
FILES = 12


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def a_file(number: int, part: int) -> bytes:
    """A few patients with many results of few moments: repeated, corrected, withdrawn, odd."""
    chance = Random(100 * number + part)
    lines = []
    for _ in range(chance.randint(1, 40)):
        patient = chance.choice("1122233")
        cells = (
            f"{number:03}-{patient}",
            f"Ann{patient}",
            "" if patient == "3" else f"1984-07-1{patient}",
            f"2026-01-0{chance.randint(1, 2)}",
            chance.choice(("", "", "08:15", "09:30:15")),
            chance.choice(("ALT", "ALT", "AST", "Kreatin")),
            chance.choice(("40", "40", "50", "<5", "1.50", "haemolytic", "")),
            chance.choice(("U/L", "U/L", "U/L", "", "furlong")),
            chance.choice(("41", "41", "")),
            chance.choice("FFFFFPCX"),
            chance.choice(("", "", '"a ""note"", 100 %s"')),
            "North",
        )
        lines.append(",".join(cells) + "\n")
    return (HEAD + "".join(lines)).encode()


def stored(clinic: Clinic) -> list[tuple[object, ...]]:
    """Every result in the order of recording, keys by their place in it."""
    keys = ("id", "given_id", "supersedes")
    with clinic.store.reading() as reading:
        rows = reading.connection.execute(sa.select(t.results).order_by(t.results.c.id)).all()
    place = {row.id: at for at, row in enumerate(rows)}
    left_out = {"patient_id", "import_id"}
    return [
        tuple(
            place.get(value, value) if name in keys else value
            for name, value in row._mapping.items()
            if name not in left_out
        )
        for row in rows
    ]


def told(clinic: Clinic) -> list[object]:
    """What the entries of imports tell, without keys; those looked at apart come first in it."""
    with clinic.store.reading() as reading:
        query = sa.select(t.audit.c.action, t.audit.c.about).order_by(t.audit.c.seq)
        rows = reading.connection.execute(query).all()
    tales = [(action, json.loads(about)) for action, about in rows if action == "import.results"]
    for _, tale in tales:
        for row in (*tale.get("added", ()), *tale.get("ended", ())):
            for name in ("id", "given_id", "patient_id", "import_id", "supersedes"):
                row.pop(name, None)
        tale.get("added", []).sort(key=json.dumps)
    return tales


def test_the_short_way_of_usual_lines_leads_to_the_same_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [a_file(number, part) for number in range(FILES) for part in (1, 2, 1)]
    reports, records, tales, plain = [], [], [], 0
    for way in ("short", "careful"):
        if way == "careful":
            monkeypatch.setattr(usual_rows, "_MOST_KINDS", 0)
        (tmp_path / way).mkdir()
        clinic = a_clinic(tmp_path / way)
        went = []
        for data in files:
            staged = stage_bytes(clinic, "a.csv", data, options=TAKEN)
            plain += sum(isinstance(row, PlainDraft) for row in staged.batch.rows)
            report = take_in(clinic, staged)
            assert staged.report.rows == report.rows
            went.append((report.rows, report.results, report.by_analyte, report.limits))
        reports.append(went)
        records.append(stored(clinic))
        tales.append(told(clinic))
        assert all(check.ok for check in checks_of(clinic.store))
        clinic.close()
    assert plain > FILES
    assert reports[0] == reports[1]
    assert records[0] == records[1]
    assert tales[0] == tales[1]


def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each comparison with the record."""
    notes: list[str] = []
    real = import_compare.compare

    def noted(*args: object, **more: object) -> object:
        notes.append("compared")
        return real(*args, **more)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(imports, "compare", noted)
    return notes


def test_a_record_that_did_not_move_is_compared_once(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = compared(monkeypatch)
    take_in(clinic, stage_bytes(clinic, "a.csv", a_file(1, 1), options=TAKEN))
    assert len(notes) == 1


def test_a_record_that_moved_since_is_compared_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage_bytes(clinic, "a.csv", a_file(1, 1), options=TAKEN)
    first = take_in(clinic, stage_bytes(clinic, "a.csv", a_file(1, 1), options=TAKEN))
    notes = compared(monkeypatch)
    second = take_in(clinic, staged)
    assert len(notes) == 1
    assert first.rows.imported > 0
    assert (second.rows.imported, second.patients.created) == (0, 0)


def test_the_same_staged_file_taken_in_twice_changes_nothing_more(clinic: Clinic) -> None:
    staged = stage_bytes(clinic, "a.csv", a_file(2, 1), options=TAKEN)
    take_in(clinic, staged)
    once = stored(clinic)
    again = take_in(clinic, staged)
    assert stored(clinic) == once
    assert again.rows.imported == again.rows.superseded == 0
