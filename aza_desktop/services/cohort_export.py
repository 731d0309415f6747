"""The cohort as a table that leaves the program: numbers, never names; recorded in the trail."""

from __future__ import annotations

import csv
import io

from aza_desktop.clinical.cohort import Cohort, CohortPoint, Cuts, Peak
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.services.audit_lines import safe_cell
from aza_desktop.services.clinic import Clinic
from aza_desktop.texts import tr

EXPORTED = "cohort.export"


def cohort_csv(cohort: Cohort, cuts: Cuts) -> str:
    """A line for each patient with a place, then those without one, each with its reason."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    head = (
        tr("Number"), tr("Phase"), tr("Quadrant"), f"{cohort.enzyme} x ULN",
        f"{cohort.enzyme} {tr('on')}", "BILI x ULN", f"BILI {tr('on')}", "R", tr("Not drawn"),
    )  # fmt: skip
    writer.writerow(head)
    for point in cohort.points:
        writer.writerow(_cells(point, cuts))
    for each in cohort.dropped:
        writer.writerow((safe_cell(each.number), *[""] * 7, each.lack.value))
    return out.getvalue()


def note_export(clinic: Clinic, *, patients: int) -> None:
    """Record that the cohort left the program: who took it, and of how many patients."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(f"{EXPORTED} {patients}")
        work.commit()


def _cells(point: CohortPoint, cuts: Cuts) -> tuple[str, ...]:
    phase = point.phase.value if point.phase is not None else ""
    return (
        safe_cell(point.number), phase, point.quadrant(cuts).value, *_told(point.enzyme),
        *_told(point.bilirubin), point.r.truncated(1) if point.r is not None else "", "",
    )  # fmt: skip


def _told(peak: Peak) -> tuple[str, str]:
    sign = "" if peak.comparator is Comparator.EQUAL else peak.comparator.value
    return f"{sign}{peak.multiple.truncated()}", peak.on.isoformat()
