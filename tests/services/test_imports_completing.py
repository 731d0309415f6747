"""A report that tells more of the same result takes its place, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from aza_desktop.services.clinic import Clinic
from aza_desktop.storage.verifying import checks_of
from tests.support.lab_clinic import WIDE, a_clinic, results, rows, take

HEAD = "MRN,DOB,Date,Test,Result,Units,Range\n"
BARE = "1,1984-07-14,2025-01-02,ALT,50,,\n"
WITH_UNIT = BARE.replace("50,,", "50,U/L,")
WITH_LIMIT = BARE.replace("50,,", "50,,<35")
FULL = BARE.replace("50,,", "50,U/L,<35")
TAKEN_BACK = BARE.replace("50,,", "50,U/L,,X")


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def counting(clinic: Clinic) -> set[tuple[str | None, str | None]]:
    """Unit and limit of what counts."""
    return {
        (r.result.unit, r.result.uln_text) for r in results(clinic) if r.state.value == "current"
    }


@pytest.mark.parametrize("together", [True, False], ids=["one file", "several files"])
@pytest.mark.parametrize(
    "lines",
    [
        *permutations((BARE, FULL)),
        *permutations((WITH_LIMIT, FULL)),
        *permutations((BARE, WITH_UNIT, FULL)),
        *permutations((WITH_UNIT, WITH_LIMIT, FULL)),
    ],
)
def test_the_fullest_report_counts(
    clinic: Clinic, lines: tuple[str, ...], *, together: bool
) -> None:
    files = [HEAD + "".join(lines)] if together else [HEAD + line for line in lines]

    for text in files:
        take(clinic, text, create=True)

    assert counting(clinic) == {("U/L", "35")}
    assert all(check.ok for check in checks_of(clinic.store))
    for text in files:
        assert take(clinic, text).rows.imported == 0


def test_a_fuller_repeat_within_a_file_is_one_result(clinic: Clinic) -> None:
    assert rows(take(clinic, HEAD + WITH_UNIT + FULL, create=True)) == (2, 1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize("lines", list(permutations((WITH_UNIT, WITH_LIMIT))))
@pytest.mark.parametrize("together", [True, False], ids=["one file", "two files"])
def test_where_each_tells_what_the_other_lacks_both_count(
    clinic: Clinic, lines: tuple[str, ...], *, together: bool
) -> None:
    for text in ["".join(lines)] if together else lines:
        take(clinic, HEAD + text, create=True)

    assert counting(clinic) == {("U/L", None), (None, "35")}


@pytest.mark.parametrize("lines", list(permutations((BARE, WITH_UNIT, TAKEN_BACK))))
@pytest.mark.parametrize("together", [True, False], ids=["one file", "three files"])
def test_a_value_taken_back_with_its_unit_counts_without_it_neither(
    clinic: Clinic, lines: tuple[str, ...], *, together: bool
) -> None:
    told = [line.replace("\n", ",F\n") if line != TAKEN_BACK else line for line in lines]
    for text in ["".join(told)] if together else told:
        take(clinic, HEAD.replace("\n", ",Status\n") + text, create=True)

    assert counting(clinic) == set()


def test_two_who_share_a_number_are_two_questions(clinic: Clinic) -> None:
    text = WIDE + (
        "5,Rossi,Elena,1984-07-14,2025-01-02,34,\n5,Verdi,Ugo,1950-01-01,2025-01-02,40,\n"
    )

    report = take(clinic, text)

    assert [question.code for question in report.questions] == [
        "patient:5", "patient:5@line 3, ALT (U/L)",
    ]  # fmt: skip


def test_one_person_named_twice_is_one_question(clinic: Clinic) -> None:
    text = WIDE + ("5,Rossi,Elena,1984-07-14,2025-01-02,34,\n5,Rossi,Elena,,2025-01-03,40,\n")

    (question,) = take(clinic, text).questions

    assert (question.code, question.rows) == ("patient:5", 2)
