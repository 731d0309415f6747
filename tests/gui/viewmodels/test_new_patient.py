"""A new patient as typed: what is understood, what is refused, what is only noted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.patient import Tpmt, fold_name
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.new_patient import NewPatient, TypedPatient, read_patient

TODAY = dt.date(2026, 1, 26)
ROSSI = TypedPatient(family="Rossi", given="Elena", born="11-Nov-1990", number="000123")


def a_line(number: str, name: str, born: str) -> PatientLine:
    day = dt.date.fromisoformat(born)
    return PatientLine("p", number, name, day, None, None, None, None, None, None, fold_name(name))


def read(typed: TypedPatient, *known: PatientLine) -> NewPatient:
    return read_patient(typed, today=TODAY, known=known)


def test_a_whole_form_becomes_identity_and_facts() -> None:
    typed = replace(ROSSI, sex="female", tpmt="normal", toxic_dose="150 mg", weight="59,5")
    found = read(typed)
    assert found.problems == ()
    assert found.identity is not None
    assert found.facts is not None
    assert found.identity.name == "ROSSI, Elena"
    assert found.identity.number == "000123"
    assert found.identity.birth_date == dt.date(1990, 11, 11)
    assert found.facts.prior_toxic_dose_mg == Decimal(150)
    assert found.facts.weight_kg == Decimal("59.5")
    assert found.facts.tpmt is Tpmt.NORMAL
    assert found.born_echo == "11-Nov-1990 (35y)"


def test_unknown_stays_unknown() -> None:
    found = read(replace(ROSSI, born="", given=""))
    assert found.identity is not None
    assert found.facts is not None
    assert (found.identity.birth_date, found.identity.sex, found.identity.given) == (None,) * 3
    assert found.facts.tpmt is Tpmt.UNKNOWN
    assert found.facts.prior_toxic_dose_mg is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"family": " "}, "family"),
        ({"number": ""}, "number"),
        ({"born": "11 nov"}, "born"),
        ({"born": "-1"}, "born"),
        ({"born": "11-Nov-2090"}, "born"),
        ({"born": "31/02/1990"}, "born"),
        ({"toxic_dose": "much"}, "toxic_dose"),
        ({"toxic_dose": "0"}, "toxic_dose"),
        ({"weight": "-3"}, "weight"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_made(
    change: dict[str, str], field: str
) -> None:
    found = read(replace(ROSSI, **change))
    assert [name for name, _ in found.problems] == [field]
    assert found.identity is None


@pytest.mark.parametrize("born", ["11-Nov-1990", "11/11/1990", "11nov1990", "1990-11-11"])
def test_a_birth_date_is_read_in_the_usual_spellings(born: str) -> None:
    found = read(replace(ROSSI, born=born)).identity
    assert found is not None
    assert found.birth_date == dt.date(1990, 11, 11)


def test_a_century_is_never_guessed() -> None:
    assert [name for name, _ in read(replace(ROSSI, born="11.11.90")).problems] == ["born"]


def test_a_known_number_is_refused_however_it_is_spaced() -> None:
    found = read(ROSSI, a_line("000 123", "BERG, Tomas", "1980-01-01"))
    assert [name for name, _ in found.problems] == ["number"]


def test_the_same_name_or_birth_date_is_noted_and_not_refused() -> None:
    same_name = read(ROSSI, a_line("9", "ROSSI, Eléna", "1980-01-01"))
    assert same_name.identity is not None
    assert same_name.notes == ("ROSSI, Eléna is recorded under 9.",)
    same_day = read(ROSSI, a_line("9", "BERG, Tomas", "1990-11-11"))
    assert same_day.notes == ("BERG, Tomas is recorded under 9.",)
