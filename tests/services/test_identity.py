"""Who the patient is, corrected: new rows with a reason; numbers; details struck; moves undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.diary import GeneTest
from aza_desktop.clinical.patient import PatientNumber, Tpmt
from aza_desktop.errors import UserError
from aza_desktop.services import corrections, details, identity, merging, recording, users
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.reading import patient_id_of, record_of, records_named
from aza_desktop.storage import tables as t
from aza_desktop.storage.verifying import checks_of
from tests.support.clinics import TODAY, a_patient, a_result

DAY = dt.timedelta(days=1)


@pytest.fixture
def patient(clinic: Clinic) -> str:
    return a_patient(clinic)


def refusal(call: Any, *arguments: Any, **named: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        call(*arguments, **named)
    return refused.value


def test_a_corrected_name_is_found_and_the_old_row_stays_with_the_reason(
    clinic: Clinic, patient: str
) -> None:
    identity.correct_identity(
        clinic, patient, changes={"family": "Bianchi", "birth_date": dt.date(1984, 7, 15)},
        reason="typing error",
    )  # fmt: skip
    now = record_of(clinic, patient).identity
    assert (now.family, now.given, now.birth_date) == ("Bianchi", "Elena", dt.date(1984, 7, 15))
    assert [record.id for record in records_named(clinic, "bianchi")] == [patient]
    assert records_named(clinic, "rossi") == []
    with clinic.store.reading() as reading:
        rows = reading.connection.execute(sa.select(t.patient_names)).all()
        days = reading.connection.execute(sa.select(t.patient_details)).all()
    assert [(row.family, row.state, row.state_reason) for row in rows] == [
        ("Rossi", "superseded", "typing error"), ("Bianchi", "current", None)
    ]  # fmt: skip
    assert days[0].state_reason == "typing error"


def test_what_was_known_changes_only_with_a_reason(clinic: Clinic, patient: str) -> None:
    error = refusal(identity.correct_identity, clinic, patient, changes={"family": "Bianchi"})
    assert error.what == "A correction needs a reason"
    identity.correct_identity(clinic, patient, changes={"phone": "01632 960213"})
    assert record_of(clinic, patient).identity.phone == "01632 960213"


@pytest.mark.parametrize(
    "changes",
    [{}, {"shoe_size": "40"}, {"sex": "unsure"}, {"birth_date": TODAY + DAY}, {"family": "Rossi"}],
)
def test_what_is_no_correction_is_refused(
    clinic: Clinic, patient: str, changes: dict[str, object]
) -> None:
    error = refusal(
        identity.correct_identity, clinic, patient, changes=changes, reason="typing error"
    )
    assert error.code == "bad_request"


def test_a_corrected_name_is_taken_back_with_one_key(clinic: Clinic, patient: str) -> None:
    identity.correct_identity(clinic, patient, changes={"family": "Bianchi"}, reason="married")
    corrections.undo(clinic)
    assert record_of(clinic, patient).identity.family == "Rossi"
    assert [record.id for record in records_named(clinic, "rossi")] == [patient]


def test_a_number_in_use_is_refused_with_its_patient_named_by_number_only(
    clinic: Clinic, patient: str
) -> None:
    other = a_patient(clinic, "77")
    identity.add_number(clinic, other, PatientNumber("nhs", "4857773456"))
    error = refusal(identity.add_number, clinic, patient, PatientNumber("nhs", "4857773456"))
    assert (error.code, error.why) == ("bad_request", "the patient 77 has it")
    assert "Rossi" not in f"{error.what} {error.why} {error.remedy}"
    assert len(record_of(clinic, patient).identity.numbers) == 1


def test_a_wrong_number_is_struck_and_the_right_one_takes_its_place(
    clinic: Clinic, patient: str
) -> None:
    identity.add_number(clinic, patient, PatientNumber("nhs", "4857773456"))
    wrong, right = PatientNumber("hospital", "000123"), PatientNumber("hospital", "000132")
    identity.correct_number(clinic, patient, wrong, right=right, reason="typing error")
    numbers = record_of(clinic, patient).identity.numbers
    assert [number.value for number in numbers] == ["000132", "4857773456"]
    assert patient_id_of(clinic, "000132") == patient
    assert refusal(patient_id_of, clinic, "000123").code == "unknown_patient"
    again = refusal(
        identity.correct_number, clinic, patient, wrong, right=None, reason="typing error"
    )
    assert again.what == "The patient has no such number"


def test_the_last_number_is_not_struck_alone(clinic: Clinic, patient: str) -> None:
    number = PatientNumber("hospital", "000123")
    error = refusal(identity.correct_number, clinic, patient, number, right=None, reason="not his")
    assert error.what == "A patient keeps at least one number"
    assert refusal(
        identity.correct_number, clinic, patient, number, right=None, reason=" "
    ).what == "A correction needs a reason"  # fmt: skip


def test_a_struck_weight_makes_the_one_before_it_count(clinic: Clinic, patient: str) -> None:
    details.add_weight(clinic, patient, on=TODAY - DAY, kg=Decimal(68))
    details.add_weight(clinic, patient, on=TODAY, kg=Decimal(150))
    details.strike_detail(clinic, patient, "weight", place=1, reason="pounds, not kilograms")
    record = record_of(clinic, patient)
    assert [weight.kg for weight in record.weights] == [Decimal(68)]
    assert record.facts.weight_kg == Decimal(68)
    corrections.undo(clinic)
    assert record_of(clinic, patient).facts.weight_kg == Decimal(150)
    assert all(check.ok for check in checks_of(clinic.store))


def test_the_newest_gene_test_counts_and_an_unmapped_one_is_unknown(
    clinic: Clinic, patient: str
) -> None:
    def add(phenotype: str, on: dt.date | None, value: str = "") -> Tpmt:
        test = GeneTest("TPMT", phenotype, "activity", value or None, None, on)
        details.add_gene_test(clinic, patient, test)
        return record_of(clinic, patient).facts.tpmt

    assert add("intermediate", TODAY - DAY) is Tpmt.INTERMEDIATE
    assert add("normal", TODAY - 400 * DAY) is Tpmt.INTERMEDIATE
    assert add("unknown", TODAY, "low") is Tpmt.UNKNOWN
    details.strike_detail(clinic, patient, "gene", place=2, reason="another patient's")
    assert record_of(clinic, patient).facts.tpmt is Tpmt.INTERMEDIATE


def test_a_note_is_struck_with_a_reason(clinic: Clinic, patient: str) -> None:
    details.add_note(clinic, patient, text="calls before noon")
    strike = details.strike_detail
    assert refusal(strike, clinic, patient, "note", place=0, reason="").code == "bad_request"
    assert refusal(strike, clinic, patient, "note", place=1, reason="x").code == "bad_request"
    assert refusal(strike, clinic, patient, "shoe", place=0, reason="x").code == "bad_request"
    strike(clinic, patient, "note", place=0, reason="another patient's")
    assert record_of(clinic, patient).notes == ()


def test_a_moved_result_goes_back_with_one_key(clinic: Clinic, patient: str) -> None:
    other = a_patient(clinic, "77")
    recording.add_results(clinic, patient, (a_result("ALT", "210", on=TODAY, given_id="r1"),))
    corrections.move_result(clinic, patient, "r1", to_patient=other, reason="wrong patient")
    written = corrections.undo(clinic)
    assert written.changes.patients == {patient, other}
    assert [r.value_text for r in record_of(clinic, patient).current_results] == ["210"]
    assert record_of(clinic, other).current_results == ()
    assert refusal(corrections.undo, clinic).code == "not_offered"
    assert all(check.ok for check in checks_of(clinic.store))


def test_a_move_that_was_built_upon_is_not_taken_back(clinic: Clinic, patient: str) -> None:
    other = a_patient(clinic, "77")
    recording.add_results(clinic, patient, (a_result("ALT", "210", on=TODAY, given_id="r1"),))
    corrections.move_result(clinic, patient, "r1", to_patient=other, reason="wrong patient")
    colleague = replace(clinic, actor="colleague")
    recording.correct_result(
        colleague, other, "r1", changes={"value_text": "21"}, reason="typing error"
    )
    assert refusal(corrections.undo, clinic).what == "This entry can no longer be taken back"


def test_one_key_takes_nothing_back_across_a_merge(clinic: Clinic, patient: str) -> None:
    other = a_patient(clinic, "77")
    recording.add_results(clinic, patient, (a_result(),))
    merging.merge(clinic, patient, other, choices={}, reason="one person")
    assert refusal(corrections.undo, clinic).code == "not_offered"
    assert len(record_of(clinic, patient).current_results) == 1


def test_a_disabled_user_corrects_nobody(clinic: Clinic, patient: str) -> None:
    users.add_user(clinic, "gone", roles=("staff",))
    users.change_user(clinic, "gone", active=False)
    gone = replace(clinic, actor="gone")
    error = refusal(
        identity.correct_identity, gone, patient, changes={"family": "X"}, reason="typing error"
    )
    assert error.code == "not_allowed"
