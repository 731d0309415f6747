"""The program's door: which words lead where, and what is wrong usage."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from aza_desktop import app, missing_libraries
from aza_desktop.__main__ import _first_word
from aza_desktop.paths import build_hash
from tests.support.process import run_program


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ([], None),
        (["--data-dir", "x"], None),
        (["--data-dir=x"], None),
        (["--data-dir", "x", "worklist"], "worklist"),
        (["worklist", "--data-dir", "x"], "worklist"),
        (["--demo", "--data-dir", "x"], "--demo"),
        (["--data-dir", "--demo", "self-test"], "self-test"),
    ],
)
def test_the_data_folder_is_never_taken_for_a_command(words: list[str], first: str | None) -> None:
    assert _first_word(words) == first


@pytest.mark.parametrize(
    "words",
    [
        ["--demo", "--screenshot", "x.png", "--view", "nope"],
        ["--screenshot", "x.png"],
        ["--as-of", "2026-01-26"],
        ["--demo", "--as-of", "yesterday"],
        ["--demo", "--view", "results"],
        ["--demo", "--screenshot", "x.png", "--size", "0x10"],
        ["--demo", "--screenshot", "x.png", "--theme", "pink"],
        ["--demo", "more"],
    ],
)
def test_wrong_usage_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.read_start(words)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_picture_is_drawn_in_the_size_asked_for_and_touches_nothing(tmp_path: Path) -> None:
    picture, data = tmp_path / "p.png", tmp_path / "data"
    done = run_program(
        *("--data-dir", str(data), "--demo", "--as-of", "2026-01-26"),
        *("--screenshot", str(picture), "--patient", "DEMO-0013", "--view", "results"),
        *("--theme", "dark", "--size", "1280x720"),
    )
    assert (
        done.returncode,
        done.stderr.replace("This plugin does not support propagateSizeHints()\n", ""),
    ) == (0, "")
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (1280, 720)
    assert not data.exists()


def test_a_picture_of_an_unknown_patient_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    done = run_program(
        *("--data-dir", str(tmp_path / "data"), "--demo", "--screenshot", str(picture)),
        *("--patient", "NOBODY"),
    )
    assert done.returncode == 3
    assert '"code": "unknown_patient"' in done.stderr
    assert not picture.exists()


def test_the_version_names_every_protocol(tmp_path: Path) -> None:
    done = run_program("--version", "--data-dir", str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.startswith("aza-desktop ")
    assert "aza-reintro-cautious@1.0.0 sha256:" in done.stdout
    assert "aza-reintro-literal@1.0.0 sha256:" in done.stdout


def test_the_advice_names_the_cause_and_all_eleven_packages() -> None:
    said = missing_libraries.advice("libGL.so.1 is missing")
    assert "libGL.so.1 is missing" in said
    assert len(missing_libraries.PACKAGES) == 11
    assert all(package in said for package in missing_libraries.PACKAGES)


def test_the_build_is_named_by_what_runs() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", build_hash())
    assert build_hash() == build_hash()
