"""Commands as processes, fed with what is hardly text: answered plainly, and the next goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.support.clinics import a_clinic
from tests.support.process import program_command, program_environment

LINES = [
    b'{"id": "\\ud800", "do": "patient.find", "text": "x"}',
    b'{"id": 2, "do": "patient.find", "text": "\xff"}',
    b'{"id": 3, "do": "patient.find", "text": "\\ud800"}',
    b"\xff\xfe",
    b'{"id": 1e400, "do": "patient.find", "text": "x"}',
    b'{"id": 6, "do": "patient.find", "text": "x"}',
]


def test_what_is_no_text_is_a_bad_request_and_the_next_goes_on(tmp_path: Path) -> None:
    with a_clinic(tmp_path):
        pass
    done = subprocess.run(
        program_command("batch", "--data-dir", str(tmp_path)),
        check=False,
        input=b"\n".join(LINES),
        env=program_environment(),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["\ud800", 2, 3, None, None, 6]
    assert [answer.get("error", {}).get("code") for answer in answers] == [
        *(["bad_request"] * 4),
        None,
        None,
    ]


def test_a_folder_that_cannot_be_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = subprocess.run(
        program_command("init", "--name", "T", "--data-dir", str(tmp_path / "file")),
        check=False,
        env=program_environment(),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stderr)["error"]["code"] == "unreadable"


def test_a_flipped_bit_in_a_name_of_the_schema_is_damage(tmp_path: Path) -> None:
    with a_clinic(tmp_path / "whole"):
        pass
    database = tmp_path / "damaged" / "clinic.db"
    database.parent.mkdir()
    shutil.copy(tmp_path / "whole" / "clinic.db", database)
    content = database.read_bytes()
    name = b"keep_day_reports_as_recorded"
    content = content.replace(name, name[:8] + bytes([name[8] | 0x80]) + name[9:], 1)
    database.write_bytes(content)
    for command, code in (("findings", 3), ("verify", 1)):
        done = subprocess.run(
            program_command(command, "--data-dir", str(database.parent)),
            check=False,
            env=program_environment(),
            capture_output=True,
            timeout=60,
        )
        assert done.returncode == code, done.stderr
