"""Makes the fixture of a release: an invented clinic in the schema of that day, kept for ever.

    python tests/storage/databases/make.py 0.3.0

writes ``0.3.0/clinic.db`` beside this file; run it once, when the schema has changed.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import tempfile
from pathlib import Path

from aza_desktop.clock import FixedClock
from aza_desktop.paths import ClinicPaths, resources_folder
from aza_desktop.services.cases import take_vectors
from aza_desktop.services.clinic import create_clinic

PATIENTS = ("DEMO-0001", "DEMO-0013", "DEMO-0017")


def main() -> None:
    demo = resources_folder() / "demo" / "demo.json"
    vectors = json.loads(demo.read_text(encoding="utf-8"))["vectors"]
    chosen = [vector for vector in vectors if vector["id"] in PATIENTS]
    with tempfile.TemporaryDirectory() as folder:
        paths = ClinicPaths(Path(folder))
        clock = FixedClock(dt.date(2025, 11, 20))
        clinic = create_clinic(paths, name="Fixture", clock=clock, actor="first.user")
        take_vectors(clinic, chosen, file="demo.json", sha256="fixture")
        clinic.close()
        target = Path(__file__).parent / sys.argv[1]
        target.mkdir()
        shutil.copyfile(paths.database, target / "clinic.db")


if __name__ == "__main__":
    main()
