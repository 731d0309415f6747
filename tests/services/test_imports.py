"""Laboratory files into the record: all of a file or nothing, once, with its source."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.errors import UserError
from aza_desktop.intake.limits import Limits
from aza_desktop.services import imports
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.imports import ImportOptions, report_json, stage, take_in
from aza_desktop.storage import audit
from aza_desktop.storage import results as result_shelf
from aza_desktop.storage.imports import held_rows
from aza_desktop.storage.unit_of_work import UnitOfWork
from tests.support.lab_clinic import WIDE, a_clinic, add_patient, records, results, rows, take
from tests.support.lab_files import FILES, TODAY
from tests.support.lab_variants import parse, writings

ROSSI = "000123,Rossi,Elena,1984-07-14,2026-01-18,34,32\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = a_clinic(tmp_path)
    yield opened
    opened.close()


def test_a_file_creates_its_patients_and_stores_every_result(clinic: Clinic) -> None:
    report = take(clinic, WIDE + ROSSI, create=True)

    assert rows(report) == (2, 2, 0, 0, 0, 0, 0)
    (record,) = records(clinic)
    assert record.version == 1
    assert record.identity == Identity(
        (PatientNumber("hospital", "000123"),), "Rossi", "Elena", birth_date=dt.date(1984, 7, 14)
    )
    alt = record.results[0]
    assert (alt.result.analyte, alt.result.value, alt.result.unit) == ("ALT", Decimal(34), "U/L")
    assert (alt.result.collected_on, alt.result.entered_on) == (dt.date(2026, 1, 18), TODAY)
    assert (alt.source.file, alt.source.where) == ("labs.csv", "line 2, ALT (U/L)")
    assert alt.recorded_by == "first.user"
    assert report.changes is not None
    assert report.changes.touches(record.id, Topic.LABS)


def test_the_same_file_twice_imports_nothing_new(clinic: Clinic) -> None:
    take(clinic, WIDE + ROSSI, create=True)

    report = take(clinic, WIDE + ROSSI, create=True)

    assert rows(report) == (2, 0, 2, 0, 0, 0, 0)
    assert (report.patients.matched, report.patients.created) == (1, 0)
    assert len(results(clinic)) == 2
    assert records(clinic)[0].version == 1
    assert report.changes is None


def test_exact_repeats_within_a_file_are_one_result(clinic: Clinic) -> None:
    report = take(clinic, WIDE + ROSSI + ROSSI.replace(",34,", ",34.0,"), create=True)

    assert rows(report) == (4, 2, 2, 0, 0, 0, 0)


def test_another_value_of_the_same_moment_is_kept_beside_the_first(clinic: Clinic) -> None:
    take(clinic, WIDE + ROSSI, create=True)

    report = take(clinic, WIDE + ROSSI.replace(",34,", ",43,"))

    assert rows(report) == (2, 1, 1, 0, 0, 0, 0)
    assert [r.result.value_text for r in results(clinic) if r.result.analyte == "ALT"] == [
        "34",
        "43",
    ]
    assert {r.state.value for r in results(clinic)} == {"current"}


def test_a_result_typed_in_another_spelling_of_its_unit_is_known(clinic: Clinic) -> None:
    take(clinic, WIDE + ROSSI, create=True)
    (record,) = records(clinic)
    typed = replace(record.results[0].result, id="typed", value=Decimal(50), unit="iu/l")
    with clinic.store.unit_of_work(actor="nurse") as work:
        work.entry("result.add", patient_id=record.id)
        result_shelf.add(work, record.id, typed)
        work.commit()

    report = take(clinic, WIDE + ROSSI.replace(",34,32", ",50,"))

    assert rows(report) == (1, 0, 1, 0, 0, 0, 0)


def test_a_dry_run_writes_nothing_and_says_the_same(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(WIDE + ROSSI, encoding="utf-8")

    staged = stage(clinic, path, options=ImportOptions(create_patients=True, dry_run=True))
    report = take_in(clinic, staged)

    assert rows(report) == (2, 2, 0, 0, 0, 0, 0)
    assert report.dry_run
    assert records(clinic) == ()
    done = stage(clinic, path, options=ImportOptions(create_patients=True))
    written = report_json(take_in(clinic, done))
    assert written == {**report_json(report), "dry_run": False}


def test_an_unexpected_end_leaves_no_row(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: UnitOfWork) -> None:
        raise RuntimeError

    monkeypatch.setattr(UnitOfWork, "commit", broken)
    with pytest.raises(RuntimeError):
        take(clinic, WIDE + ROSSI, create=True)

    assert records(clinic) == ()


def test_held_and_rejected_rows_are_kept_with_the_import(clinic: Clinic) -> None:
    key = add_patient(clinic, Identity((PatientNumber("hospital", "7"),), "Rossi", "Elena"))
    text = "MRN,Date,ALT (U/L)\n7,2026-01-02,40\n7,2026-01-03,haemolysed\n8,2026-01-03,41\n"

    report = take(clinic, text)

    assert rows(report) == (3, 0, 0, 0, 2, 1, 0)
    assert [(row.where, row.reason, row.code) for row in report.held] == [
        ("line 2, ALT (U/L)", "lone_number", "patient:7"),
        ("line 4, ALT (U/L)", "no_match", "patient:8"),
    ]
    with clinic.store.reading() as reading:
        assert held_rows(reading) == {key: 1}
    assert {q.code: q.choices for q in report.questions} == {
        "patient:7": ("7",),
        "patient:8": ("create",),
    }


def test_an_answer_takes_the_held_rows_in_and_they_wait_no_longer(clinic: Clinic) -> None:
    add_patient(clinic, Identity((PatientNumber("hospital", "7"),), "Rossi", "Elena"))
    text = "MRN,Date,ALT (U/L)\n7,2026-01-02,40\n8,2026-01-03,41\n"
    take(clinic, text)

    report = take(clinic, text, **{"patient:7": "7", "patient:8": "create"})

    assert rows(report) == (2, 2, 0, 0, 0, 0, 0)
    with clinic.store.reading() as reading:
        assert held_rows(reading) == {}


def test_rows_with_an_open_date_order_wait_for_their_patient(clinic: Clinic) -> None:
    key = add_patient(clinic, Identity((PatientNumber("hospital", "7"),)))
    text = "MRN,Date,ALT (U/L)\n7,03/04/2025,40\n"

    assert rows(take(clinic, text)) == (1, 0, 0, 0, 1, 0, 0)
    with clinic.store.reading() as reading:
        assert held_rows(reading) == {key: 1}
    staged = imports.stage_bytes(
        clinic, "labs.csv", text.encode(), options=ImportOptions(date_order="dmy")
    )
    assert rows(take_in(clinic, staged)) == (1, 1, 0, 0, 0, 0, 0)
    assert results(clinic)[0].result.collected_on == dt.date(2025, 4, 3)


def test_every_import_leaves_its_entries_in_the_audit_trail(clinic: Clinic) -> None:
    take(clinic, WIDE + ROSSI, create=True)

    with clinic.store.reading() as reading:
        trail = list(audit.entries(reading.connection))

    assert [entry.action for entry in trail][-2:] == ["import.results", "import.file"]
    assert trail[-2].patient_id == records(clinic)[0].id
    assert "labs.csv" in trail[-1].about


def test_the_report_is_the_one_of_the_contract(clinic: Clinic) -> None:
    told = report_json(take(clinic, WIDE + ROSSI + ROSSI.replace(",34,", ",pending,"), create=True))

    assert list(told) == [
        "file", "format", "profile", "sha256", "patients", "rows", "results", "by_analyte",
        "held", "rejected", "questions", "dry_run", "limits",
    ]  # fmt: skip
    assert told["rows"] == {
        "read": 4, "imported": 2, "duplicate": 1, "superseded": 0, "held": 0, "rejected": 1,
        "ignored": 0,
    }  # fmt: skip
    assert told["results"] == {"new": 2, "duplicate": 1, "corrected": 0, "cancelled": 0}
    assert told["by_analyte"] == {"ALT": 1, "AST": 1}
    assert told["rejected"] == [
        {
            "where": "line 3, ALT (U/L)", "field": "ALT (U/L)", "value": "pending",
            "reason": "no_number",
        }
    ]  # fmt: skip
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("us_wide.csv", (32, 32, 0, 0, 0, 0, 0)),
        ("uk_long_utf16.txt", (10, 7, 0, 0, 0, 2, 1)),
        ("adlbc.csv", (8, 6, 1, 0, 0, 0, 1)),
        ("german_wide.csv", (14, 11, 0, 0, 0, 1, 2)),
    ],
)
def test_a_file_of_each_dialect_is_counted_exactly_twice(
    clinic: Clinic, name: str, expected: tuple[int, ...]
) -> None:
    first = take(clinic, (FILES / name).read_bytes(), create=True)
    second = take(clinic, (FILES / name).read_bytes(), create=True)

    assert rows(first) == expected
    assert second.rows.imported == 0
    assert second.rows.duplicate == first.rows.imported + first.rows.duplicate
    assert second.patients.matched == first.patients.created


def test_a_file_saved_in_another_way_brings_nothing_new(clinic: Clinic) -> None:
    data = (FILES / "adlbc.csv").read_bytes()
    take(clinic, data, create=True)
    table = parse(data, encoding="utf-8", delimiter=",")

    for variant in list(writings(table, numbers=(12, 13, 14, 15, 16), encodings=("utf-8",)))[::4]:
        assert take(clinic, variant.data).rows.imported == 0, variant.name


def test_files_of_several_laboratories_may_come_in_any_order(tmp_path: Path) -> None:
    states = []
    for place, names in enumerate((("adlbc.csv", "us_wide.csv"), ("us_wide.csv", "adlbc.csv"))):
        opened = a_clinic(tmp_path / str(place))
        for name in names:
            assert take(opened, (FILES / name).read_bytes(), create=True).is_complete
        states.append(
            {(r.result.analyte, r.result.value, r.result.collected_on) for r in results(opened)}
        )
        opened.close()

    assert states[0] == states[1]


def test_an_unknown_profile_is_refused(clinic: Clinic) -> None:
    with pytest.raises(UserError) as refused:
        imports.stage_bytes(
            clinic, "labs.csv", WIDE.encode(), options=ImportOptions(profile="city")
        )

    assert refused.value.code == "bad_request"


def test_a_path_that_cannot_be_read_is_refused(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(WIDE + ROSSI, encoding="utf-8")
    codes = []
    for wrong in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(UserError) as refused:
            stage(clinic, wrong)
        codes.append(refused.value.code)
    monkeypatch.setattr(imports, "LIMITS", Limits(file_bytes=10))
    with pytest.raises(UserError) as refused:
        stage(clinic, path)
    codes.append(refused.value.code)

    assert codes == ["unreadable", "unreadable", "too_large"]


@pytest.mark.skipif(os.name == "nt", reason="a link needs special rights there")
def test_a_link_to_another_place_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(WIDE + ROSSI, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(path)

    with pytest.raises(UserError) as refused:
        stage(clinic, tmp_path / "link.csv")

    assert (refused.value.code, "link" in refused.value.why) == ("unreadable", True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user without all rights")
def test_a_file_without_the_right_to_read_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text(WIDE + ROSSI, encoding="utf-8")
    path.chmod(0)

    with pytest.raises(UserError) as refused:
        stage(clinic, path)

    assert refused.value.code == "unreadable"


GIVEN = {
    "labs_us_wide.csv": (2376, 2376, 0, 0, 0, 0, 0),
    "labs_uk_long_utf16.txt": (1010, 997, 0, 0, 0, 13, 0),
    "cdisc_adlbc_20_patients.csv": (803, 564, 80, 0, 0, 0, 159),
}


@pytest.mark.skipif("AZA_SAMPLES" not in os.environ, reason="AZA_SAMPLES names no folder")
@pytest.mark.parametrize("name", GIVEN)
def test_a_given_sample_is_imported_with_its_counts(clinic: Clinic, name: str) -> None:
    data = (Path(os.environ["AZA_SAMPLES"]) / name).read_bytes()

    assert rows(take(clinic, data, name=name, create=True)) == GIVEN[name]
    assert take(clinic, data, name=name).rows.imported == 0
