"""The first picture of the window waits for nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.process import CHECKOUT, program_environment

WATCHED = """
import json, os, sys
from PySide6 import QtWidgets
from PySide6.QtCore import QEvent

class Watched(QtWidgets.QApplication):
    def notify(self, receiver, event):
        painted = event.type() == QEvent.Type.Paint and receiver.isWidgetType()
        if painted and receiver.window().objectName() == "main_window":
            print(json.dumps(sorted(sys.modules)), flush=True)
            os._exit(0)
        return super().notify(receiver, event)

QtWidgets.QApplication = Watched
from aza_desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
LATER = {"matplotlib", "alembic", "openpyxl", "numpy", "pytest", "hypothesis"}


def test_no_heavy_library_is_there_at_the_first_paint(tmp_path: Path) -> None:
    """Judged on the second start: the first one builds the demo's database."""
    data = str(tmp_path / "data")
    for start in (1, 2):
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, "--data-dir", data, "--demo"],
            cwd=CHECKOUT,
            env=program_environment(),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, f"start {start}: {done.stderr[-2000:]}"
    modules = set(json.loads(done.stdout.splitlines()[-1]))
    assert "PySide6.QtWidgets" in modules
    assert modules & LATER == set()


def test_the_commands_load_no_window(tmp_path: Path) -> None:
    code = (
        "import sys; from aza_desktop.__main__ import main\n"
        "try: main(['--data-dir', sys.argv[1], 'init', '--name', 'A'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'matplotlib'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "data")],
        cwd=CHECKOUT,
        env=program_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert (tmp_path / "data" / "clinic.db").is_file()
