"""Excel workbooks: the same tables, with Excel's own traps."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from aza_desktop.clinical.patient import PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.intake import read_file, workbooks
from aza_desktop.intake.limits import Limits
from tests.support.lab_files import a_reading, counts, shown, staged
from tests.support.workbook_files import a_workbook, with_parts

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ("MRN", "Name", "DOB", "Collected", "ALT (U/L)", "Platelets (10*9/L)", "Potassium")
MORNING = dt.datetime.fromisoformat("2026-01-02 08:15")
ROW = ("000731", "Rossi, Elena", dt.date(1980, 2, 29), MORNING, 36, 1.718, 4)


def refused(data: bytes, **limits: int) -> UserError:
    reading = replace(a_reading(), limits=Limits(**limits))
    with pytest.raises(UserError) as error:
        read_file("labs.xlsx", data, reading)
    assert error.value.remedy
    return error.value


def test_a_wide_sheet_is_read_like_the_same_text() -> None:
    batch = staged(a_workbook([HEAD, ROW]))

    assert batch.format == "xlsx"
    assert counts(batch) == (3, 2, 0, 0, 1)
    first, second = batch.drafts
    assert first.where == "line 2, ALT (U/L)"
    assert first.patient.numbers == (PatientNumber("hospital", "000731"),)
    assert (first.patient.family, first.patient.birth_date) == ("Rossi", dt.date(1980, 2, 29))
    assert (first.result.collected_on, first.result.collected_time) == (
        dt.date(2026, 1, 2), dt.time(8, 15),
    )  # fmt: skip
    assert shown(first) == ("ALT", "36", "U/L", None)
    assert str(second.result.value.normalize()) == "1.718"


def test_a_long_sheet_below_title_rows() -> None:
    rows = [
        ("City Laboratory",), (), ("Printed", dt.date(2026, 1, 9)),
        ("Hospital No", "Sample date", "Test", "Result", "Unit", "Range"),
        ("7", dt.date(2026, 1, 2), "ALT", "<5", "U/L", "7 - 56"),
        ("7", dt.date(2026, 1, 2), "AST", "haemolysed", "U/L", "0-40"),
        ("7", dt.date(2026, 1, 2), "Potassium", 4.1, "mmol/L", None),
    ]  # fmt: skip
    batch = staged(a_workbook(rows))

    assert counts(batch) == (3, 1, 1, 0, 1)
    assert shown(batch.drafts[0]) == ("ALT", "<5", "U/L", "56")
    assert (batch.rejected[0].where, batch.rejected[0].reason) == ("line 6", "no_number")


def test_days_of_the_1904_system_are_the_same_days() -> None:
    def early(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    batch = staged(a_workbook([HEAD, ROW], change=early))

    assert batch.drafts[0].result.collected_on == dt.date(2026, 1, 2)
    assert batch.drafts[0].patient.birth_date == dt.date(1980, 2, 29)


@pytest.mark.parametrize("size", [b"A1", b"A1:B3", b"A1:XFD1048576"])
def test_the_size_that_a_sheet_claims_is_not_believed(size: bytes) -> None:
    data = a_workbook([HEAD, *[ROW] * 40])

    lied = with_parts(data, {SHEET: lambda xml: xml.replace(b"A1:G41", size)})

    assert size in zipfile.ZipFile(io.BytesIO(lied)).read(SHEET)
    assert staged(lied).read == 120


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (36, "36"), (36.5, "36.5"), ("36", "36"), ("'36", None), ("36,5", "36.5"),
        ("> 1000", ">1000"), (0.1 + 0.2, "0.3"), (1e-05, "0.00001"), (True, None), ("#N/A", None),
        (1e20, "1" + "0" * 20),
        ("36 H", "36"), (dt.timedelta(days=1), None), (dt.time(8), None),
    ],
)  # fmt: skip
def test_cells_are_read_as_a_person_sees_them(value: object, expected: str | None) -> None:
    batch = staged(a_workbook([HEAD[:5], (*ROW[:4], value)]))

    assert batch.read == 1
    if expected is None:
        assert [row.reason for row in batch.rejected] == ["no_number"]
    else:
        assert shown(batch.drafts[0])[1] == expected


def test_record_numbers_keep_the_zeros_that_their_format_shows() -> None:
    def padded(book: Workbook) -> None:
        book.active["A2"].number_format = "000000"  # type: ignore[index]

    batch = staged(a_workbook([HEAD, (731, *ROW[1:])], change=padded))

    assert batch.drafts[0].patient.numbers[0].value == "000731"


def test_a_formula_counts_by_its_saved_value_and_is_never_calculated() -> None:
    data = a_workbook([HEAD[:5], (*ROW[:4], "=30+6"), (*ROW[:3], dt.date(2026, 1, 5), "=40")])

    def calculated(xml: bytes) -> bytes:
        found = re.sub(
            rb"(<f>30\+6</f>)<v ?/>|(<f>30\+6</f>)<v></v>", rb"<f>30+6</f><v>36</v>", xml
        )
        assert found != xml
        return found

    saved = with_parts(data, {SHEET: calculated})

    batch = staged(saved)

    assert [shown(draft)[1] for draft in batch.drafts] == ["36"]
    assert [(row.value, row.reason) for row in batch.rejected] == [("=40", "formula")]


def test_a_text_that_looks_like_a_formula_is_no_number() -> None:
    def as_text(book: Workbook) -> None:
        book.active["E2"].data_type = "s"  # type: ignore[index]

    batch = staged(a_workbook([HEAD[:5], (*ROW[:4], "=1+1")], change=as_text))

    assert [row.reason for row in batch.rejected] == ["formula"]


def test_the_sheet_with_the_table_is_found() -> None:
    def more(book: Workbook) -> None:
        book.create_sheet("About", 0).append(["Made by the laboratory"])
        book.create_sheet("Empty")
        book.create_chartsheet("Picture").add_chart(BarChart())

    batch = staged(a_workbook([HEAD, ROW], change=more))

    assert counts(batch) == (3, 2, 0, 0, 1)
    assert batch.drafts[0].where == "line 2, ALT (U/L)"


def test_several_sheets_with_tables_are_all_read() -> None:
    def more(book: Workbook) -> None:
        sheet = book.create_sheet("February")
        sheet.append(HEAD)
        sheet.append((*ROW[:3], "03/04/2026", *ROW[4:]))
        sheet.append((*ROW[:3], dt.date(2026, 2, 2), "lost", 200, 3))

    batch = staged(a_workbook([HEAD, (*ROW[:3], "01/02/2026", *ROW[4:])], change=more))

    assert counts(batch) == (9, 1, 1, 4, 3)
    assert batch.rejected[0].where == "February, line 3, ALT (U/L)"
    assert [(question.code, question.rows) for question in batch.questions] == [("date_order", 4)]


def test_rows_of_different_width_are_whole() -> None:
    rows = [HEAD, ROW[:5], ROW, (), (*ROW[:3], dt.date(2026, 1, 3), None, 200)]

    batch = staged(a_workbook(rows))

    assert counts(batch)[2:4] == (0, 0)
    assert batch.drafts[-1].where == "line 5, Platelets (10*9/L)"


def test_a_workbook_without_a_table_is_refused() -> None:
    assert refused(a_workbook([("just", "words")])).code == "unknown_format"
    assert refused(a_workbook([])).code == "unknown_format"


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"rows": 3}, "too_large"), ({"columns": 5}, "too_large"), ({"cell": 9}, "too_large"),
     ({"unpacked_bytes": 900}, "too_large"), ({"file_bytes": 90}, "too_large")],
)  # fmt: skip
def test_a_workbook_beyond_the_limits_is_refused(limits: dict[str, int], code: str) -> None:
    assert refused(a_workbook([HEAD, *[ROW] * 9]), **limits).code == code


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_parts(a_workbook([HEAD, ROW]), {"xl/media/x.bin": bytes(30_000_000)})
    monkeypatch.setattr(workbooks, "_workbook", None)

    assert refused(bomb).code == "too_large"


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil", "C:/evil", "xl\\..\\..\\evil"])
def test_a_path_that_leads_out_is_refused(name: str) -> None:
    error = refused(with_parts(a_workbook([HEAD, ROW]), {name: b"x"}))

    assert error.code == "unknown_format"


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("labs.csv", "MRN,Date,ALT\n")

    assert refused(out.getvalue()).code == "unknown_format"
    assert refused(with_parts(a_workbook([HEAD]), {"xl/workbook.xml": None})).code == (
        "unknown_format"
    )
    assert refused(b"PK\x03\x04" + bytes(80)).code == "unreadable"


def test_too_many_parts_and_locked_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = a_workbook([HEAD, ROW])
    locked = bytearray(data)
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)

    assert refused(bytes(locked)).code == "unknown_format"
    monkeypatch.setattr(workbooks, "_MEMBERS", 3)
    assert refused(data).code == "too_large"


def test_a_workbook_with_macros_is_refused() -> None:
    error = refused(with_parts(a_workbook([HEAD, ROW]), {"xl/vbaProject.bin": b"\xd0\xcf"}))

    assert (error.code, "macros" in error.why) == ("unknown_format", True)


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prologue", [ENTITY, OUTSIDE])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml"])
def test_entities_are_refused(prologue: bytes, part: str) -> None:
    def poisoned(xml: bytes) -> bytes:
        return prologue + xml.split(b"?>", 1)[-1]

    error = refused(with_parts(a_workbook([HEAD, ROW]), {part: poisoned}))

    assert (error.code, "XML entities" in error.why) == ("unreadable", True)


def test_a_workbook_cut_off_is_refused_in_words() -> None:
    error = refused(a_workbook([HEAD, ROW])[:-300])

    assert (error.code, "cut off" in error.why) == ("unreadable", True)


def test_workbooks_are_not_read_without_the_safe_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl.xml

    from aza_desktop.errors import BugError

    assert openpyxl.xml.DEFUSEDXML
    monkeypatch.setattr(openpyxl.xml, "DEFUSEDXML", False)

    with pytest.raises(BugError):
        staged(a_workbook([HEAD, ROW]))


GOOD = a_workbook([HEAD, ROW, ROW])


def read_or_refuse(data: bytes) -> None:
    try:
        batch = staged(data)
    except UserError as error:
        if error.code not in {"unreadable", "unknown_format", "too_large"}:
            raise
        return
    assert batch.read == len(batch.drafts) + len(batch.rejected) + len(batch.held) + batch.ignored


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1), st.integers(1, 30), st.binary(max_size=3))
def test_damaged_archives_crash_nothing(share: float, lost: int, added: bytes) -> None:
    at = int(len(GOOD) * share)

    read_or_refuse(GOOD[:at] + added + GOOD[at + lost :])
    read_or_refuse(GOOD[:at])


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]),
    st.floats(0, 1), st.integers(0, 12),
    st.sampled_from([b"", b"<", b"&x;", b'"', b"9999999999", b"-1", b"\0", b"</c>", b"xyz"]),
)  # fmt: skip
def test_damaged_parts_crash_nothing(part: str, share: float, lost: int, added: bytes) -> None:
    def damaged(xml: bytes) -> bytes:
        at = int(len(xml) * share)
        return xml[:at] + added + xml[at + lost :]

    read_or_refuse(with_parts(GOOD, {part: damaged}))
