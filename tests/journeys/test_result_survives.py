"""The main job, end to end: a result typed in the window is judged everywhere and survives a kill.

One journey, told in steps: each step needs the one before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.process import json_lines, run_program
from tests.support.window import DrivenWindow

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

PATIENT, NAME = "DEMO-0014", "Moreno"
"""In re-introduction, in order, the next step possible: not to be called today."""


def findings(data: Path) -> dict[str, Any]:
    """What ``findings`` says of the patient, asked in a process of its own."""
    done = run_program(
        "findings", "--data-dir", str(data / "demo"), "--patient", PATIENT, "--jsonl"
    )
    assert done.returncode == 0, done.stderr
    (answer,) = json_lines(done.stdout)
    return answer


def stop_marks(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [mark for mark in answer["marks"] if mark["code"] == "TA_STOP"]


def first_row(window: DrivenWindow, *, until: str) -> list[str]:
    """The latest collection in the results table, as soon as it shows the value."""
    for _ in range(100):
        rows = window.ask("table")
        assert isinstance(rows, list)
        if rows and any(f" {until} " in f" {cell} " for cell in rows[0]):
            window.ask("wait", "300")
            return list(rows[0])
        window.ask("wait", "200")
    raise AssertionError(f"{until} never came into the table: {rows[:1]}")


def enter_alt(window: DrivenWindow, value: str, uln: str) -> None:
    """Add a result of today: ALT and its own upper limit, then save."""
    window.ask("press", "add_result")
    window.ask("write", "result_alt", value)
    window.ask("write", "result_uln_alt", uln)
    window.ask("press", "save_results")
    first_row(window, until=value)


def test_a_result_at_five_times_the_limit_is_seen_everywhere_and_survives_a_kill(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    demo = ("--data-dir", str(data), "--demo")
    with DrivenWindow(*demo, log=tmp_path / "first.log") as window:
        banner = window.ask("find", NAME)
        assert isinstance(banner, list)
        assert any(NAME.upper() in text for text in banner)
        before = window.ask("worklist")
        assert isinstance(before, dict)
        assert before.get(PATIENT) != "call_today"
        assert stop_marks(findings(data)) == []

        enter_alt(window, "200", "40")

        places = window.ask("worklist")
        assert isinstance(places, dict)
        assert places[PATIENT] == "call_today"
        seen_in_every_view(window)

        # another process, while the window is open
        (mark,) = stop_marks(findings(data))
        assert "200" in mark["why"]
        assert "5.00" in mark["why"]
        (result_id,) = mark["results"]
        assert window.ask("rings")[result_id] == "critical"  # type: ignore[index]
        window.kill()

    assert stop_marks(findings(data)) == [mark]
    verified = run_program("verify", "--data-dir", str(data / "demo"), "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr

    with DrivenWindow(*demo, log=tmp_path / "second.log") as again:
        again.ask("find", NAME)
        places = again.ask("worklist")
        assert isinstance(places, dict)
        assert places[PATIENT] == "call_today"
        seen_in_every_view(again)
        assert again.ask("rings")[result_id] == "critical"  # type: ignore[index]


def seen_in_every_view(window: DrivenWindow) -> None:
    """The stop stands in the table, the chart and the findings of the open patient."""
    row = first_row(window, until="200")
    assert any("200" in cell and "5.00" in cell for cell in row), row
    rings = window.ask("rings")
    assert isinstance(rings, dict)
    assert "critical" in rings.values()
    said = window.ask("texts", "findings_panel")
    assert isinstance(said, list)
    assert any("5.00" in text for text in said), said
