"""Upper limits confirmed in an import stand with the laboratory, and fill in from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.services import import_desk, imports, mapping_profiles
from aza_desktop.services import laboratories as labs
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.import_desk import TypedLimit
from aza_desktop.services.imports import ImportOptions, Staged, Watch
from aza_desktop.services.mapping_profiles import ConfirmedLimit, LabProfile
from aza_desktop.services.taking import TakingOptions, take_file
from aza_desktop.services.trail import trail
from aza_desktop.storage import lab_profiles as shelf
from aza_desktop.storage import tables as t
from aza_desktop.storage.verifying import checks_of
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_clinic import a_clinic, add_patient, results, take

ALT_LIMIT = ClinicLimit("ALT", Decimal(35), "U/L", dt.date(2024, 1, 1), "female")
OWN_LIMIT = ConfirmedLimit("ALT", Decimal(35), "U/L", "female", dt.date(2024, 1, 1))
BARE_ROW = '1,"A, B",2025-01-02,ALT,50,U/L\n'
BARE = f"MRN,Name,Date,Test,Result,Units\n{BARE_ROW}"
FEMALE = Identity((PatientNumber("hospital", "1"),), "A", "B", sex="female")


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def staged(clinic: Clinic, text: str, *, name: str = "labs.csv") -> Staged:
    options = ImportOptions(create_patients=True)
    return imports.stage_bytes(clinic, name, text.encode(), options=options)


def kept(clinic: Clinic, profile: LabProfile, text: str, *limits: ClinicLimit) -> LabProfile:
    """The profile, confirmed on a file of the laboratory."""
    header = staged(clinic, text).batch.header
    return mapping_profiles.keep(clinic, replace(profile, header=header), limits=limits)


def kept_with_limits_inside(clinic: Clinic, profile: LabProfile, text: str) -> None:
    """The profile as it was kept before limits stood with the laboratories."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry("import.profile")
        shelf.keep(work, replace(profile, header=staged(clinic, text).batch.header))
        work.commit()


def stored_limits(clinic: Clinic) -> dict[str, str | None]:
    """The upper limit of each result that counts, by its value."""
    return {
        r.result.value_text: r.result.uln_text
        for r in results(clinic)
        if r.state.value == "current"
    }


def test_the_first_file_of_a_kept_profile_takes_the_limits_of_its_laboratory(
    clinic: Clinic, tmp_path: Path
) -> None:
    (city,) = labs.add_laboratory(clinic, "City").ids
    labs.set_limit(clinic, city, replace(ALT_LIMIT, sex=None))
    path = tmp_path / "labs.csv"
    path.write_text(BARE, encoding="utf-8")

    taken = take_file(
        clinic, path, options=TakingOptions(create_patients=True, save_profile="city")
    )

    assert taken.told["limits"] == {"with_result": 0, "from_profile": 1, "missing": 0}
    assert [(r.result.uln_text, r.result.laboratory) for r in results(clinic)] == [("35", "city")]


def test_confirmed_limits_stand_with_the_laboratory_and_are_changed_there(clinic: Clinic) -> None:
    add_patient(clinic, FEMALE)
    kept(clinic, LabProfile("city", laboratory="City"), BARE, ALT_LIMIT)
    (city,) = labs.laboratories(clinic)
    assert (city.name, city.limits) == ("City", (ALT_LIMIT,))
    told = [entry["action"] for entry in trail(clinic)]
    assert told[-3:] == ["import.profile", "laboratory.add", "laboratory.limit"]

    later = replace(ALT_LIMIT, uln=Decimal(33), valid_from=dt.date(2025, 6, 1))
    labs.set_limit(clinic, city.id, later)
    take(clinic, BARE + BARE_ROW.replace("2025-01-02,ALT,50", "2025-06-01,ALT,51"))

    assert stored_limits(clinic) == {"50": "35", "51": "33"}
    assert all(check.ok for check in checks_of(clinic.store))


def test_confirmed_again_nothing_is_written(clinic: Clinic) -> None:
    for _ in range(2):
        kept(clinic, LabProfile("city"), BARE, ALT_LIMIT)

    with clinic.store.reading() as reading:
        rows_of_city = reading.connection.execute(sa.select(t.clinic_laboratories)).all()
    assert [row.limits != "[]" for row in rows_of_city] == [False, True]


def test_a_limit_for_everybody_leads_over_older_ones_for_a_sex(clinic: Clinic) -> None:
    kept(clinic, LabProfile("city"), BARE, ALT_LIMIT)
    since = dt.date(2025, 1, 1)
    every = replace(ALT_LIMIT, sex=None, uln=Decimal(45), valid_from=since)
    kept(clinic, LabProfile("city"), BARE, every)

    (city,) = labs.laboratories(clinic)
    found = {sex: city.limit("ALT", sex=sex, on=since) for sex in ("female", "male")}
    assert {sex: one.uln if one else None for sex, one in found.items()} == {
        "female": Decimal(45), "male": Decimal(45),
    }  # fmt: skip


