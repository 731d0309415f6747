"""What the trend picture is told: days, limits, what it leaves out, and its sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import CourseDates, Phase
from aza_desktop.clinical.diary import Decision, DecisionType, Symptom
from aza_desktop.clinical.doses import Hold
from aza_desktop.clinical.findings import (
    Escalation,
    LabDue,
    LabReason,
    LabStatus,
    Possibility,
    Severity,
)
from aza_desktop.clinical.protocol import Parameter, Protocol
from aza_desktop.drawing.models import EventKind, Unit
from aza_desktop.gui.viewmodels.count_lanes import not_covered
from aza_desktop.gui.viewmodels.trend import TrendOptions, build_trend, usual_analytes
from aza_desktop.protocols import load_library, override
from aza_desktop.services import own_protocols
from tests.support.files import a_file, a_mark, a_protocol, a_result, an_answer, day
from tests.support.process import resources


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"uln": None}, "no ULN"),
        ({"uln": "0"}, "ULN not above 0"),
        ({"unit": "furlong"}, "unit not known"),
        ({"unit": None}, "unit not known"),
        ({"value": "haemolysed"}, "no number"),
        ({"value": "-3"}, "negative number"),
        ({"on": "2025-11-21"}, "dated in the future"),
    ],
)
def test_a_result_that_cannot_be_drawn_is_named_with_its_reason(
    changes: dict[str, str | None], reason: str
) -> None:
    told: dict[str, str | None] = {"value": "96", "on": "2025-11-18", **changes}
    value, on = told.pop("value"), told.pop("on")
    assert value is not None
    assert on is not None
    result = a_result("ALT", value, on, **told)  # type: ignore[arg-type]
    model = build_trend(a_file(results=[result]))
    assert [m.reason for m in model.not_drawn] == [reason]
    assert reason in model.notes[0]
    assert not any(series.points for series in model.series)


def test_each_value_is_a_multiple_of_its_own_limit_in_one_unit() -> None:
    results = [
        a_result("ALT", "70", "2025-11-03", uln="35"),
        a_result("ALT", "1.5", "2025-11-10", uln="45", unit="ukat/L"),
        a_result("BILI", "2.0", "2025-11-10", uln="1.0", unit="mg/dL"),
    ]
    results[1] = replace(results[1], uln_unit="U/L")
    model = build_trend(a_file(results=results))
    shown = {p.result_id: p.multiple_text for s in model.series for p in s.points}
    assert shown == {
        "alt-2025-11-03": "2.00",
        "alt-2025-11-10": "2.00",
        "bili-2025-11-10": "2.00",
    }


def test_results_outside_the_chosen_days_are_counted_and_their_peak_named() -> None:
    results = [a_result("ALT", "189", "2025-06-02"), a_result("ALT", "30", "2025-11-17")]
    model = build_trend(a_file(results=results), options=TrendOptions(span="6w"))
    assert model.outside == 1
    assert "1 result lies outside these days" in model.notes[0]
    assert "peak ALT 5.40 × ULN on 02-Jun-2025" in model.notes[0]


def test_an_open_breach_outside_the_chosen_days_is_never_hidden() -> None:
    results = [a_result("ALT", "189", "2025-06-02"), a_result("ALT", "30", "2025-11-17")]
    answer = an_answer(marks=[a_mark(results=["alt-2025-06-02"])])
    model = build_trend(a_file(results=results, answer=answer), options=TrendOptions(span="6w"))
    assert model.hidden_breaches == "Open mark outside these days: ALT 5.40 × ULN 02-Jun-2025"
    whole = build_trend(a_file(results=results, answer=answer), options=TrendOptions(span="all"))
    assert whole.hidden_breaches == ""


def test_alp_is_shown_of_itself_as_soon_as_it_was_above_its_limit() -> None:
    normal = [a_result("ALP", "120", "2025-11-03")]
    raised = [a_result("ALP", "121", "2025-11-03")]
    assert "ALP" not in usual_analytes(a_file(results=normal))
    assert "ALP" in usual_analytes(a_file(results=raised))


def test_the_bilirubin_limit_is_there_only_with_bilirubin() -> None:
    file = a_file(results=[a_result("ALT", "30", "2025-11-03")])
    codes = {limit.code for limit in build_trend(file).limits}
    assert codes == {"ULN", "TA_STOP", "TA_CONSIDER_STOP", "BILI_TA_STOP"}
    without = build_trend(file, options=TrendOptions(analytes=("ALT",)))
    assert "BILI_TA_STOP" not in {limit.code for limit in without.limits}


def test_limits_carry_their_parameter_protocol_and_source() -> None:
    (stop,) = [line for line in build_trend(a_file()).limits if line.code == "TA_STOP"]
    assert stop.source == "ta_stop_uln = 5 (aza-reintro-cautious@1.0.0): The article"


def test_a_lower_stop_figure_moves_line_and_bands() -> None:
    model = build_trend(a_file(protocol=a_protocol(stop="4.2")))
    assert [(str(b.low), b.high and str(b.high)) for b in model.bands] == [
        ("1", "3"),
        ("3", "4.2"),
        ("4.2", None),
    ]


def test_an_open_stop_mark_questions_the_plan() -> None:
    file = a_file(doses=[("2025-11-04", "50")], answer=an_answer(marks=[a_mark()]))
    (plan,) = [step for step in build_trend(file).doses if step.planned]
    assert plan.text == "50 mg: decide first"


def test_held_days_drop_to_nothing_and_come_back() -> None:
    hold = Hold(day("2025-11-10"), day("2025-11-11"), "vomiting")
    model = build_trend(a_file(doses=[("2025-11-04", "50")], holds=[hold]))
    recorded = [(str(s.dose_mg), s.since.day, s.until.day) for s in model.doses if not s.planned]
    assert recorded[-3:] == [("50", 4, 10), ("0", 10, 12), ("50", 12, 20)]


def test_events_say_what_happened_and_what_is_due() -> None:
    due = LabDue(
        LabReason.SCHEDULE, ("ALT",), day("2025-11-18"), day("2025-11-18"), LabStatus.OVERDUE
    )
    file = a_file(
        results=[a_result("6-MMP", "12000", "2025-10-13", uln=None, unit="pmol/8e8 RBC")],
        symptoms=[Symptom("s1", "unexplained_deterioration", day("2025-11-14"))],
        decisions=[Decision("d1", day("2025-10-14"), DecisionType.STOP, ("x",))],
        answer=an_answer(labs_due=[due]),
    )
    said = {(event.kind, event.text) for event in build_trend(file).events}
    assert {
        (EventKind.STOP, "stop"),
        (EventKind.RESTART, "restart"),
        (EventKind.SYMPTOM, "unexplained deterioration"),
        (EventKind.DECISION, "decided: stop"),
        (EventKind.METABOLITE, "6-MMP 12000"),
        (EventKind.LAB_DUE, "lab overdue since 18-Nov"),
    } <= said


def test_the_end_of_the_escalation_window_is_nowhere() -> None:
    model = build_trend(a_file(doses=[("2025-11-04", "50")]))
    assert not any("window" in event.text for event in model.events)
    assert all(event.on <= model.end for event in model.events)


def test_a_running_break_counts_its_days() -> None:
    file = a_file(phase=Phase.ON_BREAK, dates=CourseDates(break_start=day("2025-11-01")))
    assert [span.text for span in build_trend(file).spans] == ["Break, day 19"]


def test_the_read_out_names_day_change_dose_and_marks() -> None:
    results = [
        a_result("ALT", "35", "2025-11-10"),
        a_result("ALT", "189", "2025-11-17"),
        a_result("ALP", "90", "2025-11-17"),
    ]
    answer = an_answer(marks=[a_mark(results=["alt-2025-11-17"], title="Stop: the limit")])
    model = build_trend(a_file(results=results, doses=[("2025-11-04", "50")], answer=answer))
    last = model.readouts[-1]
    assert (last.day_text, last.dose_text) == ("day 13 at 50 mg", "50 mg")
    (row,) = last.rows
    assert (row.value, row.multiple, row.change) == ("189 U/L", "5.40 × ULN", "+4.40")
    assert last.marks == ("Stop: the limit",)
    assert last.spoken.startswith("17 November 2025, day 13 at 50 mg. ALT 189 U/L, 5.40 times")


def test_the_description_is_what_the_picture_shows() -> None:
    results = [
        a_result("ALT", "189", "2025-10-13"),
        a_result("ALT", "35", "2025-11-10"),
        a_result("ALT", "44", "2025-11-17"),
    ]
    model = build_trend(a_file(results=results, doses=[("2025-11-11", "100")]))
    assert model.description == (
        "ALT 1.25 times upper limit on 17 November 2025, rising over the last 2 results. "
        "Peak 5.40 on 13 October 2025. Dose 100 milligrams since 11 November 2025."
    )


def test_equal_results_are_neither_rising_nor_falling() -> None:
    results = [a_result("ALT", "35", "2025-11-10"), a_result("ALT", "35", "2025-11-17")]
    assert "ing over" not in build_trend(a_file(results=results)).description


def test_the_top_of_the_axis_holds_the_highest_value_and_the_highest_limit() -> None:
    low = build_trend(a_file(results=[a_result("ALT", "30", "2025-11-17")]))
    high = build_trend(a_file(results=[a_result("ALT", "875", "2025-11-17")]))
    assert low.top > Decimal(5)
    assert high.top > Decimal(25)


def test_an_earlier_day_sees_only_what_was_known_then() -> None:
    model = build_trend(a_file(doses=[("2025-11-04", "50")], as_of=day("2025-11-04")))
    assert model.today == day("2025-11-04")
    assert [step.planned for step in model.doses if step.dose_mg] == [True]


def test_a_mark_of_lower_weight_rings_nothing() -> None:
    results = [a_result("ALT", "44", "2025-11-17")]
    mark = a_mark("TA_ELEVATED", severity=Severity.MEDIUM, results=["alt-2025-11-17"])
    model = build_trend(a_file(results=results, answer=an_answer(marks=[mark])))
    (point,) = model.series[0].points
    assert (point.marks, point.ring) == (("TA_ELEVATED",), None)


def test_a_hidden_breach_is_offered_with_the_shortest_span_that_shows_it() -> None:
    results = [a_result("ALT", "189", "2025-06-02"), a_result("ALT", "30", "2025-11-17")]
    answer = an_answer(marks=[a_mark(results=["alt-2025-06-02"])])
    file = a_file(results=results, answer=answer)
    assert build_trend(file, options=TrendOptions(span="6w")).offer == "1y"
    assert build_trend(file, options=TrendOptions(span="1y")).offer == ""


def test_the_span_is_never_changed_by_itself() -> None:
    results = [a_result("ALT", "189", "2025-06-02")]
    answer = an_answer(marks=[a_mark(results=["alt-2025-06-02"])])
    model = build_trend(a_file(results=results, answer=answer))
    assert model.start == dt.date(2025, 8, 20)


def test_a_break_outside_the_days_is_told_and_offered_while_it_matters() -> None:
    early = CourseDates(break_start=dt.date(2025, 5, 1), restart=dt.date(2025, 11, 4))
    model = build_trend(a_file(dates=early))
    assert "the break began on 01-May-2025" in model.notes
    assert model.offer == "1y"
    later = build_trend(a_file(dates=early, phase=Phase.LONG_TERM))
    assert later.offer == ""


def test_open_breaches_of_one_day_are_named_together() -> None:
    results = [a_result("ALT", "189", "2025-06-02"), a_result("AST", "140", "2025-06-02")]
    answer = an_answer(marks=[a_mark(results=["alt-2025-06-02", "ast-2025-06-02"])])
    said = build_trend(a_file(results=results, answer=answer)).hidden_breaches
    assert said == "Open marks outside these days: ALT 5.40, AST 4.00 × ULN 02-Jun-2025"


def test_the_own_baseline_is_the_last_value_before_the_restart_and_says_so() -> None:
    results = [
        a_result("ALT", "60", "2025-10-13"),
        a_result("ALT", "33", "2025-11-03"),
        a_result("ALT", "44", "2025-11-17"),
    ]
    options = TrendOptions(unit=Unit.BASELINE, analytes=("ALT",))
    model = build_trend(a_file(results=results), options=options)
    assert "ALT 33 U/L (03-Nov-2025)" in model.notes[0]
    assert [p.multiple_text for p in model.series[0].points] == ["1.81", "1.00", "1.33"]


def test_without_a_value_before_restart_or_treatment_there_is_no_own_baseline() -> None:
    options = TrendOptions(unit=Unit.BASELINE, analytes=("ALT",))
    model = build_trend(a_file(results=[a_result("ALT", "44", "2025-11-17")]), options=options)
    assert model.series[0].points == ()
    assert "No value before restart or treatment, so no own baseline: ALT" in model.notes


def test_a_censored_value_makes_no_baseline() -> None:
    results = [a_result("ALT", "33", "2025-11-03", comparator="<")]
    options = TrendOptions(unit=Unit.BASELINE, analytes=("ALT",))
    assert build_trend(a_file(results=results), options=options).series[0].points == ()


NEUTROPHILS = a_result("NEUT", "4.2", "2025-11-17", uln=None, unit="10*9/L")


def covering(*names: str) -> Protocol:
    overlays = Parameter("overlays", names, "list", None, None, "", "", "clinic")
    return replace(a_protocol(), parameters={"overlays": overlays})


def test_counts_are_shown_of_themselves_only_while_the_protocol_looks_at_them() -> None:
    file = a_file(results=[NEUTROPHILS])
    assert build_trend(file).counts == ()
    shown = build_trend(file, options=TrendOptions(counts=True))
    assert [lane.analyte for lane in shown.counts] == ["NEUT"]
    covered = a_file(results=[NEUTROPHILS], protocol=covering("cbc_label"))
    assert [lane.analyte for lane in build_trend(covered).counts] == ["NEUT"]
    assert build_trend(covered, options=TrendOptions(counts=False)).counts == ()


def test_counts_that_the_protocol_does_not_look_at_are_said_to_be_outside_of_it() -> None:
    said = "Blood counts are not part of this protocol version."
    assert not_covered(a_file()) == said
    assert not_covered(a_file(protocol=covering("hys_law"))) == said
    assert not_covered(a_file(protocol=covering("cbc_label"))) == ""
    shown = build_trend(a_file(results=[NEUTROPHILS]), options=TrendOptions(counts=True))
    assert shown.counts_note == said


def test_a_version_that_asks_for_counts_never_says_that_they_are_no_part_of_it() -> None:
    text = load_library(resources() / "protocols").find("aza-reintro-cautious")
    asks = {"count_with_step": True, "count_tests": ["NEUT"]}
    own = override(own_protocols.extended(text), asks)
    said = not_covered(a_file(protocol=own))
    assert said == "Blood counts (NEUT) are asked for before a step; no other rule looks at them."
    nobody = override(own_protocols.extended(text), {**asks, "count_tests": []})
    assert not_covered(a_file(protocol=nobody)) == text.not_covered


def test_the_read_out_of_a_day_holds_its_counts_too() -> None:
    results = [a_result("ALT", "44", "2025-11-17"), NEUTROPHILS]
    model = build_trend(a_file(results=results), options=TrendOptions(counts=True))
    (readout,) = model.readouts
    assert [(row.label, row.value) for row in readout.rows] == [
        ("ALT", "44 U/L"),
        ("Neutrophils", "4.2 10⁹/L"),
    ]
    assert "Neutrophils 4.2" in readout.spoken


def test_a_limit_of_counts_is_drawn_only_while_its_overlay_is_on() -> None:
    limit = Parameter("bsr_neut", Decimal("1.6"), "10*9/L", None, None, "", "", "clinic")
    for names, lines in ((("cbc_label",), 0), (("cbc_label", "bsr_2017_absolute"), 1)):
        protocol = covering(*names)
        protocol = replace(protocol, parameters={**protocol.parameters, "bsr_neut": limit})
        model = build_trend(a_file(results=[NEUTROPHILS], protocol=protocol))
        assert len(model.counts[0].limits) == lines


def test_an_open_decision_hides_no_plan_and_proposes_nothing() -> None:
    step = Escalation(Possibility.ELIGIBLE, next_dose_mg=Decimal(75))
    file = a_file(doses=[("2025-11-04", "50")], answer=an_answer(marks=[a_mark()], escalation=step))
    assert not [each for each in build_trend(file).doses if each.proposed]


SHOWN_FROM = Parameter("r_shown_from_alt_uln", Decimal(2), "x ULN", None, None, "", "", "clinic")


@pytest.mark.parametrize(
    ("alt", "alp", "said"),
    [
        ("189", "92", "R 7.0"),
        ("189", None, "R not told: no ALP of this sample"),
        ("44", "92", ""),
        ("44", None, ""),
    ],
)
def test_r_is_told_where_it_means_something_and_says_what_is_missing(
    alt: str, alp: str | None, said: str
) -> None:
    protocol = replace(a_protocol(), parameters={"r_shown_from_alt_uln": SHOWN_FROM})
    results = [a_result("ALT", alt, "2025-11-17")]
    results += [a_result("ALP", alp, "2025-11-17", uln="120")] if alp else []
    (readout,) = build_trend(a_file(results=results, protocol=protocol)).readouts
    assert readout.r_text == said


def test_metabolites_of_one_sample_tell_their_ratio() -> None:
    unit = "pmol/8e8 RBC"
    results = [
        a_result("6-TGN", "210", "2025-11-10", uln=None, unit=unit),
        a_result("6-MMP", "12000", "2025-11-10", uln=None, unit=unit),
    ]
    (event,) = [
        e for e in build_trend(a_file(results=results)).events if e.kind is EventKind.METABOLITE
    ]
    assert event.text == "6-MMP 12000 · 6-TGN 210 · ratio 57"
