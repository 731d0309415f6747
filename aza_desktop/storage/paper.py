"""The shelf of paper: the clinic's settings as they stand, and the sheets that were made."""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.clinical.paper import PrintedSheet, SheetKind
from aza_desktop.storage import tables as t
from aza_desktop.storage.merged_away import with_merged
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork


def settings(reading: Reading) -> dict[str, str]:
    """Every setting of the clinic as last changed."""
    rows = reading.connection.execute(
        sa.select(t.clinic_settings.c.name, t.clinic_settings.c.value).order_by(
            t.clinic_settings.c.id
        )
    )
    return {row.name: row.value for row in rows}


def change_setting(work: UnitOfWork, name: str, value: str) -> None:
    """The setting from now on; the earlier one stays readable in the trail."""
    work.add(t.clinic_settings, {"name": name, "value": value})


def add_sheet(work: UnitOfWork, patient_id: str | None, sheet: PrintedSheet) -> None:
    """Remember a sheet that left the program."""
    work.add(
        t.sheets,
        {
            "patient_id": patient_id,
            "kind": sheet.kind.value,
            "way": sheet.way,
            "made_on": sheet.made_on,
            "valid_until": sheet.valid_until,
            "plan": sheet.plan,
            "digest": sheet.digest,
            "pages": sheet.pages,
        },
    )


def last_sheet(reading: Reading, patient_id: str, kind: SheetKind) -> PrintedSheet | None:
    """The newest sheet of that kind about a patient; None where there was none."""
    query = (
        sa.select(t.sheets)
        .where(with_merged(t.sheets.c.patient_id, patient_id), t.sheets.c.kind == kind.value)
        .order_by(t.sheets.c.id.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return PrintedSheet(
        kind=SheetKind(row.kind), way=row.way, made_on=row.made_on, made_by=row.recorded_by,
        pages=row.pages, digest=row.digest, valid_until=row.valid_until, plan=row.plan,
    )  # fmt: skip


def requester(reading: Reading, patient_id: str, request_id: str) -> str:
    """Who recorded a request of a blood test first; "" where there is none."""
    query = (
        sa.select(t.lab_requests.c.recorded_by)
        .where(t.lab_requests.c.patient_id == patient_id, t.lab_requests.c.given_id == request_id)
        .order_by(t.lab_requests.c.id)
        .limit(1)
    )
    return reading.connection.execute(query).scalar_one_or_none() or ""
