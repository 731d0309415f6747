"""Tries the built executables elsewhere, with nothing around them.

    python packaging/smoke.py [--rename-checkout] [DIST]

Each executable is copied into a fresh folder and started there with an empty environment but for a
home. ``--rename-checkout`` also moves the checkout away meanwhile (use it on a clone).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIX = ".exe" if sys.platform == "win32" else ""
SIZE = (1720, 1000)
SMALLEST_PICTURE = 40_000


class SmokeError(Exception):
    """The executable did not do what it must."""


def bare_environment(home: Path) -> dict[str, str]:
    """What ``env -i HOME=...`` leaves; on Windows what no process can start without."""
    keep = ("SYSTEMROOT", "TEMP", "TMP") if sys.platform == "win32" else ()
    return {"HOME": str(home), **{name: os.environ[name] for name in keep if name in os.environ}}


def run(program: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """One command of the executable, to its end."""
    return subprocess.run(
        [str(program), *arguments],
        cwd=home,
        env=bare_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def demand(done: subprocess.CompletedProcess[str], what: str) -> None:
    if done.returncode != 0:
        raise SmokeError(
            f"{what}: exit code {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height that a PNG declares."""
    head = path.read_bytes()[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise SmokeError(f"{path.name} is no PNG")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def self_test(program: Path, home: Path) -> None:
    done = run(program, "self-test", "--json", home=home)
    demand(done, "self-test")
    answer = json.loads(done.stdout)
    bad = [check["name"] for check in answer["checks"] if not check["ok"]]
    if bad or not answer["ok"]:
        raise SmokeError(f"self-test: {bad}")


def demo_picture(program: Path, home: Path) -> None:
    target = home / "demo.png"
    done = run(
        program, "--demo", "--screenshot", str(target), "--data-dir", str(home / "a"), home=home
    )
    demand(done, "--demo --screenshot")
    if picture_size(target) != SIZE or target.stat().st_size < SMALLEST_PICTURE:
        raise SmokeError(f"the picture is {picture_size(target)}, {target.stat().st_size} bytes")


def demo_window(program: Path, home: Path) -> None:
    """The demo opens and stays; only a display is lent to it."""
    data = home / "b"
    with (home / "window.log").open("wb") as log:
        process = subprocess.Popen(
            [str(program), "--data-dir", str(data), "--demo"],
            cwd=home,
            env={**bare_environment(home), "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            deadline = time.monotonic() + 60
            while not (data / "demo" / "demo.db").is_file():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SmokeError(
                        "the demo did not open:\n" + (home / "window.log").read_text("utf-8")
                    )
                time.sleep(0.1)
            time.sleep(5)
            if process.poll() is not None:
                raise SmokeError(f"the window ended by itself with exit code {process.returncode}")
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def try_out(source: Path, program_name: str) -> None:
    """Copy `source` to a folder whose name has a blank and an umlaut, and try everything there."""
    with tempfile.TemporaryDirectory(prefix="aza smöke ") as scratch:
        home = Path(scratch)
        if source.is_dir():
            shutil.copytree(source, home / source.name, symlinks=True)
            program = home / source.name / program_name
        else:
            program = Path(shutil.copy2(source, home / program_name))
        for step in (self_test, demo_picture, demo_window):
            began = time.monotonic()
            step(program, home)
            print(f"  {program_name} {step.__name__}: {time.monotonic() - began:.1f} s", flush=True)


@contextlib.contextmanager
def moved_away(folder: Path) -> Iterator[Path]:
    """The folder under another name, for a while."""
    other = folder.with_name(folder.name + "-moved-away")
    folder.rename(other)
    try:
        yield other
    finally:
        other.rename(folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dist", nargs="?", type=Path, default=ROOT / "dist")
    parser.add_argument("--rename-checkout", action="store_true")
    options = parser.parse_args()
    dist: Path = options.dist.resolve()
    with contextlib.ExitStack() as stack:
        if options.rename_checkout:
            away = stack.enter_context(moved_away(ROOT))
            dist = away / dist.relative_to(ROOT) if dist.is_relative_to(ROOT) else dist
        try:
            try_out(dist / "aza-desktop", f"aza-desktop{SUFFIX}")
            try_out(dist / f"aza-desktop-onefile{SUFFIX}", f"aza-desktop-onefile{SUFFIX}")
        except SmokeError as fault:
            print(f"FAILED: {fault}")
            return 1
    print("both executables work away from the checkout")
    return 0


if __name__ == "__main__":
    sys.exit(main())
