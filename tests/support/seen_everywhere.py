"""Run as a program: what one patient's file looks like in every view, as one JSON line.

    python seen_everywhere.py CASE.json

The package and its resources are those of PYTHONPATH, so a test can change a copy's protocol.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from pathlib import Path

from aza_desktop.clock import FixedClock
from aza_desktop.gui.viewmodels.findings import build_findings
from aza_desktop.gui.viewmodels.results import build_results
from aza_desktop.gui.viewmodels.trend import build_trend
from aza_desktop.paths import ClinicPaths
from aza_desktop.services import reading
from aza_desktop.services.cases import take_cases
from aza_desktop.services.clinic import create_clinic


def main(case: Path) -> None:
    clock = FixedClock(dt.date(2026, 1, 26))
    with tempfile.TemporaryDirectory() as folder:
        clinic = create_clinic(ClinicPaths(Path(folder)), name="A", clock=clock, actor="a")
        take_cases(clinic, case.name, case.read_bytes(), create_patients=True)
        (file,) = reading.all_files(clinic)
        worklist = reading.worklist(clinic)
        clinic.close()
    assert file.answer is not None
    trend = build_trend(file)
    lines = {line.code: (str(line.value), line.label) for line in trend.limits}
    stop = [mark for mark in file.answer.marks if mark.code == "TA_STOP"]
    print(
        json.dumps(
            {
                "groups": [group.id for group in worklist.groups if group.patients],
                "marks": [mark.code for mark in file.answer.marks],
                "why": [mark.why for mark in stop],
                "line": lines["TA_STOP"],
                "bands": [str(band.low) for band in trend.bands],
                "rings": {
                    point.result_id: point.ring.tone.value
                    for series in trend.series
                    for point in series.points
                    if point.ring
                },
                "flags": {
                    cell.result_id: cell.kind
                    for row in build_results(file).rows
                    for cell in row.cells
                    if cell.result_id and cell.kind
                },
                "cards": [card.code for card in build_findings(file).cards],
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
