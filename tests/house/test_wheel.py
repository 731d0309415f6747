"""An installed wheel is whole: it runs its self-test away from any checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.process import CHECKOUT, resources

BIN = "Scripts" if sys.platform == "win32" else "bin"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with what is installed."""
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), "."],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        timeout=300,
    )
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own that borrows the libraries, but not the checkout, of this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=sys.platform != "win32")
    python = home / BIN / "python"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(python), "install", "-q"),
            *("--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # A path in a .pth file is not itself searched for .pth files: the checkout stays out.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site) / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return home


def bare(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return {**kept, "HOME": str(home)}


def test_the_wheel_carries_resources_migrations_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    wanted = {
        "aza_desktop/_resources/" + path.relative_to(resources()).as_posix()
        for path in resources().rglob("*")
        if path.is_file()
    }
    assert wanted <= set(names)
    assert [n for n in names if n.startswith("aza_desktop/storage/migrations/versions/")]
    assert [n for n in names if n.endswith("licenses/LICENSE")]
    assert not [n for n in names if n.startswith(("tests/", "packaging/", "resources/"))]


def test_an_installed_wheel_finds_its_own_resources(installed: Path, tmp_path: Path) -> None:
    code = "from aza_desktop.paths import resources_folder; print(resources_folder())"
    done = subprocess.run(
        [str(installed / BIN / "python"), "-c", code],
        cwd=tmp_path,
        env=bare(tmp_path),
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(done.stdout.strip()).resolve().is_relative_to(installed.resolve())


def test_an_installed_wheel_passes_its_self_test(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(installed / BIN / "aza-desktop"), "self-test", "--json"],
        cwd=tmp_path,
        env=bare(tmp_path),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["ok"] is True
    assert [check["name"] for check in answer["checks"] if not check["ok"]] == []
