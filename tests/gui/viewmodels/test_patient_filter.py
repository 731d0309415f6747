"""Which of all patients are shown, and who could be mistaken for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from aza_desktop.clinical.patient import Identity, PatientNumber, fold_name
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.likeness import similar_patients, told
from aza_desktop.gui.viewmodels.patient_filter import (
    NO_LAB_DAYS,
    PatientFilter,
    group_choices,
    protocol_choices,
    shown,
)
from aza_desktop.gui.viewmodels.patients import build_line_models

TODAY = dt.date(2026, 1, 26)


def a_line(name: str = "ROSSI, Elena", **more: object) -> PatientLine:
    given = {
        "patient_id": name,
        "number": "1",
        "name": name,
        "birth_date": dt.date(1990, 11, 11),
        "phase": "reintroduction",
        "current_dose_mg": None,
        "group": None,
        "last_alt": None,
        "last_alt_on": None,
        "next_lab": None,
        "folded_name": fold_name(name),
        **more,
    }
    return PatientLine(**given)  # type: ignore[arg-type]


def names(wanted: PatientFilter, *lines: PatientLine) -> list[str]:
    return [line.name for line in shown(build_line_models(lines), wanted, today=TODAY)]


def test_a_phase_chip_means_every_phase_behind_it() -> None:
    lines = (a_line("A", phase="stable_maintenance"), a_line("B", phase="long_term"), a_line("C"))
    assert names(PatientFilter(frozenset({"maintenance"})), *lines) == ["A", "B"]
    assert names(PatientFilter(frozenset({"maintenance", "reintroducing"})), *lines) == [
        "A",
        "B",
        "C",
    ]


def test_whoever_has_no_course_is_found_under_no_course() -> None:
    assert names(PatientFilter(frozenset({"no_course"})), a_line("A", phase=None), a_line()) == [
        "A"
    ]


@pytest.mark.parametrize(("days", "is_shown"), [(NO_LAB_DAYS, False), (NO_LAB_DAYS + 1, True)])
def test_no_lab_counts_days_to_the_newest_result(days: int, is_shown: bool) -> None:
    line = a_line(last_lab_on=TODAY - dt.timedelta(days=days))
    assert bool(names(PatientFilter(no_lab=True), line)) is is_shown


def test_whoever_never_had_a_lab_has_none() -> None:
    assert names(PatientFilter(no_lab=True), a_line(last_lab_on=None))


def test_status_and_protocol_narrow_further() -> None:
    lines = (a_line("A", group="labs_due", protocol="x@1"), a_line("B", protocol="y@1"))
    assert names(PatientFilter(group="labs_due"), *lines) == ["A"]
    assert names(PatientFilter(group="nothing"), *lines) == ["B"]
    assert names(PatientFilter(protocol="y@1"), *lines) == ["B"]
    assert names(PatientFilter(), *lines) == ["A", "B"]


def test_the_choices_begin_with_everything() -> None:
    assert group_choices()[0][1] == ""
    lines = build_line_models([a_line(protocol="x@1"), a_line(protocol="")])
    assert [key for _words, key in protocol_choices(lines)] == ["", "x@1"]


def an_identity(family: str, given: str, born: dt.date | None = None) -> Identity:
    return Identity((PatientNumber("hospital", "9"),), family, given, birth_date=born)


@pytest.mark.parametrize(
    ("family", "given", "is_alike"),
    [
        ("Rossi", "Enrico", True),
        ("Rosi", "Elena", True),
        ("Rossi", "Maria", False),
        ("Bianchi", "Elena", False),
    ],
)
def test_same_family_and_initial_or_nearly_the_same_name_is_alike(
    family: str, given: str, is_alike: bool
) -> None:
    found = similar_patients([a_line()], "open", an_identity(family, given))
    assert bool(found) is is_alike


def test_a_shared_birth_date_is_alike_and_nobody_is_like_themselves() -> None:
    born = dt.date(1990, 11, 11)
    identity = an_identity("Okafor", "Daniel", born)
    assert similar_patients([a_line()], "open", identity)
    assert not similar_patients([a_line()], "ROSSI, Elena", identity)


def test_missing_names_and_dates_are_like_nobodys() -> None:
    nameless = Identity((PatientNumber("hospital", "7"),))
    assert not similar_patients([a_line("7", birth_date=None)], "open", nameless)


def test_they_are_told_with_what_tells_them_apart() -> None:
    assert told([a_line(), a_line("B", birth_date=None)]) == (
        "ROSSI, Elena, born 11-Nov-1990, 1\nB, 1"
    )
