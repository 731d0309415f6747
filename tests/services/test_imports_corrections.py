"""Corrected and withdrawn results: what counts in the end does not depend on the order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aza_desktop.services.clinic import Clinic
from tests.support.lab_clinic import a_clinic, results, rows, take

HEAD = "MSH|^~\\&|LIS||||||ORU^R01|1|P|2.5\rPID|1||7^^^N^MR||Rossi^Elena||19800229\r"
ORDER = "OBR|1|||LFT|||202601020800\r"
REPORTS = {
    "P 40": "40|P", "F 50": "50|F", "C 60": "60|C", "W 50": "50|W", "X": "|X", "D 60": "60|D",
    "P 50": "50|P", "F 55": "55|F",
}  # fmt: skip


def message(report: str) -> str:
    value, status = REPORTS[report].split("|")
    obx = f"OBX|1|NM|1742-6^ALT^LN||{value}|U/L|<40||||{status}\r"
    return HEAD + ORDER + obx


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def standing(clinic: Clinic) -> list[tuple[str, str, str]]:
    return sorted(
        (r.result.value_text, r.result.status.value, r.state.value) for r in results(clinic)
    )


def counting(clinic: Clinic) -> set[str]:
    return {value for value, _, state in standing(clinic) if state == "current"}


SETS = [
    (("P 40", "F 50", "C 60"), {"60"}),
    (("F 50", "W 50"), set()),
    (("P 40", "F 50", "X"), set()),
    (("F 50", "C 60", "D 60"), set()),
    (("F 50", "C 60", "W 50"), {"60"}),
    (("F 50", "F 55"), {"50", "55"}),
    (("F 50", "F 55", "W 50"), {"55"}),
    (("P 50", "F 50"), {"50"}),
    (("P 40", "D 60"), {"40"}),
]


@pytest.mark.parametrize(("reports", "expected"), SETS)
def test_what_counts_does_not_depend_on_the_order(
    tmp_path: Path, reports: tuple[str, ...], expected: set[str]
) -> None:
    for number, order in enumerate(permutations(reports)):
        apart = a_clinic(tmp_path / f"{number}a")
        together = a_clinic(tmp_path / f"{number}b")
        for report in order:
            told = take(apart, message(report), create=True)
            assert told.rows.read == 1
        take(together, "".join(message(report) for report in order), create=True)

        assert counting(apart) == expected, order
        assert counting(together) == expected, order
        again = take(apart, "".join(message(report) for report in order))
        assert again.rows.duplicate == again.rows.read
        assert counting(apart) == expected
        apart.close()
        together.close()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_reports_in_any_order_end_alike(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(list(combinations(REPORTS, 4))))
    orders = [data.draw(st.permutations(chosen)) for _ in range(2)]
    ends = []
    for order in orders:
        clinic = a_clinic(tmp_path_factory.mktemp("order"))
        for report in order:
            take(clinic, message(report), create=True)
        ends.append(counting(clinic))
        clinic.close()

    assert ends[0] == ends[1]


def test_a_withdrawal_takes_the_result_out_of_the_marks_at_once(clinic: Clinic) -> None:
    take(clinic, message("F 50"), create=True)
    report = take(clinic, message("W 50"))

    assert rows(report) == (1, 0, 0, 1, 0, 0, 0)
    assert (report.results.new, report.results.cancelled) == (0, 1)
    assert report.is_complete
    assert standing(clinic) == [("50", "cancelled", "withdrawn"), ("50", "final", "withdrawn")]


def test_a_late_report_of_a_withdrawn_result_is_kept_but_does_not_count(clinic: Clinic) -> None:
    take(clinic, message("X"), create=True)

    assert rows(take(clinic, message("F 50"))) == (1, 0, 0, 1, 0, 0, 0)
    assert standing(clinic) == [("", "cancelled", "withdrawn"), ("50", "final", "withdrawn")]


def test_a_final_result_replaces_the_same_preliminary_value_and_its_label(clinic: Clinic) -> None:
    take(clinic, message("P 50"), create=True)

    report = take(clinic, message("F 50"))

    assert (report.results.new, report.results.corrected) == (0, 1)
    assert standing(clinic) == [("50", "final", "current"), ("50", "preliminary", "superseded")]


def test_a_withdrawal_in_another_unit_names_another_value(clinic: Clinic) -> None:
    take(clinic, message("F 50"), create=True)

    take(clinic, message("W 50").replace("|U/L|", "|ukat/L|"))
    assert counting(clinic) == {"50"}
    take(clinic, message("W 50").replace("|U/L|", "||"))
    assert counting(clinic) == set()
