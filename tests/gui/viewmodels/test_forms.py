"""What the forms make of typed answers, without a window."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.findings import Severity
from aza_desktop.gui.viewmodels import answering, forms, noting, starting
from aza_desktop.gui.viewmodels.forms import RefusedError
from tests.support.demo_files import demo_files

DAY = dt.date(2026, 1, 26)
FILES = {file.record.identity.number: file for file in demo_files(DAY)}
HALVORSEN = FILES["DEMO-0001"]


def test_a_date_is_read_as_the_clinic_types_it() -> None:
    values = {"on": ("-1",), "bad": ("32/13",), "none": ()}
    assert forms.day_of(values, "on", DAY) == dt.date(2026, 1, 25)
    assert forms.day_of(values, "none", DAY) is None
    with pytest.raises(RefusedError) as refused:
        forms.day_of(values, "bad", DAY)
    assert refused.value.field == "bad"


@pytest.mark.parametrize(("typed", "read"), [("50", "50"), ("50 mg", "50"), ("71,5 kg", "71.5")])
def test_a_number_is_read_with_or_without_its_unit(typed: str, read: str) -> None:
    assert forms.number_of({"n": (typed,)}, "n") == Decimal(read)


@pytest.mark.parametrize("typed", ["0", "-5", "1e3", "fifty"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError):
        forms.number_of({"n": (typed,)}, "n")


def test_the_decision_names_the_results_of_its_mark_and_offers_the_others() -> None:
    mark = HALVORSEN.answer.marks[0]
    assert mark.severity is Severity.CRITICAL
    form = answering.decision_form(HALVORSEN, mark.code, decided_by="", prescribers=("dr.x",))
    assert form is not None
    results = next(ask for ask in form.asks if ask.name == "results")
    assert set(results.value) == set(mark.results)
    assert {pick.key for pick in results.picks} >= set(mark.results)
    assert len(results.picks) > len(results.value)
    assert not [act for act in form.acts if act.is_default]
    assert next(ask for ask in form.asks if ask.name == "decided_by").value == ()


def test_a_mark_without_results_is_acknowledged_not_decided() -> None:
    code = next(m.code for m in HALVORSEN.answer.marks if not m.results)
    assert answering.decision_form(HALVORSEN, code, decided_by="", prescribers=()) is None
    assert answering.acknowledge_form(HALVORSEN, code) is not None


def test_only_a_patient_who_was_reached_closes_a_critical_mark() -> None:
    said = answering.missing_words({"contact": ("left_message",)}, must_call=True)
    assert "contact in which the patient was reached" in said
    said = answering.missing_words({"contact": ("reached",)}, must_call=True)
    assert said == "Still missing: the decision."


def test_every_outcome_of_a_call_has_words() -> None:
    picks = answering.contact_form(HALVORSEN).asks[-1].picks
    assert len(picks) == len({pick.text for pick in picks}) == 10
    assert not [pick.text for pick in picks if "_" in pick.text]


def test_no_profile_and_no_answer_is_chosen_beforehand() -> None:
    form = starting.course_form(HALVORSEN, [HALVORSEN.protocol], DAY)
    assert [ask.name for ask in form.asks if ask.kind == "chips" and ask.value] == []


def test_the_dose_before_the_injury_is_a_number_or_known_to_be_unknown() -> None:
    record = HALVORSEN.record
    with pytest.raises(RefusedError):
        starting.details_of({}, record)
    with pytest.raises(RefusedError):
        starting.details_of({"toxic": ("many",)}, record)
    assert starting.details_of({"toxic": ("unknown",)}, record) == {"prior_toxic_dose_mg": None}
    told = {"toxic": ("125 mg",), "tablets": ("50, 25 mg",), "halves": ("no",)}
    assert starting.details_of(told, record) == {
        "prior_toxic_dose_mg": Decimal(125),
        "tablets_mg": (Decimal(50), Decimal(25)),
        "halves": False,
    }


def test_the_result_under_the_cursor_is_chosen_for_correction() -> None:
    newest = max(result.collected_on for result in HALVORSEN.record.current_results)
    ids = [r.id for r in HALVORSEN.record.current_results if r.collected_on == newest]
    form = noting.correction_form(HALVORSEN, ids, analyte="AST")
    assert form is not None
    chosen = next(r for r in HALVORSEN.record.current_results if r.id == form.asks[0].value[0])
    assert chosen.analyte == "AST"
    assert form.asks[1].value == (noting.typed_value(chosen),)
    assert noting.correction_form(HALVORSEN, (), analyte="AST") is None
