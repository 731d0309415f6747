"""Which files are refused as a whole: nothing of them is staged."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.errors import UserError
from aza_desktop.intake import FORMATS, read_file
from aza_desktop.intake.limits import Limits
from aza_desktop.intake.reading import Reading
from tests.support.lab_files import catalogue, counts, lab_words, staged

HEAD = "MRN,Date,ALT (U/L)\n"


def refusal_of(data: str | bytes, **limits: int) -> str:
    reading = Reading(catalogue(), lab_words(), dt.date(2026, 1, 26), limits=Limits(**limits))
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(UserError) as refused:
        read_file("labs.csv", raw, reading)
    assert refused.value.remedy
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable"), (b" \r\n\t ", "unreadable"),
        (b"SQLite format 3\0" + bytes(84), "unknown_format"),
        (b"PK\x03\x04abc", "unreadable"), (b"%PDF-1.7 abc", "unknown_format"),
        (b"\x1f\x8bxyz", "unknown_format"), (b"\x7fELF", "unknown_format"),
        (b'{"some": "thing"}', "unknown_format"), (b"<html></html>", "unknown_format"),
        (b"OBX|1|2\r", "unknown_format"), (b"a,b,c\n1,2,3\n", "unknown_format"),
        (b"ALT\n5\n", "unknown_format"), (b"just words", "unknown_format"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_files_beyond_the_limits_are_refused() -> None:
    assert refusal_of(HEAD + "1,2025-01-02,5\n" * 9, file_bytes=50) == "too_large"
    assert refusal_of(HEAD + "1,2025-01-02,5\n" * 9, rows=5) == "too_large"
    assert refusal_of(HEAD + "1,2025-01-02,5\n", columns=2) == "too_large"
    assert refusal_of(HEAD + "1,2025-01-02,5\n" * 90 + f"1,2025-01-02,{'5' * 40}\n", cell=30) == (
        "too_large"
    )


def test_an_unclosed_quote_swallows_nothing() -> None:
    text = (
        'MRN,Name,Date,ALT (U/L)\n1,Rossi,2025-01-02,5\n2,"Bianchi,2025-01-02,6\n3,V,2025-01-02,7\n'
    )

    with pytest.raises(UserError) as refused:
        staged(text)

    assert refused.value.code == "unreadable"
    assert "line 3" in refused.value.why


def test_text_behind_a_closing_quote_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        staged('MRN,Name,Date,ALT (U/L)\n1,"Rossi"x,2025-01-02,5\n2,B,2025-01-02,6\n')

    assert refused.value.code == "unreadable"


def test_a_file_cut_inside_a_quoted_cell_keeps_its_whole_lines() -> None:
    batch = staged('MRN,Date,ALT (U/L),AST (U/L)\n1,2025-01-02,5,6\n2,2025-01-03,7,"1,7')

    assert counts(batch) == (4, 3, 1, 0, 0)
    assert (batch.rejected[0].where, batch.rejected[0].reason) == ("line 3, AST (U/L)", "cut_off")


def test_a_line_is_counted_where_it_begins() -> None:
    batch = staged('MRN,Date,Comment,ALT (U/L)\n1,2025-01-02,"two\nlines",5\n2,2025-01-03,,6\n')

    assert [draft.where for draft in batch.drafts] == ["line 2, ALT (U/L)", "line 4, ALT (U/L)"]


def test_a_header_alone_has_no_rows() -> None:
    assert counts(staged(HEAD)) == (0, 0, 0, 0, 0)


def test_every_format_has_a_name_of_its_own() -> None:
    names = [kind.name for kind in FORMATS]

    assert len(names) == len(set(names))
    assert set(names) >= {
        "csv-long", "csv-wide", "fhir-json", "fhir-ndjson", "hl7v2", "xlsx",
    }  # fmt: skip
