"""The list of analytes: what the shipped one says, and how a damaged one is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.analytes import fold_header, fold_spelling
from aza_desktop.errors import UserError
from aza_desktop.paths import resources_folder
from aza_desktop.protocols.analytes import load_analytes, read_analytes

PATH = resources_folder() / "analytes.toml"
CATALOGUE = load_analytes(PATH)
ENZYMES = ("ALT", "AST", "ALP", "GGT")

SMALL = """
[units.enzyme]
unit = "U/L"
convert = { "U/L" = "1", "ukat/L" = "60" }
source = "definition"
[units.enzyme.spellings]
"U/L" = ["U/L"]

[[analyte]]
code = "ALT"
name = "Alanine aminotransferase"
short_name = "ALT"
units = "enzyme"
loinc = ["1742-6"]
[analyte.names]
en = ["ALT"]
"""


def factor(code: str, unit: str | None) -> Decimal | None:
    analyte = CATALOGUE.find(code)
    assert analyte is not None
    return analyte.in_unit(Decimal(1), unit)


def test_everything_that_the_program_keeps_is_listed() -> None:
    codes = "ALT AST BILI ALP GGT ALB PLT WBC NEUT MCV CREA INR 6-TGN 6-MMP"
    assert [analyte.code for analyte in CATALOGUE.analytes] == codes.split()


@pytest.mark.parametrize("code", ENZYMES)
@pytest.mark.parametrize(
    ("unit", "expected"),
    [("U/L", "1"), ("IU/L", "1"), ("iu/l", "1"), ("ukat/L", "60"), ("\u00b5kat/L", "60"),
     ("\u03bckat/l", "60"), ("nkat/L", "0.06"), ("U / L", "1")],
)  # fmt: skip
def test_an_enzyme_is_judged_in_four_units(code: str, unit: str, expected: str) -> None:
    assert factor(code, unit) == Decimal(expected)


@pytest.mark.parametrize("unit", ["[iU]/L", "E/L", "mU/mL", "kat/L", "mmol/L", "", "U", None])
def test_an_enzyme_in_any_other_unit_is_not_judged(unit: str | None) -> None:
    assert [factor(code, unit) for code in ENZYMES] == [None] * len(ENZYMES)


@pytest.mark.parametrize(
    ("code", "unit", "expected"),
    [("BILI", "umol/L", "1"), ("BILI", "mg/dL", "17.1"), ("BILI", "mmol/L", None),
     ("ALB", "g/dL", "10"), ("PLT", "10*3/uL", "1"), ("PLT", "K/uL", None),
     ("NEUT", "/uL", "0.001"), ("CREA", "mg/dL", "88.4"),
     ("6-MMP", "pmol/8e8 RBC", "1"), ("6-MMP", "pmol/mg Hb", None)],
)  # fmt: skip
def test_the_other_units(code: str, unit: str, expected: str | None) -> None:
    assert factor(code, unit) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("code", "loinc"),
    [("ALT", "1742-6"), ("AST", "1920-8"), ("BILI", "1975-2"), ("BILI", "14631-6"),
     ("ALP", "6768-6"), ("GGT", "2324-2"), ("ALB", "1751-7"), ("PLT", "777-3"),
     ("PLT", "26515-7"), ("WBC", "6690-2"), ("WBC", "26464-8"), ("NEUT", "751-8")],
)  # fmt: skip
def test_the_codes_under_which_results_are_sent(code: str, loinc: str) -> None:
    owners = [analyte.code for analyte in CATALOGUE.analytes if loinc in analyte.loinc]
    assert owners == [code]


def test_neutrophils_in_percent_are_another_test() -> None:
    assert not any("770-8" in analyte.loinc for analyte in CATALOGUE.analytes)


def test_every_stored_unit_can_be_judged() -> None:
    for analyte in CATALOGUE.analytes:
        assert analyte.unit in analyte.spellings.values()
        for unit in analyte.spellings.values():
            assert analyte.in_unit(Decimal(1), unit) is not None
        assert analyte.plausible is not None
        assert analyte.plausible[0] < analyte.plausible[1]


def test_spellings_fold_powers_of_ten_and_headers_fold_accents() -> None:
    assert fold_spelling("x10⁹ / L") == fold_spelling("10^9/l") == "10*9/l"
    assert fold_spelling("1000/uL") == "1000/ul"
    assert fold_header(" γ-GT (Gamma)") == "gamma gt gamma"
    assert fold_header("Neutrophils %") == "neutrophils percent"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('units = "enzyme"', 'units = "other"', "line 10"),
        ('code = "ALT"', "", "code"),
        ('convert = { "U/L" = "1"', 'convert = { "U/L" = "2"', "line 2"),
        ('"ukat/L" = "60"', '"ukat/L" = "6e1"', "decimal number"),
        ('"ukat/L" = "60"', '"ukat/L" = 60', "decimal number"),
        ('source = "definition"', "", "source"),
        ('source = "definition"', 'origin = "definition"', "origin"),
        ('"U/L" = ["U/L"]', '"katal" = ["U/L"]', "no conversion"),
        ('"U/L" = ["U/L"]', '"U/L" = ["u"]\n"ukat/L" = ["U"]', "two units"),
        ('"U/L" = ["U/L"]', '"U/L" = "U/L"', "list of texts"),
        ('loinc = ["1742-6"]', "loinc = [1742]", "list of texts"),
        (
            'loinc = ["1742-6"]',
            'loinc = ["1742-6"]\nplausible = ["1"]\nplausible_source = "x"',
            "two",
        ),
        ('loinc = ["1742-6"]', 'loinc = ["1742-6"]\nplausible = ["1", "2"]', "plausible_source"),
        ('loinc = ["1742-6"]', 'loinc = ["1742-6"]\ncolour = "red"', "colour"),
        ('en = ["ALT"]', "", "names"),
        ("[[analyte]]", "[analyte]", "[[analyte]]"),
        (SMALL[: SMALL.index("[[")], "", "units"),
        ('units = "enzyme"', "units = 7", "units"),
        ('code = "ALT"', 'code = "ALT', "line"),
    ],
)
def test_a_damaged_list_is_refused_with_its_place(before: str, after: str, why: str) -> None:
    with pytest.raises(UserError) as refused:
        read_analytes(SMALL.replace(before, after), "analytes.toml")

    assert refused.value.code == "bad_config"
    assert "analytes.toml" in refused.value.why
    assert why in refused.value.why
    assert refused.value.remedy


def test_a_code_or_a_name_stands_once() -> None:
    second = SMALL[SMALL.index("[[analyte]]") :]
    for other, why in (
        (second, "stands twice"),
        (second.replace('"ALT"', '"AST"', 1), "belongs to"),
    ):
        with pytest.raises(UserError) as refused:
            read_analytes(SMALL + other, "analytes.toml")
        assert why in refused.value.why


def test_a_small_list_is_read() -> None:
    (analyte,) = read_analytes(SMALL, "analytes.toml").analytes

    assert (analyte.shown_unit, analyte.plausible) == ("U/L", None)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        load_analytes(tmp_path / "analytes.toml")

    assert refused.value.code == "bad_config"
