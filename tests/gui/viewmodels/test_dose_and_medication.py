"""The medication line, the step that may be confirmed, and what a save says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import Comedication, DrugQuestion, Proposal
from aza_desktop.clinical.findings import Escalation, Possibility, Restart, Severity
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.gui.viewmodels.consequences import was_saved, would_trigger
from aza_desktop.gui.viewmodels.dose_step import build_dose_step, typed_dose
from aza_desktop.gui.viewmodels.drug_checks import newly_taken, stands_against, still_open
from aza_desktop.gui.viewmodels.medication import build_medication_line
from aza_desktop.gui.viewmodels.standing import proposal_card
from aza_desktop.gui.viewmodels.words import days_ago, dose_text, per_kg, typeset
from tests.support.open_patient import (
    Story,
    a_lab_due,
    a_mark,
    a_result,
    a_set,
    an_open_patient,
    analytes,
)

ELIGIBLE = Escalation(
    Possibility.ELIGIBLE, dt.date(2026, 1, 20), dt.date(2026, 1, 27), Decimal(100)
)


def test_a_proposal_says_which_drugs_nobody_asked_about_since() -> None:
    proposed_on = dt.date(2026, 1, 25)
    proposal = Proposal("p1", proposed_on, "dose", Decimal(100), "nurse.b")

    def told(*asked: DrugQuestion) -> tuple[str | None, str | None]:
        file = an_open_patient(Story(escalation=ELIGIBLE, record={"drug_questions": asked}))
        step = build_dose_step(file, proposal=proposal)
        assert step is not None
        facts = {name: said for name, said, _care in step.facts}
        return facts.get("Other drugs"), dict(proposal_card(file, proposal).rows).get("Other drugs")

    left = "febuxostat: not asked again with the proposal; ask before confirming"
    allopurinol = DrugQuestion("allopurinol", "no", proposed_on)
    day_before = DrugQuestion("febuxostat", "no", dt.date(2026, 1, 24))
    assert told(allopurinol, day_before) == (left, left)
    assert told(allopurinol, DrugQuestion("febuxostat", "no", proposed_on)) == (None, None)


@pytest.mark.parametrize(
    ("dose", "shown"),
    [("100", "100 mg"), ("62.50", "62.5 mg"), ("0", "0 mg"), ("1250", "1,250 mg")],
)
def test_a_dose_has_a_space_and_no_trailing_zero(dose: str, shown: str) -> None:
    assert dose_text(Decimal(dose)) == shown


def test_the_dose_by_weight_is_rounded_without_a_trailing_zero() -> None:
    assert per_kg(Decimal(75), Decimal(68)) == "1.1 mg/kg"
    assert per_kg(Decimal(50), Decimal(59)) == "0.85 mg/kg"
    assert per_kg(Decimal(100), Decimal(68)) == "1.47 mg/kg"
    assert per_kg(Decimal(100), None) == ""


def test_signs_are_typeset() -> None:
    assert typeset("BILI 46 umol/L / ULN 21 >= 2 x ULN") == "BILI 46 µmol/L ÷ ULN 21 ≥ 2 × ULN"


def test_days_are_told_from_today() -> None:
    today = dt.date(2026, 1, 26)
    assert days_ago(dt.date(2026, 1, 25), today) == "yesterday"
    assert days_ago(dt.date(2026, 1, 27), today) == "tomorrow"


def test_the_line_names_drug_dose_weight_and_day() -> None:
    line = build_medication_line(an_open_patient())
    assert (
        line.text == "azathioprine – tablet – DOSE 75 mg a day – 1.1 mg/kg  ·  day 10 at this dose"
    )
    assert ("azathioprine", True) in line.parts
    assert ("75 mg", True) in line.parts


def test_on_a_break_the_line_says_zero_and_since_when() -> None:
    line = build_medication_line(an_open_patient(Story(phase=Phase.ON_BREAK)))
    assert "DOSE 0 mg – on break since 20-Dec-2025" in line.text


def test_without_a_course_nothing_is_invented() -> None:
    line = build_medication_line(an_open_patient(Story(phase=None)))
    assert line.text == "No azathioprine course recorded"


def test_a_step_names_old_and_new_dose_and_what_to_check() -> None:
    story = Story(
        escalation=ELIGIBLE, labs_due=(a_lab_due(),), results=a_set("2026-01-23", "3", "3")
    )
    step = build_dose_step(an_open_patient(story))
    assert step is not None
    assert (step.old_dose, step.new_dose, step.is_restart) == ("75 mg", "100 mg", False)
    facts = {name: (value, care) for name, value, care in step.facts}
    assert facts["Blood tests"] == ("1 since the last step", False)
    assert facts["Next blood test"] == ("01-Feb-2026", False)
    assert facts["Ceiling"][0] == "below 150 mg, the dose before the injury"
    assert facts["New dose by weight"][0] == "1.47 mg/kg at 68 kg (day not recorded)"


def test_no_blood_test_since_the_step_asks_for_attention() -> None:
    step = build_dose_step(an_open_patient(Story(escalation=ELIGIBLE)))
    assert step is not None
    said = "0 since the last step: the last liver test was before this step"
    assert ("Blood tests", said, True) in step.facts


def test_an_unknown_ceiling_asks_for_attention() -> None:
    unknown = {"facts": PatientFacts(None, Tpmt.NORMAL)}
    step = build_dose_step(an_open_patient(Story(escalation=ELIGIBLE, record=unknown)))
    assert step is not None
    assert ("Ceiling", "not recorded", True) in step.facts


def test_a_restart_is_offered_from_zero() -> None:
    restart = Restart(Possibility.ELIGIBLE, dt.date(2026, 1, 20), Decimal(50))
    step = build_dose_step(an_open_patient(Story(phase=Phase.ON_BREAK, restart=restart)))
    assert step is not None
    assert (step.old_dose, step.new_dose, step.is_restart) == ("0 mg", "50 mg", True)


@pytest.mark.parametrize("status", [s for s in Possibility if s is not Possibility.ELIGIBLE])
def test_nothing_else_can_be_confirmed(status: Possibility) -> None:
    blocked = Escalation(status, None, None, Decimal(100))
    assert build_dose_step(an_open_patient(Story(escalation=blocked))) is None


@pytest.mark.parametrize(("text", "dose"), [("75", 75), (" 75 mg", 75), ("75mg", 75)])
def test_a_typed_dose_is_read(text: str, dose: int) -> None:
    assert typed_dose(text) == Decimal(dose)


@pytest.mark.parametrize("text", ["", "mg", "seventy", "7e1"])
def test_what_is_no_dose_is_none(text: str) -> None:
    assert typed_dose(text) is None


def test_only_new_marks_are_announced() -> None:
    file = an_open_patient(Story(marks=(a_mark("TPMT_RISK", severity=Severity.MEDIUM),)))
    after = an_open_patient(
        Story(marks=(a_mark(), a_mark("TPMT_RISK", severity=Severity.MEDIUM)))
    ).answer
    assert file.answer is not None
    assert after is not None
    told = would_trigger(file.answer, after)
    assert told.is_grave
    assert told.text.startswith("Saving will show: ALT or AST at the stop limit")
    assert "more" not in told.text
    assert would_trigger(after, after).text == "Saving adds no finding."


def test_a_save_is_told_with_values_multiples_and_day() -> None:
    result = a_result("ALT", "44", "2026-01-26")
    answer = an_open_patient().answer
    told = was_saved([result], before=answer, after=answer, analytes=analytes())
    assert told.text == ("Saved: ALT 44 U/L (1.25 ×), collected 26-Jan-2026. No new finding.")


def test_every_drug_is_asked_again_and_no_answer_is_chosen_beforehand() -> None:
    known = (DrugQuestion("allopurinol", "no", dt.date(2025, 11, 12)),)
    record = {"drug_questions": known}
    step = build_dose_step(an_open_patient(Story(escalation=ELIGIBLE, record=record)))
    assert step is not None
    assert step.wants_drugs
    assert [(each.drug, each.ask.value, each.last) for each in step.drugs] == [
        ("allopurinol", (), "last: no, 12-Nov-2025"),
        ("febuxostat", (), "last: not asked"),
    ]
    assert still_open(step.drugs, {"allopurinol": "no"}) == "Febuxostat"


def test_a_lower_dose_waits_for_no_answer_and_a_proposal_asks_nothing() -> None:
    file = an_open_patient(Story(escalation=ELIGIBLE))
    lower = build_dose_step(file, dose_mg=Decimal(50))
    proposed = build_dose_step(file, may_confirm=False)
    assert lower is not None
    assert proposed is not None
    assert (bool(lower.drugs), lower.wants_drugs, proposed.drugs) == (True, False, ())


def test_drugs_that_no_rule_looked_at_stand_in_the_dialog() -> None:
    drugs = (
        Comedication("c1", "Marcumar", dt.date(2026, 1, 2), None),
        Comedication("c2", "allopurinol", dt.date(2026, 1, 2), None),
    )
    story = Story(escalation=ELIGIBLE, record={"comedications": drugs})
    step = build_dose_step(an_open_patient(story))
    assert step is not None
    said = "Marcumar; allopurinol (its rule is switched off)"  # the test's protocol has no rule
    assert ("Not checked", said, True) in step.facts
    assert stands_against(step.drugs, {"allopurinol": "no"}).startswith("Allopurinol is listed")
    assert newly_taken(step.drugs, {"allopurinol": "yes", "febuxostat": "yes"}) == ("febuxostat",)
