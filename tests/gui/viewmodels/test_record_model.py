"""The record names everything, and what is missing stands out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.diary import (
    Allergies,
    Comedication,
    DrugQuestion,
    GeneTest,
    Note,
    Symptom,
    Weight,
)
from aza_desktop.clinical.interactions import ALWAYS_ASKED
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.gui.viewmodels.record import Line, Section, build_record
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
    assert found["Genetics/TPMT"].value == "intermediate, printed: 18 U/mL, activity"
    assert found["Symptoms/nausea"].value == "02-Jan-2026 – 04-Jan-2026"
    assert found["Other drugs/mesalazine"].value == "01-Jan-2020 – still taken, not checked"
    assert found["Other drugs/mesalazine"].missing
    assert found["Weight/09-Jan-2026"].value == "68 kg, 17 days ago"
    assert found["Notes/undated"].value == "prefers mornings"


def test_a_drug_asked_about_before_the_present_dose_says_that_a_dose_came_since() -> None:
    def said(on: dt.date) -> str:
        asked = DrugQuestion("allopurinol", "no", on)
        return lines(Story(record={"drug_questions": (asked,)}))["Other drugs/Allopurinol"].value

    before = "no, asked on 16-Jan-2026; dose of 17-Jan-2026 since then"
    assert said(dt.date(2026, 1, 16)) == before
    assert said(dt.date(2026, 1, 17)) == "no, asked on 17-Jan-2026"


def test_each_confirmed_dose_names_who_confirmed_it() -> None:
    assert lines()["Treatment/17-Jan-2026"].value == "75 mg, Dr A. Demo"


def section(key: str, story: Story | None = None, **wishes: bool) -> Section:
    sections = build_record(an_open_patient(story), **wishes)
    return next(each for each in sections if each.key == key)


def test_each_section_says_which_rule_waits_for_what_is_missing() -> None:
    story = Story(record={"facts": PatientFacts(None, Tpmt.UNKNOWN)})
    (ceiling, *_) = section("treatment", story).needs
    assert ceiling.startswith("Dose before the injury: ")
    assert section("genetics", story).needs[0].startswith("TPMT: ")
    assert "not: none" in section("allergies", story).needs[0]
    assert [text.split(":")[0] for text in section("drugs", story).needs] == [
        "Allopurinol", "Febuxostat"
    ]  # fmt: skip


def test_what_is_known_waits_for_nothing() -> None:
    asked = tuple(DrugQuestion(drug, "no", dt.date(2026, 1, 9)) for drug in ALWAYS_ASKED)
    story = Story(record={"drug_questions": asked, "allergies": Allergies("none")})
    assert section("drugs", story).needs == ()
    assert section("allergies", story).needs == ()


def test_a_report_that_nobody_read_is_not_called_missing() -> None:
    test = GeneTest("TPMT", "unknown", "activity", "low")
    story = Story(record={"genetics": (test,), "facts": PatientFacts(Decimal(150), Tpmt.UNKNOWN)})
    found = section("genetics", story)
    assert found.lines[0].value == "not mapped yet, printed: low, activity"
    assert "nobody has read yet" in found.needs[0]


def test_only_an_administrator_is_offered_a_merge() -> None:
    assert "identity.merge" not in [act.key for act in section("identity").acts]
    acts = [act.key for act in section("identity", may_merge=True).acts]
    assert acts == ["identity.edit", "identity.numbers", "identity.merge"]


def test_there_is_nothing_to_strike_or_end_where_nothing_stands() -> None:
    assert [act.key for act in section("weights").acts] == ["weights.add"]
    assert [act.key for act in section("drugs").acts] == ["drugs.ask", "drugs.add"]
    taken = (Comedication("c1", "Zyloric", dt.date(2026, 1, 1)),)
    found = section("drugs", Story(record={"comedications": taken}))
    assert [act.key for act in found.acts][2:] == ["drugs.end", "drugs.strike"]


def test_the_ceiling_is_said_beside_the_protocol() -> None:
    found = lines()
    assert found["Treatment/Ceiling"].value == "every dose below 150 mg"
    assert found["Treatment/Protocol"].value.endswith(", Under Review")
