"""Numbers and limits: exact, and never a guess about a comma."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aza_desktop.intake.numbers import comparator_of, plain_numbers, printed
from aza_desktop.intake.ranges import single_limit, upper_limit
from tests.support.lab_files import counts, lab_words, shown, staged
from tests.support.lab_variants import write


def column(*values: str, header: str = "ALT (U/L)", **answers: str) -> list[str]:
    """What became of each value: the result, or the reason."""
    rows = [["1", f"2025-01-{day:02d}", value] for day, value in enumerate(values, start=1)]
    batch = staged(write([["MRN", "Date", header], *rows], delimiter=";"), **answers)
    found = {draft.where: shown(draft)[1] for draft in batch.drafts}
    found |= {row.where: row.reason for row in (*batch.rejected, *batch.held)}
    return [found[f"line {line}, {header}"] for line in range(2, len(values) + 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("138", "138"), (" 138 ", "138"), ("14.50", "14.50"), (".5", "0.5"), ("0", "0"),
        ("<5", "<5"), ("< 5", "<5"), ("≤7", "<7"), ("<=7", "<7"), (">1000", ">1000"),
        ("≥ 1000", ">1000"), ("=5", "formula"), ("138 H", "138"), ("138*", "138"), ("138 ↑", "138"),
        ("138 (H)", "138"), ("138 U/L", "138"), ("138 iu/l", "138"), ("1 718", "1718"),
        ("1\u00a0718", "1718"), ("1'718", "1718"), ("1,718.5", "1718.5"),
        ("haemolysed", "no_number"), ("pending", "no_number"), ("NA", "no_number"),
        ("n.b.", "no_number"), ("-", "no_number"), (".", "no_number"), ("1e3", "no_number"),
        ("1.5E+03", "no_number"), ("nan", "no_number"), ("inf", "no_number"),
        ("1_000", "no_number"), ("１２", "no_number"), ("12/15", "no_number"),
        ("10-20", "no_number"), ("5 see comment", "no_number"), ("12 34", "no_number"),
        ("138 mg/dL", "no_number"), ("138 ukat/L", "unit_conflict"), ("5.", "5"),
        ("5 *H", "5"), ("5 high", "5"),
        ("1,2,3", "no_number"), ("1.718.5", "no_number"), ("-5", "negative"), ("-0", "-0"),
        ("+138", "138"), ("+1 718", "1718"), ("+.5", "0.5"),
        ("=1+1", "formula"), ("=A1", "formula"), ("9" * 41, "no_number"),
    ],
)  # fmt: skip
def test_a_printed_value_is_read_exactly_or_rejected(text: str, expected: str) -> None:
    assert column(text, "14.5")[0] == expected


def test_a_number_in_a_text_is_no_number_of_the_report() -> None:
    batch = staged("MRN,Date,ALT (U/L)\n1,2025-01-02,5 see comment\n")

    assert [row.value for row in batch.rejected] == ["5 see comment"]


def test_the_same_column_proves_the_decimal_sign() -> None:
    assert column("1.718", "14,5") == ["1718", "14.5"]
    assert column("1.718", "14.5") == ["1.718", "14.5"]
    assert column("1,718", "14.5") == ["1718", "14.5"]
    assert column("1,718", "0,718") == ["1.718", "0.718"]
    assert column("1.718", "1.718.000") == ["1718", "1718000"]
    assert column("1.718", "12,34", "1.234,5") == ["1718", "12.34", "1234.5"]


def test_another_column_proves_the_decimal_sign() -> None:
    batch = staged("MRN;Date;ALP (U/L);BILI (mg/dL)\n1;2025-01-02;1.718;0,8\n")
    assert [shown(draft)[1] for draft in batch.drafts] == ["1718", "0.8"]


def test_a_range_proves_the_decimal_sign() -> None:
    head = "MRN;Date;Test;Result;Unit;Reference Range\n"
    batch = staged(head + "1;2025-01-02;ALP;1.718;U/L;30-130\n1;2025-01-02;BILI;1;mg/dL;0,2-1,2\n")
    assert [shown(draft)[1] for draft in batch.drafts] == ["1718", "1"]


def test_an_unproven_sign_is_a_question_for_the_ambiguous_rows_only() -> None:
    assert column("1.718", "96") == ["decimal_sign", "96"]
    assert column("1.718", "96", decimal_sign="comma") == ["1718", "96"]
    assert column("1.718", "96", decimal_sign="dot") == ["1.718", "96"]


def test_a_column_that_proves_both_signs_is_asked_about() -> None:
    assert column("1.718", "14.5", "14,5") == ["decimal_sign", "14.5", "14.5"]


def test_an_ambiguous_value_of_a_long_table_is_held() -> None:
    text = "MRN;Date;Test;Result;Unit\n1;2025-01-02;ALP;1.718;U/L\n"

    assert [(row.reason, row.code) for row in staged(text).held] == [
        ("decimal_sign", "decimal_sign")
    ]


def test_an_ambiguous_limit_holds_its_row() -> None:
    head = "MRN;Date;Test;Result;Unit;Reference Range\n"
    text = head + "1;2025-01-02;PLT;190;10*9/L;1.500 - 4.000\n"

    assert [row.reason for row in staged(text).held] == ["decimal_sign"]
    assert staged(text, decimal_sign="comma").drafts[0].result.uln == Decimal(4000)
    assert staged(text).questions[0].choices == ("dot", "comma")


@pytest.mark.parametrize(
    ("text", "limit", "unit"),
    [
        ("<41", "41", None), ("< 41 U/L", "41", "U/L"), ("<=41", "41", None), ("≤ 41", "41", None),
        ("0 - 21", "21", None), ("35 to 50", "50", None), ("10-40", "40", None),
        ("10–40", "40", None), ("10 .. 40", "40", None), ("10…40", "40", None),
        ("bis 45", "45", None), ("- 55", "55", None), ("-55", "55", None),
        ("0 - 55 U/L", "55", "U/L"), ("150 - 400 10*9/L", "400", "10*9/L"), ("(10-40)", "40", None),
        ("[10 - 40] U/L", "40", "U/L"), ("up to 40", "40", None), ("hasta 41", "41", None),
        ("jusqu'à 35", "35", None), ("fino a 40", "40", None), ("tot 45", "45", None),
        ("5 a 40", "40", None), ("3 à 21", "21", None), ("10 bis 40", "40", None),
        ("0.2-1.2", "1.2", None), ("10 - <40", "40", None), ("10 U/L - 40 U/L", "40", "U/L"),
        ("max. 40", "40", None), ("150 000 - 400 000", "400000", None),
        ("150\u00a0000-400\u00a0000 /mm3", "400000", "/mm3"), ("<1\u202f200", "1200", None),
        ("10\u00a0-\u00a040\u00a0U/L", "40", "U/L"),
    ],
)  # fmt: skip
def test_a_reference_range_gives_its_upper_limit(text: str, limit: str, unit: str | None) -> None:
    found = upper_limit(text, lab_words())

    assert found is not None
    assert (found.by_sign["dot"], found.unit) == (limit, unit)


@pytest.mark.parametrize(
    "text",
    ["", ">60", "> 60", "negative", "40", "10 -", "40-10", "10 about 40", "M 10-50 F 10-35",
     "see report", "from 10", "1,2,3-4,5,6", "roughly 40"],
)  # fmt: skip
def test_a_range_that_is_not_understood_gives_no_limit(text: str) -> None:
    assert upper_limit(text, lab_words()) is None


def test_a_column_of_limits_holds_bare_numbers() -> None:
    found = single_limit("< 41 U/L")

    assert found is not None
    assert (found.by_sign["dot"], found.unit) == ("41", "U/L")
    assert single_limit("none") is None


def test_a_limit_in_an_unknown_unit_is_missing() -> None:
    head = "MRN,Date,Test,Result,Unit,Reference Range\n"
    text = (
        head + '1,2025-01-02,ALT,50,U/L,0 - 41 (arterial)\n1,2025-01-02,ALT,51,U/L,"<0.5 ukat/L"\n'
    )

    found = staged(text).drafts

    assert (found[0].result.uln, found[0].result.uln_unit) == (None, None)
    assert (found[1].result.uln, found[1].result.uln_unit) == (Decimal("0.5"), "ukat/L")


def test_a_comparator_may_stand_in_a_column_of_its_own() -> None:
    head = "MRN,Date,Test,Comparator,Result,Unit\n"

    batch = staged(
        head + "1,2025-01-02,ALT,<,5,U/L\n1,2025-01-02,AST,,6,U/L\n1,2025-01-02,ALP,?,6,U/L\n"
    )

    assert [shown(draft)[1] for draft in batch.drafts] == ["<5", "6", "6"]
    assert comparator_of("~") is None


def test_text_and_unit_leave_no_number() -> None:
    assert printed("positive") is None
    assert printed("1.2.3") is None
    assert plain_numbers("1 718,5") == {"dot": "1718.5", "comma": "1718.5"}


def test_every_value_is_counted() -> None:
    assert counts(staged("MRN,Date,ALT (U/L)\n1,2025-01-02,\n1,2025-01-03,NA\n")) == (1, 0, 1, 0, 0)
