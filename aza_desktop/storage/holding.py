"""The holding shelf: rows of laboratory files that wait, that were dismissed, imports taken back.

Nothing is changed or deleted: a dismissal, and the end of an import, are rows of their own.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork

HELD, DISMISSED, UNDONE = "held", "dismissed", "undone"
MOST_KEPT = 20_000_000
"""A larger file is not kept: a person chooses it again to answer for its rows."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of a file that was not taken in. where, field, value: its place and cell.

    code: the question that would take it in. why: of a dismissal, what the person said.
    """

    id: str
    import_id: str
    file: str
    where: str
    field: str
    value: str
    reason: str
    code: str | None
    patient_id: str | None
    recorded_at: dt.datetime
    recorded_by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A file that was taken in. told: its report, the answers among it; undone: taken back."""

    id: str
    file: str
    format: str
    profile: str | None
    sha256: str
    told: Mapping[str, Any]
    recorded_at: dt.datetime
    recorded_by: str
    undone: bool


def imports(reading: Reading) -> tuple[KeptImport, ...]:
    """Every file that was taken in, the latest first."""
    gone = undone(reading)
    rows = reading.connection.execute(sa.select(t.imports).order_by(t.imports.c.id.desc()))
    return tuple(
        KeptImport(
            row.id, row.file, row.format, row.profile, row.sha256, json.loads(row.report),
            row.recorded_at, row.recorded_by, row.id in gone,
        )
        for row in rows
    )  # fmt: skip


def import_of(reading: Reading, entry: int) -> str:
    """The import that this audit entry tells of."""
    query = sa.select(t.imports.c.id).where(t.imports.c.entry == entry)
    return str(reading.connection.execute(query).scalar_one())


def undone(reading: Reading) -> frozenset[str]:
    """The imports that were taken back."""
    query = sa.select(t.import_rows.c.import_id).where(t.import_rows.c.standing == UNDONE)
    return frozenset(reading.connection.execute(query).scalars())


def waiting(reading: Reading) -> tuple[KeptRow, ...]:
    """The rows that wait for a person, in the order of their files and places."""
    query = sa.select(t.import_rows).where(is_waiting()).order_by(t.import_rows.c.id)
    return _rows(reading, query, why=False)


def dismissed(reading: Reading) -> tuple[KeptRow, ...]:
    """The rows that a person dismissed, with the reason that they gave."""
    query = sa.select(t.import_rows).where(t.import_rows.c.standing == DISMISSED)
    return _rows(reading, query.order_by(t.import_rows.c.id), why=True)


def is_waiting() -> sa.ColumnElement[bool]:
    """Of the last import of each file that was not taken back, and not dismissed."""
    rows = t.import_rows
    gone = sa.select(rows.c.import_id).where(rows.c.standing == UNDONE)
    latest = (
        sa.select(sa.func.max(t.imports.c.id))
        .where(t.imports.c.id.not_in(gone))
        .group_by(t.imports.c.sha256)
    )
    other = rows.alias("other")
    answered = sa.select(*_cell(other)).where(other.c.standing == DISMISSED)
    return sa.and_(
        rows.c.standing == HELD,
        rows.c.import_id.in_(latest),
        sa.tuple_(*_cell(rows)).not_in(answered),
    )


def _cell(rows: sa.FromClause) -> tuple[sa.ColumnElement[Any], ...]:
    """By what a row of a file is known: its import, its place, its field."""
    return rows.c.import_id, rows.c.place, sa.func.coalesce(rows.c.field, "")


def dismiss(work: UnitOfWork, row: KeptRow, *, why: str) -> None:
    """The row waits no more; it stays readable with the reason."""
    add_dismissed(
        work, row.import_id, patient_id=row.patient_id, place=row.where, field=row.field,
        value=row.value, code=row.code, why=why,
    )  # fmt: skip


def add_dismissed(
    work: UnitOfWork,
    import_id: str,
    *,
    patient_id: str | None,
    place: str,
    field: str,
    value: str,
    code: str | None,
    why: str,
) -> None:
    """A row that a person dismissed, here or in an earlier import of the same file."""
    work.add(
        t.import_rows,
        {
            "import_id": import_id,
            "patient_id": patient_id,
            "standing": DISMISSED,
            "place": place,
            "field": field,
            "value": value,
            "reason": why,
            "code": code,
        },
    )


