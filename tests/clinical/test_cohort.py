"""Where a patient stands to both lines: three answers, and never a low one out of ignorance."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.cohort import CohortPoint, Cuts, Peak, Quadrant, quotient
from aza_desktop.clinical.quantities import Comparator, Ratio

DAY = dt.date(2026, 1, 26)
CUTS = Cuts(Decimal(3), Decimal(2))


def a_ratio(multiple: str) -> Ratio:
    return Ratio(Decimal(multiple), Decimal(1))


def a_peak(multiple: str, sign: str = "=", **more: object) -> Peak:
    below = a_ratio(multiple) if sign == "<" else None
    usual = {"open_above": sign == ">", "below": below, **more}
    return Peak(a_ratio(multiple), Comparator(sign), DAY, **usual)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("peak", "answer"),
    [
        (a_peak("3"), True),
        (a_peak("2.9999"), False),
        (a_peak("3", ">"), True),
        (a_peak("2.5", ">"), None),
        (a_peak("3", "<"), False),
        (a_peak("3.1", "<"), None),
        (a_peak("1", below=a_ratio("5")), None),
        (a_peak("1", below=a_ratio("3")), False),
        (a_peak("1", unread=1), None),
        (a_peak("3.5", unread=1), True),
    ],
)
def test_a_peak_reaches_the_line_or_not_or_nobody_can_tell(peak: Peak, answer: bool | None) -> None:
    assert peak.reaches(Decimal(3)) is answer


@pytest.mark.parametrize(
    ("enzyme", "bilirubin", "quadrant"),
    [
        (a_peak("3"), a_peak("2"), Quadrant.HYS_LAW),
        (a_peak("3"), a_peak("1.99"), Quadrant.TEMPLE),
        (a_peak("2.99"), a_peak("2"), Quadrant.HYPERBILIRUBINEMIA),
        (a_peak("2.99"), a_peak("1.99"), Quadrant.NORMAL),
        (a_peak("1", ">"), a_peak("1"), Quadrant.UNCLEAR),
        (a_peak("9"), a_peak("1", unread=2), Quadrant.UNCLEAR),
    ],
)
def test_two_answers_make_a_quadrant(enzyme: Peak, bilirubin: Peak, quadrant: Quadrant) -> None:
    point = CohortPoint("p", "1", "A", None, enzyme, bilirubin, None)
    assert point.quadrant(CUTS) is quadrant


def test_r_is_an_exact_fraction_and_none_at_an_alp_of_nought() -> None:
    r = quotient(Ratio(Decimal("189"), Decimal(35)), Ratio(Decimal(92), Decimal(120)))
    assert r is not None
    assert r.truncated(1) == "7.0"
    assert r.at_least(Decimal("7.0434")) is True
    assert quotient(a_ratio("3"), a_ratio("0")) is None
