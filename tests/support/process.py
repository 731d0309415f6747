"""The program as a process of its own, and where the checkout lies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def resources() -> Path:
    """The checkout's ``resources`` folder."""
    return CHECKOUT / "resources"


def package_files() -> tuple[Path, ...]:
    """Every Python file of the package, sorted."""
    return tuple(sorted((CHECKOUT / "aza_desktop").rglob("*.py")))


def tracked_files() -> tuple[Path, ...]:
    """Every file that git tracks, sorted; those deleted in the work tree are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True
    ).stdout.decode()
    paths = (CHECKOUT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def program_environment(
    extra: Mapping[str, str] | None = None, *, python_path: Path | None = None
) -> dict[str, str]:
    """This environment, offscreen, with byte code written, and nothing of the tests' own."""
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["QT_QPA_PLATFORM"] = "offscreen"
    env["PYTHONPATH"] = str(python_path or CHECKOUT)
    return {**env, **(extra or {})}


def run_program(
    *arguments: str,
    stdin: str | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """``python -m aza_desktop`` with these arguments, to its end."""
    return subprocess.run(
        program_command(*arguments),
        input=stdin if stdin is not None else "",
        env=program_environment(env),
        cwd=cwd or CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def program_command(*arguments: str) -> Sequence[str]:
    """The command line of the program, warnings shown."""
    return [sys.executable, "-m", "aza_desktop", *arguments]


def json_lines(text: str) -> list[dict[str, object]]:
    """The objects of JSON Lines output."""
    return [json.loads(line) for line in text.splitlines() if line]
