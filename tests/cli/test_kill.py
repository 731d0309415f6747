"""Two hundred kills at random moments lose no answered write and leave nothing half done."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clinics import a_clinic, a_patient
from tests.support.process import CHECKOUT, program_environment

KILLS = 200


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.timeout(300)
def test_two_hundred_kills_lose_no_answered_write(tmp_path: Path) -> None:
    with a_clinic(tmp_path / "data") as clinic:
        a_patient(clinic, "000123")
    seed = random.randrange(1_000_000)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("kill_batch.py")), str(tmp_path / "data"),
         str(KILLS), str(seed)],
        check=False, capture_output=True, text=True, cwd=CHECKOUT, env=program_environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["faults"] == [], f"seed {seed}"
    assert seen["kills"] == KILLS
    assert seen["answered"] > KILLS, "the kills came too early to mean anything"
