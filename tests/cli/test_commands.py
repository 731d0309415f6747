"""The commands as a script meets them: words, exit codes, streams; reading writes nothing."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aza_desktop import cli
from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths
from aza_desktop.services.clinic import open_clinic
from tests.support.clinics import a_clinic, a_patient, a_result, case_file, cases, reintroduced
from tests.support.process import run_program

TODAY = dt.date(2026, 11, 22)
WITHOUT_CONFIG = [dict(vector) for vector in cases() if not vector["config"]]
READING = (
    ("worklist", "--json"),
    ("findings", "--jsonl"),
    ("findings", "--patient", "V001", "--as-of", "2026-01-26"),
    ("results", "--jsonl", "--all-versions"),
    ("audit", "--jsonl"),
    ("verify", "--json"),
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """One command in this process: exit code, standard output, standard error."""

    def command(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words], clock=FixedClock(TODAY))
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every published case."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "cases.json").write_bytes(case_file(WITHOUT_CONFIG))
    with a_clinic(folder / "data", today=TODAY):
        pass
    words = ["import", str(folder / "cases.json"), "--create-patients"]
    assert cli.main([*words, "--data-dir", str(folder / "data")], clock=FixedClock(TODAY)) == 0
    return folder / "data"


def refusal(told: tuple[int, str, str]) -> str:
    """The code of a refusal: exit 3, one JSON line on standard error, nothing on output."""
    code, out, err = told
    assert (code, out) == (3, "")
    (line,) = err.splitlines()
    error = json.loads(line)["error"]
    assert set(error) >= {"code", "what", "why", "remedy"}
    return str(error["code"])


def test_init_makes_a_clinic_once(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("init", "--name", "Liver Clinic", "--json", "--data-dir", tmp_path / "d")
    assert code == 0
    told = json.loads(out)
    assert (told["clinic"], told["user"], told["recovery_code"]) == (
        "Liver Clinic", "first.user", None,
    )  # fmt: skip
    assert told["warning"]
    again = run("--data-dir", tmp_path / "d", "init", "--name", "Other")
    assert refusal(again) == "clinic_exists"
    assert sorted(path.name for path in (tmp_path / "d").iterdir()) == ["clinic.db", "clinic.head"]


def test_init_asks_for_a_name(run: Run, tmp_path: Path) -> None:
    assert run("init", "--data-dir", tmp_path / "d")[0] == 2
    assert refusal(run("init", "--name", " ", "--data-dir", tmp_path / "d")) == "bad_request"
    assert not (tmp_path / "d" / "clinic.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("worklists",),
        ("worklist", "--as-of", "26.1.2026"),
        ("worklist", "--as-of", "20260126"),
        ("worklist", "--nonsense"),
        ("worklist", "--data-dir"),
        ("import",),
        ("import", "x.csv", "--date-order", "any"),
        ("import", "x.csv", "--answer", "nothing"),
        (),
    ],
)
def test_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize("words", [*READING, ("import", "x"), ("batch",), ("backup",)])
def test_without_a_clinic_nothing_is_made(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert refusal(run(*words, "--data-dir", tmp_path / "none")) == "no_clinic"
    assert not (tmp_path / "none").exists()


def test_a_damaged_record_is_named_and_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    path.write_bytes(b"nothing like a database " * 1000)
    before = path.read_bytes()
    assert refusal(run("worklist", "--data-dir", tmp_path)) == "damaged"
    code, out, _ = run("verify", "--json", "--data-dir", tmp_path)
    told = json.loads(out)
    assert (code, told["ok"], told["checks"][0]["name"]) == (1, False, "integrity")
    assert path.read_bytes() == before


def test_a_newer_record_is_refused(run: Run, tmp_path: Path) -> None:
    with a_clinic(tmp_path):
        pass
    writer = sqlite3.connect(tmp_path / "clinic.db")
    writer.execute("PRAGMA user_version=9999")
    writer.close()
    for words in (("worklist",), ("verify",)):
        assert refusal(run(*words, "--data-dir", tmp_path)) == "newer_schema"


@pytest.mark.parametrize("vector", WITHOUT_CONFIG, ids=lambda vector: str(vector["id"]))
def test_findings_of_a_case_equal_its_check(
    run: Run, filled: Path, tmp_path: Path, vector: dict[str, Any]
) -> None:
    (tmp_path / "case.json").write_bytes(case_file([vector]))
    _, out, _ = run("check", tmp_path / "case.json", "--jsonl")
    checked = json.loads(out)
    code, out, _ = run(
        "findings", "--patient", vector["id"], "--as-of", vector["input"]["as_of"],
        "--jsonl", "--data-dir", filled,
    )  # fmt: skip
    found = json.loads(out)
    assert code == 0
    assert {name: found[name] for name in checked} == checked


def test_findings_stand_in_the_contracts_order(run: Run, filled: Path) -> None:
    _, out, _ = run("findings", "--as-of", "2026-01-26", "--jsonl", "--data-dir", filled)
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert list(lines[0])[:8] == [
        "id", "patient", "as_of", "course", "earlier_courses", "phase", "current_dose_mg",
        "protocol",
    ]  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_reading_command_changes_no_file(run: Run, filled: Path, words: tuple[str, ...]) -> None:
    before = {path.name: path.read_bytes() for path in filled.iterdir()}
    first = run(*words, "--data-dir", filled)
    assert first[0] == 0
    assert run(*words, "--data-dir", filled) == first, "the same bytes"
    assert {path.name: path.read_bytes() for path in filled.iterdir()} == before


def test_reading_commands_work_while_a_window_writes(run: Run, filled: Path) -> None:
    clinic = open_clinic(ClinicPaths(filled), clock=FixedClock(TODAY), actor="window")
    try:
        with clinic.store.unit_of_work(actor="window") as work:
            work.entry("half done")
            for words in READING:
                assert run(*words, "--data-dir", filled)[0] == 0
    finally:
        clinic.close()


def test_an_unknown_patient_is_told(run: Run, filled: Path) -> None:
    for word in ("findings", "results"):
        assert refusal(run(word, "--patient", "nobody", "--data-dir", filled)) == "unknown_patient"


def test_results_are_oldest_first_with_state_and_source(run: Run, tmp_path: Path) -> None:
    from aza_desktop.services import recording

    with a_clinic(tmp_path) as clinic:
        patient = a_patient(clinic, "7")
        reintroduced(clinic, patient)
        recording.add_results(clinic, patient, (a_result("BILI", "11", given_id="b1"),))
        recording.correct_result(
            clinic, patient, "b1", changes={"value_text": "12"}, reason="typing error"
        )
    _, out, _ = run("results", "--patient", "7", "--jsonl", "--data-dir", tmp_path)
    current = [json.loads(line) for line in out.splitlines()]
    assert [one["id"] for one in current] == ["r1", "r2", "b1.2"]
    assert list(current[0]) == [
        "patient", "id", "analyte", "value", "comparator", "unit", "uln", "uln_unit",
        "collected_on", "collected_at", "status", "state", "source",
    ]  # fmt: skip
    assert current[0]["source"] == {"file": None, "where": None}
    _, out, _ = run("results", "--all-versions", "--jsonl", "--data-dir", tmp_path)
    assert {one["id"]: one["state"] for one in map(json.loads, out.splitlines())} == {
        "r1": "current", "r2": "current", "b1": "superseded", "b1.2": "current",
    }  # fmt: skip


def test_an_import_reports_a_line_a_file_and_goes_on_after_a_refusal(
    run: Run, tmp_path: Path
) -> None:
    with a_clinic(tmp_path / "d"):
        pass
    good, bad = tmp_path / "good.json", tmp_path / "bad.bin"
    good.write_bytes(case_file(WITHOUT_CONFIG[:1]))
    bad.write_bytes(b"\x7fELF")
    words = ("import", bad, good, "--create-patients", "--json", "--data-dir", tmp_path / "d")
    code, out, err = run(*words)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert "error" in lines[0]
    assert lines[1]["rows"]["imported"] == 3
    assert json.loads(err)["error"]["code"] == lines[0]["error"]["code"]
    code, out, _ = run("import", bad, "--data-dir", tmp_path / "d")
    assert code == 3


def test_held_rows_end_with_one(run: Run, tmp_path: Path) -> None:
    with a_clinic(tmp_path / "d"):
        pass
    path = tmp_path / "held.json"
    path.write_bytes(case_file([vector for vector in map(dict, cases()) if vector["config"]]))
    code, out, _ = run("import", path, "--create-patients", "--json", "--data-dir", tmp_path / "d")
    told = json.loads(out)
    assert code == 1
    assert told["rows"]["held"] == told["rows"]["read"] == len(told["held"]) > 0


def test_every_write_is_audited_under_the_named_user(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_clinic(tmp_path / "d"):
        pass
    monkeypatch.setenv("AZA_USER", "nurse.b")
    path = tmp_path / "f.json"
    path.write_bytes(case_file(WITHOUT_CONFIG[:2]))
    assert run("import", path, "--create-patients", "--data-dir", tmp_path / "d")[0] == 0
    _, out, _ = run("audit", "--jsonl", "--data-dir", tmp_path / "d")
    first, *rest = [json.loads(line) for line in out.splitlines()]
    assert (first["actor"], first["action"]) == ("first.user", "clinic.make")
    assert {line["actor"] for line in rest} == {"nurse.b"}
    assert [line["seq"] for line in (first, *rest)] == list(range(1, len(rest) + 2))


def test_a_backup_restores_into_a_new_folder_alone(run: Run, filled: Path, tmp_path: Path) -> None:
    code, out, _ = run("backup", "--to", tmp_path / "b", "--json", "--data-dir", filled)
    made = json.loads(out)
    assert (code, made["verified"], made["patients"]) == (0, True, len(WITHOUT_CONFIG))
    assert run("restore", made["file"], "--to", tmp_path / "new")[0] == 0
    assert run("verify", "--data-dir", tmp_path / "new")[0] == 0
    same = [run("findings", "--jsonl", "--data-dir", one)[1] for one in (filled, tmp_path / "new")]
    assert same[0] == same[1]
    assert refusal(run("restore", made["file"], "--to", tmp_path / "new")) == "clinic_exists"
    assert refusal(run("restore", tmp_path / "no", "--to", tmp_path / "x")) == "unreadable"


def test_the_demo_clinic_is_reached_by_its_word_or_its_folder(run: Run, tmp_path: Path) -> None:
    demo = ClinicPaths(tmp_path).demo
    with a_clinic(demo.root) as clinic:
        a_patient(clinic, "DEMO-1")
    (demo.root / "clinic.db").rename(demo.database)
    for words in (("--demo", "--data-dir", tmp_path), ("--data-dir", demo.root)):
        code, out, _ = run("findings", "--jsonl", *words)
        assert (code, json.loads(out)["id"]) == (0, "DEMO-1")


def test_the_unexpected_is_seventy_with_a_log_id_and_no_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_clinic(tmp_path) as clinic:
        a_patient(clinic)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Rossi 1984-07-14")

    monkeypatch.setattr("aza_desktop.services.reading.worklist", broken)
    code, out, err = run("worklist", "--data-dir", tmp_path)
    assert (code, out) == (70, "")
    log_id = err.split()[-1]
    log = (tmp_path / "logs" / "aza-desktop.log").read_text(encoding="utf-8")
    assert log_id in log
    for told in (err, log):
        assert "Rossi" not in told
        assert "1984" not in told


def test_batch_as_a_process_answers_line_by_line(tmp_path: Path) -> None:
    with a_clinic(tmp_path):
        pass
    lines = ['{"id": 1, "do": "worklist"}', "", "nonsense", '{"id": 3, "do": "verify"}']
    done = run_program("batch", "--data-dir", str(tmp_path), stdin="\n".join(lines))
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [(one["id"], one["ok"]) for one in told] == [(1, True), (None, False), (3, True)]


def test_no_command_loads_the_window() -> None:
    import subprocess
    import sys

    from tests.support.process import CHECKOUT, program_environment

    script = (
        "import sys; from aza_desktop import cli; cli.main(['--help']);"
        "heavy = {'PySide6', 'matplotlib', 'alembic', 'sqlalchemy'} & set(sys.modules);"
        "sys.stderr.write(','.join(sorted(heavy)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=True, cwd=CHECKOUT, env=program_environment(),
    )  # fmt: skip
    assert done.stderr == ""
    assert "worklist" in done.stdout
