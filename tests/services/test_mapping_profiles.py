"""What a person confirmed about a laboratory's files holds for its next file; it overrules none."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.services import imports, mapping_profiles
from aza_desktop.services import laboratories as labs
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import ImportOptions, Staged
from aza_desktop.services.mapping_profiles import ConfirmedLimit, LabProfile
from aza_desktop.services.taking import TakingOptions, take_file
from aza_desktop.storage import tables as t
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_clinic import a_clinic, add_patient, results, rows, take

HEAD = "MRN,Surname,Forename,DOB,Taken on,ALT (U/L),Leberwert 2\n"
ROW = "7,Rossi,Elena,1984-07-14,03/04/2025,34,41\n"
CITY = LabProfile("city", answers={"date_order": "dmy", "column:Leberwert 2": "AST"})
ALT_LIMIT = ClinicLimit("ALT", Decimal(35), "U/L", dt.date(2024, 1, 1), "female")
OWN_LIMIT = ConfirmedLimit("ALT", Decimal(35), "U/L", "female", dt.date(2024, 1, 1))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def staged(clinic: Clinic, text: str | bytes, *, name: str = "labs.csv", **kw: object) -> Staged:
    data = text.encode() if isinstance(text, str) else text
    options = ImportOptions(create_patients=True, **kw)  # type: ignore[arg-type]  # by name
    return imports.stage_bytes(clinic, name, data, options=options, listing=True)


def kept(
    clinic: Clinic,
    profile: LabProfile,
    text: str | bytes = HEAD + ROW,
    *limits: ClinicLimit,
) -> LabProfile:
    """The profile, confirmed on a file of the laboratory."""
    header = staged(clinic, text).batch.header
    return mapping_profiles.keep(clinic, replace(profile, header=header), limits=limits)


def test_a_confirmed_mapping_is_recognised_by_the_files_header(clinic: Clinic) -> None:
    assert rows(staged(clinic, HEAD + ROW).report) == (1, 0, 0, 0, 1, 0, 0)
    kept(clinic, CITY)

    report = imports.take_in(clinic, staged(clinic, HEAD + ROW))

    assert report.profile == "city"
    assert rows(report) == (2, 2, 0, 0, 0, 0, 0)
    assert {r.result.collected_on for r in results(clinic)} == {dt.date(2025, 4, 3)}
    assert {r.result.analyte for r in results(clinic)} == {"ALT", "AST"}
    with clinic.store.reading() as reading:
        query = sa.select(t.imports.c.profile)
        assert reading.connection.execute(query).scalars().all() == ["city"]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_delimiter_and_case_do_not_hide_a_header(clinic: Clinic, sign: str) -> None:
    kept(clinic, CITY)

    text = (HEAD.upper() + ROW).replace(",", sign)

    assert staged(clinic, text).report.profile == "city"


def test_a_file_with_another_header_is_read_without_the_profile(clinic: Clinic) -> None:
    kept(clinic, CITY)

    assert staged(clinic, HEAD.replace("Forename", "Given") + ROW).report.profile is None


def test_a_profile_can_be_named(clinic: Clinic) -> None:
    mapping_profiles.keep(clinic, CITY)

    report = staged(clinic, HEAD + ROW, profile="city").report

    assert (report.profile, report.rows.imported) == ("city", 2)


def test_an_unknown_profile_is_refused_and_the_known_are_named(clinic: Clinic) -> None:
    mapping_profiles.keep(clinic, CITY)

    with pytest.raises(UserError) as refused:
        staged(clinic, HEAD + ROW, profile="town")

    assert refused.value.code == "bad_request"
    assert "city" in refused.value.remedy


def test_what_the_file_proves_leads_over_the_profile(clinic: Clinic) -> None:
    kept(clinic, CITY)

    proven = staged(clinic, HEAD + ROW + ROW.replace("03/04/2025", "03/14/2025"))

    assert {d.result.collected_on for d in proven.batch.drafts} == {
        dt.date(2025, 3, 4), dt.date(2025, 3, 14),
    }  # fmt: skip


def test_a_file_that_contradicts_itself_is_not_settled_by_the_profile(clinic: Clinic) -> None:
    kept(clinic, CITY)
    mixed = HEAD + ROW + ROW.replace("03/04", "03/14") + ROW.replace("03/04", "14/03")

    report = staged(clinic, mixed).report

    assert [held.reason for held in report.held] == ["date_order", "date_order"]


def test_an_answer_leads_over_the_profile(clinic: Clinic) -> None:
    kept(clinic, CITY)

    answered = staged(clinic, HEAD + ROW, date_order="mdy")

    assert {d.result.collected_on for d in answered.batch.drafts} == {dt.date(2025, 3, 4)}


def test_a_usual_decimal_sign_decides_what_the_file_leaves_open(clinic: Clinic) -> None:
    text = "MRN;DOB;Date;ALT (U/L)\n1;1984-07-14;2025-01-02;1,718\n"
    kept(clinic, LabProfile("komma", answers={"decimal_sign": ","}), text)

    (draft,) = staged(clinic, text).batch.drafts
    (other,) = staged(clinic, text.replace("1,718", '"1,718.5"')).batch.drafts

    assert draft.result.value == Decimal("1.718")
    assert other.result.value == Decimal("1718.5")


def test_a_confirmed_limit_fills_what_a_result_lacks_by_sex_and_day(clinic: Clinic) -> None:
    female = Identity((PatientNumber("hospital", "1"),), "A", "B", sex="female")
    male = Identity((PatientNumber("hospital", "2"),), "C", "D", sex="male")
    for identity in (female, male):
        add_patient(clinic, identity)
    old = replace(ALT_LIMIT, uln=Decimal(40), valid_from=dt.date(2023, 1, 1))
    text = (
        "MRN,Name,Date,Test,Result,Units,Range\n"
        '1,"A, B",2025-01-02,ALT,50,U/L,\n1,"A, B",2023-01-02,ALT,51,U/L,\n'
        '1,"A, B",2025-01-03,ALT,52,U/L,<30\n2,"C, D",2025-01-02,ALT,53,U/L,\n'
    )
    kept(clinic, LabProfile("city"), text, ALT_LIMIT, old)

    report = imports.take_in(clinic, staged(clinic, text))

    assert {r.result.value_text: r.result.uln_text for r in results(clinic)} == {
        "50": "35", "51": "40", "52": "30", "53": None,
    }  # fmt: skip
    limits = report.limits
    assert (limits.with_result, limits.from_profile, limits.missing) == (1, 2, 1)
    assert rows(take(clinic, text)) == (4, 0, 4, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("limits", "sex", "expected"),
    [
        ((replace(OWN_LIMIT, sex=None),), None, "35"),
        ((OWN_LIMIT,), None, None),
        ((OWN_LIMIT, replace(OWN_LIMIT, sex=None, uln=Decimal(45))), "male", "45"),
        ((OWN_LIMIT, replace(OWN_LIMIT, sex=None, uln=Decimal(45))), "female", "35"),
        ((OWN_LIMIT, replace(OWN_LIMIT, uln=Decimal(45))), "female", None),
        ((replace(OWN_LIMIT, analyte="AST"),), "female", None),
        ((replace(OWN_LIMIT, valid_from=dt.date(2025, 1, 3)),), "female", None),
    ],
    ids=["all", "sex unknown", "of all", "own sex leads", "two hold", "other test", "too early"],
)
def test_which_limit_of_its_own_a_profile_has(
    limits: tuple[ConfirmedLimit, ...], sex: str | None, expected: str | None
) -> None:
    found = LabProfile("x", limits=limits).limit("ALT", sex=sex, on=dt.date(2025, 1, 2))

    assert (str(found.uln) if found else None) == expected


def test_a_limit_confirmed_later_reaches_results_that_are_stored(clinic: Clinic) -> None:
    text = "MRN,DOB,Date,Test,Result,Units\n1,1984-07-14,2025-01-02,ALT,50,U/L\n"
    take(clinic, text, create=True)
    kept(clinic, LabProfile("city"), text, replace(ALT_LIMIT, sex=None))

    report = take(clinic, text)

    assert (rows(report), report.results.corrected) == ((1, 1, 0, 0, 0, 0, 0), 1)
    assert [(r.state.value, r.result.uln_text) for r in results(clinic)] == [
        ("superseded", None), ("current", "35"),
    ]  # fmt: skip
    assert rows(take(clinic, text)) == (1, 0, 1, 0, 0, 0, 0)


def test_messages_are_recognised_by_who_sends_them(clinic: Clinic) -> None:
    bare = message(MSH, PID, OBR, ALT.replace("|7-56|", "||"))
    kept(clinic, LabProfile("north", laboratory="NORTH"), bare, replace(ALT_LIMIT, sex=None))

    report = staged(clinic, bare, name="a.hl7").report

    assert (report.profile, report.limits.from_profile) == ("north", 1)
    other = bare.replace("|LIS|NORTH|", "|LIS|SOUTH|")
    assert staged(clinic, other).report.profile is None


@pytest.mark.parametrize("answers", [{}, {"unit:ALT": "U/L"}], ids=["limits", "answers"])
def test_resources_are_recognised_by_their_laboratory(
    clinic: Clinic, answers: dict[str, str]
) -> None:
    resource = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "1742-6"}]},
        "subject": {"identifier": {"value": "77"}},
        "effectiveDateTime": "2025-01-02",
        "performer": [{"display": "City Laboratory"}],
        "valueQuantity": {"value": 50},
    }
    data = json.dumps(resource).encode()
    kept(clinic, LabProfile("city", answers=answers), data)

    found = staged(clinic, data)

    assert found.report.profile == "city"
    assert found.batch.drafts[0].result.unit == answers.get("unit:ALT")
    elsewhere = data.replace(b"City Lab", b"Town Lab")
    assert staged(clinic, elsewhere).report.profile is None


def test_laboratory_and_number_system_are_added(clinic: Clinic) -> None:
    text = HEAD + ROW.replace("03/04/2025", "2025-04-03") + "8,A,B,1984-07-14,03/04/2025,34,x\n"
    kept(clinic, replace(CITY, answers={}, laboratory="City", number_system="CITY-MRN"), text)

    batch = staged(clinic, text).batch

    assert batch.drafts[0].result.laboratory == "City"
    assert batch.drafts[0].patient.numbers == (PatientNumber("CITY-MRN", "7"),)
    (held,) = batch.held
    assert held.patient is not None
    assert held.patient.numbers == (PatientNumber("CITY-MRN", "8"),)


def test_a_laboratory_named_by_the_file_stays(clinic: Clinic) -> None:
    text = message(MSH, PID, OBR, ALT)
    kept(clinic, LabProfile("north", laboratory="Elsewhere", number_system="X"), text)

    (draft,) = staged(clinic, text).batch.drafts

    assert draft.result.laboratory == "NORTH"
    assert draft.patient.numbers[0].system == "NORTH"


def test_a_suggested_profile_keeps_what_holds_for_the_next_file(clinic: Clinic) -> None:
    found = staged(clinic, HEAD + ROW)

    made = mapping_profiles.suggested(
        " city ", found.batch, {"patient:7": "create", "date_order": "dmy"}, base=CITY
    )

    assert made.name == "city"
    assert made.header == found.batch.header
    assert dict(made.answers) == {"column:Leberwert 2": "AST", "date_order": "dmy"}
    assert made.laboratory == "city"


def test_a_profile_confirmed_again_takes_the_place_of_the_former(clinic: Clinic) -> None:
    mapping_profiles.keep(clinic, CITY)
    mapping_profiles.keep(clinic, CITY)
    mapping_profiles.keep(clinic, replace(CITY, laboratory="City"))

    assert [p.laboratory for p in mapping_profiles.profiles(clinic)] == ["City"]
    with clinic.store.reading() as reading:
        query = sa.select(t.audit.c.actor).where(t.audit.c.action == "import.profile")
        assert reading.connection.execute(query).scalars().all() == ["first.user"] * 2


def test_a_removed_profile_recognises_nothing(clinic: Clinic) -> None:
    kept(clinic, CITY)

    mapping_profiles.remove(clinic, "city")

    assert mapping_profiles.profiles(clinic) == ()
    assert staged(clinic, HEAD + ROW).report.profile is None


def test_two_profiles_cannot_recognise_the_same_files(clinic: Clinic) -> None:
    kept(clinic, CITY)

    with pytest.raises(UserError) as refused:
        kept(clinic, replace(CITY, name="town"))

    assert refused.value.code == "conflict"


@pytest.mark.parametrize(
    ("profile", "limits"),
    [
        (LabProfile(" "), ()),
        (LabProfile("x", answers={"colour": "red"}), ()),
        (LabProfile("x"), (replace(ALT_LIMIT, analyte="XYZ"),)),
        (LabProfile("x"), (ALT_LIMIT, replace(ALT_LIMIT, unit="mg/dL"))),
        (LabProfile("x"), (replace(ALT_LIMIT, uln=Decimal(0)),)),
        (LabProfile("x"), (replace(ALT_LIMIT, sex="both"),)),
        (LabProfile("x"), (replace(ALT_LIMIT, valid_until=dt.date(2023, 1, 1)),)),
    ],
    ids=["no name", "unknown code", "test", "unit", "nought", "sex", "dates"],
)
def test_what_cannot_be_is_not_kept(
    clinic: Clinic, profile: LabProfile, limits: tuple[ClinicLimit, ...]
) -> None:
    with pytest.raises(UserError) as refused:
        mapping_profiles.keep(clinic, profile, limits=limits)

    assert refused.value.code == "bad_request"
    assert mapping_profiles.profiles(clinic) == ()
    assert labs.laboratories(clinic) == ()


def test_only_an_administrator_answers_for_limits(clinic: Clinic) -> None:
    nurse = replace(clinic, actor="nurse")

    mapping_profiles.keep(nurse, CITY)
    with pytest.raises(UserError) as refused:
        mapping_profiles.keep(nurse, CITY, limits=(ALT_LIMIT,))

    assert refused.value.code == "not_allowed"
    assert labs.laboratories(clinic) == ()
    mapping_profiles.keep(clinic, CITY, limits=(ALT_LIMIT,))
    mapping_profiles.keep(nurse, replace(CITY, laboratory="City"))
    assert [one.limits for one in labs.laboratories(clinic)] == [(ALT_LIMIT,)]


def test_answers_are_kept_under_a_name_with_the_import(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(HEAD + ROW, encoding="utf-8")
    answered = TakingOptions(create_patients=True, date_order="dmy", save_profile="city")

    tried = take_file(clinic, path, options=replace(answered, dry_run=True))
    assert mapping_profiles.profiles(clinic) == ()
    take_file(clinic, path, options=answered)

    assert tried.told["profile"] is None
    again = take_file(clinic, path, options=TakingOptions())
    assert (again.told["profile"], again.is_whole) == ("city", True)
