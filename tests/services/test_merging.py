"""One person, two records: merged by an administrator, judged as one, and taken apart again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.diary import Allergies, Allergy, DecisionType, GeneTest
from aza_desktop.clinical.patient import Identity, PatientFacts, PatientNumber, Tpmt
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.services import (
    answering,
    contacts,
    courses,
    details,
    diary,
    merging,
    owners,
    recording,
    samples,
    users,
)
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.listing import listed
from aza_desktop.services.reading import (
    all_files,
    patient_file,
    patient_id_of,
    patient_lines,
    record_of,
    records_named,
)
from aza_desktop.storage import tables as t
from aza_desktop.storage.verifying import checks_of
from tests.support.clinics import (
    PRESCRIBER,
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
    reintroduced,
)

DAY = dt.timedelta(days=1)
WHY = "same birth date, same address: told by the patient"


def refusal(call: Any, *arguments: Any, **named: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        call(*arguments, **named)
    return refused.value


def bare(clinic: Clinic, number: str) -> str:
    """A record that knows nothing but a number."""
    identity = Identity((PatientNumber("hospital", number),))
    facts = PatientFacts(None, Tpmt.UNKNOWN)
    return recording.add_patient(clinic, identity, facts).ids[0]


def merged(clinic: Clinic, keep: str, other: str, **choices: str) -> None:
    merging.merge(clinic, keep, other, choices=choices, reason=WHY)


def same_but_version(record: PatientRecord) -> PatientRecord:
    return replace(record, version=0)


def test_the_merged_record_is_judged_as_one_record_with_all_facts(clinic: Clinic) -> None:
    one, two, whole = a_patient(clinic, "1"), bare(clinic, "2"), a_patient(clinic, "3")
    for key in (one, whole):
        reintroduced(clinic, key)
        recording.add_results(clinic, key, (a_result("ALT", "90", on=TODAY, given_id="high"),))
    for key in (two, whole):
        results = (
            a_result("BILI", "60", on=TODAY - DAY, uln="21", given_id="b1"),
            a_result("AST", "150", on=TODAY - DAY, given_id="b2"),
        )
        recording.add_results(clinic, key, results)
        diary.add_symptom(clinic, key, "fever", onset_on=TODAY)
        diary.add_comedication(clinic, key, "Zyloric", start_on=TODAY - DAY)
        details.add_weight(clinic, key, on=TODAY, kg=Decimal(64))
    merged(clinic, one, two)
    ours, theirs = patient_file(clinic, one), patient_file(clinic, whole)
    assert ours.answer is not None
    assert theirs.answer is not None
    assert {mark.code for mark in ours.answer.marks} >= {"BILI_TA_STOP", "SYMPTOM", "ALLOPURINOL"}
    assert ours.answer == theirs.answer
    assert ours.facts == theirs.facts


def test_who_was_put_off_in_the_other_record_is_not_hidden_in_the_one_that_stays(
    clinic: Clinic,
) -> None:
    one, two = a_patient(clinic, "1"), bare(clinic, "2")
    reintroduced(clinic, one)
    answering.snooze(clinic, two, group="labs_due", until=TODAY + 9 * DAY, reason="away")
    before = {file.record.id: listed(file).group for file in all_files(clinic)}
    merged(clinic, one, two)
    (file,) = all_files(clinic)
    assert listed(file).group == before[one] is not None
    assert not listed(file).is_snoozed
    merging.unmerge(clinic, one, two, reason=WHY)
    assert record_of(clinic, two).mark_answers[0].code == "labs_due"


def test_the_other_record_stands_on_no_list_and_its_number_leads_to_the_one_that_stays(
    clinic: Clinic,
) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "0077")
    merged(clinic, one, two)
    assert [file.record.id for file in all_files(clinic)] == [one]
    assert patient_id_of(clinic, "0077") == one
    assert [record.id for record in records_named(clinic, "rossi")] == [one]
    assert [number.value for number in record_of(clinic, one).identity.numbers] == ["1", "0077"]
    assert refusal(record_of, clinic, two).code == "unknown_patient"
    error = refusal(recording.add_results, clinic, two, (a_result(),))
    assert error.code == "unknown_patient"
    found = merging.merged_into(clinic, one)
    assert [(each.number, each.name, each.by, each.reason) for each in found] == [
        ("0077", "ROSSI, Elena", "first.user", WHY)
    ]


def test_whichever_record_goes_everybody_else_stays_on_the_lists(clinic: Clinic) -> None:
    """Also where the record that goes was made before all others."""
    first, second, third = (bare(clinic, number) for number in ("1", "2", "3"))
    merged(clinic, second, first)
    assert {line.patient_id for line in patient_lines(clinic)} == {second, third}
    merged(clinic, second, third)
    assert {line.patient_id for line in patient_lines(clinic)} == {second}


def test_taken_apart_both_records_are_exactly_as_before(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1", toxic_mg=None), a_patient(clinic, "2")
    reintroduced(clinic, two)
    recording.add_results(clinic, one, (a_result("ALT", "31", on=TODAY, given_id="r1"),))
    recording.add_results(clinic, two, (a_result("ALT", "210", on=TODAY, given_id="r9"),))
    recording.correct_result(clinic, two, "r9", changes={"value_text": "220"}, reason="typed wrong")
    diary.record_decision(
        clinic, two, DecisionType.STOP, on=TODAY, results=("r9.2",), decided_by="first.user",
        reason=None,
    )  # fmt: skip
    contacts.add_contact(clinic, two, on=TODAY, outcome="reached")
    samples.take_sample(clinic, two, taken_on=TODAY, tests=("ALT",))
    owners.set_owner(clinic, two, owner="first.user")
    details.add_note(clinic, two, text="calls before noon")
    details.set_allergies(clinic, two, Allergies("known", (Allergy("penicillin"),)))
    details.answer_drug_question(clinic, two, drug="allopurinol", answer="no", asked_on=TODAY)
    gene = GeneTest("TPMT", "intermediate", "activity", "18", "U/mL", TODAY)
    details.add_gene_test(clinic, two, gene)
    before = [same_but_version(record_of(clinic, key)) for key in (one, two)]
    merged(clinic, one, two, tpmt="other")
    joined = record_of(clinic, one)
    assert joined.facts.prior_toxic_dose_mg == Decimal(150)
    assert joined.facts.tpmt is Tpmt.INTERMEDIATE
    assert joined.course is not None
    assert joined.course.phase is Phase.REINTRODUCTION
    merging.unmerge(clinic, one, two, reason="two persons after all")
    after = [same_but_version(record_of(clinic, key)) for key in (one, two)]
    assert after[1] == before[1]
    assert current(after[0]) == current(before[0])
    assert all(check.ok for check in checks_of(clinic.store))
    assert patient_id_of(clinic, "2") == two


def current(record: PatientRecord) -> PatientRecord:
    """The record without the struck copies, which stay readable."""
    return replace(
        record, results=tuple(one for one in record.results if one.state.value == "current")
    )


def test_a_decision_keeps_its_name_and_its_results_under_their_new_ids(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    reintroduced(clinic, two)
    recording.add_results(clinic, one, (a_result("ALT", "31", on=TODAY, given_id="r9"),))
    recording.add_results(clinic, two, (a_result("ALT", "210", on=TODAY, given_id="r9"),))
    diary.record_decision(
        clinic, two, DecisionType.STOP, on=TODAY, results=("r9",), decided_by=PRESCRIBER,
        reason="ALT",
    )  # fmt: skip
    merged(clinic, one, two)
    record = record_of(clinic, one)
    (decision,) = record.courses[-1].decisions
    assert (decision.decided_by, decision.reason) == (PRESCRIBER, "ALT")
    values = {one.id: one.value_text for one in record.current_results}
    assert [values[given] for given in decision.results] == ["210"]
    assert values["r9"] == "31"
    assert record.courses[-1].dose_events[0].confirmed_by == PRESCRIBER
    told = {one.result.id: one.reason for one in record.results}
    assert told[decision.results[0]] == "entered by first.user in the merged record"


def test_struck_results_stay_readable_beside_the_others(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    recording.add_results(clinic, two, (a_result("ALT", "210", on=TODAY, given_id="r9"),))
    recording.correct_result(clinic, two, "r9", changes={"value_text": "21"}, reason="typed wrong")
    merged(clinic, one, two)
    found = [(e.result.value_text, e.state.value, e.reason) for e in record_of(clinic, one).results]
    assert found[0] == ("210", "superseded", "typed wrong")
    assert found[1][:2] == ("21", "current")


def test_what_differs_is_chosen_by_a_person(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1", toxic_mg=150), a_patient(clinic, "2", toxic_mg=100)
    sides = {side.field: side for side in merging.compare(clinic, one, two).sides}
    assert [name for name, side in sides.items() if side.is_open] == ["prior_toxic_dose_mg"]
    error = refusal(merged, clinic, one, two)
    assert (error.code, error.why) == ("bad_request", "prior_toxic_dose_mg")
    merged(clinic, one, two, prior_toxic_dose_mg="other")
    assert record_of(clinic, one).facts.prior_toxic_dose_mg == Decimal(100)
    merging.unmerge(clinic, one, two, reason="two persons")
    assert record_of(clinic, one).facts.prior_toxic_dose_mg == Decimal(150)


def test_a_name_taken_from_the_other_record_is_found_and_given_back(clinic: Clinic) -> None:
    one = a_patient(clinic, "1")
    facts = PatientFacts(None, Tpmt.UNKNOWN)
    named = Identity((PatientNumber("hospital", "2"),), "Bianchi", "Elena")
    two = recording.add_patient(clinic, named, facts).ids[0]
    merged(clinic, one, two, name="other")
    assert [record.id for record in records_named(clinic, "bianchi")] == [one]
    merging.unmerge(clinic, one, two, reason="two persons")
    assert [record.id for record in records_named(clinic, "bianchi")] == [two]
    assert [record.id for record in records_named(clinic, "rossi")] == [one]


def test_allergies_and_answers_about_drugs_are_joined_to_the_safe_side(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    details.set_allergies(clinic, one, Allergies("none"))
    details.set_allergies(clinic, two, Allergies("known", (Allergy("latex", "rash"),)))
    details.answer_drug_question(clinic, one, drug="allopurinol", answer="no", asked_on=TODAY)
    details.answer_drug_question(clinic, two, drug="allopurinol", answer="yes", asked_on=TODAY)
    details.answer_drug_question(clinic, two, drug="febuxostat", answer="no", asked_on=TODAY - DAY)
    merged(clinic, one, two)
    record = record_of(clinic, one)
    assert [item.substance for item in record.allergies.items] == ["latex"]
    assert {q.drug: q.answer for q in record.drug_questions} == {
        "allopurinol": "yes", "febuxostat": "no"
    }  # fmt: skip


def test_two_running_courses_are_resolved_before(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    reintroduced(clinic, one)
    reintroduced(clinic, two)
    error = refusal(merged, clinic, one, two)
    assert error.code == "not_offered"
    assert "both have a course that runs" in error.why
    stop(clinic, two)
    assert "would hide the newer one" in refusal(merged, clinic, one, two).why
    merged(clinic, two, one)
    record = record_of(clinic, two)
    assert [course.phase for course in record.courses] == [Phase.STOPPED, Phase.REINTRODUCTION]
    assert record.course == record.courses[1]


def stop(clinic: Clinic, patient: str) -> None:
    courses.confirm_phase(
        clinic, patient, to=Phase.STOPPED, on=TODAY, confirmed_by="first.user", reason="wish"
    )


def test_what_was_built_upon_copies_goes_back_with_them(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    reintroduced(clinic, two)
    recording.add_results(clinic, two, (a_result("ALT", "210", on=TODAY, given_id="wrong"),))
    diary.add_symptom(clinic, two, "nausea", onset_on=TODAY - DAY)
    diary.add_comedication(clinic, two, "ramipril", start_on=TODAY - DAY)
    merged(clinic, one, two)
    recording.correct_result(clinic, one, "wrong", changes={"value_text": "21"}, reason="typo")
    diary.resolve_symptom(clinic, one, "s1", resolved_on=TODAY)
    recording.add_results(clinic, one, (a_result("AST", "33", on=TODAY, given_id="new"),))
    courses.confirm_dose(
        clinic, one, on=TODAY, dose_mg=Decimal(25), confirmed_by="first.user", reason="nausea"
    )
    diary.hold_dose(clinic, one, since=TODAY, until=None, reason="infection")
    details.add_weight(clinic, one, on=TODAY, kg=Decimal(61))
    merging.unmerge(clinic, one, two, reason="two persons after all")
    theirs, ours = record_of(clinic, two), record_of(clinic, one)
    counting = {r.id: r.value_text for r in theirs.current_results if r.analyte == "ALT"}
    assert counting["wrong.2"] == "21"
    assert "wrong" not in counting
    assert theirs.symptoms[0].resolved_on == TODAY
    assert [dose.dose_mg for dose in theirs.courses[0].dose_events] == [Decimal(50), Decimal(25)]
    assert [hold.since for hold in theirs.courses[0].holds] == [TODAY]
    assert ours.courses == ()
    assert ours.symptoms == ours.comedications == ()
    assert [result.id for result in ours.current_results] == ["new"]
    assert [weight.kg for weight in ours.weights] == [Decimal(61)]
    assert all(check.ok for check in checks_of(clinic.store))


def test_a_merge_of_a_merge_is_taken_apart_in_its_order(clinic: Clinic) -> None:
    one, two, three = (a_patient(clinic, number) for number in "123")
    recording.add_results(clinic, three, (a_result("ALT", "33", on=TODAY, given_id="r1"),))
    before = current(same_but_version(record_of(clinic, two)))
    merged(clinic, two, three)
    merged(clinic, one, two)
    assert [r.value_text for r in record_of(clinic, one).current_results] == ["33"]
    assert len(record_of(clinic, one).identity.numbers) == 3
    error = refusal(merging.unmerge, clinic, two, three, reason="two persons")
    assert error.code == "unknown_patient"
    merging.unmerge(clinic, one, two, reason="two persons")
    assert [r.value_text for r in record_of(clinic, two).current_results] == ["33"]
    merging.unmerge(clinic, two, three, reason="two persons")
    assert [r.value_text for r in record_of(clinic, three).current_results] == ["33"]
    assert current(same_but_version(record_of(clinic, two))) == before
    merged(clinic, two, three)
    assert [r.value_text for r in record_of(clinic, two).current_results] == ["33"]
    assert all(check.ok for check in checks_of(clinic.store))


def test_both_trails_tell_of_it_and_no_row_is_lost(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    recording.add_results(clinic, two, a_complete_set(TODAY))
    rows = count(clinic)
    merged(clinic, one, two)
    merging.unmerge(clinic, one, two, reason="two persons after all")
    assert count(clinic) > rows
    told = {
        key: [(line.action, line.number) for line in audit_lines(clinic, patient_id=key)]
        for key in (one, two)
    }
    assert told[one][:2] == [("patient.unmerge_here", "1"), ("patient.merge_here", "1")]
    assert told[two][:2] == [("patient.unmerge_away", "2"), ("patient.merge_away", "2")]
    (line,) = audit_lines(clinic, patient_id=two, action="patient.merge_away")
    assert line.reason == WHY
    assert "given id 1" in line.after


def count(clinic: Clinic) -> int:
    with clinic.store.reading() as reading:
        query = sa.select(sa.func.count()).select_from(t.results)
        return int(reading.connection.execute(query).scalar_one())


@pytest.mark.parametrize("roles", [("staff",), ("prescriber",)])
def test_only_an_administrator_merges(clinic: Clinic, roles: tuple[str, ...]) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    users.add_user(clinic, "other", roles=roles)
    other = replace(clinic, actor="other")
    assert refusal(merged, other, one, two).code == "not_allowed"
    merged(clinic, one, two)
    assert refusal(merging.unmerge, other, one, two, reason="no").code == "not_allowed"


def test_a_merge_rests_on_what_was_seen_of_both(clinic: Clinic) -> None:
    one, two = a_patient(clinic, "1"), a_patient(clinic, "2")
    seen = record_of(clinic, one).version, record_of(clinic, two).version
    recording.add_results(clinic, two, (a_result(),))
    error = refusal(merging.merge, clinic, one, two, choices={}, reason=WHY, if_versions=seen)
    assert error.code == "conflict"


@pytest.mark.parametrize(("keep", "other", "why"), [(0, 0, "x"), (0, 1, " ")])
def test_what_is_no_merge_is_refused(clinic: Clinic, keep: int, other: int, why: str) -> None:
    keys = a_patient(clinic, "1"), a_patient(clinic, "2")
    error = refusal(merging.merge, clinic, keys[keep], keys[other], choices={}, reason=why)
    assert error.code == "bad_request"
    error = refusal(merging.unmerge, clinic, keys[0], keys[1], reason="x")
    assert error.code == "bad_request"
