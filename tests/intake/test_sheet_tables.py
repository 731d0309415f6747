"""What only a workbook says: joined cells, days as bare numbers, shares, sections of a sheet."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from aza_desktop.intake import workbooks
from aza_desktop.intake.content import Content
from aza_desktop.intake.limits import Limits
from tests.support.lab_files import counts, staged
from tests.support.workbook_files import a_workbook

DAY = dt.datetime.fromisoformat("2024-01-02")
HEAD = ("MRN", "Name", "Date", "ALT", "AST")


def joining(*places: str):
    """A change that joins those cells."""

    def change(book: Workbook) -> None:
        for place in places:
            book.worksheets[0].merge_cells(place)

    return change


def test_a_patient_who_spans_several_rows_has_all_of_them() -> None:
    rows = [HEAD, ("1", "Rossi, Elena", DAY, 50, 40), (None, None, DAY, 51, 41),
            ("2", "Verdi, Anna", DAY, 52, 42)]  # fmt: skip

    batch = staged(a_workbook(rows, change=joining("A2:A3", "B2:B3")))

    assert [draft.patient.numbers[0].value for draft in batch.drafts] == [*"111122"]
    assert {draft.patient.family for draft in batch.drafts[:4]} == {"Rossi"}


def test_blank_cells_beneath_a_patient_are_nobodys() -> None:
    rows = [HEAD, ("1", "Rossi, Elena", DAY, 50, 40), (None, None, DAY, 51, 41)]

    batch = staged(a_workbook(rows))

    assert [row.reason for row in batch.rejected] == ["no_patient", "no_patient"]


def test_a_value_that_spans_rows_is_one_value() -> None:
    rows = [HEAD, ("1", "Rossi, Elena", DAY, 50, 40), ("1", "Rossi, Elena", DAY, None, 41)]

    batch = staged(a_workbook(rows, change=joining("D2:D3")))

    assert counts(batch) == (3, 3, 0, 0, 0)


def test_a_header_of_joined_cells_on_two_lines_is_read() -> None:
    rows = [("MRN", "Name", "Date", "Liver", None), (None, None, None, "ALT", "AST"),
            ("1", "Rossi, Elena", DAY, 50, 40)]  # fmt: skip

    batch = staged(a_workbook(rows, change=joining("A1:A2", "B1:B2", "C1:C2", "D1:E1")))

    assert [draft.result.analyte for draft in batch.drafts] == ["ALT", "AST"]


@pytest.mark.parametrize(
    ("serial", "day", "time"),
    [(45293, 2, None), (45293.5, 2, dt.time(12)), (45293.354166666664, 2, dt.time(8, 30))],
)
def test_a_bare_number_in_a_column_of_days_is_excels_day(
    serial: float, day: int, time: dt.time | None
) -> None:
    (draft,) = staged(a_workbook([("MRN", "Date", "ALT"), ("1", serial, 50)])).drafts

    assert (draft.result.collected_on, draft.result.collected_time) == (
        dt.date(2024, 1, day), time,
    )  # fmt: skip


def test_a_bare_number_counts_from_the_first_day_of_its_workbook() -> None:
    def early(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    (draft,) = staged(a_workbook([("MRN", "Date", "ALT"), ("1", 43831, 50)], change=early)).drafts

    assert draft.result.collected_on == dt.date(2024, 1, 2)


def test_a_bare_number_in_a_text_is_no_day() -> None:
    assert [row.reason for row in staged("MRN,Date,ALT\n1,45293,50\n").rejected] == ["no_date"]


@pytest.mark.parametrize("share", [0.55, 1])
def test_a_share_is_no_count_of_cells(share: float) -> None:
    def percent(book: Workbook) -> None:
        book.worksheets[0]["C2"].number_format = "0%"

    batch = staged(a_workbook([("MRN", "Date", "NEUT"), ("1", DAY, share)], change=percent))

    assert [(row.value, row.reason) for row in batch.rejected] == [
        (f"{int(share * 100)}%", "no_number")
    ]


def test_a_table_beneath_another_on_a_sheet_has_its_own_columns() -> None:
    rows = [("MRN", "Date", "ALT"), ("1", DAY, 50), (), ("MRN", "Date", "AST"), ("1", DAY, 40)]

    batch = staged(a_workbook(rows))

    assert batch.format == "xlsx"
    assert [(d.where, d.result.analyte) for d in batch.drafts] == [
        ("line 2, ALT", "ALT"), ("line 5, AST", "AST"),
    ]  # fmt: skip


def test_a_column_without_a_title_moves_nothing() -> None:
    rows = [("MRN", "Date", "ALT"), ("1", DAY, 50), ("2", DAY, 51, "see report")]

    assert counts(staged(a_workbook(rows))) == (2, 2, 0, 0, 0)


def test_only_sheets_with_a_table_are_read_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def more(book: Workbook) -> None:
        sheet = book.create_sheet("Remarks")
        for number in range(500):
            sheet.append([f"remark {number}"])

    seen: list[str] = []
    whole = workbooks._rows_of

    def told(content: Content, limits: Limits, name: str, formulas: bool) -> object:
        seen.append(name)
        return whole(content, limits, name, formulas)

    monkeypatch.setattr(workbooks, "_rows_of", told)
    staged(a_workbook([("MRN", "Date", "ALT"), ("1", DAY, 50)], change=more))

    assert seen == ["Sheet"]
