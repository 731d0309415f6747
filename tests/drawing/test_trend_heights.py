"""Other heights, proposals and the second panel: where they stand on the sheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from aza_desktop.clinical.diary import Symptom
from aza_desktop.clinical.findings import Escalation, Possibility
from aza_desktop.drawing.frames import day_number
from aza_desktop.drawing.models import Scale, Unit
from aza_desktop.gui.viewmodels.trend import TrendOptions, build_trend
from tests.drawing.test_trend_picture import drawn, exactly, hargreaves, ids, named, texts
from tests.support.files import OpenFile, a_result, an_answer, day

ELIGIBLE = Escalation(Possibility.ELIGIBLE, next_dose_mg=Decimal(100))


def with_counts() -> OpenFile:
    results = [
        a_result("ALT", "44", "2025-11-17"),
        a_result("NEUT", "4.2", "2025-11-03", uln=None, unit="10*9/L"),
        a_result("NEUT", "3.1", "2025-11-17", uln=None, unit="10*9/L"),
        a_result("PLT", "231", "2025-11-17", uln=None, unit="10*9/L"),
        a_result("MCV", "<60", "2025-11-17", uln=None, unit="fL"),
    ]
    results[-1] = a_result("MCV", "60", "2025-11-17", uln=None, unit="fL", comparator="<")
    return hargreaves(results=results)


def test_labs_events_and_doses_of_one_day_stand_on_one_upright() -> None:
    on = "2025-11-11"
    file = hargreaves(
        results=[a_result("ALT", "30", on)],
        symptoms=[Symptom("s", "nausea", day(on))],
    )
    figure, made = drawn(build_trend(file))
    lab = made.positions[f"alt-{on}"][0]
    (event,) = exactly(figure, "event:symptom")
    doses = [x for line in exactly(figure, "dose") for x in line.get_xdata()]
    assert event.get_xdata()[0] == pytest.approx(lab)
    assert any(x == pytest.approx(lab) for x in doses)
    assert made.sheet.values.x(day_number(day(on))) == pytest.approx(lab)


def test_a_step_that_may_be_considered_is_dotted_and_asks() -> None:
    figure, _ = drawn(build_trend(hargreaves(answer=an_answer(escalation=ELIGIBLE))))
    (proposal,) = exactly(figure, "proposal")
    (plan,) = exactly(figure, "plan")
    patterns = [line._unscaled_dash_pattern for line in (proposal, plan)]
    assert patterns[0] != patterns[1]
    assert "100 mg?" in texts(figure)


@pytest.mark.parametrize("status", [s for s in Possibility if s is not Possibility.ELIGIBLE])
def test_no_other_step_is_ever_drawn(status: Possibility) -> None:
    answer = an_answer(escalation=Escalation(status, next_dose_mg=Decimal(100)))
    figure, _ = drawn(build_trend(hargreaves(answer=answer)))
    assert not named(figure, "proposal")


def test_a_saved_picture_never_shows_what_nobody_has_confirmed() -> None:
    model = build_trend(hargreaves(answer=an_answer(escalation=ELIGIBLE)))
    figure, _ = drawn(model, size=(11, 7.2), captioned=True)
    assert not named(figure, "proposal")
    assert not any("?" in text for text in texts(figure))


def test_in_the_laboratorys_unit_a_value_stands_at_itself() -> None:
    model = build_trend(hargreaves(), options=TrendOptions(unit=Unit.RAW))
    figure, made = drawn(model)
    assert made.positions["alt-2025-10-13"][1] == pytest.approx(made.sheet.values.y(189))
    assert "ALT (U/L)" in texts(figure)
    assert [series.analyte for series in model.series] == ["ALT"]


def test_in_the_laboratorys_unit_the_limits_step_where_the_uln_changes() -> None:
    results = [a_result("ALT", "40", "2025-10-13"), a_result("ALT", "44", "2025-11-10", uln="45")]
    model = build_trend(hargreaves(results=results), options=TrendOptions(unit=Unit.RAW))
    figure, made = drawn(model)
    (line,) = exactly(figure, "limit:TA_STOP")
    frame = made.sheet.values
    heights = [frame.y(5 * 35), frame.y(5 * 35), frame.y(5 * 45), frame.y(5 * 45)]
    assert list(line.get_ydata()) == pytest.approx(heights)
    assert line.get_xdata()[1] == pytest.approx(made.positions["alt-2025-11-10"][0])
    assert "ALT ULN 35 → 45" in texts(figure)


def test_a_result_without_a_limit_has_a_place_in_its_own_unit() -> None:
    results = [a_result("ALT", "96", "2025-11-10", uln=None)]
    raw = build_trend(hargreaves(results=results), options=TrendOptions(unit=Unit.RAW))
    assert raw.not_drawn == ()
    _, made = drawn(raw)
    assert "alt-2025-11-10" in made.positions
    assert len(build_trend(hargreaves(results=results)).not_drawn) == 1


def test_on_the_axis_of_the_own_baseline_no_limit_of_the_uln_is_drawn() -> None:
    model = build_trend(hargreaves(), options=TrendOptions(unit=Unit.BASELINE))
    figure, made = drawn(model)
    assert ids(figure, "limit:") == {"BASELINE"}
    assert not named(figure, "band:")
    assert made.positions["alt-2025-11-03"][1] == pytest.approx(made.sheet.values.y(1))
    assert "Result (× own baseline)" in texts(figure)


def test_the_doubling_ticks_reach_from_a_quarter_to_thirty_two() -> None:
    results = [a_result("ALT", "0", "2025-11-03"), a_result("ALT", "1000", "2025-11-17")]
    model = build_trend(hargreaves(results=results), options=TrendOptions(scale=Scale.LOG2))
    figure, made = drawn(model, size=(10.3, 6))
    shown = [t.get_text() for t in figure.findobj(Text) if t.get_gid() == "y-value"]
    assert {"0.25", "0.5", "1", "2", "4", "8", "16", "32"} <= set(shown)
    assert made.positions["alt-2025-11-03"][1] == pytest.approx(made.sheet.values.box.bottom)


def test_a_count_stands_on_the_upright_of_the_liver_test_of_its_day() -> None:
    figure, made = drawn(
        build_trend(with_counts(), options=TrendOptions(counts=True)), size=(10.3, 5.5)
    )
    assert made.positions["neut-2025-11-17"][0] == pytest.approx(
        made.positions["alt-2025-11-17"][0]
    )
    assert {"NEUT", "PLT", "MCV"} <= set(texts(figure))
    assert "3.1" in texts(figure)
    assert "<60" in texts(figure)
    assert ids(figure, "count-lane:") == {"NEUT", "PLT", "MCV"}


def test_a_censored_count_is_an_open_sign() -> None:
    figure, _ = drawn(
        build_trend(with_counts(), options=TrendOptions(counts=True)), size=(10.3, 5.5)
    )
    (sign,) = exactly(figure, "count-point:mcv-2025-11-17")
    (exact,) = exactly(figure, "count-point:plt-2025-11-17")
    assert isinstance(sign, Line2D)
    assert sign.get_markerfacecolor() != exact.get_markerfacecolor()


def test_the_curves_keep_their_height_and_counts_without_room_are_named() -> None:
    model = build_trend(with_counts(), options=TrendOptions(counts=True))
    _, made = drawn(model, size=(10.3, 2.4))
    assert made.sheet.values.box.height >= 1.0
    assert made.left_out
    assert set(made.left_out) <= {"Neutrophils", "Platelets", "MCV"}


def test_the_panel_of_counts_says_that_the_protocol_does_not_look_at_them() -> None:
    model = build_trend(with_counts(), options=TrendOptions(counts=True))
    figure, _ = drawn(model, size=(10.3, 5.5))
    assert "Blood counts are not part of this protocol version." in texts(figure)


def test_the_lowest_sheet_has_the_curves_alone_and_says_so() -> None:
    figure, made = drawn(build_trend(hargreaves()), size=(8, 1.6))
    assert made.left_out == ("events and doses",)
    assert not named(figure, "dose")
    assert made.sheet.values.box.height > 0.9


def test_a_day_after_the_last_change_is_no_step_back() -> None:
    first = build_trend(hargreaves(), options=TrendOptions(unit=Unit.RAW)).steps
    assert [step.factor for step in first] == [Decimal(35)]
    assert first[0].until > dt.date(2025, 11, 20)


def test_the_first_episode_lies_under_the_same_day_of_treatment() -> None:
    """First dose 16-Jun, restart 04-Nov: what was day 30 then stands on day 30 now."""
    results = [
        a_result("ALT", "189", "2025-07-16"),
        a_result("ALT", "44", "2025-12-04"),
    ]
    file = hargreaves(results=results, as_of=day("2025-12-10"))
    model = build_trend(file, options=TrendOptions(first_episode=True))
    figure, made = drawn(model)
    (shadow,) = exactly(figure, "shadow")
    assert shadow.get_xdata()[0] == pytest.approx(made.positions["alt-2025-12-04"][0])
    assert shadow.get_ydata()[0] == pytest.approx(made.sheet.values.y(5.4))
    assert "first episode since 16-Jun-2025: ALT peak 5.40 on day 30" in texts(figure)
    assert not named(drawn(build_trend(file))[0], "shadow")


def test_a_first_episode_that_cannot_be_told_is_said_so() -> None:
    model = build_trend(
        hargreaves(doses=[("2025-11-04", "50")]), options=TrendOptions(first_episode=True)
    )
    assert model.shadow is None
    assert any("no results between a recorded first dose" in note for note in model.notes)


def test_platelets_and_cell_volume_are_read_against_the_patients_own_figure() -> None:
    begun = hargreaves().facts.dates.break_start
    assert begun is not None
    before = begun.isoformat()
    own = [
        a_result("PLT", "262", before, uln=None, unit="10*9/L"),
        a_result("MCV", "90", before, uln=None, unit="fL"),
        a_result("NEUT", "4.1", before, uln=None, unit="10*9/L"),
    ]
    later = [
        a_result("PLT", "231", "2025-11-17", uln=None, unit="10*9/L"),
        a_result("MCV", "98", "2025-11-17", uln=None, unit="fL"),
    ]
    model = build_trend(hargreaves(results=[*own, *later]), options=TrendOptions(counts=True))
    told = {lane.analyte: lane.own and lane.own[0] for lane in model.counts}
    assert told == {"NEUT": None, "PLT": Decimal(262), "MCV": Decimal(90)}
    figure, _ = drawn(model, size=(10.3, 5.5))
    assert len(named(figure, "count-own")) == 2
    assert any(text.startswith("own 262, ") for text in texts(figure))
