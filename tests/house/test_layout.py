"""Laws about files: how long, where, and what must not lie about."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.process import CHECKOUT, package_files, tracked_files

MOST_LINES = 400
MOST_LINES_OF_THE_MAIN_WINDOW = 250

FIXED_TOP = {
    "aza_desktop",
    "resources",
    "tests",
    "packaging",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "DECISIONS.md",
}

# Built from pieces, so that this file does not break its own law.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + r"work/",
            r"(?<![\w.])/" + r"tmp/",
            r"(?<![\w.])/" + r"root/",
            "pypi" + r"\.org",
            "files" + r"\.pythonhosted",
            "registry" + r"\.npmjs",
            "deb" + r"\.debian\.org",
            "index" + "-url",
        ]
    )
)
TEXT_ENDINGS = {".py", ".md", ".toml", ".txt", ".json", ".yaml", ".yml", ".cfg", ".spec", ".sh", ""}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    python = [path for path in tracked_files() if path.suffix == ".py"]
    assert len(python) > 50
    long = {str(p.relative_to(CHECKOUT)): lines_of(p) for p in python if lines_of(p) > MOST_LINES}
    assert not long


def test_the_main_window_only_composes() -> None:
    path = CHECKOUT / "aza_desktop" / "gui" / "main_window.py"
    assert lines_of(path) < MOST_LINES_OF_THE_MAIN_WINDOW


def test_packaging_is_no_package() -> None:
    assert (CHECKOUT / "packaging").is_dir()
    assert not list((CHECKOUT / "packaging").rglob("__init__.py"))
    import packaging.version

    assert CHECKOUT not in Path(packaging.version.__file__).parents or ".venv" in str(
        packaging.version.__file__
    )


def test_the_top_level_holds_only_what_was_agreed() -> None:
    top = {path.relative_to(CHECKOUT).parts[0] for path in tracked_files()}
    assert {name for name in top if not name.startswith(".")} == FIXED_TOP


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    found = []
    for path in tracked_files():
        if path.suffix not in TEXT_ENDINGS:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(CHECKOUT)}: {hit}" for hit in FORBIDDEN.findall(text)]
    assert not found


def test_constraints_are_names_and_versions_only() -> None:
    lines = (CHECKOUT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9.]*", line)] == []


def test_the_tests_mirror_the_package() -> None:
    rooms = {p.name for p in (CHECKOUT / "aza_desktop").iterdir() if (p / "__init__.py").is_file()}
    tested = {p.name for p in (CHECKOUT / "tests").iterdir() if list(p.rglob("test_*.py"))}
    assert rooms - tested == set()


def test_every_room_says_what_it_is_for() -> None:
    rooms = [p for p in package_files() if p.name == "__init__.py"]
    silent = [
        str(p.relative_to(CHECKOUT))
        for p in rooms
        if not p.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_the_checkout_runs_the_tests_from_git() -> None:
    """The laws read `git ls-files`; outside a checkout they would see nothing and pass."""
    inside = subprocess.run(
        ["git", "rev-parse", "--is-inside-work-tree"],
        cwd=CHECKOUT,
        capture_output=True,
        check=False,
    )
    if inside.returncode != 0:
        pytest.fail("the tests need a git checkout")
    assert len(tracked_files()) > 100
