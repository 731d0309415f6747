"""A protocol file alone decides: change its stop figure, and every view follows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.process import CHECKOUT, program_environment

PROTOCOL = "resources/protocols/aza-reintro-literal.toml"
FIGURE = re.compile(r'(\[parameters\.ta_stop_uln\]\nvalue = )"5\.0"')


def a_case(multiple_of_forty: str) -> dict[str, object]:
    """A patient in the first weekly check whose ALT (ULN 40) is the only thing of note."""
    result = {"comparator": "=", "unit": "U/L", "uln_unit": "U/L", "collected": "2026-01-26"}
    return {
        "id": "STOP",
        "config": {},
        "input": {
            "as_of": "2026-01-26",
            "phase": "reintroduction",
            "patient": {"prior_toxic_dose_mg": 150, "tpmt": "normal", "weight_kg": "70"},
            "dates": {
                "break_start": "2026-01-05",
                "restart": "2026-01-19",
                "stable_from": None,
                "stopped_on": None,
            },
            "dose_events": [{"date": "2026-01-19", "dose_mg": 50, "confirmed_by": "dr"}],
            "results": [
                {**result, "id": "alt", "analyte": "ALT", "value": multiple_of_forty, "uln": "40"},
                {**result, "id": "ast", "analyte": "AST", "value": "22", "uln": "35"},
            ],
            "symptoms": [],
            "comedications": [],
            "decisions": [],
        },
    }


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The program twice: as it is, and with nothing changed but one figure of one protocol."""
    made = {}
    for figure in ("5.0", "4.2"):
        home = tmp_path_factory.mktemp("program")
        for name in ("aza_desktop", "resources"):
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(CHECKOUT / name, home / name, ignore=skip)
        text = (home / PROTOCOL).read_text(encoding="utf-8")
        changed, count = FIGURE.subn(rf'\g<1>"{figure}"', text)
        assert count == 1
        (home / PROTOCOL).write_text(changed, encoding="utf-8")
        made[figure] = home
    return made


def seen(program: Path, alt: str, tmp_path: Path) -> dict[str, Any]:
    case = tmp_path / "case.json"
    book = {"schema": "aza-cases/1", "vectors": [a_case(alt)]}
    case.write_text(json.dumps(book), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "tests" / "support" / "seen_everywhere.py"), str(case)],
        cwd=tmp_path,
        env=program_environment(python_path=program),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_at_a_stop_figure_of_four_point_two_every_view_stops_there(
    copies: dict[str, Path], tmp_path: Path
) -> None:
    at = seen(copies["4.2"], "168", tmp_path)
    assert at["marks"][0] == "TA_STOP"
    assert at["groups"] == ["call_today"]
    assert "4.2" in at["why"][0]
    assert at["line"][0] == "4.2"
    assert at["line"][1].startswith("4.2")
    assert at["bands"][-1] == "4.2"
    assert at["rings"] == {"alt": "critical"}
    assert at["flags"]["alt"] == "critical"
    assert at["cards"][0] == "TA_STOP"


def test_just_below_it_none_of_them_does(copies: dict[str, Path], tmp_path: Path) -> None:
    below = seen(copies["4.2"], "167.9", tmp_path)
    assert "TA_STOP" not in below["marks"] + below["cards"]
    assert below["groups"] == ["consider_stopping"]
    assert below["rings"] == {"alt": "warning"}
    assert below["flags"]["alt"] == "warning"
    assert below["line"][0] == "4.2"


def test_the_shipped_figure_stands_where_the_shipped_file_puts_it(
    copies: dict[str, Path], tmp_path: Path
) -> None:
    same = seen(copies["5.0"], "168", tmp_path)
    assert "TA_STOP" not in same["marks"]
    assert same["groups"] == ["consider_stopping"]
    assert same["bands"][-1] == "5.0"
    at = seen(copies["5.0"], "200", tmp_path)
    assert at["groups"] == ["call_today"]
    assert at["flags"]["alt"] == at["rings"]["alt"] == "critical"
