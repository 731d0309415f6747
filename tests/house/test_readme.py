"""The README's lines are the ones that CI runs, and what they name exists."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.process import CHECKOUT, program_command, program_environment

SYSTEM_PACKAGES = (
    "libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0"
)
SET_UP = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -c packaging/constraints.txt"
    " -e '.[test]' && .venv/bin/python -m "
)
NOT_HERE = {"aza_desktop/_resources", "packaging/__init__.py"}
"""Named because they must not stand in a checkout: one is in the wheel only, one nowhere."""


def readme() -> str:
    return (CHECKOUT / "README.md").read_text(encoding="utf-8")


def code_lines() -> list[str]:
    return [
        line
        for block in re.findall(r"```(?:sh|bat)\n(.*?)```", readme(), flags=re.DOTALL)
        for line in block.splitlines()
    ]


def test_the_two_lines_stand_as_agreed() -> None:
    assert SET_UP + "aza_desktop --demo" in code_lines()
    assert SET_UP + "pytest" in code_lines()


def test_the_debian_lines_are_the_two_lines_behind_the_system_packages() -> None:
    debian = [line for line in code_lines() if "apt-get install" in line]
    assert [line.split(" && ", 1)[1] for line in debian] == [
        SET_UP + "aza_desktop --demo",
        SET_UP + "pytest",
    ]
    for line in debian:
        assert SYSTEM_PACKAGES in line.split(" && ", maxsplit=1)[0]


def test_ci_takes_its_test_line_from_the_readme() -> None:
    ci = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"readme_line=\"\$\(grep -m1 -E '(.+?)' \"\$here/README.md\"\)\"", ci)
    assert pattern is not None
    grep = subprocess.run(
        ["grep", "-m1", "-E", pattern[1], "README.md"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert grep.stdout.rstrip("\n") == SET_UP + "pytest"
    assert 'bash -c "$readme_line"' in ci
    installs = [line for line in ci.splitlines() if "pip install" in line]
    assert all(line.startswith("bundle_line=") for line in installs)


def test_ci_builds_the_executables_by_the_readmes_line() -> None:
    ci = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    (chosen,) = [line for line in ci if line.startswith("bundle_line=")]
    out = subprocess.run(
        ["bash", "-c", f'here="{CHECKOUT}"\n{chosen}\necho "$bundle_line"'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert out in code_lines()
    assert out.endswith("packaging/build.py")


def test_ci_reads_the_system_packages_out_of_the_readme() -> None:
    ci = (CHECKOUT / ".ci" / "run").read_text("utf-8").splitlines()
    chosen = [line for line in ci if line.startswith(("debian_line=", "wanted="))]
    out = subprocess.run(
        ["bash", "-c", "\n".join([f'here="{CHECKOUT}"', *chosen, 'echo "$wanted"'])],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert out.split() == ["python3-venv", *SYSTEM_PACKAGES.split()]


def test_pictures_and_files_that_the_texts_name_exist() -> None:
    missing = []
    for text in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "DECISIONS.md"):
        content = (CHECKOUT / text).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#:]+)\)", content)
        links += re.findall(r"`((?:aza_desktop|resources|tests|packaging)/[\w./-]*)`", content)
        missing += [
            f"{text}: {link}"
            for link in links
            if link not in NOT_HERE and not (CHECKOUT / link).exists()
        ]
    assert missing == []


@pytest.mark.parametrize("broken", ["QtCore", "QtWidgets"])
def test_started_without_system_libraries_it_prints_the_readme_line(
    tmp_path: Path, broken: str
) -> None:
    """Whoever lacks a library reads the very line that installs it, not a traceback."""
    fake = tmp_path / "PySide6"
    fake.mkdir()
    for name in ("__init__", "QtCore", "QtGui", "QtWidgets", "QtSvg"):
        fails = name in {broken, "QtWidgets"}
        cause = "libGL.so.1: cannot open shared object file: No such file or directory"
        text = (
            f"raise ImportError({cause!r})"
            if fails
            else "def __getattr__(name): return type(name, (), {})"
        )
        (fake / f"{name}.py").write_text(text if name != "__init__" else "", encoding="utf-8")
    demo = next(line for line in code_lines() if "apt-get install" in line and "--demo" in line)
    env = program_environment({"PYTHONPATH": f"{tmp_path}{os.pathsep}{CHECKOUT}"})
    done = subprocess.run(
        [*program_command("--data-dir", str(tmp_path / "data"), "--demo")],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert demo in (done.stdout + done.stderr).splitlines()
    assert "Traceback" not in done.stderr
    assert done.returncode != 0


def test_the_readme_names_every_command() -> None:
    from aza_desktop import cli

    named = set(re.findall(r"^\| `aza-desktop ([a-z][a-z-]*)", readme(), flags=re.MULTILINE))
    assert named == set(cli.COMMANDS) | {"self-test"}
