"""Laboratories of the clinic: limits by sex and day, kept row by row by an administrator."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from aza_desktop.clinical.laboratories import ClinicLimit, find_laboratory
from aza_desktop.errors import UserError
from aza_desktop.services import corrections, users
from aza_desktop.services import laboratories as labs
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.trail import trail
from aza_desktop.storage import tables as t
from aza_desktop.storage.verifying import checks_of

FIRST, LATER = dt.date(2024, 1, 1), dt.date(2026, 1, 1)


def a_limit(
    uln: str = "35", *, analyte: str = "ALT", sex: str | None = None, since: dt.date = FIRST,
    unit: str = "U/L", lln: str | None = None,
) -> ClinicLimit:  # fmt: skip
    return ClinicLimit(
        analyte, Decimal(uln), unit, since, sex, None if lln is None else Decimal(lln)
    )


def city(clinic: Clinic) -> str:
    (given,) = labs.add_laboratory(clinic, "City Laboratory").ids
    return given


def test_a_laboratory_is_known_by_its_id_and_its_name(clinic: Clinic) -> None:
    assert city(clinic) == "city-laboratory"
    known = labs.laboratories(clinic)
    assert find_laboratory(known, "CITY laboratory") == find_laboratory(known, "city-laboratory")
    assert find_laboratory(known, "Town") is None
    assert find_laboratory(known, None) is None


def test_a_new_limit_ends_the_old_one_the_day_before_and_keeps_it(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit("35"))
    labs.set_limit(clinic, given, a_limit("40", since=LATER, lln="5"))
    (laboratory,) = labs.laboratories(clinic)
    old, new = laboratory.limits
    assert (old.uln, old.valid_until) == (Decimal(35), dt.date(2025, 12, 31))
    assert (new.uln, new.lln, new.valid_until) == (Decimal(40), Decimal(5), None)
    for day, uln in ((dt.date(2025, 12, 31), 35), (LATER, 40)):
        found = laboratory.limit("ALT", sex="female", on=day)
        assert found is not None
        assert found.uln == uln
    assert laboratory.limit("ALT", sex="female", on=dt.date(2023, 12, 31)) is None


def test_a_limit_for_the_sex_goes_before_the_one_for_all(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit("35", sex="female"))
    labs.set_limit(clinic, given, a_limit("45", sex="male"))
    labs.set_limit(clinic, given, a_limit("21", analyte="BILI", unit="umol/L"))
    (laboratory,) = labs.laboratories(clinic)
    assert [
        found.uln if (found := laboratory.limit("ALT", sex=sex, on=LATER)) else None
        for sex in ("female", "male", None, "other")
    ] == [35, 45, None, None]
    for_all = laboratory.limit("BILI", sex=None, on=LATER)
    assert for_all is not None
    assert for_all.uln == 21


def test_every_change_of_a_laboratory_is_a_row_of_its_own(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit("35"))
    labs.set_limit(clinic, given, a_limit("36"))
    labs.change_laboratory(clinic, given, name="City", active=False)
    with clinic.store.reading() as reading:
        rows = reading.connection.execute(sa.select(t.clinic_laboratories)).all()
    assert [row.name for row in rows] == ["City Laboratory"] * 3 + ["City"]
    assert '"35"' in rows[1].limits
    told = [entry["action"] for entry in trail(clinic)]
    assert told[-4:] == ["laboratory.add", "laboratory.limit", "laboratory.limit",
                         "laboratory.change"]  # fmt: skip
    assert all(check.ok for check in checks_of(clinic.store))


def test_a_limit_is_ended_without_a_new_one(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit())
    labs.end_limit(clinic, given, "ALT", sex=None, last_day=LATER)
    (laboratory,) = labs.laboratories(clinic)
    assert laboratory.limit("ALT", sex=None, on=LATER) is not None
    assert laboratory.limit("ALT", sex=None, on=LATER + dt.timedelta(days=1)) is None
    with pytest.raises(UserError, match="no such limit"):
        labs.end_limit(clinic, given, "AST", sex=None, last_day=LATER)


@pytest.mark.parametrize("actor", ["nurse.b", "dr.c", "somebody else"])
def test_only_an_administrator_changes_laboratories(clinic: Clinic, actor: str) -> None:
    users.add_user(clinic, "nurse.b", roles=("staff",))
    users.add_user(clinic, "dr.c", roles=("prescriber",))
    given = city(clinic)
    other = replace(clinic, actor=actor)
    for call in (
        lambda: labs.add_laboratory(other, "Town"),
        lambda: labs.set_limit(other, given, a_limit()),
        lambda: labs.change_laboratory(other, given, active=False),
    ):
        with pytest.raises(UserError) as refused:
            call()
        assert refused.value.code == "not_allowed"
    assert labs.laboratories(clinic)[0].limits == ()


@pytest.mark.parametrize(
    "limit",
    [
        a_limit("0"),
        a_limit("-1"),
        a_limit(unit="mg"),
        a_limit(analyte="GLUCOSE"),
        a_limit(lln="35"),
        a_limit(sex="child"),
        replace(a_limit(), valid_until=dt.date(2020, 1, 1)),
    ],
)
def test_what_is_no_limit_is_refused(clinic: Clinic, limit: ClinicLimit) -> None:
    with pytest.raises(UserError) as refused:
        labs.set_limit(clinic, city(clinic), limit)
    assert refused.value.code == "bad_request"


def test_a_name_is_taken_once(clinic: Clinic) -> None:
    city(clinic)
    for name in ("city  laboratory", " "):
        with pytest.raises(UserError, match="cannot be taken"):
            labs.add_laboratory(clinic, name)


@pytest.mark.parametrize(
    ("code", "uln", "unit", "doubtful"),
    [
        ("ALT", "55", "U/L", False),
        ("ALT", "55.1", "U/L", True),
        ("ALT", "0.9", "ukat/L", False),
        ("ALT", "1", "ukat/L", True),
        ("ALT", "90", "mg", False),
        ("ALP", "300", "U/L", False),
    ],
)
def test_a_very_high_limit_of_alt_is_doubtful(
    clinic: Clinic, code: str, uln: str, unit: str, doubtful: bool
) -> None:
    analyte = clinic.analytes.find(code)
    assert analyte is not None
    assert analyte.is_doubtful_uln(Decimal(uln), unit) is doubtful


def test_a_renamed_laboratory_is_still_known_by_the_name_in_its_files(clinic: Clinic) -> None:
    given = city(clinic)
    labs.change_laboratory(clinic, given, name="North Laboratory")

    found = find_laboratory(labs.laboratories(clinic), "CITY laboratory")

    assert found is not None
    assert (found.id, found.earlier_names) == (given, ("City Laboratory",))


def test_a_present_name_goes_before_what_another_one_was_called(clinic: Clinic) -> None:
    first = city(clinic)
    labs.change_laboratory(clinic, first, name="North Laboratory")
    second = city(clinic)

    found = find_laboratory(labs.laboratories(clinic), "City Laboratory")

    assert found is not None
    assert found.id == second


def test_a_name_that_two_had_before_names_nobody(clinic: Clinic) -> None:
    for now in ("North Laboratory", "South Laboratory"):
        (given,) = labs.add_laboratory(clinic, "Town").ids
        labs.change_laboratory(clinic, given, name=now)

    assert find_laboratory(labs.laboratories(clinic), "Town") is None


def test_a_limit_is_taken_back_by_an_entry_that_says_so(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit("35"))
    before = labs.laboratories(clinic)
    labs.set_limit(clinic, given, a_limit("53", since=LATER))
    corrections.undo(clinic)
    assert labs.laboratories(clinic) == before
    told = [entry["action"] for entry in trail(clinic)]
    assert told[-2:] == ["laboratory.limit", "entry.undo"]
    assert all(check.ok for check in checks_of(clinic.store))


def test_a_laboratory_that_was_added_by_mistake_is_used_no_more(clinic: Clinic) -> None:
    city(clinic)
    corrections.undo(clinic)
    (left,) = labs.laboratories(clinic)
    assert not left.active


def test_a_limit_that_somebody_built_upon_is_not_taken_back(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit("35"))
    users.add_user(clinic, "second.admin", roles=("administrator",))
    labs.set_limit(replace(clinic, actor="second.admin"), given, a_limit("40", since=LATER))
    with pytest.raises(UserError) as refused:
        corrections.undo(clinic)
    assert refused.value.code == "not_offered"


def test_only_an_administrator_takes_a_limit_back(clinic: Clinic) -> None:
    given = city(clinic)
    labs.set_limit(clinic, given, a_limit("35"))
    users.add_user(clinic, "second.admin", roles=("administrator",))
    users.change_user(clinic, clinic.actor, roles=("prescriber",))
    with pytest.raises(UserError) as refused:
        corrections.undo(clinic)
    assert refused.value.code == "not_allowed"
