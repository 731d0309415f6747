"""Cells of a rejected row, typed again: the file is kept, the line keeps its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.intake import read_file
from aza_desktop.services import import_desk
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.import_desk import ImportOptions, Looked, Watch
from aza_desktop.services.import_edits import Cell, cell_of
from tests.support.lab_clinic import a_clinic, add_patient, results, rows
from tests.support.lab_files import FILES, a_reading
from tests.support.workbook_files import a_workbook

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
    edits = {Cell(int(line[1:]), "ALT (U/L)"): text for line, text in cells.items()}
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
    assert cell_of("line 12, ALT", "ALT") == Cell(12, "ALT")
    assert cell_of("line 12", "Result") == Cell(12, "Result")
    assert cell_of("message 3, OBX 1", "OBX-5") is None
    assert cell_of("line 12", "") is None


@pytest.mark.parametrize("name", ["uk_long_utf16.txt", "german_wide.csv", "french_long.csv"])
def test_a_typed_cell_is_read_in_any_encoding(name: str) -> None:
    data = (FILES / name).read_bytes()
    header = {"uk_long_utf16.txt": "Result", "french_long.csv": "Résultat"}.get(
        name, "GPT (ALAT) [U/l]"
    )
    line = {"uk_long_utf16.txt": 9, "german_wide.csv": 5}.get(name, 3)
    typed = {Cell(line, header): "7", Cell(line, "no such title"): "8"}

    before = read_file(name, data, a_reading())
    after = read_file(name, data, replace(a_reading(), typed=typed))

    known = {draft.where: draft.result.value_text for draft in before.drafts}
    changed = {
        draft.where: draft.result.value_text
        for draft in after.drafts
        if known.get(draft.where) != draft.result.value_text
    }
    assert list(changed.values()) == ["7"]
    assert next(iter(changed)).startswith(f"line {line}")


def a_book(*sheets: list[tuple[object, ...]]) -> bytes:
    """A workbook with those sheets."""

    def more(book: Workbook) -> None:
        for number, lines in enumerate(sheets[1:], 2):
            sheet = book.create_sheet(f"Part {number}")
            for row in lines:
                sheet.append(list(row))

    return a_workbook(sheets[0], change=more)


TOP = ("MRN", "Surname", "Forename", "Collected", "ALT (U/L)")


def test_a_cell_of_a_sheet_is_typed_again(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "labs.xlsx"
    path.write_bytes(a_book([TOP, ("7", "Muster", "Eva", "2026-01-05", "n/a!")]))
    before = import_desk.look(clinic, path, options=OPTIONS, watch=Watch())

    after = again(clinic, before, l2="44")

    assert (rows(before.report)[1], rows(after.report)[1]) == (0, 1)
    assert after.report.sha256 == before.report.sha256
    import_desk.take(clinic, after, watch=Watch())
    (stored,) = results(clinic)
    assert stored.result.value_text == "44"
    assert stored.result.note == "typed by hand at the import: ALT (U/L) = 44"


def test_a_typed_cell_is_that_of_its_sheet(clinic: Clinic, tmp_path: Path) -> None:
    row = ("7", "Muster", "Eva", "2026-01-05", "n/a!")
    path = tmp_path / "labs.xlsx"
    path.write_bytes(a_book([TOP, row], [TOP, (*row[:3], "2026-01-06", "n/a!")]))
    before = import_desk.look(clinic, path, options=OPTIONS, watch=Watch())
    second = before.staged.rows[-1]
    cell = cell_of(second.where, second.field)
    assert cell is not None
    assert cell.sheet in ("Sheet", "Part 2")

    after = import_desk.look_again(
        clinic, before, options=OPTIONS, watch=Watch(), edits={cell: "44"}
    )

    kinds = {row.where: row.kind.value for row in after.staged.rows}
    assert kinds[second.where] == "new"
    assert sorted(kinds.values()) == ["new", "rejected"]


def test_a_table_beneath_or_beside_is_typed_in_its_own_column(clinic: Clinic) -> None:
    text = HEAD + LINE.format("44", "") + HEAD.replace("ALT", "AST") + LINE.format("oops", "")
    before = looked_at(clinic, text)
    (wrong,) = [row for row in before.staged.rows if row.kind.value == "rejected"]
    cell = cell_of(wrong.where, wrong.field)
    assert cell is not None

    after = import_desk.look_again(
        clinic, before, options=OPTIONS, watch=Watch(), edits={cell: "31"}
    )

    assert rows(after.report)[1] == 2


@pytest.mark.parametrize(
    ("where", "field", "cell"),
    [
        ("Blood, May, line 3, ALT", "ALT", Cell(3, "ALT", "Blood, May")),
        ("line 3, ALT, from column 5", "ALT", Cell(3, "ALT", "", 5)),
        ("line 3, ALT, column 7", "ALT", Cell(3, "ALT", "", 0, 7)),
    ],
)
def test_a_place_names_sheet_table_and_column(where: str, field: str, cell: Cell) -> None:
    assert cell_of(where, field) == cell


def test_a_second_column_of_one_title_is_typed_itself() -> None:
    text = b"MRN,Collected,ALT,ALT\n7,2026-01-05,40,oops\n"
    typed = {Cell(2, "ALT", "", 0, 4): "41"}

    batch = read_file("labs.csv", text, replace(a_reading(), typed=typed))

    assert [draft.result.value_text for draft in batch.drafts] == ["40", "41"]
