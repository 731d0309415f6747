"""What typed results mean, what is asked about them, and what is never lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.laboratories import ClinicLaboratory, ClinicLimit
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.gui.viewmodels.entry import Entry, Typed, build_entry_form, read_entry
from tests.support.open_patient import Story, a_result, a_set, an_open_patient


def entry_of(
    values: dict[str, str],
    *,
    date: str = "",
    ulns: dict[str, str] | None = None,
    units: dict[str, str] | None = None,
    story: Story | None = None,
) -> Entry:
    file = an_open_patient(story or Story(results=a_set("2026-01-23", "34", "32", "9")))
    form = build_entry_form(file)
    return read_entry(Typed(date, values, ulns or {}, units or {}), form, file)


def test_the_strip_opens_with_the_limits_of_the_last_results() -> None:
    results = (
        a_result("ALT", "30", "2026-01-02", uln="35"),
        a_result("ALT", "31", "2026-01-09", uln="45", laboratory="harbour"),
    )
    form = build_entry_form(an_open_patient(Story(results=results)))
    assert form.limits["ALT"].uln_text == "45"
    assert form.limits["AST"].uln_text == ""
    assert form.laboratory == "harbour"
    assert "09-Jan-2026" in form.origin


def test_without_earlier_results_the_limits_are_asked_for() -> None:
    form = build_entry_form(an_open_patient(Story()))
    assert {limit.uln_text for limit in form.limits.values()} == {""}
    assert "type each upper limit" in form.origin


def test_three_values_become_three_results_collected_today() -> None:
    entry = entry_of({"ALT": "44", "AST": "37", "BILI": "10"})
    assert [(r.analyte, r.value) for r in entry.results] == [
        ("ALT", Decimal(44)),
        ("AST", Decimal(37)),
        ("BILI", Decimal(10)),
    ]
    assert {r.collected_on for r in entry.results} == {dt.date(2026, 1, 26)}
    assert {r.uln for r in entry.results} == {Decimal(35), Decimal(21)}
    assert entry.multiples["ALT"] == "1.25 ×"
    assert entry.problems == ()


def test_the_multiple_is_cut_off_and_never_rounded_up_to_a_limit() -> None:
    assert entry_of({"ALT": "174.9"}).multiples["ALT"] == "4.99 ×"
    assert entry_of({"ALT": "175"}).multiples["ALT"] == "5.00 ×"


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [("<5", "<", "5"), ("> 1000", ">", "1000"), ("10,5", "=", "10.5"), (" 44 ", "=", "44")],
)
def test_comparators_and_decimal_commas_are_kept(text: str, sign: str, value: str) -> None:
    (result,) = entry_of({"ALT": text}).results
    assert result.comparator is Comparator(sign)
    assert result.value_text == value


@pytest.mark.parametrize("text", ["abc", "4e2", "1,000.5", "44 U", "<", "--4", "１２"])
def test_what_is_no_number_is_said_beside_its_field(text: str) -> None:
    entry = entry_of({"ALT": text, "AST": "30"})
    assert [problem.field for problem in entry.errors] == ["ALT"]
    assert [result.analyte for result in entry.results] == ["AST"]


def test_nothing_typed_is_said_too() -> None:
    assert entry_of({}).errors[0].field == "ALT"


def test_an_unreadable_date_is_an_error_and_not_today() -> None:
    entry = entry_of({"ALT": "30"}, date="soon")
    assert entry.on is None
    assert [problem.field for problem in entry.errors] == ["date"]


def test_a_value_without_limit_is_asked_about_and_can_be_saved() -> None:
    entry = entry_of({"ALT": "30"}, ulns={"ALT": ""})
    assert [problem.field for problem in entry.questions] == ["uln_ALT"]
    assert entry.results[0].uln is None
    assert entry.multiples["ALT"] == "no ULN"


def test_another_limit_can_be_typed() -> None:
    (result,) = entry_of({"ALT": "90"}, ulns={"ALT": "45"}).results
    assert result.uln == Decimal(45)


def test_a_limit_that_is_no_number_is_an_error() -> None:
    assert entry_of({"ALT": "90"}, ulns={"ALT": "x"}).errors[0].field == "uln_ALT"
    assert entry_of({"ALT": "90"}, ulns={"ALT": "0"}).errors[0].field == "uln_ALT"


def test_a_jump_is_asked_about() -> None:
    assert entry_of({"ALT": "339"}).questions == ()
    assert "far from 34" in entry_of({"ALT": "340"}).questions[0].text
    assert "far from 34" in entry_of({"ALT": "3.4"}).questions[0].text


def test_an_implausible_bilirubin_is_asked_about() -> None:
    entry = entry_of({"BILI": "0.2"})
    assert "very unusual" in entry.questions[0].text


def test_the_unit_of_bilirubin_can_be_chosen() -> None:
    (result,) = entry_of({"BILI": "0.6"}, units={"BILI": "mg/dL"}, ulns={"BILI": "1.2"}).results
    assert (result.unit, result.uln_unit) == ("mg/dL", "mg/dL")


def test_a_future_day_is_asked_about() -> None:
    assert "in the future" in entry_of({"ALT": "30"}, date="+1").questions[0].text


def test_a_second_result_of_the_same_day_is_asked_about() -> None:
    entry = entry_of({"ALT": "30"}, date="23/1")
    assert "stand in the record already" in entry.questions[0].text


def test_every_problem_names_a_field_of_the_strip() -> None:
    entry = entry_of({"ALT": "x", "AST": "9999999", "BILI": "1"}, date="never", ulns={"AST": "y"})
    fields = {"date", "ALT", "AST", "BILI", "ALP", "uln_ALT", "uln_AST", "uln_BILI", "uln_ALP"}
    assert {problem.field for problem in entry.problems} <= fields
    assert len(entry.errors) == 3


CITY = ClinicLaboratory(
    "city",
    "City Laboratory",
    (
        ClinicLimit("ALT", Decimal(33), "U/L", dt.date(2026, 1, 1), "female"),
        ClinicLimit("ALT", Decimal(45), "U/L", dt.date(2024, 1, 1), "male"),
        ClinicLimit("BILI", Decimal("1.2"), "mg/dL", dt.date(2024, 1, 1)),
    ),
)


def test_the_limits_of_the_last_laboratory_go_before_those_of_the_last_results() -> None:
    file = an_open_patient(Story(results=a_set("2026-01-23", "34", "32", "9")))
    form = build_entry_form(file, laboratories=(CITY,))
    assert form.laboratory == "city"
    shown = {code: (limit.uln_text, limit.unit) for code, limit in form.limits.items()}
    assert shown["ALT"] == ("33", "U/L")
    assert shown["AST"] == ("35", "U/L")
    assert shown["BILI"] == ("1.2", "mg/dL")
    assert form.origin.startswith("Upper limits of ALT, BILI as City Laboratory prints them")


def test_a_laboratory_that_was_chosen_gives_no_limit_that_it_does_not_print() -> None:
    file = an_open_patient(Story(results=(a_result("AST", "30", "2026-01-02"),)))
    form = build_entry_form(file, laboratories=(CITY,), chosen="City Laboratory")
    assert form.limits["ALT"].uln_text == "33"
    assert form.limits["AST"].uln_text == ""
    entry = read_entry(Typed("", {"AST": "30"}, {}, {}), form, file)
    assert entry.results[0].uln is None
    assert entry.results[0].laboratory == "City Laboratory"
    assert "no upper limit" in entry.questions[0].text


def test_a_limit_other_than_the_laboratory_prints_that_day_is_asked_about() -> None:
    file = an_open_patient(Story(results=a_set("2026-01-23", "34", "32", "9")))
    form = build_entry_form(file, laboratories=(CITY,))

    def asked(uln: str, date: str = "") -> list[str]:
        typed = Typed(date, {"ALT": "30"}, {"ALT": uln}, {})
        return [problem.text for problem in read_entry(typed, form, file).questions]

    assert asked("33") == []
    assert asked("35") == ["City Laboratory prints 33 U/L for women on that day, not 35 U/L."]
    assert asked("35", date="20-Dec-2025") == []


def test_a_very_high_limit_of_alt_is_asked_about_once() -> None:
    asked = entry_of({"ALT": "30"}, ulns={"ALT": "60"})
    assert [problem.field for problem in asked.questions] == ["uln_ALT"]
    assert "a high limit hides a rise" in asked.questions[0].text
    again = Story(results=(a_result("ALT", "30", "2026-01-23", uln="60"),))
    assert entry_of({"ALT": "31"}, story=again).questions == ()
