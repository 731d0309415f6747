"""No patient in the log and none on standard error, whatever goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import CHECKOUT, program_environment, run_program

FAMILY, GIVEN, NUMBER = "Zwetschgenbaum", "Kunigunde", "QX774411"
BIRTH, VALUE, NOTE = "1931-04-17", "777777", "viperngift"
SENTINELS = (FAMILY, FAMILY.upper(), GIVEN, NUMBER, BIRTH, "17-Apr-1931", VALUE, NOTE)

WRITES = [
    {
        "id": 1,
        "do": "patient.add",
        "identity": {
            "numbers": [{"system": "hospital", "value": NUMBER}],
            "family": FAMILY,
            "given": GIVEN,
            "birth_date": BIRTH,
            "sex": "female",
        },
        "patient": {"prior_toxic_dose_mg": 150, "tpmt": "normal", "weight_kg": "70"},
    },
    {
        "id": 2,
        "do": "course.start",
        "patient": NUMBER,
        "protocol": "aza-reintro-cautious@1.0.0",
        "break_start": "2026-01-05",
        "reason": NOTE,
    },
    {
        "id": 3,
        "do": "result.add",
        "patient": NUMBER,
        "result": {
            "id": "r1",
            "analyte": "ALT",
            "value": VALUE,
            "comparator": "=",
            "unit": "U/L",
            "uln": "40",
            "uln_unit": "U/L",
            "collected": "2026-01-18",
            "note": NOTE,
        },
    },
]

BROKEN = """
import importlib, sys
module = importlib.import_module("aza_desktop.{module}")
def fails(*args, **kwargs):
    raise RuntimeError({secret!r} + repr(args) + repr(kwargs))
assert hasattr(module, {name!r})
setattr(module, {name!r}, fails)
from aza_desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""The program with one of its functions broken: the error quotes everything that it was given."""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with one patient whose every field is a word to look for; nothing changes it."""
    folder = tmp_path_factory.mktemp("clinic") / "data"
    assert run_program("--data-dir", str(folder), "init", "--name", "A").returncode == 0
    done = run_program(
        "batch", "--data-dir", str(folder), stdin="".join(json.dumps(w) + "\n" for w in WRITES)
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["ok"] for answer in answers] == [True] * len(WRITES), done.stdout
    return folder


def logged(folder: Path) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in sorted((folder / "logs").glob("*")))


def hits(text: str) -> list[str]:
    return [word for word in SENTINELS if word in text]


def test_everyday_commands_write_no_patient_text(clinic: Path) -> None:
    for command in ("worklist", "findings", "results", "verify", "audit"):
        done = run_program(command, "--data-dir", str(clinic))
        assert hits(done.stderr) == []
    assert hits(logged(clinic)) == []


def test_the_words_to_look_for_are_really_in_the_record(clinic: Path) -> None:
    done = run_program("findings", "--data-dir", str(clinic), "--jsonl")
    assert FAMILY.upper() in done.stdout
    assert VALUE in run_program("results", "--data-dir", str(clinic), "--jsonl").stdout


@pytest.mark.parametrize(
    ("module", "name", "command"),
    [
        ("services.reading", "judge", "findings"),
        ("services.judging", "mark_of", "findings"),
        ("services.findings_json", "answer_json", "findings"),
        ("storage.loading", "all_records", "results"),
        ("storage.translate", "result", "results"),
    ],
)
def test_an_unexpected_error_leaves_an_id_and_no_patient_text(
    clinic: Path, module: str, name: str, command: str
) -> None:
    code = BROKEN.format(module=module, name=name, secret=f"{FAMILY} {BIRTH} {VALUE} ")
    done = subprocess.run(
        [sys.executable, "-c", code, command, "--data-dir", str(clinic)],
        cwd=CHECKOUT,
        env=program_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 70, done.stderr
    assert hits(done.stdout + done.stderr) == []
    assert hits(logged(clinic)) == []
    (log_id,) = re.findall(r"L-[0-9A-F]{4}-[0-9A-F]{4}", done.stderr)
    assert f"unexpected log_id={log_id}" in logged(clinic)


def test_a_rule_that_crashes_on_a_patient_is_logged_by_its_name_alone(clinic: Path) -> None:
    secret = f"{FAMILY} {BIRTH} {VALUE} "
    code = BROKEN.format(module="rules.evaluate", name="labs_due", secret=secret)
    done = subprocess.run(
        [sys.executable, "-c", code, "findings", "--data-dir", str(clinic), "--jsonl"],
        cwd=CHECKOUT,
        env=program_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "RULE_NOT_RUN" in done.stdout
    assert NOTE not in done.stdout
    assert hits(done.stderr) == []
    assert hits(logged(clinic)) == []


def test_a_refused_line_repeats_no_patient_text_in_the_log(clinic: Path) -> None:
    wrong = {"id": 9, "do": "result.add", "patient": NUMBER, "result": {"value": VALUE, "x": NOTE}}
    done = run_program("batch", "--data-dir", str(clinic), stdin=json.dumps(wrong) + "\n{\n")
    assert hits(done.stderr) == []
    assert hits(logged(clinic)) == []
