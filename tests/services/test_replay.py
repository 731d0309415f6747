"""What the program said on a past day, and what it would say if."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop import cli
from aza_desktop.clock import FixedClock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import courses, diary, recording
from aza_desktop.services.audit_lines import audit_lines
from aza_desktop.services.clinic import Clinic, open_clinic
from aza_desktop.services.reading import patient_file
from aza_desktop.services.replay import answer_hash, replay
from aza_desktop.services.what_if import SupposedDose, what_if
from tests.support.clinics import (
    PRESCRIBER,
    a_clinic,
    a_complete_set,
    a_patient,
    a_result,
    on_break,
    reintroduced,
)

JAN = {day: dt.date(2026, 1, day) for day in range(1, 32)}


def codes(answer: object) -> set[str]:
    return {mark.code for mark in answer.marks}  # type: ignore[attr-defined]


def on_day(folder: Path, day: dt.date) -> Clinic:
    return open_clinic(ClinicPaths(folder), clock=FixedClock(day), actor="first.user")


def a_story(folder: Path) -> tuple[str, dict[dt.date, str]]:
    """19 Jan restart; 22 Jan ALT 5.2 x; 24 Jan corrected to 1.3 x. Gives each evening's hash."""
    said = {}
    with a_clinic(folder, today=JAN[19]) as clinic:
        patient = a_patient(clinic)
        reintroduced(clinic, patient)
        said[JAN[19]] = answer_hash(patient_file(clinic, patient).answer)  # type: ignore[arg-type]
    clinic = on_day(folder, JAN[22])
    recording.add_results(clinic, patient, (a_result("ALT", "208", on=JAN[21], given_id="alt"),))
    said[JAN[22]] = answer_hash(patient_file(clinic, patient).answer)  # type: ignore[arg-type]
    clinic.close()
    clinic = on_day(folder, JAN[24])
    recording.correct_result(
        clinic, patient, "alt", changes={"value_text": "52"}, reason="typing error"
    )
    diary.add_symptom(clinic, patient, "nausea", onset_on=JAN[20])
    said[JAN[24]] = answer_hash(patient_file(clinic, patient).answer)  # type: ignore[arg-type]
    clinic.close()
    return patient, said


def test_it_says_what_was_said_on_each_evening_word_for_word(tmp_path: Path) -> None:
    patient, said = a_story(tmp_path)
    clinic = on_day(tmp_path, JAN[26])
    assert {day: replay(clinic, patient, on=day).sha256 for day in said} == said
    assert len(set(said.values())) == 3
    clinic.close()


def test_a_result_corrected_later_stands_as_it_was_read_then(tmp_path: Path) -> None:
    patient, _said = a_story(tmp_path)
    clinic = on_day(tmp_path, JAN[26])
    then = replay(clinic, patient, on=JAN[23])
    assert "TA_STOP" in codes(then.answer)
    assert [r.value_text for r in then.file.record.current_results if r.id == "alt"] == ["208"]
    assert "TA_STOP" not in codes(replay(clinic, patient, on=JAN[24]).answer)
    clinic.close()


def test_what_was_entered_late_was_not_known_earlier(tmp_path: Path) -> None:
    patient, _said = a_story(tmp_path)
    clinic = on_day(tmp_path, JAN[26])
    assert "ADVICE_GI" not in codes(replay(clinic, patient, on=JAN[23]).answer)
    assert "ADVICE_GI" in codes(patient_file(clinic, patient, as_of=JAN[23]).answer)
    clinic.close()


def test_it_names_text_program_and_day(tmp_path: Path) -> None:
    patient, _said = a_story(tmp_path)
    clinic = on_day(tmp_path, JAN[26])
    found = replay(clinic, patient, on=JAN[22])
    assert found.protocol_sha256 == clinic.library.find("aza-reintro-literal").sha256
    assert found.on == JAN[22]
    assert found.version
    clinic.close()


@pytest.mark.parametrize(("day", "code"), [(JAN[27], "bad_request"), (JAN[18], "not_offered")])
def test_the_future_and_the_time_before_are_refused(
    tmp_path: Path, day: dt.date, code: str
) -> None:
    patient, _said = a_story(tmp_path)
    clinic = on_day(tmp_path, JAN[26])
    with pytest.raises(UserError) as refused:
        replay(clinic, patient, on=day)
    assert refused.value.code == code
    clinic.close()


def test_the_command_tells_the_same_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _patient, said = a_story(tmp_path)
    words = ["replay", "--data-dir", str(tmp_path), "--patient", "000123", "--on", "2026-01-22"]
    assert cli.main([*words, "--json"], clock=FixedClock(JAN[26])) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sha256"] == said[JAN[22]]
    assert told["findings"]["as_of"] == "2026-01-22"
    assert cli.main(words, clock=FixedClock(JAN[26])) == 0
    assert f"sha256 {said[JAN[22]]}" in capsys.readouterr().out


def test_a_supposed_result_is_judged_and_not_kept(tmp_path: Path) -> None:
    with a_clinic(tmp_path) as clinic:
        patient = a_patient(clinic)
        reintroduced(clinic, patient)
        before = audit_lines(clinic)
        found = what_if(clinic, patient, results=(a_result("ALT", "208"),))
        assert found.is_hypothetical
        assert "TA_STOP" in codes(found.answer)
        assert "TA_STOP" not in codes(found.before)
        assert "TA_STOP" not in codes(patient_file(clinic, patient).answer)
        assert audit_lines(clinic) == before


def test_a_supposed_dose_is_judged_on_its_day_and_not_kept(tmp_path: Path) -> None:
    with a_clinic(tmp_path) as clinic:
        patient = a_patient(clinic)
        reintroduced(clinic, patient)
        before = audit_lines(clinic)
        found = what_if(clinic, patient, dose=SupposedDose(JAN[28], Decimal(150)))
        assert "DOSE_NOT_BELOW_TOXIC" in codes(found.answer)
        assert found.file.as_of == JAN[28]
        record = patient_file(clinic, patient).record
        assert [d.dose_mg for d in record.course.dose_events] == [Decimal(50)]  # type: ignore[union-attr]
        assert audit_lines(clinic) == before
        courses.confirm_dose(
            clinic, patient, on=JAN[26], dose_mg=Decimal(75), confirmed_by=PRESCRIBER
        )


def test_what_cannot_be_supposed_is_refused(tmp_path: Path) -> None:
    with a_clinic(tmp_path) as clinic:
        patient = a_patient(clinic)
        on_break(clinic, patient)
        recording.add_results(clinic, patient, a_complete_set(JAN[20]))
        for wish in (
            {"dose": SupposedDose(JAN[26], Decimal(50))},
            {"results": (a_result("ALT", "high"),)},
        ):
            with pytest.raises(UserError) as refused:
                what_if(clinic, patient, **wish)  # type: ignore[arg-type]
            assert refused.value.code == "bad_request"
