"""A line of a kind that was understood before says what it would say if it stood alone."""

from __future__ import annotations

import pytest

from aza_desktop.intake import usual_rows
from tests.support.lab_files import FILES, staged

TRICKY = """\
MRN,Name,DOB,Date,Time,Test,Result,Unit,Range,Status,Comment
1,Ann,1949-03-04,2026-01-05,08:00,ALT,55,U/L,<41,F,
1,Ann,1949-03-04,2026-01-05,09:00,ALT,55,U/L,<41,F,a note
1,Ann,1949-03-04,2026-01-06,,ALT,55,U/L,<41,C,
1,Ann,1949-03-04,2026-01-06,,ALT,55,U/L,<41,X,
1,Ann,1949-03-04,2026-01-06,,ALT,haemolytic,U/L,<41,F,
1,Ann,1949-03-04,yesterday,,ALT,55,U/L,<41,F,
,,,2026-01-06,,ALT,55,U/L,<41,F,
1,Ann,1949-03-04,2026-01-07,,ALT,55,ukat/L,<0.7,F,
1,Ann,1949-03-04,2026-01-07,,Potassium,4.5,mmol/L,,F,
1,Ann,1949-03-04,2026-01-07,,Potassium,4.6,mmol/L,,F,
1,Ann,1949-03-04,2026-01-08,,ALT,55,U/L
1,Ann,1949-03-04,2026-01-08,,ALT,55,U/L,<41,F,,moved
1,Ann,1949-03-04,2026-01-09,,ALT,55,U/L,<41,F"""
TABLES = sorted(path for path in FILES.rglob("*") if path.suffix in {".csv", ".tsv", ".txt"})


@pytest.mark.parametrize("data", [TRICKY, *(path.read_bytes() for path in TABLES)])
def test_a_kind_of_line_is_only_a_shortcut(
    data: str | bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = staged(data)
    monkeypatch.setattr(usual_rows, "_MOST_KINDS", 0)
    assert staged(data) == short


def test_lines_of_one_kind_keep_their_own_day_note_and_place() -> None:
    first, second, *_ = staged(TRICKY).drafts
    assert (first.where, second.where) == ("line 2", "line 3")
    assert (first.result.note, second.result.note) == (None, "a note")
    assert first.result.collected_time != second.result.collected_time