def dismissals(reading: Reading, sha256: str) -> dict[tuple[str, str], str]:
    """Place and field -> why it was dismissed, of every import of that very file."""
    rows = t.import_rows
    query = (
        sa.select(rows.c.place, rows.c.field, rows.c.reason)
        .join(t.imports, t.imports.c.id == rows.c.import_id)
        .where(rows.c.standing == DISMISSED, t.imports.c.sha256 == sha256)
        .order_by(rows.c.id)
    )
    found = reading.connection.execute(query)
    return {(row.place, row.field or ""): row.reason or "" for row in found}


def mark_undone(work: UnitOfWork, import_id: str, *, why: str) -> None:
    """The import was taken back as a whole."""
    work.add(
        t.import_rows,
        {"import_id": import_id, "standing": UNDONE, "place": "", "reason": why},
    )


def keep_file(work: UnitOfWork, import_id: str, data: bytes) -> None:
    """Keep the file of which rows wait, so that they can be taken in from here; not a huge one."""
    if len(data) > MOST_KEPT:
        return
    packed = base64.b64encode(zlib.compress(data, 1)).decode("ascii")
    work.add(t.import_files, {"import_id": import_id, "content": packed})


def kept_file(reading: Reading, sha256: str) -> bytes | None:
    """The file of that hash, where it was kept."""
    query = (
        sa.select(t.import_files.c.content)
        .join(t.imports, t.imports.c.id == t.import_files.c.import_id)
        .where(t.imports.c.sha256 == sha256)
        .limit(1)
    )
    packed = reading.connection.execute(query).scalar_one_or_none()
    return None if packed is None else zlib.decompress(base64.b64decode(packed))


def is_kept(work: UnitOfWork, sha256: str) -> bool:
    """True when the file of that hash is kept already."""
    query = (
        sa.select(t.import_files.c.id)
        .join(t.imports, t.imports.c.id == t.import_files.c.import_id)
        .where(t.imports.c.sha256 == sha256)
        .limit(1)
    )
    return work.connection.execute(query).first() is not None


def entries_of(reading: Reading, import_id: str) -> tuple[int, ...]:
    """The audit entries by which the import wrote results and patients."""
    found: set[int] = set()
    for table in (t.results, t.patients):
        query = sa.select(table.c.entry).where(table.c.import_id == import_id).distinct()
        found.update(reading.connection.execute(query).scalars())
    return tuple(sorted(found))


def patients_of(reading: Reading, entries: Iterable[int]) -> dict[int, str]:
    """Entry -> the patient whom it is about."""
    query = sa.select(t.audit.c.seq, t.audit.c.patient_id).where(t.audit.c.seq.in_(tuple(entries)))
    rows = reading.connection.execute(query)
    return {row.seq: row.patient_id for row in rows if row.patient_id is not None}


def made_by(reading: Reading, import_id: str) -> frozenset[str]:
    """The patients whom the import made."""
    query = sa.select(t.patients.c.id).where(t.patients.c.import_id == import_id)
    return frozenset(reading.connection.execute(query).scalars())


def ended_later(reading: Reading, import_id: str, entries: tuple[int, ...]) -> int:
    """How many results of the import were replaced, struck or moved by something later."""
    results = t.results
    query = sa.select(results.c.state_entry).where(
        results.c.import_id == import_id,
        results.c.entry.in_(entries),
        results.c.state_entry.is_not(None),
    )
    own = set(entries)
    return sum(1 for entry in reading.connection.execute(query).scalars() if entry not in own)


def later_actions(reading: Reading, entries: Mapping[int, str]) -> dict[str, set[str]]:
    """What was recorded about the patients of the import after it: action -> patients."""
    found: dict[str, set[str]] = {}
    for seq, patient_id in entries.items():
        query = sa.select(t.audit.c.action).where(
            t.audit.c.patient_id == patient_id, t.audit.c.seq > seq
        )
        for action in reading.connection.execute(query).scalars():
            found.setdefault(action, set()).add(patient_id)
    return found


def _rows(reading: Reading, query: sa.Select[Any], *, why: bool) -> tuple[KeptRow, ...]:
    named = sa.select(t.imports.c.id, t.imports.c.file)
    files = dict(reading.connection.execute(named).all())
    return tuple(
        KeptRow(
            row.id, row.import_id, files[row.import_id], row.place, row.field or "",
            row.value or "", "" if why else row.reason or "", row.code, row.patient_id,
            row.recorded_at, row.recorded_by, (row.reason or "") if why else "",
        )
        for row in reading.connection.execute(query)
    )  # fmt: skip
