"""What a person can answer about a file, and what their answers change."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aza_desktop.clinical.labs import LabResult
from aza_desktop.errors import UserError
from aza_desktop.intake.answering import check_answers, lasting, spelled
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_files import catalogue, counts, staged

LONG = "MRN,DOB,Date,Test,Result,Units,Range\n1,1984-07-14,2025-01-02,"


def only(text: str, answers: dict[str, str]) -> LabResult:
    (draft,) = staged(text, **answers).drafts
    return draft.result


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("date_order", "dmy"),
        ("date_exceptions", "mdy"),
        ("date_column", "Received"),
        ("decimal_sign", "comma"),
        ("encoding", "cp850"),
        ("test:GPT neu", "ALT"),
        ("test:GPT neu", "ignore"),
        ("unit:ALT", "IU/L"),
        ("unit:ALT:E/L", "U/L"),
        ("column:Wert 1", "ALT"),
        ("column:Wert 1", "collected"),
        ("column:Wert 1", "ignore"),
        ("patient:000123", "create"),
    ],
)
def test_known_questions_take_their_answers(code: str, value: str) -> None:
    check_answers({code: value}, catalogue())


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("colour", "red"),
        ("test", "ALT"),
        ("test:", "ALT"),
        ("colour:ALT", "red"),
        ("unit:XYZ", "U/L"),
        ("patient:1", " "),
        ("date_order", "ydm"),
        ("decimal_sign", ";"),
        ("test:GPT neu", "XYZ"),
        ("unit:ALT", "mg/dL"),
        ("column:Wert 1", "XYZ"),
    ],
)
def test_unknown_questions_and_impossible_answers_are_refused(code: str, value: str) -> None:
    with pytest.raises(UserError) as refused:
        check_answers({code: value}, catalogue())

    assert refused.value.code == "bad_request"
    assert code in refused.value.why


def test_a_sign_stands_for_its_name() -> None:
    assert spelled({"decimal_sign": ",", "date_order": "dmy"}) == {
        "decimal_sign": "comma", "date_order": "dmy",
    }  # fmt: skip


def test_answers_about_one_file_do_not_last() -> None:
    answers = {
        "patient:1": "create",
        "date_exceptions": "mdy",
        "date_order": "dmy",
        "test:X": "ALT",
    }

    assert lasting(answers) == {"date_order": "dmy", "test:X": "ALT"}


@pytest.mark.parametrize(
    ("printed", "answers", "unit"),
    [
        ("", {"unit:ALT": "IU/L"}, "U/L"),
        ("foo / L", {"unit:ALT:FOO/l": "U/L"}, "U/L"),
        ("foo/L", {"unit:ALT": "U/L"}, "foo/L"),
        ("ukat/L", {"unit:ALT:ukat/L": "U/L"}, "ukat/L"),
        ("", {"unit:AST": "U/L"}, None),
    ],
    ids=["missing", "unknown", "only the missing", "a known one stays", "another test"],
)
def test_a_unit_is_filled_in_where_a_person_said_it(
    printed: str, answers: dict[str, str], unit: str | None
) -> None:
    assert only(f"{LONG}ALT,34,{printed},\n", answers).unit == unit


def test_the_limit_shares_the_unit_that_was_said() -> None:
    result = only(f"{LONG}ALT,34,,<35\n", {"unit:ALT": "U/L"})
    own = only(f"{LONG}ALT,34,,<0.6 ukat/L\n", {"unit:ALT": "U/L"})

    assert (result.uln, result.uln_unit) == (Decimal(35), "U/L")
    assert (own.unit, own.uln_unit) == ("U/L", "ukat/L")


def test_a_withdrawal_keeps_naming_any_unit() -> None:
    segment = (
        ALT.replace("|36|U/L|", "|36||").replace("||N|||F", "|N|||D").replace("N|||F", "N|||D")
    )

    assert only(message(MSH, PID, OBR, segment), {"unit:ALT": "U/L"}).unit is None


def test_a_column_is_what_a_person_says() -> None:
    text = "Kennung,Name des Patienten,Am,Wert 1,Wert 2,ALT (U/L)\n1,A B,2025-01-02,30,40,50\n"
    answers = {
        "column:Kennung": "number",
        "column:Am": "collected",
        "column:Wert 1": "AST",
        "column:Wert 2": "ignore",
        "column:ALT (U/L)": "GGT",
    }

    batch = staged(text, **answers)

    assert counts(batch) == (2, 2, 0, 0, 0)
    assert {d.result.analyte: d.result.value_text for d in batch.drafts} == {
        "AST": "30", "GGT": "50",
    }  # fmt: skip
    assert batch.drafts[0].patient.numbers[0].value == "1"
