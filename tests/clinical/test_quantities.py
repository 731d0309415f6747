"""Numbers are exact: what is read, how it is compared, and that it is cut off, never rounded."""

from __future__ import annotations

from decimal import Decimal, Inexact
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aza_desktop.clinical.analytes import Analyte, AnalyteCatalogue, fold_unit
from aza_desktop.clinical.quantities import EXACT, MAX_DIGITS, Ratio, parse_decimal, plain

REPORTED = st.decimals(Decimal("0.001"), Decimal(99999), places=3)


@pytest.mark.parametrize("text", ["25", " 25 ", "+25", "25.", "25.0", ".5", "0", "-1", "007"])
def test_plain_decimal_numbers_are_read(text: str) -> None:
    assert parse_decimal(text) == Decimal(text.strip())


@pytest.mark.parametrize(
    "text",
    ["", " ", "nan", "inf", "1e5", "1_000", "１２", "٣", "1,5", "1 5", "--1", ".", "0x10", "<5"],
)
def test_whatever_else_float_would_take_is_refused(text: str) -> None:
    assert parse_decimal(text) is None


def test_a_number_of_absurd_length_is_refused() -> None:
    assert parse_decimal("1" * MAX_DIGITS) is not None
    assert parse_decimal("1" * (MAX_DIGITS + 1)) is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1.50", "1.5"), ("2.000", "2"), ("100", "100"), ("1E+2", "100"), ("0.0", "0"), ("-0", "0")],
)
def test_a_number_is_shown_without_exponent_and_without_idle_zeros(number: str, shown: str) -> None:
    assert plain(Decimal(number)) == shown


def test_a_boundary_that_binary_numbers_miss_is_met() -> None:
    assert Ratio(Decimal("1.65"), Decimal("0.55")).at_least(Decimal(3))
    assert Ratio(Decimal("3.3"), Decimal("1.1")).at_least(Decimal(3))
    assert not Ratio(Decimal("3.3"), Decimal("1.1")).above(Decimal(3))


@given(REPORTED, REPORTED, st.decimals(Decimal("0.1"), Decimal(30), places=2))
def test_comparing_with_a_multiple_agrees_with_fractions(
    value: Decimal, uln: Decimal, multiple: Decimal
) -> None:
    ratio, truth = Ratio(value, uln), Fraction(value) / Fraction(uln)
    assert ratio.at_least(multiple) == (truth >= Fraction(multiple))
    assert ratio.above(multiple) == (truth > Fraction(multiple))


@given(REPORTED, REPORTED, REPORTED, REPORTED)
def test_comparing_two_multiples_agrees_with_fractions(
    value: Decimal, uln: Decimal, other_value: Decimal, other_uln: Decimal
) -> None:
    one, two = Ratio(value, uln), Ratio(other_value, other_uln)
    truth = Fraction(value) / Fraction(uln), Fraction(other_value) / Fraction(other_uln)
    assert one.exceeds(two) == (truth[0] > truth[1])
    assert one.equals(two) == (truth[0] == truth[1])


@given(REPORTED, REPORTED)
def test_a_shown_multiple_never_claims_more_than_there_is(value: Decimal, uln: Decimal) -> None:
    shown = Fraction(Ratio(value, uln).truncated())
    truth = Fraction(value) / Fraction(uln)
    assert shown <= truth < shown + Fraction(1, 100)


def test_just_below_three_is_never_shown_as_three() -> None:
    assert Ratio(Decimal("119.9"), Decimal(40)).truncated() == "2.99"
    assert Ratio(Decimal("119.9"), Decimal(40)).truncated(1) == "2.9"
    assert Ratio(Decimal(200), Decimal(40)).truncated() == "5.00"


def test_drawing_gets_an_approximation() -> None:
    assert float(Ratio(Decimal(1), Decimal(3))) == pytest.approx(0.3333, abs=0.001)


def test_arithmetic_that_would_round_raises() -> None:
    with pytest.raises(Inexact):
        EXACT.divide(Decimal(1), Decimal(3))


def an_analyte() -> Analyte:
    return Analyte(
        code="BILI",
        name="Bilirubin, total",
        short_name="Bilirubin",
        unit="umol/L",
        factors={"umol/l": Decimal(1), "mg/dl": Decimal("17.1")},
    )


def test_units_are_known_whatever_their_spelling() -> None:
    assert fold_unit(" \N{MICRO SIGN}mol / L ") == "umol/l"
    assert fold_unit("\N{GREEK SMALL LETTER MU}mol/L") == "umol/l"
    assert an_analyte().in_unit(Decimal(2), "MG/dL") == Decimal("34.2")


@pytest.mark.parametrize("unit", ["g/L", "", None])
def test_an_unknown_unit_gives_no_number(unit: str | None) -> None:
    assert an_analyte().in_unit(Decimal(2), unit) is None


def test_a_catalogue_finds_its_analytes_by_code() -> None:
    catalogue = AnalyteCatalogue((an_analyte(),))
    assert catalogue.find("BILI") == an_analyte()
    assert "BILI" in catalogue
    assert catalogue.find("ALT") is None
    assert "ALT" not in catalogue
