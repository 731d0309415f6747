"""The record names everything, and what is missing stands out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.diary import Allergies, Comedication, GeneTest, Note, Symptom, Weight
from aza_desktop.gui.viewmodels.record import Line, build_record
from tests.support.open_patient import Story, an_open_patient


def lines(story: Story | None = None) -> dict[str, Line]:
    sections = build_record(an_open_patient(story))
    return {f"{s.title}/{line.label}": line for s in sections for line in s.lines}


def test_what_is_missing_is_marked_as_missing() -> None:
    found = lines()
    assert found["Identity/Phone"].missing
    assert found["Treatment/Indication"].missing
    assert found["Allergies/State"].missing
    assert found["Other drugs/Allopurinol"].missing
    assert not found["Treatment/Dose before the injury"].missing


def test_what_is_known_is_shown() -> None:
    story = Story(
        record={
            "indication": "Crohn's disease",
            "allergies": Allergies("none"),
            "genetics": (GeneTest("TPMT", "intermediate", "activity", "18", "U/mL"),),
            "symptoms": (Symptom("s", "nausea", dt.date(2026, 1, 2), dt.date(2026, 1, 4)),),
            "comedications": (Comedication("c", "mesalazine", dt.date(2020, 1, 1)),),
            "weights": (Weight(dt.date(2026, 1, 9), Decimal(68)),),
            "notes": (Note(None, "prefers mornings"),),
        }
    )
    found = lines(story)
    assert found["Treatment/Indication"].value == "Crohn's disease"
    assert found["Allergies/State"].value == "No known allergies"
    assert found["Genetics/TPMT"].value == "intermediate, 18 U/mL, activity"
    assert found["Symptoms/nausea"].value == "02-Jan-2026 – 04-Jan-2026"
    assert found["Other drugs/mesalazine"].value == "01-Jan-2020 – still taken"
    assert found["Weight/09-Jan-2026"].value == "68 kg"
    assert found["Contacts and notes/undated"].value == "prefers mornings"


def test_each_confirmed_dose_names_who_confirmed_it() -> None:
    assert lines()["Treatment/17-Jan-2026"].value == "75 mg, Dr A. Demo"
