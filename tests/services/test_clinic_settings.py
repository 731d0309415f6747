"""The clinic's own card: who may change it, and what the trail keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.errors import UserError
from aza_desktop.services import users
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.clinic_settings import change_card, clinic_card
from aza_desktop.services.trail import trail

FULL = ClinicCard(
    name="Liver Clinic",
    address="1 Invented Road, Exampleton",
    phone="01632 960 000",
    out_of_hours="01632 960 001",
    first_weekday=6,
    closed_weekdays=(5, 6),
    closed_days=(dt.date(2026, 4, 3), dt.date(2026, 12, 25)),
)


def entries(clinic: Clinic) -> list[dict[str, object]]:
    return [entry for entry in trail(clinic) if entry["action"] == "clinic.settings"]


def test_a_new_clinic_has_a_name_and_no_phone(clinic: Clinic) -> None:
    assert clinic_card(clinic) == ClinicCard("Test Clinic")


def test_every_setting_comes_back_as_it_was_entered(clinic: Clinic) -> None:
    change_card(clinic, FULL)
    assert clinic_card(clinic) == FULL


def test_only_what_differs_is_written_and_the_trail_names_who(clinic: Clinic) -> None:
    change_card(clinic, FULL)
    written = change_card(clinic, replace(FULL, phone="01632 960 009"))
    assert written.ids == ("phone",)
    assert len(entries(clinic)) == 2
    assert entries(clinic)[1]["actor"] == clinic.actor


def test_the_same_card_again_writes_nothing(clinic: Clinic) -> None:
    change_card(clinic, FULL)
    assert change_card(clinic, FULL).ids == ()
    assert len(entries(clinic)) == 1


def test_an_emptied_phone_is_empty_again(clinic: Clinic) -> None:
    change_card(clinic, FULL)
    change_card(clinic, replace(FULL, phone=" ", closed_days=()))
    assert clinic_card(clinic) == replace(FULL, phone="", closed_days=())


def test_only_an_administrator_changes_it(clinic: Clinic) -> None:
    users.add_user(clinic, "nurse.b", roles=("staff",))
    with pytest.raises(UserError) as refused:
        change_card(replace(clinic, actor="nurse.b"), FULL)
    assert refused.value.code == "not_allowed"
    assert clinic_card(clinic).phone == ""


@pytest.mark.parametrize(
    "card",
    [
        replace(FULL, name="  "),
        replace(FULL, first_weekday=7),
        replace(FULL, closed_weekdays=(0, 1, 2, 3, 4, 5, 6)),
        replace(FULL, address="x" * 401),
    ],
    ids=["no name", "no such weekday", "no open day", "too long"],
)
def test_what_cannot_stand_on_paper_is_refused(clinic: Clinic, card: ClinicCard) -> None:
    with pytest.raises(UserError) as refused:
        change_card(clinic, card)
    assert refused.value.code == "bad_request"
    assert entries(clinic) == []
