"""Builds both executables with one command, then tries them away from the checkout.

    python packaging/build.py [--no-smoke]

Needs the extra ``bundle``. Result: ``dist/aza-desktop/`` and ``dist/aza-desktop-onefile``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
WORK = ROOT / "build" / "pyinstaller"


def size_mb(path: Path) -> int:
    """Megabytes of a file, or of all files below a folder (links counted once)."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if not p.is_symlink()]
    return round(sum(p.stat().st_size for p in files if p.is_file()) / 1_000_000)


def build() -> None:
    """Run PyInstaller on the one spec."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(WORK), str(HERE / "aza-desktop.spec")]
    WORK.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONHASHSEED": "1"})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-smoke", action="store_true", help="build only")
    options = parser.parse_args()
    began = time.monotonic()
    build()
    print(f"built in {time.monotonic() - began:.0f} s")
    for name in ("aza-desktop", "aza-desktop-onefile"):
        path = DIST / (name + ".exe" if sys.platform == "win32" and "onefile" in name else name)
        print(f"  {path.relative_to(ROOT)}: {size_mb(path)} MB")
    if options.no_smoke:
        return 0
    return subprocess.run([sys.executable, str(HERE / "smoke.py")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
