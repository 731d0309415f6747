"""The demo's file: readable, consistent with itself, and about nobody."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aza_desktop.clinical.quantities import Ratio
from tests.support.process import resources

REFERENCE = dt.date(2025, 11, 20)
PUBLISHED = range(28, 34)
WORDS = {"Demo", "Dr", "Nurse", "A.", "B.", "C."}


def the_file() -> dict[str, Any]:
    text = (resources() / "demo/demo.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


VECTORS: list[dict[str, Any]] = the_file()["vectors"]
EACH = pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON value with the name of the member that holds it."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, path)
    elif isinstance(value, str):
        yield path, value


def is_published(vector: Mapping[str, Any]) -> bool:
    return int(vector["id"][-4:]) in PUBLISHED


def test_the_file_names_its_schema_and_reference_day() -> None:
    document = the_file()
    assert document["schema"] == "aza-cases/1"
    assert document["reference_day"] == REFERENCE.isoformat()


def test_the_numbers_run_from_demo_0001_without_a_gap() -> None:
    wanted = [f"DEMO-{number:04d}" for number in range(1, len(VECTORS) + 1)]
    assert [vector["id"] for vector in VECTORS] == wanted
    assert [v["identity"]["numbers"][0]["value"] for v in VECTORS] == wanted
    assert len(VECTORS) == max(PUBLISHED)


def test_no_two_patients_share_name_birth_date_or_telephone() -> None:
    people = [vector["identity"] for vector in VECTORS]
    for member in ("birth_date", "phone"):
        known = [person[member] for person in people if person[member] is not None]
        assert len(known) == len(set(known)), member
    names = [(person["family"], person["given"]) for person in people]
    assert len(names) == len(set(names))


@EACH
def test_every_day_is_at_or_before_the_reference_day_save_the_end_of_a_hold(
    vector: dict[str, Any],
) -> None:
    holds = {hold["to"] for hold in vector["input"]["holds"]}
    days = [text[:10] for _, text in texts(vector) if re.match(r"\d{4}-\d{2}-\d{2}", text)]
    assert not [day for day in days if day > REFERENCE.isoformat() and day not in holds]


@EACH
def test_no_text_holds_a_date_that_would_not_move(vector: dict[str, Any]) -> None:
    month = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    dated = re.compile(rf"\b\d{{1,2}}[- ]{month}\b|\b{month}[- ]\d|\d{{4}}-\d{{2}}-\d{{2}}.")
    moves = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?")
    for member, text in texts(vector):
        if moves.fullmatch(text) or text.startswith("Published case, index episode only"):
            continue
        assert not dated.search(text), (member, text)


@EACH
def test_invented_blood_is_taken_on_working_days(vector: dict[str, Any]) -> None:
    if is_published(vector):
        pytest.skip("the days between published values are the source's")
    for result in vector["input"]["results"]:
        assert dt.date.fromisoformat(result["collected"][:10]).weekday() < 5, result["id"]


@EACH
def test_everybody_who_acts_is_a_demo_person(vector: dict[str, Any]) -> None:
    acting = {"confirmed_by", "decided_by", "by", "proposed_by", "waits_for"}
    names = {text for member, text in texts(vector) if member in acting}
    assert {word for name in names for word in name.split()} <= WORDS
    mentioned = {
        match
        for _, text in texts(vector)
        for match in re.findall(r"\b(?:Dr|Prof|Nurse) [A-Z]\w*\.?(?: \w+)?", text)
    }
    assert all(name.endswith("Demo") for name in mentioned), mentioned


@EACH
def test_every_telephone_number_is_from_the_range_kept_for_fiction(vector: dict[str, Any]) -> None:
    phone = vector["identity"]["phone"]
    assert phone is None or re.fullmatch(r"01632 960\d{3}", phone)


@EACH
def test_every_multiple_in_a_text_is_that_of_one_of_the_patients_results(
    vector: dict[str, Any],
) -> None:
    known = {
        Ratio(Decimal(r["value"]), Decimal(r["uln"])).truncated()
        for r in vector["input"]["results"]
        if r["uln"] is not None
    }
    courses = [vector["record"], *vector["record"]["earlier_courses"]]
    reasons = [phase["reason"] for course in courses for phase in course["phases"]]
    told = [m for text in reasons for m in re.findall(r"(\d+\.\d+) x ULN", text)]
    assert {f"{Decimal(multiple):.2f}" for multiple in told} <= known


@EACH
def test_decisions_name_results_that_exist_and_ids_are_unique(vector: dict[str, Any]) -> None:
    ids = [result["id"] for result in vector["input"]["results"]]
    assert len(ids) == len(set(ids))
    courses = [vector["input"], *vector["record"]["earlier_courses"]]
    named = {name for course in courses for d in course["decisions"] for name in d["results"]}
    assert named <= set(ids)


@EACH
def test_the_dates_agree_with_the_confirmed_phases(vector: dict[str, Any]) -> None:
    members = {
        "on_break": "break_start",
        "reintroduction": "restart",
        "stable_maintenance": "stable_from",
        "long_term": "long_term_from",
        "stopped": "stopped_on",
    }
    phases = vector["record"]["phases"]
    told = {members[phase["to"]]: phase["on"] for phase in phases}
    assert {k: v for k, v in vector["input"]["dates"].items() if v is not None} == told
    assert vector["input"]["phase"] == phases[-1]["to"]
    assert [phase["on"] for phase in phases] == sorted(phase["on"] for phase in phases)


@EACH
def test_a_published_case_carries_its_citation_and_no_restart(vector: dict[str, Any]) -> None:
    notes = [note["text"] for note in vector["record"]["notes"]]
    if not is_published(vector):
        assert not any("Published" in note for note in notes)
        return
    assert notes[0].startswith("Published case, index episode only.")
    assert "http" in notes[0]
    assert vector["input"]["phase"] == "on_break"
    assert vector["input"]["dates"]["restart"] is None
    start = vector["input"]["dates"]["break_start"]
    assert all(dose["date"] < start for dose in vector["input"]["dose_events"])
    assumed = any("ULN assumed" in (r["note"] or "") for r in vector["input"]["results"])
    assert assumed == any(re.search(r"ULN .*assumed", note) for note in notes)


def test_every_patient_and_citation_stands_in_the_guide() -> None:
    guide = Path(resources() / "demo/demo.md").read_text(encoding="utf-8")
    for vector in VECTORS:
        assert vector["id"] in guide
        if is_published(vector):
            assert re.search(r"https?://\S+", vector["record"]["notes"][0]["text"])[0] in guide  # type: ignore[index]
        else:
            identity = vector["identity"]
            assert f"{identity['family']}, {identity['given']}" in guide
