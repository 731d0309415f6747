"""``import`` as a process: laboratory files in, the report of the contract out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.lab_clinic import an_empty_folder
from tests.support.lab_files import FILES
from tests.support.lab_variants import parse, writings
from tests.support.process import json_lines, run_program

HEAD = "MRN,Surname,Forename,DOB,Collected,ALT (U/L)\n"
ROSSI = HEAD + "000123,Rossi,Elena,1984-07-14,2026-01-18,34\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return an_empty_folder(tmp_path)


def imported(folder: Path, *words: str) -> tuple[int, list[dict[str, object]], str]:
    done = run_program("import", "--json", "--data-dir", str(folder), *words)
    return done.returncode, json_lines(done.stdout), done.stderr


def test_every_dialect_is_imported_and_a_second_time_changes_nothing(folder: Path) -> None:
    names = ["us_wide.csv", "uk_long_utf16.txt", "adlbc.csv", "german_wide.csv"]
    files = [str(FILES / name) for name in names]

    code, reports, _ = imported(folder, "--create-patients", *files)
    again, repeated, _ = imported(folder, "--create-patients", *files)

    assert [report["file"] for report in reports] == names
    assert [report["format"] for report in reports] == [
        "csv-wide",
        "csv-long",
        "csv-long",
        "csv-wide",
    ]
    for first, second in zip(reports, repeated, strict=True):
        rows, twice = first["rows"], second["rows"]
        assert isinstance(rows, dict)
        assert isinstance(twice, dict)
        assert rows["read"] == sum(count for name, count in rows.items() if name != "read")
        assert twice["imported"] == 0
    assert (code, again) == (1, 1)


def test_results_name_their_file_and_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "labs.csv").write_text(ROSSI, encoding="utf-8")

    code, reports, _ = imported(folder, "--create-patients", str(tmp_path / "labs.csv"))
    listed = run_program("results", "--jsonl", "--data-dir", str(folder))

    assert code == 0
    assert reports[0]["patients"] == {"matched": 0, "created": 1, "unmatched": 0}
    (result,) = json_lines(listed.stdout)
    assert (result["patient"], result["value"], result["state"]) == ("000123", "34", "current")
    assert result["source"] == {"file": "labs.csv", "where": "line 2, ALT (U/L)"}


def test_variants_of_a_file_give_the_same_counts(folder: Path, tmp_path: Path) -> None:
    data = (FILES / "us_wide.csv").read_bytes()
    table = parse(data, encoding="utf-8", delimiter=",")
    every = list(writings(table, numbers=range(5, 11), encodings=("utf-8", "utf-16")))
    paths = []
    for place, variant in enumerate(every[::5]):
        paths.append(str(tmp_path / f"variant-{place}.txt"))
        Path(paths[-1]).write_bytes(variant.data)

    code, reports, _ = imported(folder, "--create-patients", *paths)

    assert code == 0
    assert [report["rows"]["read"] for report in reports] == [32] * len(paths)  # type: ignore[index]
    assert [report["rows"]["imported"] for report in reports] == [32] + [0] * (len(paths) - 1)  # type: ignore[index]


def test_questions_are_answered_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "labs.csv"
    path.write_text("MRN;Collected;ALP (U/L)\n7;03/04/2025;1.718\n", encoding="utf-8")

    asked = imported(folder, str(path))
    open_sign = imported(folder, "--create-patients", "--date-order", "dmy", str(path))
    done = imported(
        folder, "--date-order", "dmy", "--answer", "decimal_sign=comma",
        "--answer", "patient:7=create", str(path),
    )  # fmt: skip

    assert asked[0] == 1
    assert [q["code"] for q in asked[1][0]["questions"]] == ["date_order"]  # type: ignore[index, attr-defined]
    assert [q["code"] for q in open_sign[1][0]["questions"]] == ["decimal_sign"]  # type: ignore[index, attr-defined]
    assert done[0] == 0
    assert done[1][0]["by_analyte"] == {"ALP": 1}


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "labs.csv").write_text(ROSSI, encoding="utf-8")

    code, reports, _ = imported(
        folder, "--dry-run", "--create-patients", str(tmp_path / "labs.csv")
    )

    assert (code, reports[0]["dry_run"]) == (0, True)
    assert run_program("results", "--jsonl", "--data-dir", str(folder)).stdout == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"SQLite format 3\0" + bytes(100), "unknown_format"),
        (b"\0\1\2\3" * 50, "unreadable"),
        (b"", "unreadable"),
        (b'MRN,Name,Collected,ALT\n1,"Rossi,2026-01-02,5\n2,B,2026-01-02,6\n', "unreadable"),
    ],
)
def test_a_hostile_file_is_refused_with_one_line(
    folder: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "labs.csv").write_bytes(content)

    exit_code, _, errors = imported(folder, str(tmp_path / "labs.csv"))

    assert exit_code == 3
    told = json.loads(errors.splitlines()[0])["error"]
    assert told["code"] == code
    assert {"what", "why", "remedy"} <= set(told)


def test_a_refused_file_does_not_undo_an_earlier_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(ROSSI, encoding="utf-8")
    (tmp_path / "bad.csv").write_bytes(b"\0")

    code, _, _ = imported(
        folder, "--create-patients", str(tmp_path / "good.csv"), str(tmp_path / "bad.csv")
    )

    assert code in {1, 3}
    listed = run_program("results", "--jsonl", "--data-dir", str(folder))
    assert len(json_lines(listed.stdout)) == 1


def test_several_refused_files_are_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_bytes(b"\0\1\2\3" * 50)

    code, reports, errors = imported(folder, str(tmp_path / "one.csv"), str(tmp_path / "two.csv"))

    assert code == 3
    (line,) = errors.splitlines()
    told = json.loads(line)["error"]
    assert told["code"] == "unreadable"
    assert "one.csv" in told["why"]
    assert "two.csv" in told["why"]
    assert [report["file"] for report in reports] == ["one.csv", "two.csv"]
