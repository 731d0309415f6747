"""Whose result is it: two identifiers must agree, and none may disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from aza_desktop.clinical.drafts import DraftPatient
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import report_json
from aza_desktop.services.matching import Matcher, Outcome
from tests.support.lab_clinic import WIDE, a_clinic, add_patient, rows, take
from tests.support.lab_files import TODAY

BORN = dt.date(1984, 7, 14)
ELENA = Identity((PatientNumber("hospital", "000123"),), "Rossi", "Elena", birth_date=BORN)
BARE = Identity((PatientNumber("hospital", "B1"),))
NUMBER = (PatientNumber("hospital", "000123"),)


def matched(
    draft: DraftPatient, *known: Identity, create: bool = False, answer: str | None = None
) -> tuple[str, str | None, str]:
    stored = [(f"p{n}", identity) for n, identity in enumerate(known or (ELENA,))]
    matcher = Matcher(stored, create=create)
    found = matcher.match(draft, answer=answer, new_key=lambda: "new")
    return found.outcome.value, found.patient_id, found.reason


@pytest.mark.parametrize(
    "draft",
    [
        DraftPatient(NUMBER, "Rossi", "Elena", BORN),
        DraftPatient(NUMBER, "ROSSI", "elena"),
        DraftPatient(NUMBER, birth_date=BORN),
        DraftPatient((), "Rossi", "Elena", BORN),
        DraftPatient(NUMBER, "Rossi", None, BORN),
        DraftPatient((PatientNumber("national", "9"),), "Rossi", "Elena", BORN),
    ],
)
def test_two_that_agree_are_a_match(draft: DraftPatient) -> None:
    assert matched(draft) == ("matched", "p0", "")


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (DraftPatient(NUMBER), "lone_number"),
        (DraftPatient(NUMBER, "Rossi"), "lone_number"),
        (DraftPatient(NUMBER, "Rossi", "Maria", BORN), "identifiers_disagree"),
        (DraftPatient(NUMBER, "Bianchi", "Elena", BORN), "identifiers_disagree"),
        (DraftPatient(NUMBER, "Rossi", "Elena", dt.date(1984, 7, 15)), "identifiers_disagree"),
        (
            DraftPatient((PatientNumber("hospital", "123"),), "Rossi", "Elena", BORN),
            "identifiers_disagree",
        ),
    ],
)
def test_one_alone_or_one_that_disagrees_is_held(draft: DraftPatient, reason: str) -> None:
    assert matched(draft, create=True) == ("held", "p0", reason)


@pytest.mark.parametrize(
    "draft",
    [
        DraftPatient((PatientNumber("hospital", "123"),)),
        DraftPatient((PatientNumber("hospital", "9"),), "Rossi", "Elena", dt.date(1950, 1, 1)),
        DraftPatient((PatientNumber("hospital", "9"),), "Verdi", "Elena", BORN),
        DraftPatient((PatientNumber("hospital", "9"),), "Rossi", "Maria", BORN),
    ],
)
def test_a_likeness_is_no_match(draft: DraftPatient) -> None:
    assert matched(draft) == ("held", None, "no_match")
    assert matched(draft, create=True) == ("created", "new", "")
    assert matched(draft, answer="create") == ("created", "new", "")


def test_a_number_suffices_where_nothing_else_is_stored() -> None:
    number = (PatientNumber("hospital", "B1"),)
    assert matched(DraftPatient(number), BARE) == ("matched", "p0", "")
    assert matched(DraftPatient(number, "Rossi", "Elena", BORN), BARE) == ("matched", "p0", "")


def test_a_patient_without_a_number_cannot_be_made() -> None:
    draft = DraftPatient((), "Verdi", "Anna", BORN)
    assert matched(draft, create=True) == ("held", None, "no_record_number")


def test_two_patients_who_come_near_are_held() -> None:
    twin = Identity((PatientNumber("clinic", "000123"),), "Rossi", "Elena", birth_date=BORN)
    draft = DraftPatient(NUMBER, "Rossi", "Elena", BORN)
    assert matched(draft, ELENA, twin) == ("held", None, "several_patients")


def test_a_table_does_not_say_whose_number_it_is() -> None:
    other = Identity((PatientNumber("mr", "000123"),), "Rossi", "Elena")
    assert matched(DraftPatient(NUMBER, "Rossi", "Elena"), other) == ("matched", "p0", "")
    national = DraftPatient((PatientNumber("national", "000123"),), "Rossi", "Elena")
    assert matched(national, other, create=True) == ("created", "new", "")


def test_typographic_apostrophes_and_accents_are_the_same_name() -> None:
    stored = Identity((PatientNumber("hospital", "1"),), "O'Neill", "Zoë")
    draft = DraftPatient((PatientNumber("hospital", "1"),), "O’NEILL", "Zoe")
    assert matched(draft, stored) == ("matched", "p0", "")


def test_a_person_may_name_the_patient() -> None:
    draft = DraftPatient((PatientNumber("hospital", "9"),))
    assert matched(draft, answer="000123") == ("matched", "p0", "")
    for answer, known, code in (
        ("777", (ELENA,), "unknown_patient"),
        ("000123", (ELENA, ELENA), "ambiguous_patient"),
    ):
        with pytest.raises(UserError) as refused:
            matched(draft, *known, answer=answer)
        assert refused.value.code == code


def test_create_does_not_overrule_a_disagreement() -> None:
    draft = DraftPatient(NUMBER, "Bianchi", "Elena", BORN)
    assert matched(draft, answer="create")[0] == "held"


def test_a_patient_made_by_a_row_is_known_to_the_next() -> None:
    matcher = Matcher([], create=True)
    keys = iter("abc")
    first = DraftPatient(NUMBER, "Rossi", "Elena", BORN)
    second = DraftPatient(NUMBER, "Rossi", "Elena")
    other = DraftPatient(NUMBER, "Bianchi", "Anna")

    found = [
        matcher.match(draft, answer=None, new_key=lambda: next(keys))
        for draft in (first, second, first, other)
    ]

    assert [(match.outcome, match.patient_id) for match in found] == [
        (Outcome.CREATED, "a"),
        (Outcome.MATCHED, "a"),
        (Outcome.CREATED, "a"),
        (Outcome.HELD, "a"),
    ]
    assert list(matcher.created) == ["a"]


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    add_patient(opened, ELENA)
    yield opened
    opened.close()


def test_a_row_of_another_patient_with_the_same_number_is_held(clinic: Clinic) -> None:
    text = "MRN,Name,DOB,Date,ALT (U/L)\n"
    report = take(
        clinic,
        text
        + '000123,"Rossi, Elena",14/07/1984,25/01/2026,40\n'
        + '000123,"Rossi, Maria",14/07/1984,25/01/2026,41\n',
        create=True,
    )

    assert rows(report) == (2, 1, 0, 0, 1, 0, 0)
    assert (report.patients.matched, report.patients.unmatched) == (1, 1)
    assert report.questions[0].choices == ("000123",)


def test_an_answer_that_names_nobody_is_refused_and_nothing_is_written(clinic: Clinic) -> None:
    with pytest.raises(UserError) as refused:
        take(clinic, "MRN,Date,ALT (U/L)\n9,2026-01-02,40\n", **{"patient:9": "777"})

    assert refused.value.code == "unknown_patient"


def test_rows_without_a_number_are_asked_about_by_their_line(clinic: Clinic) -> None:
    text = "Surname,Forename,Date,ALT (U/L)\nVerdi,Anna,2026-01-02,40\nVerdi,Anna,2026-01-03,41\n"
    report = take(clinic, text, create=True)

    assert [row.reason for row in report.held] == ["no_record_number", "no_record_number"]
    code = "patient:line 2, ALT (U/L)"
    assert [(q.code, q.rows) for q in report.questions] == [(code, 2)]
    assert rows(take(clinic, text, **{code: "000123"})) == (2, 2, 0, 0, 0, 0, 0)


def test_rows_of_a_patient_who_is_not_born_yet_are_rejected(clinic: Clinic) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    text = (
        f"{WIDE}000123,Rossi,Elena,{tomorrow},2026-01-20,25,26\n"
        f"000124,Berg,Tomas,{TODAY},2026-01-20,27,28\n"
    )
    report = take(clinic, text, create=True)
    told = report_json(report)
    assert told["patients"]["created"] == 1
    assert (told["rows"]["imported"], told["rows"]["rejected"]) == (2, 2)
    assert {row["reason"] for row in told["rejected"]} == {"birth_date"}
