"""A watched import tells how far it is, and stops when it is asked to."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from aza_desktop.intake.watching import ImportStoppedError, Watch
from tests.support.lab_files import staged


def test_progress_is_told_once_and_never_backwards() -> None:
    told: list[tuple[int, int]] = []
    tick = Watch(lambda done, total: told.append((done, total))).part(0, 500)

    for done in (0, 1, 1, 0, 2):
        tick(done, 2)

    assert told == [(0, 1000), (250, 1000), (500, 1000)]


def test_nobody_needs_to_listen() -> None:
    Watch().part(0, 1000)(1, 0)


def test_a_wish_to_stop_ends_the_work() -> None:
    with pytest.raises(ImportStoppedError):
        Watch(should_stop=lambda: True).part(0, 1000)(0, 1)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"issued": "2025-01-03T08:00:00Z"}, dt.datetime.fromisoformat("2025-01-03T08:00")),
        ({"issued": "2025-01-03", "meta": {"lastUpdated": "2025-01-04T09:00:00Z"}},
         dt.datetime.fromisoformat("2025-01-04T09:00")),
        ({}, None),
    ],
    ids=["issued", "a day is no time", "nothing"],
)  # fmt: skip
def test_a_corrected_resource_tells_when_it_was_corrected(
    members: dict[str, object], expected: dt.datetime | None
) -> None:
    resource = {
        "resourceType": "Observation",
        "status": "corrected",
        "code": {"coding": [{"system": "http://loinc.org", "code": "1742-6"}]},
        "subject": {"identifier": {"value": "77"}},
        "effectiveDateTime": "2025-01-02",
        "valueQuantity": {"value": 50, "unit": "U/L"},
        **members,
    }

    (draft,) = staged(json.dumps(resource)).drafts

    assert draft.result.reported == expected