def test_a_laboratory_that_the_file_names_gives_its_own_limit_or_none(clinic: Clinic) -> None:
    add_patient(clinic, FEMALE)
    text = BARE.replace("Units", "Units,Laboratory").replace("U/L\n", "U/L,Town\n")
    text += BARE_ROW.replace("2025-01-02,ALT,50,U/L", "2025-01-03,ALT,51,U/L,City")
    text += BARE_ROW.replace("2025-01-02,ALT,50,U/L", "2025-01-04,ALT,52,U/L,")
    kept(clinic, LabProfile("city", laboratory="City"), text, ALT_LIMIT)

    take(clinic, text)

    assert stored_limits(clinic) == {"50": None, "51": "35", "52": "35"}


def test_a_file_that_names_a_known_laboratory_needs_no_profile(clinic: Clinic) -> None:
    (north,) = labs.add_laboratory(clinic, "North").ids
    labs.set_limit(clinic, north, replace(ALT_LIMIT, sex=None))
    bare = message(MSH, PID, OBR, ALT.replace("|7-56|", "||"))

    report = staged(clinic, bare, name="a.hl7").report

    assert (report.profile, report.limits.from_profile) == (None, 1)


def test_limits_inside_an_older_profile_count_until_its_laboratory_has_some(
    clinic: Clinic,
) -> None:
    add_patient(clinic, FEMALE)
    older = LabProfile("city", limits=(OWN_LIMIT, replace(OWN_LIMIT, analyte="AST")))
    kept_with_limits_inside(clinic, older, BARE)
    text = BARE + BARE_ROW.replace("ALT,50", "AST,51")
    assert staged(clinic, text).report.limits.from_profile == 2

    kept(clinic, LabProfile("city"), text, replace(ALT_LIMIT, uln=Decimal(33)))
    take(clinic, text)

    assert stored_limits(clinic) == {"50": "33", "51": "35"}
    (profile,) = mapping_profiles.profiles(clinic)
    assert [limit.analyte for limit in profile.limits] == ["AST"]


def test_the_order_of_two_files_does_not_change_their_limits(tmp_path: Path) -> None:
    other = BARE.replace("ALT,50", "ALT,60").replace("2025-01-02", "2023-01-02")
    found = []
    for place, texts in enumerate(((BARE, other), (other, BARE))):
        opened = a_clinic(tmp_path / str(place))
        add_patient(opened, FEMALE)
        kept(opened, LabProfile("city"), BARE, ALT_LIMIT)
        for text in texts:
            take(opened, text)
        found.append(stored_limits(opened))
        opened.close()
    assert found == [{"50": "35", "60": None}] * 2


def looked_at(clinic: Clinic, text: str) -> import_desk.Looked:
    return import_desk.look_at_text(clinic, text, options=ImportOptions(), watch=Watch())


def test_typed_limits_hold_from_the_first_sample_that_needs_one(clinic: Clinic) -> None:
    text = BARE + BARE_ROW.replace("2025-01-02", "2024-11-05")
    text = text.replace("Units", "Units,ULN").replace("U/L\n", "U/L,\n")
    text += '1,"A, B",2023-01-02,ALT,44,U/L,40\n'
    looked = looked_at(clinic, text)
    assert looked.limits_since == dt.date(2024, 11, 5)

    told = import_desk.keep_profile(
        clinic, looked, "City", limits=(TypedLimit("ALT", "U/L", "35", "50"),)
    )

    assert (told.profile, told.laboratory) == ("City", "City")
    (city,) = labs.laboratories(clinic)
    assert [(one.sex, one.uln, one.valid_from) for one in city.limits] == [
        ("female", Decimal(35), dt.date(2024, 11, 5)),
        ("male", Decimal(50), dt.date(2024, 11, 5)),
    ]


def test_typed_limits_stand_with_the_laboratory_that_the_file_names(clinic: Clinic) -> None:
    text = BARE.replace("Units", "Units,Laboratory").replace("U/L\n", "U/L,Town\n")

    told = import_desk.keep_profile(
        clinic, looked_at(clinic, text), "our files",
        limits=(TypedLimit("ALT", "U/L", "35", "35"),), since=dt.date(2024, 1, 1),
    )  # fmt: skip

    assert told.laboratory == "Town"
    (town,) = labs.laboratories(clinic)
    assert (town.name, town.limits) == ("Town", (replace(ALT_LIMIT, sex=None),))


def test_limits_for_a_file_of_two_laboratories_need_one_of_their_names(clinic: Clinic) -> None:
    text = BARE.replace("Units", "Units,Laboratory").replace("U/L\n", "U/L,Town\n")
    text += BARE_ROW.replace("2025-01-02,ALT,50,U/L", "2025-01-03,ALT,51,U/L,City")
    looked, typed = looked_at(clinic, text), (TypedLimit("ALT", "U/L", "35", ""),)

    with pytest.raises(UserError) as refused:
        import_desk.keep_profile(clinic, looked, "Somewhere", limits=typed)
    assert "Town, City" in refused.value.remedy
    assert labs.laboratories(clinic) == ()

    import_desk.keep_profile(clinic, looked, "city", limits=typed)
    assert [one.name for one in labs.laboratories(clinic)] == ["city"]
