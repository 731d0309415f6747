"""The first run asks eight questions and presumes no answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.own_protocol import LATER
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.errors import UserError
from aza_desktop.services import ceilings, courses, own_protocols, recording, sign_off, users
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.first_choices import (
    QUESTIONS,
    Chosen,
    choose,
    is_to_be_asked,
    left_open,
    note_asked,
    refuse_open,
)
from aza_desktop.services.reading import patient_file
from tests.support.clinics import (
    CHECKLIST,
    PRESCRIBER,
    TODAY,
    a_complete_set,
    a_patient,
    a_result,
)

NEXT_YEAR = dt.date(2027, 1, 26)


def answers(**chosen: str) -> dict[str, Chosen]:
    """The first option of each question, unless said otherwise."""
    return {
        question.id: Chosen(chosen.get(question.id, question.options[0].id), "as printed")
        for question in QUESTIONS
    }


def made(clinic: Clinic, given: dict[str, Chosen], **more: object) -> Protocol:
    base = clinic.library.find("aza-reintro-cautious")
    wish = {"name": "Dr A. Demo", "role": "consultant", "review_by": NEXT_YEAR, **more}
    return choose(clinic, base, given, **wish)  # type: ignore[arg-type]


def test_there_are_exactly_eight_and_each_can_wait() -> None:
    assert [question.id for question in QUESTIONS] == [
        "interval", "normal_again", "panel", "blood_counts", "ceiling", "stable_after",
        "long_term", "tpmt_unknown",
    ]  # fmt: skip


def test_the_first_question_speaks_in_the_agreed_words() -> None:
    first = QUESTIONS[0]
    assert first.title == (
        "How long should a patient stay on each dose before the next step may be considered?"
    )
    assert [option.title for option in first.options] == [
        "4 weeks",
        "2 weeks",
        "1 week",
        "2-3 days",
    ]
    assert "No azathioprine source found" in first.options[-1].text


def test_every_option_makes_a_protocol_that_can_be_read(clinic: Clinic) -> None:
    base = clinic.library.find("aza-reintro-cautious")
    for question in QUESTIONS:
        for option in question.options:
            draft = own_protocols.draft(clinic, base, option.edits, why="tried")
            changed = {each.parameter for each in own_protocols.differences(base, draft)}
            assert changed.issubset(option.edits)


@pytest.mark.parametrize(
    ("question", "option", "parameter", "value"),
    [
        ("interval", "4_weeks", "hold_min_days", 28),
        ("interval", "2_weeks", "hold_min_days", 14),
        ("interval", "1_week", "hold_min_days", 7),
        ("interval", "2_3_days", "hold_min_days", 2),
        ("stable_after", "42_days", "stable_min_days_on_dose", 42),
        ("long_term", "2_months", "long_term_max_months", 2),
        ("interval", "4_weeks", "step_test_max_age_days", 7),
        ("interval", "2_weeks", "step_test_min_days", 7),
        ("interval", "1_week", "step_test_min_days", 5),
        ("interval", "1_week", "step_test_max_age_days", 0),
        ("interval", "2_3_days", "first_test_from_days", 3),
        ("interval", "2_3_days", "first_test_by_days", 5),
        ("normal_again", "two_sets", "normal_sets_required", 2),
        ("ceiling", "minus_25", "ceiling_margin_mg", 25),
    ],
)
def test_an_answer_sets_its_parameter(
    clinic: Clinic, question: str, option: str, parameter: str, value: int
) -> None:
    assert made(clinic, answers(**{question: option})).whole(parameter) == value


def test_all_answers_are_kept_with_name_role_and_day(clinic: Clinic) -> None:
    made(clinic, answers(ceiling="half"))
    (stands,) = own_protocols.own_versions(clinic)
    assert stands.own is not None
    kept = {choice.id: choice for choice in stands.own.choices}
    assert kept["ceiling"].answer == "half"
    assert kept["panel"].words == "as printed"
    assert {(c.by, c.role, c.on) for c in kept.values()} == {("Dr A. Demo", "consultant", TODAY)}
    assert stands.review.next_due == NEXT_YEAR
    assert stands.review.status == "Submitted"


def test_nothing_is_presumed(clinic: Clinic) -> None:
    left_out = answers()
    del left_out["ceiling"]
    silent = {**answers(), "panel": Chosen("alt_ast")}
    unknown = answers(ceiling="none")
    for given in (left_out, silent, unknown):
        with pytest.raises(UserError) as refused:
            made(clinic, given)
        assert refused.value.code == "bad_request"
    for more in ({"name": " "}, {"review_by": dt.date(2027, 1, 27)}, {"review_by": TODAY}):
        with pytest.raises(UserError) as refused:
            made(clinic, answers(), **more)
        assert refused.value.code == "bad_request"
    assert own_protocols.own_versions(clinic) == ()


def on_own_version(clinic: Clinic, protocol: Protocol) -> tuple[Clinic, str]:
    knowing = own_protocols.with_own_versions(clinic)
    patient = a_patient(knowing)
    courses.start_course(
        knowing,
        patient,
        protocol=protocol.name,
        break_start=dt.date(2026, 1, 5),
        checklist=CHECKLIST,
    )
    recording.add_results(knowing, patient, a_complete_set(dt.date(2026, 1, 25)))
    return knowing, patient


def restart(clinic: Clinic, patient: str) -> None:
    courses.confirm_phase(
        clinic,
        patient,
        to=Phase.REINTRODUCTION,
        on=TODAY,
        dose_mg=Decimal(50),
        confirmed_by=PRESCRIBER,
    )


def test_decided_later_keeps_the_restart_shut_and_judges_all_the_same(clinic: Clinic) -> None:
    knowing, patient = on_own_version(clinic, made(clinic, answers(ceiling=LATER)))
    file = patient_file(knowing, patient)
    assert file.answer is not None
    assert file.answer.restart is not None
    assert file.answer.restart.status.value == "eligible"
    with pytest.raises(UserError) as refused:
        restart(knowing, patient)
    assert refused.value.code == "blocked"
    assert "has not decided yet" in refused.value.why
    assert refused.value.details["choices"] == ["ceiling"]
    with pytest.raises(UserError) as unsigned:
        sign_off.sign(
            knowing, "aza-reintro-clinic@1.0.0", role="prescriber", full_name="Dr A", statement="x",
            typed="APPROVE", registration="GMC 1",
        )  # fmt: skip
    assert unsigned.value.code == "blocked"


def test_decided_opens_it(clinic: Clinic) -> None:
    knowing, patient = on_own_version(clinic, made(clinic, answers()))
    restart(knowing, patient)
    assert patient_file(knowing, patient).phase is Phase.REINTRODUCTION


def test_a_shipped_profile_asks_nothing(clinic: Clinic) -> None:
    for protocol in clinic.library.all():
        assert protocol.own is None
        refuse_open(protocol, "Restart is not offered")
    open_one = made(clinic, answers(interval=LATER))
    assert open_one.parameters["hold_min_days"].decision == "unset"
    with pytest.raises(UserError):
        refuse_open(open_one, "Restart is not offered")


def test_an_open_question_is_decided_in_the_same_draft_later(clinic: Clinic) -> None:
    first = made(clinic, answers(normal_again=LATER, interval=LATER))
    assert first.parameters["ta_elevated_uln"].decision == "unset"
    again = choose(
        clinic, first, answers(normal_again="own_baseline"), name="Dr A. Demo", role="consultant",
        review_by=NEXT_YEAR,
    )  # fmt: skip
    assert again.name == first.name
    assert sign_off.undecided(again) == ()


def test_a_new_clinic_is_asked_once_and_never_again(clinic: Clinic) -> None:
    assert is_to_be_asked(clinic)
    assert left_open(clinic) == ()
    note_asked(clinic)
    assert not is_to_be_asked(clinic)
    assert len(left_open(clinic)) == len(QUESTIONS)


def test_a_clinic_with_patients_or_answers_is_not_asked_unasked(clinic: Clinic) -> None:
    made(clinic, answers(ceiling=LATER))
    assert not is_to_be_asked(clinic)
    assert left_open(clinic) == (next(q.title for q in QUESTIONS if q.id == "ceiling"),)


def test_asked_and_not_answered_keeps_the_restart_shut_on_any_profile(clinic: Clinic) -> None:
    patient = a_patient(clinic)
    courses.start_course(
        clinic, patient, protocol="aza-reintro-cautious@1.0.0",
        break_start=dt.date(2026, 1, 5), checklist=CHECKLIST,
    )  # fmt: skip
    recording.add_results(clinic, patient, a_complete_set(dt.date(2026, 1, 25)))
    note_asked(clinic)
    with pytest.raises(UserError) as refused:
        restart(clinic, patient)
    assert refused.value.code == "blocked"
    assert "answered none" in refused.value.why
    made(clinic, answers())
    restart(clinic, patient)
    assert patient_file(clinic, patient).phase is Phase.REINTRODUCTION


def refusal_of_restart(clinic: Clinic, **chosen: str) -> UserError:
    """The clinic answers so, a patient with a severe first injury is normal again: why not yet."""
    knowing, patient = on_own_version(clinic, made(clinic, answers(**chosen)))
    recording.add_results(knowing, patient, (a_result("ALT", "210", on=dt.date(2026, 1, 4)),))
    with pytest.raises(UserError) as refused:
        restart(knowing, patient)
    assert refused.value.code == "blocked"
    return refused.value


def test_two_tests_in_a_row_are_asked_for_by_number(clinic: Clinic) -> None:
    refused = refusal_of_restart(clinic, normal_again="two_sets")
    assert refused.details["blocked_by"] == ["X_SETS_TOO_FEW"]
    assert "The clinic asks for 2, 5 days apart, from 5 x ULN on" in refused.why
    assert "ALT" in refused.remedy


def test_two_to_three_days_are_not_for_a_severe_first_injury(clinic: Clinic) -> None:
    refused = refusal_of_restart(clinic, interval="2_3_days")
    assert refused.details["blocked_by"] == ["X_INDEX_TOO_SEVERE"]
    assert "this version is for injuries below 5 x" in refused.why


def test_genes_that_are_not_known_keep_the_restart_shut(clinic: Clinic) -> None:
    refused = refusal_of_restart(clinic, tpmt_unknown="block")
    assert refused.details["blocked_by"] == ["X_GENES_UNKNOWN"]
    assert refused.remedy == "Needed: NUDT15"


@pytest.mark.parametrize(("option", "dose"), [("three_quarters", 125), ("half", 100)])
def test_no_dose_passes_the_ceiling_that_was_chosen(clinic: Clinic, option: str, dose: int) -> None:
    knowing, patient = on_own_version(clinic, made(clinic, answers(ceiling=option)))
    restart(knowing, patient)
    with pytest.raises(UserError) as refused:
        courses.confirm_dose(
            knowing, patient, on=TODAY, dose_mg=Decimal(dose), confirmed_by=PRESCRIBER
        )
    assert refused.value.details["blocked_by"] == ["X_ABOVE_CEILING"]
    assert f"{dose} mg against" in refused.value.why


def test_another_answer_switches_the_conditions_of_the_first_off_again(clinic: Clinic) -> None:
    first = made(clinic, answers(interval="2_3_days", ceiling="half"))
    again = choose(
        clinic, first, answers(interval="2_weeks"), name="Dr A. Demo", role="consultant",
        review_by=NEXT_YEAR,
    )  # fmt: skip
    assert again.whole("first_test_from_days") == 0
    assert again.number("index_limit_uln") == 0
    assert again.number("ceiling_share") == 1
    assert again.text.count("[parameters.ceiling_share]") == 1


def test_what_an_answer_set_is_told_against_the_shipped_text(clinic: Clinic) -> None:
    shipped = clinic.library.find("aza-reintro-cautious")
    changed = own_protocols.differences(shipped, made(clinic, answers(ceiling="half")))
    told = {each.parameter: (each.old, each.new) for each in changed}
    assert told["ceiling_share"] == (Decimal(1), Decimal("0.5"))
    assert "genes_unknown_block" not in told


def test_a_ceiling_that_the_prescriber_writes_opens_the_restart_and_bars_more(
    clinic: Clinic,
) -> None:
    knowing, patient = on_own_version(clinic, made(clinic, answers(ceiling="written")))
    with pytest.raises(UserError) as refused:
        restart(knowing, patient)
    assert refused.value.details["blocked_by"] == ["X_CEILING_NOT_WRITTEN"]
    assert refused.value.remedy == "Needed: the highest daily dose in mg"
    wish = {"reason": "small and frail", "confirmed_by": PRESCRIBER}
    for dose in (0, 150):
        with pytest.raises(UserError) as refused:
            ceilings.write_ceiling(knowing, patient, dose_mg=Decimal(dose), **wish)
        assert refused.value.code == "bad_request"
    ceilings.write_ceiling(knowing, patient, dose_mg=Decimal(50), **wish)
    restart(knowing, patient)
    file = patient_file(knowing, patient)
    assert file.answer is not None
    assert file.answer.escalation.status.value == "at_target"
    with pytest.raises(UserError) as refused:
        courses.confirm_dose(
            knowing, patient, on=TODAY, dose_mg=Decimal(75), confirmed_by=PRESCRIBER
        )
    assert refused.value.details["blocked_by"] == ["X_ABOVE_CEILING"]


def test_a_nurse_does_not_write_a_ceiling(clinic: Clinic) -> None:
    knowing, patient = on_own_version(clinic, made(clinic, answers(ceiling="written")))
    users.add_user(clinic, "nurse.b", roles=("staff",))
    with pytest.raises(UserError) as refused:
        ceilings.write_ceiling(
            replace(knowing, actor="nurse.b"), patient, dose_mg=Decimal(75), reason="x",
            confirmed_by="nurse.b",
        )  # fmt: skip
    assert refused.value.code == "not_allowed"


def on_fifty_for_sixteen_days(clinic: Clinic, protocol: Protocol) -> tuple[Clinic, str]:
    knowing = own_protocols.with_own_versions(clinic)
    patient = a_patient(knowing)
    courses.start_course(
        knowing, patient, protocol=protocol.name, break_start=dt.date(2025, 12, 20),
        checklist=CHECKLIST,
    )  # fmt: skip
    for day in (dt.date(2026, 1, 8), dt.date(2026, 1, 16)):
        recording.add_results(knowing, patient, a_complete_set(day))
    courses.confirm_phase(
        knowing, patient, to=Phase.REINTRODUCTION, on=dt.date(2026, 1, 10), dose_mg=Decimal(50),
        confirmed_by=PRESCRIBER,
    )  # fmt: skip
    return knowing, patient


def test_a_step_waits_for_a_test_long_enough_after_the_last_one_and_for_a_count(
    clinic: Clinic,
) -> None:
    made_here = made(clinic, answers(interval="2_weeks"))
    knowing, patient = on_fifty_for_sixteen_days(clinic, made_here)

    def blocked_by() -> list[str]:
        with pytest.raises(UserError) as refused:
            courses.confirm_dose(
                knowing, patient, on=TODAY, dose_mg=Decimal(75), confirmed_by=PRESCRIBER
            )
        found: list[str] = refused.value.details["blocked_by"]  # type: ignore[assignment]  # ids
        return found

    assert blocked_by() == ["LFT_OVERDUE", "X_COUNT_MISSING", "X_STEP_TEST_TOO_SOON"]
    recording.add_results(knowing, patient, a_complete_set(dt.date(2026, 1, 24)))
    assert blocked_by() == ["X_COUNT_MISSING"]
    counts = [
        replace(a_result(code, value, on=dt.date(2026, 1, 24), uln=None), unit="10*9/L")
        for code, value in (("NEUT", "4.0"), ("PLT", "120"))
    ]
    recording.add_results(knowing, patient, tuple(counts))
    assert blocked_by() == ["X_COUNT_LOW"]


def test_counts_that_somebody_else_monitors_are_not_waited_for(clinic: Clinic) -> None:
    elsewhere = made(clinic, answers(interval="2_weeks", blood_counts="elsewhere"))
    knowing, patient = on_fifty_for_sixteen_days(clinic, elsewhere)
    recording.add_results(knowing, patient, a_complete_set(dt.date(2026, 1, 24)))
    courses.confirm_dose(knowing, patient, on=TODAY, dose_mg=Decimal(75), confirmed_by=PRESCRIBER)
