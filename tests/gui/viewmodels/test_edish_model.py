"""The cohort picture as values: places, quadrants, lists, and what is said where nobody stands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from aza_desktop.clinical.cohort import (
    Cohort,
    CohortPoint,
    Cuts,
    Days,
    DroppedPatient,
    Lack,
    Peak,
    Visit,
)
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.quantities import Comparator, Ratio
from aza_desktop.gui.viewmodels.edish import (
    DROPPED,
    build_edish,
    build_path,
    multiple_of_share,
    nearest,
)
from aza_desktop.gui.viewmodels.edish_words import r_choices
from tests.support.rule_cases import literal

DAY = dt.date(2026, 1, 26)
CUTS = Cuts(Decimal(3), Decimal(2))


def a_ratio(multiple: str) -> Ratio:
    return Ratio(Decimal(multiple), Decimal(1))


def a_point(key: str, alt: str, bili: str, **more: object) -> CohortPoint:
    enzyme = Peak(a_ratio(alt.strip("<>")), Comparator(alt[0] if alt[0] in "<>" else "="), DAY)
    usual: dict[str, object] = {
        "patient_id": key, "number": f"N-{key}", "name": f"NAME, {key}", "phase": None,
        "enzyme": enzyme, "bilirubin": Peak(a_ratio(bili), Comparator.EQUAL, DAY), "r": None,
    }  # fmt: skip
    return CohortPoint(**{**usual, **more})  # type: ignore[arg-type]


def a_cohort(*points: CohortPoint, dropped: tuple[DroppedPatient, ...] = ()) -> Cohort:
    return Cohort(DAY, "ALT", Days(), points, dropped, literal())


FOUR = a_cohort(
    a_point("hy", "6", "4"),
    a_point("te", "8", "1"),
    a_point("hb", "1", "3"),
    a_point("no", "1", "1"),
)


def test_each_quadrant_has_its_number_and_share() -> None:
    lines = {line.key: line for line in build_edish(FOUR, CUTS).quadrants}
    assert {key: (line.count, line.share) for key, line in lines.items()} == {
        "hys_law": (1, "25 %"),
        "hyperbilirubinemia": (1, "25 %"),
        "temple": (1, "25 %"),
        "unclear": (0, "0 %"),
        "normal": (1, "25 %"),
        DROPPED: (0, ""),
    }


def test_a_moved_line_moves_patients_and_numbers() -> None:
    lines = build_edish(FOUR, Cuts(Decimal(7), Decimal(2))).quadrants
    assert {line.key: line.count for line in lines}["hyperbilirubinemia"] == 2


def test_equal_factors_take_equal_room_on_the_logarithmic_axes() -> None:
    axis = build_edish(FOUR, CUTS).x_axis
    steps = [axis.share(value) for value in (1, 2, 4, 8)]
    assert steps[1] - steps[0] == pytest.approx(steps[3] - steps[2])
    assert axis.value(axis.share(5)) == pytest.approx(5)


def test_nought_and_a_line_at_the_edge_break_no_axis() -> None:
    model = build_edish(a_cohort(a_point("a", "0", "0")), Cuts(Decimal("0.1"), Decimal(50)))
    assert model.rings[0].x >= 0
    assert all(0 <= ring.y <= 1 for ring in model.rings)
    assert 0 <= model.y_axis.share(50) <= 1


def test_the_worst_patient_stands_first_in_the_gravest_quadrant() -> None:
    model = build_edish(a_cohort(a_point("a", "4", "2"), a_point("b", "9", "3")), CUTS)
    assert model.worst == "hys_law"
    assert [row.name for row in model.rows("hys_law")] == ["NAME, b", "NAME, a"]


def test_a_patient_without_a_place_stands_in_a_list_with_the_reason() -> None:
    dropped = DroppedPatient("x", "N-x", "NAME, x", Lack.NO_BILIRUBIN)
    (row,) = build_edish(a_cohort(dropped=(dropped,)), CUTS).rows(DROPPED)
    assert (row.name, row.lack) == ("NAME, x", "no bilirubin in these days")


def test_an_empty_picture_says_how_many_lack_bilirubin_and_what_to_do() -> None:
    dropped = tuple(DroppedPatient(k, k, k, Lack.NO_BILIRUBIN) for k in "ab")
    said = build_edish(a_cohort(dropped=dropped), CUTS).empty
    assert "2 patients lack bilirubin" in said
    assert "request bilirubin" in said


def test_shape_tells_the_phase_and_a_censored_value_is_open() -> None:
    model = build_edish(
        a_cohort(
            a_point("r", "1", "1", phase=Phase.REINTRODUCTION),
            a_point("b", "1", "1", phase=Phase.ON_BREAK),
            a_point("m", "1", "1", phase=Phase.LONG_TERM),
            a_point("c", ">5", "1"),
        ),
        CUTS,
    )
    rings = {ring.patient_id: ring for ring in model.rings}
    assert {key: ring.shape for key, ring in rings.items()} == {
        "r": "reintroduction",
        "b": "off",
        "m": "maintenance",
        "c": "other",
    }
    assert rings["c"].is_open
    assert not rings["r"].is_open


def test_r_filters_by_the_figures_of_the_protocol() -> None:
    five, two = a_point("h", "4", "1", r=a_ratio("5")), a_point("c", "4", "1", r=a_ratio("2"))
    mixed, none = a_point("m", "4", "1", r=a_ratio("2.1")), a_point("n", "4", "1")
    found = a_cohort(five, two, mixed, none)
    for key, wanted in zip(
        ("hepatocellular", "cholestatic", "mixed", "unknown"), "hcmn", strict=True
    ):
        model = build_edish(found, CUTS, r_class=key)
        assert [ring.patient_id for ring in model.rings] == [wanted]
    assert dict(r_choices(literal()))["hepatocellular"] == "R ≥ 5, hepatocellular"


def test_arrows_go_to_the_nearest_ring_in_their_direction() -> None:
    model = build_edish(FOUR, CUTS)
    assert nearest(model, "no", right=1, up=0) == "te"
    assert nearest(model, "no", right=0, up=1) == "hb"
    assert nearest(model, "te", right=1, up=0) == "te"
    assert nearest(model, "", right=1, up=0) == "hy"


def test_the_path_stands_on_the_axes_of_the_picture() -> None:
    model = build_edish(FOUR, CUTS)
    path = build_path((Visit(DAY, a_ratio("6"), a_ratio("4"), True),), model)
    ring = next(ring for ring in model.rings if ring.patient_id == "hy")
    assert (path[0].x, path[0].y, path[0].text) == (ring.x, ring.y, "26-Jan-2026")


def test_what_hovering_says_names_both_values_with_their_days() -> None:
    said = build_edish(FOUR, CUTS).lines_of("hy")
    assert said[0] == "NAME, hy  N-hy"
    assert "ALT 6.00 × ULN  26-Jan-2026" in said
    assert said[-1].startswith("Possible Hy's law")


def test_a_dragged_line_stands_at_a_tenth() -> None:
    axis = build_edish(FOUR, CUTS).x_axis
    assert multiple_of_share(axis, axis.share(2.96)) == Decimal("3.0")


def test_the_lines_name_where_they_come_from() -> None:
    assert "Lines at 3 and 2 × ULN" in build_edish(FOUR, CUTS).source
    assert "eDISH" in build_edish(FOUR, CUTS).source
