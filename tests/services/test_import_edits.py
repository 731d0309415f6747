"""Cells of a rejected row, typed again: the file is kept, the line keeps its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.services import import_desk
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.import_desk import ImportOptions, Looked, Watch
from aza_desktop.services.import_edits import cell_of, with_edits
from tests.support.lab_clinic import a_clinic, add_patient, results, rows
from tests.support.lab_files import FILES, a_reading

HEAD = "MRN,Surname,Forename,DOB,Collected,ALT (U/L),Comment\n"
LINE = "7,Muster,Eva,1980-01-02,2026-01-05,{},{}\n"
OPTIONS = ImportOptions()


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    made = a_clinic(tmp_path)
    add_patient(made, Identity((PatientNumber("hospital", "7"),), "Muster", "Eva"))
    return made


def looked_at(clinic: Clinic, text: str) -> Looked:
    return import_desk.look_at_text(clinic, text, options=OPTIONS, watch=Watch())


def again(clinic: Clinic, looked: Looked, **cells: str) -> Looked:
    edits = {(int(line[1:]), "ALT (U/L)"): text for line, text in cells.items()}
    return import_desk.look_again(clinic, looked, options=OPTIONS, watch=Watch(), edits=edits)


def test_a_typed_cell_is_read_and_the_hash_is_that_of_the_file(clinic: Clinic) -> None:
    before = looked_at(clinic, HEAD + LINE.format("n/a!", ""))
    after = again(clinic, before, l2="44")
    assert (rows(before.report)[1], rows(after.report)[1]) == (0, 1)
    assert after.report.sha256 == before.report.sha256
    report = import_desk.take(clinic, after, watch=Watch())
    assert report.sha256 == before.report.sha256
    (stored,) = results(clinic)
    assert stored.result.value_text == "44"
    assert stored.result.note == "typed by hand at the import: ALT (U/L) = 44"
    assert stored.source.where == "line 2, ALT (U/L)"


def test_the_lines_below_a_cell_of_several_lines_keep_their_numbers(clinic: Clinic) -> None:
    text = HEAD + LINE.format("oops", '"two\nlines"') + LINE.format("45", "").replace("-05", "-06")
    after = again(clinic, looked_at(clinic, text), l2="44")
    places = [row.where for row in after.staged.rows]
    assert places == ["line 2, ALT (U/L)", "line 4, ALT (U/L)"]
    assert rows(after.report)[1] == 2


def test_only_the_row_that_was_typed_says_so(clinic: Clinic) -> None:
    text = HEAD + LINE.format("oops", "") + LINE.format("45", "").replace("-05", "-06")
    after = again(clinic, looked_at(clinic, text), l2="44")
    notes = [row.result.note for row in after.staged.rows if row.result is not None]
    assert [bool(note) for note in notes] == [True, False]


def test_further_answers_keep_what_was_typed(clinic: Clinic) -> None:
    after = again(clinic, looked_at(clinic, HEAD + LINE.format("oops", "")), l2="44")
    later = import_desk.look_again(
        clinic, after, options=replace(OPTIONS, answers={"unit:ALT": "U/L"}), watch=Watch()
    )
    assert rows(later.report)[1] == 1
    assert later.edits == after.edits


def test_a_place_that_is_no_line_is_no_cell() -> None:
    assert cell_of("line 12, ALT", "ALT") == (12, "ALT")
    assert cell_of("line 12", "Result") == (12, "Result")
    assert cell_of("message 3, OBX 1", "OBX-5") is None
    assert cell_of("line 12", "") is None


@pytest.mark.parametrize("name", ["uk_long_utf16.txt", "german_wide.csv", "french_long.csv"])
def test_other_encodings_and_delimiters_stay_as_they_are(name: str) -> None:
    data = (FILES / name).read_bytes()
    header = {"uk_long_utf16.txt": "Result", "french_long.csv": "Résultat"}.get(
        name, "GPT (ALAT) [U/l]"
    )
    line = 9 if name == "uk_long_utf16.txt" else 3
    edited = with_edits(name, data, a_reading(), {(line, header): "7"})
    assert edited != data
    assert with_edits(name, data, a_reading(), {(line, "no such title"): "7"}) == data
    encoding = {"uk_long_utf16.txt": "utf-16", "german_wide.csv": "cp1252"}.get(name, "iso-8859-15")
    before, after = data.decode(encoding).split("\n"), edited.decode(encoding).split("\n")
    assert len(before) == len(after)
    assert sum(a.rstrip() != b.rstrip() for a, b in zip(before, after, strict=True)) == 1
