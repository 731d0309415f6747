"""The end state does not depend on the order of arrival."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import results as shelf
from aza_desktop.storage.verifying import checks_of
from tests.support.lab_clinic import a_clinic, records, results, rows, take

HEAD = "MRN,Date,Test,Result,Units,Status\n"
LINES = {
    "preliminary": "7,2026-01-02,ALT,40,U/L,preliminary\n",
    "final": "7,2026-01-02,ALT,50,U/L,final\n",
    "corrected": "7,2026-01-02,ALT,60,U/L,corrected\n",
}


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def standing(clinic: Clinic) -> dict[str, str]:
    return {r.result.value_text: r.state.value for r in results(clinic)}


@pytest.mark.parametrize("order", list(permutations(LINES)))
@pytest.mark.parametrize("together", [True, False], ids=["one file", "three files"])
def test_the_best_attested_value_counts(
    clinic: Clinic, order: tuple[str, ...], *, together: bool
) -> None:
    lines = [LINES[name] for name in order]
    files = [HEAD + "".join(lines)] if together else [HEAD + line for line in lines]

    reports = [take(clinic, text, create=True) for text in files]

    assert standing(clinic) == {"40": "superseded", "50": "superseded", "60": "current"}
    assert sum(report.rows.read for report in reports) == 3
    assert [check for check in checks_of(clinic.store) if not check.ok] == []
    for text in files:
        assert take(clinic, text).rows.imported == 0


def test_a_correction_replaces_and_names_what_it_replaced(clinic: Clinic) -> None:
    take(clinic, HEAD + LINES["final"], create=True)

    report = take(clinic, HEAD + LINES["corrected"])

    assert rows(report) == (1, 1, 0, 0, 0, 0, 0)
    assert (report.results.new, report.results.corrected) == (0, 1)
    old, new = sorted(results(clinic), key=lambda r: r.result.value_text)
    assert new.supersedes == old.result.id
    assert old.reason


def test_a_correction_in_the_same_file_replaces_too(clinic: Clinic) -> None:
    report = take(clinic, HEAD + LINES["final"] + LINES["corrected"], create=True)

    assert rows(report) == (2, 1, 0, 1, 0, 0, 0)
    old, new = sorted(results(clinic), key=lambda r: r.result.value_text)
    assert new.supersedes == old.result.id


def test_a_late_preliminary_result_is_stored_but_does_not_count(clinic: Clinic) -> None:
    take(clinic, HEAD + LINES["final"], create=True)

    assert rows(take(clinic, HEAD + LINES["preliminary"])) == (1, 0, 0, 1, 0, 0, 0)
    assert standing(clinic) == {"40": "superseded", "50": "current"}


def test_a_struck_result_does_not_come_back(clinic: Clinic) -> None:
    take(clinic, HEAD + LINES["final"], create=True)
    with clinic.store.unit_of_work(actor="nurse") as work:
        (stored,) = results(clinic)
        patient_id = records(clinic)[0].id
        work.entry("result.strike", patient_id=patient_id)
        shelf.strike(work, shelf.keys_of(work.reading, patient_id)[stored.result.id])
        work.commit()

    assert rows(take(clinic, HEAD + LINES["final"])) == (1, 0, 1, 0, 0, 0, 0)
    assert standing(clinic) == {"50": "in_error"}


@pytest.mark.parametrize("order", list(permutations(("final", "cancelled"))))
@pytest.mark.parametrize("together", [True, False], ids=["one file", "two files"])
def test_a_cancelled_line_of_a_table_withdraws_the_value_that_it_names(
    clinic: Clinic, order: tuple[str, ...], *, together: bool
) -> None:
    lines = [LINES["final"].replace("final", status) for status in order]
    other = LINES["final"].replace("50", "51")
    files = [HEAD + line for line in (other, *lines)]
    if together:
        files = [HEAD + other + "".join(lines)]

    reports = [take(clinic, text, create=True) for text in files]

    assert [r.result.value_text for r in results(clinic) if r.state.value == "current"] == ["51"]
    assert sum(report.results.cancelled for report in reports) == 1
    assert sum(report.rows.read for report in reports) == 3
    for text in files:
        assert take(clinic, text).rows.imported == 0
