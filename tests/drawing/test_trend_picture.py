"""The trend picture: what stands where, and why; no Qt anywhere near it."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from aza_desktop.clinical.diary import Symptom
from aza_desktop.clinical.findings import LabDue, LabReason, LabStatus, Severity
from aza_desktop.drawing.models import Scale, TrendModel
from aza_desktop.drawing.tokens import DARK, LIGHT
from aza_desktop.drawing.trend import Drawn, draw_trend
from aza_desktop.gui.viewmodels.trend import TrendOptions, build_trend
from tests.support.files import OpenFile, a_file, a_mark, a_protocol, a_result, an_answer, day

SETS = (
    ("2025-09-18", "48", "39", "10"),
    ("2025-10-13", "189", "142", "14"),
    ("2025-10-27", "52", "44", "11"),
    ("2025-11-03", "33", "30", "10"),
    ("2025-11-17", "44", "37", "10"),
)


def hargreaves(**changes: object) -> OpenFile:
    """The patient of the drawings, with three analytes on each day."""
    results = [
        a_result(code, value, on)
        for on, *values in SETS
        for code, value in zip(("ALT", "AST", "BILI"), values, strict=True)
    ]
    usual: dict[str, object] = {
        "results": results,
        "doses": [("2025-06-16", "150"), ("2025-11-04", "50"), ("2025-11-11", "75")],
    }
    return a_file(**{**usual, **changes})  # type: ignore[arg-type]


def drawn(
    model: TrendModel, *, size: tuple[float, float] = (10.3, 4.6), captioned: bool = False
) -> tuple[Figure, Drawn]:
    figure = Figure(figsize=size, dpi=100)
    FigureCanvasAgg(figure)
    return figure, draw_trend(figure, model, LIGHT, captioned=captioned)


def picture(file: OpenFile, **options: object) -> tuple[Figure, Drawn]:
    return drawn(build_trend(file, options=TrendOptions(**options)))  # type: ignore[arg-type]


def named(figure: Figure, prefix: str) -> list[Any]:
    """The artists whose name begins with `prefix`, each of the kind that the test expects."""
    return [a for a in figure.get_children() if (a.get_gid() or "").startswith(prefix)]


def exactly(figure: Figure, name: str) -> list[Line2D]:
    """The lines of that very name."""
    return [a for a in figure.get_children() if isinstance(a, Line2D) and a.get_gid() == name]


def ids(figure: Figure, prefix: str) -> set[str]:
    return {str(a.get_gid()).removeprefix(prefix) for a in named(figure, prefix)}


def texts(figure: Figure) -> list[str]:
    return [t.get_text() for t in figure.findobj(Text) if t.get_text()]


def test_equal_days_take_equal_room_on_every_axis() -> None:
    figure, made = picture(hargreaves())
    positions = made.positions
    one = positions["alt-2025-11-03"][0] - positions["alt-2025-10-27"][0]
    two = positions["alt-2025-11-17"][0] - positions["alt-2025-11-03"][0]
    assert two == pytest.approx(2 * one)
    xs = {frame.x(20000.0) for frame in made.sheet.frames}
    assert len(xs) == 1
    assert figure.get_size_inches()[0] == pytest.approx(10.3)


def test_a_dose_begins_at_the_very_inch_of_that_days_blood_test() -> None:
    results = [a_result("ALT", "30", "2025-11-04")]
    figure, made = picture(hargreaves(results=results))
    corners = [x for line in exactly(figure, "dose") for x in line.get_xdata()]
    assert any(x == pytest.approx(made.positions["alt-2025-11-04"][0]) for x in corners)


def test_doses_are_steps_and_never_slopes() -> None:
    figure, _ = picture(hargreaves())
    for line in exactly(figure, "dose"):
        xs, ys = line.get_xdata(), line.get_ydata()
        for (x1, x2), (y1, y2) in zip(pairwise(xs), pairwise(ys), strict=True):
            assert x1 == x2 or y1 == y2


def test_the_plan_is_dashed_and_the_record_is_not() -> None:
    figure, _ = picture(hargreaves())
    (plan,) = named(figure, "plan")
    assert plan.get_linestyle() == "--"
    assert all(line.get_linestyle() == "-" for line in exactly(figure, "dose"))


def test_no_dose_is_planned_where_only_a_proposal_is_possible() -> None:
    model = build_trend(hargreaves())
    assert {str(step.dose_mg) for step in model.doses if step.planned} == {"75"}


@pytest.mark.parametrize("stop", ["5", "4.2"])
def test_the_stop_figure_of_the_protocol_moves_line_band_and_label(stop: str) -> None:
    figure, made = picture(hargreaves(protocol=a_protocol(stop=stop)))
    wanted = made.sheet.values.y(float(stop))
    (line,) = named(figure, "limit:TA_STOP")
    assert line.get_ydata()[0] == pytest.approx(wanted)
    (band,) = named(figure, "band:band_stop")
    assert min(y for _, y in band.get_xy()) == pytest.approx(wanted)
    (label,) = named(figure, "limit-label:TA_STOP")
    assert label.get_text() == f"{stop} × stop"


ALL_IDS = [f"{code}-{on}" for on, *_ in SETS for code in ("alt", "ast", "bili")]
CODES = (
    ("TA_STOP", Severity.CRITICAL, True),
    ("TA_CONSIDER_STOP", Severity.HIGH, True),
    ("TA_ELEVATED", Severity.MEDIUM, False),
    ("RESULT_CENSORED", Severity.HIGH, False),
    ("DUP_IDENTICAL", Severity.INFO, False),
)


@given(
    cited=st.lists(
        st.tuples(st.sampled_from(CODES), st.sets(st.sampled_from(ALL_IDS), max_size=4)),
        max_size=4,
    )
)
def test_a_point_is_ringed_if_and_only_if_a_breach_mark_cites_it(
    cited: list[tuple[tuple[str, Severity, bool], set[str]]],
) -> None:
    marks = [a_mark(c, severity=s, results=sorted(of), title=c) for (c, s, _), of in cited]
    file = hargreaves(answer=an_answer(marks=marks))
    model = build_trend(file, options=TrendOptions(span="all"))
    wanted = {result for (_, _, breach), of in cited if breach for result in of}
    ringed = {p.result_id for s in model.series for p in s.points if p.ring is not None}
    assert ringed == wanted


def test_rings_and_their_words_are_drawn_for_exactly_the_cited_points() -> None:
    marks = [
        a_mark(results=["alt-2025-11-17"]),
        a_mark("TA_CONSIDER_STOP", severity=Severity.HIGH, results=["ast-2025-11-17"]),
        a_mark("TA_ELEVATED", severity=Severity.MEDIUM, results=["alt-2025-11-03"]),
    ]
    figure, _ = picture(hargreaves(answer=an_answer(marks=marks)))
    assert ids(figure, "ring:") == {"alt-2025-11-17", "ast-2025-11-17"}
    said = [t.get_text() for t in named(figure, "ring-label:")]
    assert any("ALT 1.25" in text and "5 × stop" in text for text in said)
    assert any("AST 1.05" in text and "3 × consider" in text for text in said)


def test_without_a_mark_nothing_is_red_however_high_the_value() -> None:
    figure, _ = picture(hargreaves(results=[a_result("ALT", "900", "2025-11-17")]))
    assert not named(figure, "ring")


def test_results_of_one_day_under_one_mark_share_their_words() -> None:
    cited = [f"{code}-2025-11-17" for code in ("alt", "ast", "bili")]
    marks = [a_mark("BILI_TA_STOP", results=cited)]
    figure, _ = picture(hargreaves(answer=an_answer(marks=marks)))
    assert len(named(figure, "ring:")) == 3
    (label,) = named(figure, "ring-label:")
    assert label.get_text().startswith("ALT 1.25 · AST 1.05 · Bilirubin 0.47 × ULN")


@pytest.mark.parametrize(("comparator", "tick"), [("<", 3), (">", 2)])
def test_censored_results_are_open_signs_with_a_tick(comparator: str, tick: int) -> None:
    results = [a_result("ALT", "40", "2025-11-17", comparator=comparator, id="x")]
    figure, made = picture(hargreaves(results=results))
    (sign,) = named(figure, "censored:x")
    assert sign.get_markerfacecolor() == LIGHT.surface
    (mark,) = named(figure, "censored-tick:x")
    assert mark.get_marker() == tick
    assert made.positions["x"][1] == pytest.approx(made.sheet.values.y(40 / 35))


def test_a_long_gap_is_dashed_and_another_laboratory_breaks_the_line() -> None:
    results = [
        a_result("ALT", "30", "2025-09-01"),
        a_result("ALT", "31", "2025-10-20"),
        a_result("ALT", "32", "2025-10-27"),
        a_result("ALT", "33", "2025-11-03", laboratory="elsewhere", uln="45"),
    ]
    figure, _ = picture(hargreaves(results=results))
    assert len(named(figure, "gap:ALT")) == 1
    assert len(named(figure, "other_laboratory:ALT")) == 2
    (run,) = named(figure, "line:ALT")
    assert len(run.get_xdata()) == 2


def test_a_changed_limit_is_marked_with_both_figures() -> None:
    results = [
        a_result("ALT", "30", "2025-11-03"),
        a_result("ALT", "33", "2025-11-10", uln="45"),
    ]
    figure, _ = picture(hargreaves(results=results))
    assert named(figure, "uln-change")
    assert any("ALT ULN 35 → 45" in text for text in texts(figure))


def test_the_log_scale_doubles_and_survives_zero_and_cut_lines() -> None:
    results = [a_result("ALT", "0", "2025-11-03"), a_result("ALT", "70", "2025-11-17")]
    figure, made = picture(hargreaves(results=results), scale=Scale.LOG2)
    values = made.sheet.values
    assert values.y(4) - values.y(2) == pytest.approx(values.y(2) - values.y(1))
    assert {"0.25", "0.5", "1", "2", "4", "8"} <= set(texts(figure))
    assert made.positions["alt-2025-11-03"][1] == pytest.approx(values.box.bottom)
    assert named(figure, "limit:TA_STOP")


def test_breaks_are_hatched_over_all_three_axes_with_their_length() -> None:
    figure, made = picture(hargreaves())
    hatched = named(figure, "break")
    assert len(hatched) == 3
    for patch, frame in zip(hatched, made.sheet.frames, strict=True):
        xs = [x for x, _ in patch.get_xy()]
        assert min(xs) == pytest.approx(
            frame.x(float((day("2025-10-14") - dt.date(1970, 1, 1)).days))
        )
    assert "Break 21 days" in texts(figure)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(10.3, 4.6), (8.6, 3.0)], ids=["large", "small"])
def test_no_word_covers_another(size: tuple[float, float], tokens: object) -> None:
    due = LabDue(
        LabReason.SCHEDULE, ("ALT",), day("2025-11-24"), day("2025-11-24"), LabStatus.UPCOMING
    )
    marks = [
        a_mark(results=["alt-2025-11-17"]),
        a_mark("TA_CONSIDER_STOP", severity=Severity.HIGH, results=["ast-2025-11-17"]),
    ]
    file = hargreaves(answer=an_answer(marks=marks, labs_due=[due]))
    figure = Figure(figsize=size, dpi=100)
    canvas = FigureCanvasAgg(figure)
    draw_trend(figure, build_trend(file), tokens)  # type: ignore[arg-type]
    canvas.draw()
    renderer = canvas.get_renderer()
    words = ("last:", "ring-label", "today-label", "event-label", "dose-label", "note:")
    boxes = [
        (t.get_text(), t.get_window_extent(renderer))
        for t in figure.findobj(Text)
        if (t.get_gid() or "").startswith(words)
    ]
    assert len(boxes) > 8
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 2 or tall <= 4, f"{one!r} covers {other!r}"


@pytest.mark.parametrize("width", [5.2, 6.4, 8.6, 10.3])
def test_no_word_of_an_event_is_cut_by_the_line_of_today(width: float) -> None:
    """Where the long words would cross the line, the short ones stand on its own side."""
    due = LabDue(
        LabReason.SCHEDULE, ("ALT",), day("2025-11-24"), day("2025-11-24"), LabStatus.UPCOMING
    )
    doses = [("2025-06-16", "150"), ("2025-11-18", "50")]
    file = hargreaves(answer=an_answer(labs_due=[due]), doses=doses)
    figure = Figure(figsize=(width, 4.6), dpi=100)
    canvas = FigureCanvasAgg(figure)
    draw_trend(figure, build_trend(file), LIGHT)
    canvas.draw()
    today = named(figure, "today")[0].get_xdata()[0] * 100
    words = [text for text in named(figure, "event-label") if isinstance(text, Text)]
    assert {"restart"} <= {text.get_text() for text in words}
    for text in words:
        box = text.get_window_extent(canvas.get_renderer())
        assert not box.x0 < today < box.x1, text.get_text()


def test_the_word_of_an_event_that_lasts_stands_before_its_bar() -> None:
    symptom = Symptom("s1", "nausea", day("2025-10-10"), resolved_on=day("2025-10-20"))
    figure, _ = picture(hargreaves(symptoms=[symptom]))
    (word,) = (t for t in named(figure, "event-label") if t.get_text() == "nausea")
    (bar,) = named(figure, "event-span")
    width = word.get_window_extent().width / 100
    assert word.get_position()[0] + width < bar.get_xdata()[0]


def test_the_word_of_a_dose_stands_clear_of_the_next_step() -> None:
    doses = [("2025-06-16", "150"), ("2025-11-04", "50"), ("2025-11-08", "75")]
    figure, made = picture(hargreaves(doses=doses))
    assert "75 mg" in texts(figure)
    frame = made.sheet.doses
    edge = frame.x(float((day("2025-11-08") - dt.date(1970, 1, 1)).days))
    words = {t.get_text(): t for t in named(figure, "dose-label") if isinstance(t, Text)}
    assert "50 mg" not in words, "four days have room for the figure alone"
    assert words["50"].get_position()[0] < edge


def test_a_last_value_on_a_limit_is_not_struck_through_by_it() -> None:
    on_the_line = [
        a_result("ALT", value, on) for on, value in (("2025-11-03", "33"), ("2025-11-17", "35"))
    ]
    figure, _ = picture(hargreaves(results=on_the_line))
    (text,) = (t for t in named(figure, "last:") if isinstance(t, Text))
    assert text.get_bbox_patch() is not None
    figure, _ = picture(hargreaves())
    high = [t for t in named(figure, "last:BILI") if isinstance(t, Text)]
    assert [t.get_bbox_patch() for t in high] == [None]


def test_last_values_stand_in_the_veiled_days_to_come() -> None:
    figure, made = picture(hargreaves())
    today = named(figure, "today")[0].get_xdata()[0]
    for text in named(figure, "last:"):
        assert text.get_position()[0] > today
    assert ids(figure, "last:") == {"ALT", "AST", "BILI"}
    assert len(named(figure, "future")) == 3
    assert made.sheet.values.box.right > today


def test_analytes_differ_without_colour() -> None:
    results = [
        a_result(code, "30", on)
        for code in ("ALT", "AST", "BILI", "ALP", "GGT")
        for on in ("2025-11-03", "2025-11-10")
    ]
    figure, _ = picture(hargreaves(results=results), analytes=("ALT", "AST", "BILI", "ALP", "GGT"))
    signs = {a.get_marker() for a in named(figure, "points:")}
    assert len(signs) == 5


@pytest.mark.parametrize(
    ("results", "options", "message"),
    [
        ([], {}, "No results yet – Ctrl+R adds the first"),
        ([a_result("ALT", "30", "2025-11-10")], {}, "One result: no trend"),
        ([a_result("ALT", "30", "2025-11-10")], {"analytes": ()}, "Choose an analyte"),
    ],
)
def test_an_empty_picture_says_what_to_do(
    results: list[object], options: dict[str, object], message: str
) -> None:
    figure, _ = picture(hargreaves(results=results), **options)
    assert message in texts(figure)
