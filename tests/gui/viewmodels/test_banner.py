"""The banner says what is known, and says *not recorded* where it is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.diary import (
    Allergies,
    Allergy,
    Comedication,
    DrugQuestion,
    GeneTest,
    Weight,
)
from aza_desktop.clinical.findings import Severity
from aza_desktop.clinical.patient import PatientFacts, PatientNumber, Tpmt
from aza_desktop.gui.viewmodels.banner import BannerModel, build_banner
from tests.support.open_patient import Story, a_mark, an_open_patient


def banner(story: Story | None = None) -> BannerModel:
    return build_banner(an_open_patient(story))


def fields(model: BannerModel) -> dict[str, str]:
    return {field.label: field.value for field in model.fields}


def chips(model: BannerModel) -> dict[str, str]:
    return {chip.text: chip.kind for chip in model.chips}


def test_the_family_name_leads_in_capitals() -> None:
    assert banner().name == "HARGREAVES, Anita (Mrs)"
    assert banner().family == "HARGREAVES"


def test_born_is_shown_with_the_age_of_that_day() -> None:
    assert fields(banner())["Born"] == "14-Jul-1984 (41y)"


def test_an_unknown_birth_date_is_not_known() -> None:
    assert fields(banner(Story(identity={"birth_date": None})))["Born"] == "Not known"


def test_a_patient_without_a_name_is_called_by_number() -> None:
    model = banner(Story(identity={"family": None, "given": None, "title": None}))
    assert model.name == "DEMO-0007"


def test_an_nhs_number_is_grouped() -> None:
    numbers = (PatientNumber("hospital", "0001"), PatientNumber("nhs", "9434765919"))
    assert fields(banner(Story(identity={"numbers": numbers})))["NHS No."] == "943 476 5919"


@pytest.mark.parametrize(
    ("state", "text", "kind"),
    [
        ("known", "Allergy: penicillin", "risk"),
        ("none", "No known allergies", "ok"),
        ("not_recorded", "Allergies not recorded", "unknown"),
        ("unavailable", "Allergies unavailable", "unknown"),
    ],
)
def test_the_four_allergy_states_stay_apart(state: str, text: str, kind: str) -> None:
    items = (Allergy("penicillin"),) if state == "known" else ()
    model = banner(Story(record={"allergies": Allergies(state, items)}))
    assert chips(model)[text] == kind


@pytest.mark.parametrize(
    ("tpmt", "text", "kind"),
    [
        (Tpmt.NORMAL, "TPMT normal", "ok"),
        (Tpmt.INTERMEDIATE, "TPMT intermediate", "caution"),
        (Tpmt.LOW, "TPMT low or absent", "risk"),
        (Tpmt.UNKNOWN, "TPMT not recorded", "unknown"),
    ],
)
def test_tpmt_unknown_is_never_drawn_as_normal(tpmt: Tpmt, text: str, kind: str) -> None:
    model = banner(Story(record={"facts": PatientFacts(Decimal(150), tpmt)}))
    assert chips(model)[text] == kind


def test_nudt15_is_shown_where_it_matters() -> None:
    low = (GeneTest("NUDT15", "low"),)
    assert "NUDT15 low or absent" in chips(banner(Story(record={"genetics": low})))
    normal = (GeneTest("NUDT15", "normal"),)
    assert not any("NUDT15" in text for text in chips(banner(Story(record={"genetics": normal}))))


def test_allopurinol_is_taking_none_or_not_asked() -> None:
    assert chips(banner())["Allopurinol not asked"] == "unknown"
    no = (DrugQuestion("allopurinol", "no", dt.date(2026, 1, 9)),)
    assert chips(banner(Story(record={"drug_questions": no})))["Allopurinol: none"] == "ok"
    yes = (DrugQuestion("allopurinol", "yes", dt.date(2026, 1, 9)),)
    assert chips(banner(Story(record={"drug_questions": yes})))["TAKING allopurinol"] == "risk"


def test_a_mark_outweighs_the_answer_no() -> None:
    story = Story(
        record={"drug_questions": (DrugQuestion("allopurinol", "no"),)},
        marks=(a_mark("ALLOPURINOL", severity=Severity.HIGH),),
    )
    assert chips(banner(story))["TAKING allopurinol"] == "risk"


def test_only_drugs_taken_now_are_counted() -> None:
    drugs = (
        Comedication("a", "mesalazine", dt.date(2020, 1, 1)),
        Comedication("b", "ramipril", dt.date(2020, 1, 1), dt.date(2026, 1, 25)),
        Comedication("c", "warfarin", dt.date(2026, 1, 27)),
    )
    assert "Other drugs: 1" in chips(banner(Story(record={"comedications": drugs})))


def test_the_weight_is_the_newest_up_to_the_day() -> None:
    weights = (
        Weight(dt.date(2025, 1, 1), Decimal("70")),
        Weight(dt.date(2026, 1, 9), Decimal("68.50")),
        Weight(dt.date(2026, 2, 9), Decimal("90")),
    )
    assert fields(banner(Story(record={"weights": weights})))["Weight"] == "68.5 kg"


def test_everything_shown_is_also_spoken() -> None:
    model = banner()
    for text in (*fields(model).values(), *chips(model)):
        assert text in model.spoken
