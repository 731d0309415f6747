"""The laboratories' shelf: every change is a new row with all limits; the earlier rows stay."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from aza_desktop.clinical.laboratories import ClinicLaboratory, ClinicLimit
from aza_desktop.storage import tables as t
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork


def laboratories(reading: Reading) -> tuple[ClinicLaboratory, ...]:
    """Every laboratory as last changed, in the order in which they came."""
    table = t.clinic_laboratories
    rows = reading.connection.execute(sa.select(table).order_by(table.c.id))
    known: dict[str, ClinicLaboratory] = {}
    names: dict[str, dict[str, None]] = {}
    for row in rows:
        called = names.setdefault(row.laboratory, {})
        called[row.name] = None
        before = tuple(name for name in called if name != row.name)
        known[row.laboratory] = replace(_read(row), earlier_names=before)
    return tuple(known.values())


def around(reading: Reading, seq: int) -> tuple[ClinicLaboratory | None, ClinicLaboratory | None]:
    """The laboratory that an entry of the trail wrote: before it, None for a new one, and after."""
    table = t.clinic_laboratories
    written = reading.connection.execute(
        sa.select(table.c.laboratory).where(table.c.entry == seq)
    ).scalar_one_or_none()
    rows = reading.connection.execute(
        sa.select(table)
        .where(table.c.laboratory == written, table.c.entry <= seq)
        .order_by(table.c.id.desc())
        .limit(2)
    ).all()
    after, before = (*(_read(row) for row in rows), None, None)[:2]
    return before, after


def keep(work: UnitOfWork, laboratory: ClinicLaboratory) -> str:
    """The laboratory from now on."""
    limits = [
        {
            "analyte": limit.analyte,
            "uln": limit.uln,
            "lln": limit.lln,
            "unit": limit.unit,
            "sex": limit.sex,
            "valid_from": limit.valid_from,
            "valid_until": limit.valid_until,
        }
        for limit in laboratory.limits
    ]
    values = {"laboratory": laboratory.id, "name": laboratory.name, "active": laboratory.active}
    return work.add(t.clinic_laboratories, {**values, "limits": canonical(limits)})


def _read(row: sa.Row[Any]) -> ClinicLaboratory:
    limits = tuple(_limit(each) for each in json.loads(row.limits))
    return ClinicLaboratory(row.laboratory, row.name, limits, row.active)


def _limit(kept: dict[str, str | None]) -> ClinicLimit:
    uln, lln, until = kept["uln"], kept["lln"], kept["valid_until"]
    return ClinicLimit(
        analyte=str(kept["analyte"]),
        uln=Decimal(str(uln)),
        unit=str(kept["unit"]),
        valid_from=dt.date.fromisoformat(str(kept["valid_from"])),
        sex=kept["sex"],
        lln=None if lln is None else Decimal(lln),
        valid_until=None if until is None else dt.date.fromisoformat(until),
    )
