"""Finding a patient by whatever is at hand."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.patients import (
    NO_DATE,
    build_line_models,
    build_matches,
    matching,
    no_date_text,
)

TODAY = dt.date(2026, 1, 26)


def a_line(number: str, name: str, born: str | None) -> PatientLine:
    return PatientLine(
        patient_id=f"p-{number}",
        number=number,
        name=name,
        birth_date=dt.date.fromisoformat(born) if born else None,
        phase="reintroduction",
        current_dose_mg=None,
        group=None,
        last_alt=None,
        last_alt_on=None,
        next_lab=None,
        folded_name=fold_name(name),
    )


LINES = (
    a_line("DEMO-0007", "HARGREAVES, Anita", "1984-07-14"),
    a_line("DEMO-0017", "NOVÁKOVÁ, Jana", "1994-02-27"),
    a_line("000 123", "O'BRIEN, Siobhán", "1987-05-25"),
    a_line("DEMO-0070", "CHARLES, Harriet", None),
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("harg", "HARGREAVES, Anita"),
        ("HARG", "HARGREAVES, Anita"),
        ("anita", "HARGREAVES, Anita"),
        ("novakova", "NOVÁKOVÁ, Jana"),
        ("Nováková", "NOVÁKOVÁ, Jana"),
        ("siobhan o'b", "O'BRIEN, Siobhán"),
        ("000123", "O'BRIEN, Siobhán"),
        ("0017", "NOVÁKOVÁ, Jana"),
        ("demo-0007", "HARGREAVES, Anita"),
        ("14/07/1984", "HARGREAVES, Anita"),
        ("14-Jul-1984", "HARGREAVES, Anita"),
        ("1984-07-14", "HARGREAVES, Anita"),
    ],
)
def test_the_patient_meant_comes_first(text: str, first: str) -> None:
    assert matching(LINES, text, today=TODAY)[0].name == first


def test_beginnings_come_before_middles() -> None:
    names = [line.name for line in matching(LINES, "har", today=TODAY)]
    assert names == ["HARGREAVES, Anita", "CHARLES, Harriet"]


def test_no_match_says_what_was_looked_for() -> None:
    model = build_matches(LINES, " zzz ", today=TODAY)
    assert model.rows == ()
    assert model.empty == "No patient matches “zzz”."


def test_nothing_typed_leaves_everybody() -> None:
    assert matching(LINES, "  ", today=TODAY) == LINES


def test_unknown_values_are_said_in_the_list_of_all() -> None:
    model = build_line_models(LINES)[3]
    assert (model.born, model.dose, model.last_alt, model.next_lab) == ("Not known", "–", "–", "–")
    assert model.status == "nothing today"


def test_an_at_sign_finds_whom_somebody_looks_after() -> None:
    mine = dataclasses.replace(LINES[1], looked_after_by="nurse.b")
    lines = (LINES[0], mine)
    assert matching(lines, "@nurse", today=TODAY) == (mine,)
    assert matching(lines, "@dr.demo", today=TODAY) == ()


def test_who_has_no_next_date_is_counted_and_found() -> None:
    dated = dataclasses.replace(LINES[0], next_lab=TODAY)
    stopped = dataclasses.replace(LINES[1], phase="stopped")
    lines = (dated, stopped, LINES[2])
    assert no_date_text(lines) == "No next date: 1 patient"
    assert matching(lines, NO_DATE, today=TODAY) == (LINES[2],)
    assert no_date_text((dated, stopped)) == ""
