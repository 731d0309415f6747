"""A patient who may be in the record already is told before he or she is added again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from aza_desktop.clinical.likeness import distance
from aza_desktop.services.duplicates import warnings
from tests.support.clinics import a_clinic, a_patient, an_identity


def test_the_same_number_is_certain_and_likeness_only_warns(tmp_path: Path) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        a_patient(clinic)
        (same,) = warnings(clinic, an_identity(family="Somebody"))
        assert (same.is_certain, same.why) == (True, "the same number")
        (named,) = warnings(clinic, an_identity("9"))
        assert (named.is_certain, named.why) == (False, "the same name and birth date")
        (near,) = warnings(clinic, an_identity("9", family="Rosi"))
        assert near.why == "the same birth date and nearly the same name"
        assert warnings(clinic, an_identity("9", family="Lindqvist")) == ()
        other_day = replace(an_identity("9", family="Rosi"), birth_date=dt.date(1990, 1, 1))
        assert warnings(clinic, other_day) == ()


def test_letters_are_counted() -> None:
    assert [distance(a, b) for a, b in (("rossi", "rossi"), ("rossi", "rosi"), ("", "ab"))] == [
        0, 1, 2,
    ]  # fmt: skip
