"""The cohort of a clinic: whose highest values stand where, and who has no place and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.cohort import Cohort, CohortPoint, Cuts, Days, Lack, Quadrant
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.services import recording
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.cohort import cohort, first_cuts, visits_of
from aza_desktop.services.cohort_export import cohort_csv
from tests.support.clinics import a_clinic, a_patient, a_result, reintroduced

JANUARY = dt.date(2026, 1, 20)
NOVEMBER = dt.date(2025, 11, 3)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "clinic") as opened:
        yield opened


def with_results(clinic: Clinic, number: str, *results: recording.NewResult) -> str:
    patient = a_patient(clinic, number)
    if results:
        recording.add_results(clinic, patient, results)
    return patient


def point(found: Cohort, number: str) -> CohortPoint:
    (one,) = [p for p in found.points if p.number == number]
    return one


def lack(found: Cohort, number: str) -> Lack:
    (one,) = [d.lack for d in found.dropped if d.number == number]
    return one


def test_the_highest_of_each_counts_even_from_different_days(clinic: Clinic) -> None:
    with_results(
        clinic, "1",
        a_result("ALT", "200", on=NOVEMBER), a_result("BILI", "10", on=NOVEMBER, uln="20"),
        a_result("ALT", "40", on=JANUARY), a_result("BILI", "44", on=JANUARY, uln="20"),
    )  # fmt: skip
    found = point(cohort(clinic), "1")
    assert (found.enzyme.multiple.truncated(), found.enzyme.on) == ("5.00", NOVEMBER)
    assert (found.bilirubin.multiple.truncated(), found.bilirubin.on) == ("2.20", JANUARY)
    assert [ratio.truncated() for ratio in found.trend] == ["5.00", "1.00"]


def test_each_result_is_divided_by_its_own_limit(clinic: Clinic) -> None:
    with_results(
        clinic, "1",
        a_result("ALT", "120", on=NOVEMBER, uln="60"), a_result("ALT", "110", uln="35"),
        a_result("BILI", "10", uln="20"),
    )  # fmt: skip
    assert point(cohort(clinic), "1").enzyme.multiple.truncated() == "3.14"


def test_every_patient_without_a_place_says_why(clinic: Clinic) -> None:
    bili = a_result("BILI", "10", uln="20")
    with_results(clinic, "nothing")
    with_results(clinic, "no-bili", a_result("ALT", "90"))
    with_results(clinic, "no-enzyme", bili)
    with_results(clinic, "no-limit", a_result("ALT", "90", uln=None), bili)
    with_results(clinic, "no-bili-limit", a_result("ALT", "90"), a_result("BILI", "9", uln=None))
    found = cohort(clinic)
    assert found.points == ()
    assert lack(found, "nothing") is Lack.NO_ENZYME
    assert lack(found, "no-bili") is Lack.NO_BILIRUBIN
    assert lack(found, "no-enzyme") is Lack.NO_ENZYME
    assert lack(found, "no-limit") is Lack.ENZYME_WITHOUT_ULN
    assert lack(found, "no-bili-limit") is Lack.BILIRUBIN_WITHOUT_ULN


def test_a_result_without_limit_beside_low_ones_leaves_the_quadrant_open(clinic: Clinic) -> None:
    with_results(
        clinic, "1",
        a_result("ALT", "30"), a_result("ALT", "400", on=NOVEMBER, uln=None),
        a_result("BILI", "10", uln="20"),
    )  # fmt: skip
    found = cohort(clinic)
    assert found.protocol is not None
    assert point(found, "1").quadrant(first_cuts(found.protocol)) is Quadrant.UNCLEAR


def test_a_censored_bilirubin_alone_still_has_a_place(clinic: Clinic) -> None:
    low = a_result("BILI", "5", uln="20", comparator=Comparator.LESS)
    with_results(clinic, "1", a_result("ALT", "200"), low)
    found = cohort(clinic)
    assert point(found, "1").bilirubin.comparator is Comparator.LESS
    assert found.protocol is not None
    assert point(found, "1").quadrant(first_cuts(found.protocol)) is Quadrant.TEMPLE


def test_since_the_restart_leaves_out_what_came_before_and_who_did_not_restart(
    clinic: Clinic,
) -> None:
    restarted = a_patient(clinic, "1")
    reintroduced(clinic, restarted)
    recording.add_results(
        clinic,
        restarted,
        (
            a_result("ALT", "300", on=NOVEMBER),
            a_result("ALT", "44", on=JANUARY),
            a_result("BILI", "10", on=JANUARY, uln="20"),
        ),
    )
    with_results(clinic, "2", a_result("ALT", "90"), a_result("BILI", "10", uln="20"))
    found = cohort(clinic, days=Days(since_restart=True))
    assert point(found, "1").enzyme.multiple.truncated() == "1.10"
    assert point(found, "1").phase is Phase.REINTRODUCTION
    assert lack(found, "2") is Lack.NOT_RESTARTED


def test_days_bound_what_is_looked_at(clinic: Clinic) -> None:
    with_results(
        clinic, "1",
        a_result("ALT", "200", on=NOVEMBER), a_result("ALT", "40", on=JANUARY),
        a_result("BILI", "10", on=JANUARY, uln="20"),
    )  # fmt: skip
    late = cohort(clinic, days=Days(since=dt.date(2026, 1, 1)))
    assert point(late, "1").enzyme.multiple.truncated() == "1.00"
    early = cohort(clinic, days=Days(until=dt.date(2025, 12, 31)))
    assert lack(early, "1") is Lack.NO_BILIRUBIN


def test_r_is_taken_on_the_day_of_the_highest_alt(clinic: Clinic) -> None:
    with_results(
        clinic, "1",
        a_result("ALT", "200", on=NOVEMBER), a_result("ALP", "120", on=NOVEMBER, uln="120"),
        a_result("ALT", "80", on=JANUARY), a_result("ALP", "480", on=JANUARY, uln="120"),
        a_result("BILI", "10", uln="20"),
    )  # fmt: skip
    found = point(cohort(clinic), "1")
    assert found.r is not None
    assert found.r.truncated(1) == "5.0"


def test_struck_results_count_no_more(clinic: Clinic) -> None:
    patient = with_results(clinic, "1", a_result("ALT", "40"), a_result("BILI", "10", uln="20"))
    recording.add_results(clinic, patient, (a_result("ALT", "400", on=JANUARY),))
    assert point(cohort(clinic), "1").enzyme.multiple.truncated() == "10.00"
    recording.undo_last(clinic)
    assert point(cohort(clinic), "1").enzyme.multiple.truncated() == "1.00"


def test_the_path_has_the_days_with_both_values(clinic: Clinic) -> None:
    patient = with_results(
        clinic, "1",
        a_result("ALT", "200", on=NOVEMBER), a_result("BILI", "30", on=NOVEMBER, uln="20"),
        a_result("ALT", "90", on=dt.date(2025, 12, 1)),
        a_result("ALT", "40", on=JANUARY), a_result("BILI", "10", on=JANUARY, uln="20"),
    )  # fmt: skip
    path = visits_of(clinic, patient, cohort(clinic))
    assert [visit.on for visit in path] == [NOVEMBER, JANUARY]
    assert path[0].enzyme.truncated() == "5.00"


def test_the_lines_start_where_the_protocol_says(clinic: Clinic) -> None:
    found = cohort(clinic)
    assert found.protocol is not None
    cuts = first_cuts(found.protocol)
    assert (str(cuts.enzyme), str(cuts.bilirubin)) == ("3", "2")


def test_the_table_that_leaves_names_nobody_and_says_why_some_have_no_place(clinic: Clinic) -> None:
    with_results(
        clinic, "1", a_result("ALT", "120", uln="40"), a_result("BILI", "10", uln="20"),
    )  # fmt: skip
    with_results(clinic, "=2", a_result("ALT", "90"))
    found = cohort(clinic)
    lines = cohort_csv(found, Cuts(Decimal(3), Decimal(2))).splitlines()
    assert lines[1].startswith("1,,temple,3.00,")
    assert lines[2].startswith("'=2,")
    assert lines[2].endswith(",no_bilirubin")
    assert "x ULN" in lines[0]
