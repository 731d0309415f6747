"""The results table obeys the law of the red mark."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.labs import RecordedResult, ResultState
from aza_desktop.gui.viewmodels.results import Cell, ResultsModel, build_results
from tests.support.open_patient import Story, a_mark, a_result, a_set, an_open_patient


def table(story: Story, *, with_struck: bool = False) -> ResultsModel:
    return build_results(an_open_patient(story), with_struck=with_struck)


def cell(model: ResultsModel, row: int, key: str) -> Cell:
    column = next(i for i, column in enumerate(model.columns) if column.key == key)
    return model.rows[row].cells[column]


def test_the_latest_collection_stands_first() -> None:
    results = (*a_set("2026-01-09", "33", "30"), *a_set("2026-01-23", "44", "37"))
    assert [row.on for row in table(Story(results=results)).rows] == [
        dt.date(2026, 1, 23),
        dt.date(2026, 1, 9),
    ]


def test_value_and_multiple_stand_side_by_side() -> None:
    model = table(Story(results=a_set("2026-01-23", "44", "30")))
    assert cell(model, 0, "ALT").text == "44  1.25 ×"
    assert cell(model, 0, "AST").text == "30  0.85 ×"


def test_a_high_value_is_not_red_unless_a_mark_cites_it() -> None:
    results = a_set("2026-01-23", "200", "30")
    assert cell(table(Story(results=results)), 0, "ALT").kind == "raised"
    cited = Story(results=results, marks=(a_mark(results=(results[0].id,)),))
    shown = cell(table(cited), 0, "ALT")
    assert (shown.flag, shown.kind) == ("▲▲", "critical")


def test_the_flag_follows_the_mark_and_not_the_value() -> None:
    results = a_set("2026-01-23", "10", "30")
    marks = (a_mark("TA_CONSIDER_STOP", severity=Severity.HIGH, results=(results[0].id,)),)
    shown = cell(table(Story(results=results, marks=marks)), 0, "ALT")
    assert (shown.flag, shown.kind) == ("▲", "warning")


def test_a_medium_mark_leaves_the_plain_arrow() -> None:
    results = a_set("2026-01-23", "44", "30")
    marks = (a_mark("TA_ELEVATED", severity=Severity.MEDIUM, results=(results[0].id,)),)
    assert cell(table(Story(results=results, marks=marks)), 0, "ALT").flag == "↑"


def test_exactly_at_the_upper_limit_has_no_arrow() -> None:
    assert cell(table(Story(results=a_set("2026-01-23", "35", "36"))), 0, "ALT").flag == ""
    assert cell(table(Story(results=a_set("2026-01-23", "35", "36"))), 0, "AST").flag == "↑"


def test_below_a_high_number_is_not_called_above() -> None:
    below = a_result("ALT", "50", "2026-01-23", comparator="<")
    shown = cell(table(Story(results=(below,))), 0, "ALT")
    assert (shown.text, shown.flag) == ("<50  <1.42 ×", "")


def test_a_missing_limit_is_said_and_not_left_blank() -> None:
    shown = cell(table(Story(results=(a_result("ALT", "44", "2026-01-23", uln=None),))), 0, "ALT")
    assert shown.text == "44  no ULN"
    assert "no upper limit recorded" in shown.spoken


def test_what_was_not_measured_is_a_dash_and_said_so() -> None:
    shown = cell(table(Story(results=(a_result("ALT", "44", "2026-01-23"),))), 0, "BILI")
    assert shown.text == "–"
    assert shown.spoken == "BILI not measured"


def test_no_cell_is_ever_empty() -> None:
    results = (*a_set("2026-01-23", "44", "37"), a_result("GGT", "80", "2026-01-02", uln="40"))
    model = table(Story(results=results))
    assert all(each.text and each.text.strip() for row in model.rows for each in row.cells)


def test_two_values_of_one_day_both_stay_visible() -> None:
    results = (a_result("ALT", "44", "2026-01-23"), a_result("ALT", "190", "2026-01-23"))
    model = table(Story(results=results))
    assert sorted(cell(model, row, "ALT").text for row in (0, 1)) == ["190  5.42 ×", "44  1.25 ×"]


def test_corrected_results_wait_until_asked_for() -> None:
    wrong = RecordedResult(
        a_result("ALT", "440", "2026-01-23"), ResultState.SUPERSEDED, reason="typing error"
    )
    story = Story(results=a_set("2026-01-23", "44", "37"), struck=(wrong,))
    assert [row.struck for row in table(story).rows] == [False]
    assert table(story).struck == 1
    shown = table(story, with_struck=True)
    assert sorted(row.struck for row in shown.rows) == [False, True]
    struck = next(i for i, row in enumerate(shown.rows) if row.struck)
    assert cell(shown, struck, "ALT").kind != "critical"
    assert "typing error" in cell(shown, struck, "ALT").tooltip


def test_r_is_shown_only_from_the_multiples_that_the_protocol_names() -> None:
    named = {"r_shown_from_alt_uln": Decimal(2), "r_shown_from_alp_uln": Decimal("1.5")}
    results = (*a_set("2026-01-23", "70", "37", alp="60"), *a_set("2026-01-16", "69", "37"))
    model = table(Story(results=results, parameters=named))
    assert cell(model, 0, "r").text == "4.0"
    assert cell(model, 1, "r").text == "–"
    assert "r" not in {column.key for column in table(Story(results=results)).columns}


def test_the_dose_of_the_day_is_the_confirmed_one() -> None:
    days = ("2026-01-23", "2026-01-12", "2026-01-02", "2025-12-01")
    model = table(Story(results=[r for day in days for r in a_set(day, "30", "30")]))
    assert [cell(model, row, "dose").text for row in range(4)] == ["75 mg", "50 mg", "0 mg", "–"]


def test_a_note_is_starred_beside_the_date() -> None:
    model = table(Story(results=(a_result("ALT", "44", "2026-01-23", note="haemolysed"),)))
    assert cell(model, 0, "on").text == "23-Jan-2026 *"
    assert "haemolysed" in cell(model, 0, "on").tooltip


def test_an_empty_table_says_how_to_begin() -> None:
    assert "Ctrl+R" in table(Story()).empty
