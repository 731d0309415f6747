"""What is asked again before a dose: recorded with it, never at odds with the list of drugs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import Comedication, DrugQuestion
from aza_desktop.errors import UserError
from aza_desktop.services import (
    corrections,
    courses,
    diary,
    drug_questions,
    proposals,
    recording,
)
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.beside import Beside
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of, record_of
from tests.support.batch_lines import COURSE, PATIENT, ask, asked, result
from tests.support.clinics import (
    PRESCRIBER,
    TODAY,
    a_complete_set,
    a_patient,
    on_break,
)

SINCE = dt.date(2026, 1, 22)
NEITHER = {"allopurinol": "no", "febuxostat": "not_asked"}


def lower(clinic: Clinic, patient: str, beside: Beside) -> None:
    courses.confirm_dose(
        clinic, patient, on=TODAY, dose_mg=Decimal(25), confirmed_by=PRESCRIBER, beside=beside
    )


def test_interactions_are_asked_again_with_each_dose_and_kept_with_it(
    clinic: Clinic, patient: str
) -> None:
    drug_questions.record_answers(clinic, patient, {"febuxostat": "no"})
    lower(clinic, patient, Beside(asked=NEITHER))
    assert set(record_of(clinic, patient).drug_questions) == {
        DrugQuestion("allopurinol", "no", TODAY),
        DrugQuestion("febuxostat", "not_asked", TODAY),
    }
    written = audit_lines(clinic, patient_id=patient, action="dose.confirm")[0]
    assert "allopurinol" in written.after
    assert "not_asked" in written.after


def test_one_undo_takes_the_dose_its_questions_and_the_accepted_proposal_back(
    clinic: Clinic, patient: str
) -> None:
    proposals.add_proposal(clinic, patient, to="dose", dose_mg=Decimal(25))
    before = record_of(clinic, patient)
    lower(clinic, patient, Beside(asked=NEITHER, proposal="p1"))
    assert record_of(clinic, patient).proposals[0].answer == "accepted"
    corrections.undo(clinic)
    after = record_of(clinic, patient)
    assert after.proposals == before.proposals
    assert after.drug_questions == before.drug_questions
    assert after.courses == before.courses


def test_a_drug_that_is_taken_is_listed_with_its_answer(clinic: Clinic, patient: str) -> None:
    written = drug_questions.record_answers(
        clinic, patient, {"allopurinol": "yes", "febuxostat": "no"}, taken_since=SINCE
    )
    record = record_of(clinic, patient)
    assert record.comedications == (Comedication("c1", "allopurinol", SINCE, None),)
    assert "ALLOPURINOL" in written.marks
    corrections.undo(clinic)
    assert record_of(clinic, patient).comedications == ()
    assert record_of(clinic, patient).drug_questions == ()


def test_a_drug_without_its_first_day_is_refused(clinic: Clinic, patient: str) -> None:
    with pytest.raises(UserError) as refused:
        drug_questions.record_answers(clinic, patient, {"allopurinol": "yes"})
    assert refused.value.code == "bad_request"
    assert record_of(clinic, patient).drug_questions == ()


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_against_the_list_confirms_no_dose(
    clinic: Clinic, patient: str, answer: str
) -> None:
    if answer == "no":
        diary.add_comedication(clinic, patient, "Zyloric", start_on=SINCE)
    before = record_of(clinic, patient)
    with pytest.raises(UserError) as refused:
        lower(clinic, patient, Beside(asked={"allopurinol": answer}))
    assert refused.value.code == "bad_request"
    assert record_of(clinic, patient) == before


@pytest.mark.parametrize("asked", [{"aspirin": "no"}, {"allopurinol": "perhaps"}])
def test_only_drugs_that_are_asked_about_have_answers(
    clinic: Clinic, patient: str, asked: dict[str, str]
) -> None:
    with pytest.raises(UserError):
        lower(clinic, patient, Beside(asked=asked))


def test_an_answered_proposal_is_not_accepted_twice(clinic: Clinic, patient: str) -> None:
    proposals.add_proposal(clinic, patient, to="dose", dose_mg=Decimal(25))
    proposals.answer_proposal(clinic, patient, "p1", answer="declined")
    with pytest.raises(UserError):
        lower(clinic, patient, Beside(proposal="p1"))
    assert record_of(clinic, patient).proposals[0].answer == "declined"


def test_one_undo_takes_a_restart_and_its_proposal_back(clinic: Clinic) -> None:
    key = a_patient(clinic, "2")
    on_break(clinic, key)
    recording.add_results(clinic, key, a_complete_set(TODAY - dt.timedelta(days=1)))
    proposals.add_proposal(clinic, key, to="reintroduction", dose_mg=Decimal(50))
    before = record_of(clinic, key)
    courses.confirm_phase(
        clinic, key, to=Phase.REINTRODUCTION, on=TODAY, dose_mg=Decimal(50),
        confirmed_by=PRESCRIBER, checklist={"consent": "yes"},
        beside=Beside(asked=NEITHER, proposal="p1"),
    )  # fmt: skip
    corrections.undo(clinic)
    after = record_of(clinic, key)
    assert (after.proposals, after.courses) == (before.proposals, before.courses)
    assert after.drug_questions == before.drug_questions


def test_a_dose_tells_which_drugs_nobody_asked_about_and_keeps_the_answers_that_came(
    clinic: Clinic,
) -> None:
    restart = {
        "do": "phase.confirm", "patient": "000123", "to": "reintroduction", "on": "2026-01-19",
        "dose_mg": 50, "confirmed_by": "Dr A. Demo",
    }  # fmt: skip
    sets = (result("ALT", "25", "2026-01-18"), result("AST", "25", "2026-01-18"))
    told = asked(clinic, PATIENT, COURSE, *sets, restart)
    assert told["not_asked"] == ["allopurinol", "febuxostat"]
    lower = {
        "do": "dose.confirm", "patient": "000123", "date": "2026-01-22", "dose_mg": 25,
        "confirmed_by": "Dr A. Demo",
    }  # fmt: skip
    half = {**lower, "asked": {"allopurinol": "no", "febuxostat": "not_asked"}}
    assert ask(clinic, half)["not_asked"] == ["febuxostat"]
    record = record_of(clinic, patient_id_of(clinic, "000123"))
    said = {each.drug: each.answer for each in record.drug_questions}
    assert said == {"allopurinol": "no", "febuxostat": "not_asked"}
    both = {**lower, "asked": {"allopurinol": "no", "febuxostat": "no"}}
    assert "not_asked" not in ask(clinic, both)
    unlisted = {**lower, "asked": {"allopurinol": "yes"}}
    assert ask(clinic, unlisted)["error"]["code"] == "bad_request"
