"""Of two corrections of one moment the later one counts, in whatever order they arrive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from aza_desktop.services.clinic import Clinic
from aza_desktop.storage.verifying import checks_of
from tests.support.hl7_messages import ALT, MSH, OBR, PID, message
from tests.support.lab_clinic import a_clinic, results, take


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def corrected(value: int, reported: str, *, in_order: bool = False) -> str:
    """A correction; when it was made stands in the order (OBR-22) or in the header (MSH-7)."""
    header, order = MSH.replace("20250401070000", "" if in_order else reported), OBR
    if in_order:
        fields = [*OBR.split("|"), *[""] * 30]
        fields[22] = reported
        order = "|".join(fields[:26])
    segment = ALT.replace("|36|", f"|{value}|").replace("N|||F", "N|||C")
    return message(header, PID, order, segment)


def counting(clinic: Clinic) -> set[str]:
    return {r.result.value_text for r in results(clinic) if r.state.value == "current"}


EARLY, LATER, LAST = "202504010700", "202504020700", "202504030700"


@pytest.mark.parametrize("in_order", [True, False], ids=["OBR-22", "MSH-7"])
@pytest.mark.parametrize("together", [True, False], ids=["one file", "several files"])
@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("values", [(50, 60, 70), (50, 60, 50)], ids=["three", "and back again"])
def test_the_latest_correction_counts(
    clinic: Clinic,
    values: tuple[int, ...],
    order: tuple[int, ...],
    *,
    together: bool,
    in_order: bool,
) -> None:
    sent = [
        corrected(value, at, in_order=in_order)
        for value, at in zip(values, (EARLY, LATER, LAST), strict=True)
    ]
    files = ["".join(sent[n] for n in order)] if together else [sent[n] for n in order]

    for text in files:
        take(clinic, text, name="a.hl7", create=True)

    assert counting(clinic) == {str(values[-1])}
    assert [check for check in checks_of(clinic.store) if not check.ok] == []
    for text in files:
        assert take(clinic, text, name="a.hl7").rows.imported == 0


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_correction_that_says_no_time_stays_a_conflict(
    clinic: Clinic, order: tuple[int, ...]
) -> None:
    sent = [corrected(50, LATER), corrected(60, "")]

    for n in order:
        take(clinic, sent[n], name="a.hl7", create=True)

    assert counting(clinic) == {"50", "60"}


def test_a_known_time_is_kept_with_a_fuller_report(clinic: Clinic) -> None:
    bare = corrected(50, LAST).replace("|7-56|", "||")

    for text in (bare, corrected(50, EARLY), corrected(60, LATER)):
        take(clinic, text, name="a.hl7", create=True)

    assert counting(clinic) == {"50"}


def test_a_repeat_that_tells_less_is_known_already(clinic: Clinic) -> None:
    take(clinic, corrected(50, EARLY), name="a.hl7", create=True)

    report = take(clinic, corrected(50, LATER).replace("|7-56|", "||"), name="a.hl7")

    assert report.rows.duplicate == 1


@pytest.mark.parametrize("order", list(permutations(range(2))))
@pytest.mark.parametrize("member", ["issued", "lastUpdated", "report"])
def test_resources_say_when_they_were_corrected(
    clinic: Clinic, member: str, order: tuple[int, ...]
) -> None:
    def resource(value: int, at: str) -> bytes:
        observation: dict[str, object] = {
            "resourceType": "Observation",
            "id": "o",
            "status": "corrected",
            "code": {"coding": [{"system": "http://loinc.org", "code": "1742-6"}]},
            "subject": {"identifier": {"value": "77"}},
            "effectiveDateTime": "2025-01-02T08:00:00",
            "valueQuantity": {"value": value, "unit": "U/L"},
            "meta": {"lastUpdated": at} if member == "lastUpdated" else {"lastUpdated": "2025"},
        }
        report = {
            "resourceType": "DiagnosticReport",
            "status": "amended",
            "issued": at if member == "report" else None,
            "result": [{"reference": "Observation/o"}],
        }
        if member == "issued":
            observation["issued"] = at
        entries = [{"resource": observation}, {"resource": report}]
        return json.dumps(
            {"resourceType": "Bundle", "type": "collection", "entry": entries}
        ).encode()

    sent = [resource(50, "2025-01-03T08:00:00Z"), resource(60, "2025-01-04T08:00:00Z")]

    for n in order:
        take(clinic, sent[n], name="a.json", create=True)

    assert counting(clinic) == {"60"}
