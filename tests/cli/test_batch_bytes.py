"""``batch`` as a process, fed with what is hardly text: each line is answered, the next goes on."""

from __future__ import annotations

import json
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
