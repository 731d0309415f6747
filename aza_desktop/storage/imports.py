"""The imports' shelf: which file brought what, and which of its rows still wait for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from aza_desktop.clinical.drafts import HeldRow, RejectedRow
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.storage import holding
from aza_desktop.storage import tables as t
from aza_desktop.storage.merged_away import not_merged_away, standing_for
from aza_desktop.storage.reading import Reading, batched, raw_rows
from aza_desktop.storage.unit_of_work import UnitOfWork

Told = tuple[str | None, str, str | None, str, str, int, str | None]
"""What a stored result says, as the file holds it: value, comparator, unit, status, state, whether
it has an upper limit, and when it was reported."""


class KnownResult(NamedTuple):
    """A stored result as the search for duplicates sees it, whatever its state.

    Hundreds of thousands are looked at, few are more than compared: what it says stays as it is.
    """

    key: str
    analyte: str
    collected_on: dt.date
    collected_time: dt.time | None
    told: Told


def identities(reading: Reading) -> Iterator[tuple[str, Identity]]:
    """Every patient's key with numbers, name and birth date."""
    numbers: dict[str, list[PatientNumber]] = {}
    held = t.patient_numbers
    for row in reading.connection.execute(
        sa.select(held.c.patient_id, held.c.system, held.c.value)
        .where(held.c.state == "current")
        .order_by(held.c.patient_id, held.c.position, held.c.id)
    ):
        numbers.setdefault(row.patient_id, []).append(PatientNumber(row.system, row.value))
    names = {
        row.patient_id: (row.family, row.given)
        for row in reading.connection.execute(
            sa.select(t.patient_names).where(t.patient_names.c.state == "current")
        )
    }
    details = t.patient_details
    for row in reading.connection.execute(
        sa.select(details.c.patient_id, details.c.birth_date, details.c.sex)
        .where(details.c.state == "current", not_merged_away(details.c.patient_id))
        .order_by(details.c.patient_id)
    ):
        family, given = names.get(row.patient_id, (None, None))
        yield (
            row.patient_id,
            Identity(
                tuple(numbers.get(row.patient_id, ())),
                family,
                given,
                birth_date=row.birth_date,
                sex=row.sex,
            ),
        )


def known_results(reading: Reading, patient_ids: Iterable[str]) -> dict[str, list[KnownResult]]:
    """Patient -> the stored results, in every state, oldest row first.

    Those of an import that was taken back are as if they had never come.
    """
    gone = holding.undone(reading)
    found: dict[str, list[KnownResult]] = {}
    for chunk in batched(sorted(patient_ids)):
        query = (
            "SELECT patient_id, import_id, id, analyte, collected_on, collected_time, value,"
            " comparator, unit, status, state, uln IS NOT NULL, reported FROM results"
            f" WHERE patient_id IN ({', '.join('?' * len(chunk))}) ORDER BY id"
        )
        for patient_id, import_id, key, analyte, day, time, *told in raw_rows(
            reading, query, chunk
        ):
            if import_id not in gone:
                at = None if time is None else _time(time)
                known = KnownResult(key, analyte, _day(day), at, tuple(told))
                found.setdefault(patient_id, []).append(known)
    return found


_day = lru_cache(maxsize=20_000)(dt.date.fromisoformat)
_time = lru_cache(maxsize=2_000)(dt.time.fromisoformat)


def add(
    work: UnitOfWork,
    *,
    import_id: str,
    file: str,
    format_name: str,
    profile: str | None,
    sha256: str,
    report: str,
) -> None:
    """Record under the present audit entry that a file was taken in. report: as JSON text."""
    work.add(
        t.imports,
        {
            "file": file,
            "format": format_name,
            "profile": profile,
            "sha256": sha256,
            "report": report,
        },
        key=import_id,
    )


def add_row(
    work: UnitOfWork, import_id: str, row: HeldRow | RejectedRow, *, patient_id: str | None
) -> None:
    """Record a row that was not taken in, with its place and reason."""
    held = isinstance(row, HeldRow)
    work.add(
        t.import_rows,
        {
            "import_id": import_id,
            "patient_id": patient_id,
            "standing": "held" if held else "rejected",
            "place": row.where,
            "field": row.field,
            "value": row.value,
            "reason": row.reason,
            "code": row.code if isinstance(row, HeldRow) else None,
        },
    )


def is_known(reading: Reading, sha256: str) -> bool:
    """True when a file of exactly these bytes was taken in before, and not taken back."""
    query = sa.select(t.imports.c.id).where(t.imports.c.sha256 == sha256)
    keys = reading.connection.execute(query).scalars().all()
    return bool(set(keys) - holding.undone(reading))


def held_rows(reading: Reading) -> dict[str, int]:
    """Patient -> how many rows of laboratory files wait for a person.

    A file that was taken in again, now with an answer, counts as it went the last time. Rows of a
    record that was merged wait at the one that stands for it.
    """
    query = (
        sa.select(t.import_rows.c.patient_id, sa.func.count())
        .where(holding.is_waiting())
        .where(t.import_rows.c.patient_id.is_not(None))
        .group_by(t.import_rows.c.patient_id)
    )
    stands = standing_for(reading)
    found: dict[str, int] = {}
    for patient_id, count in reading.connection.execute(query):
        shown = stands.get(patient_id, patient_id)
        found[shown] = found.get(shown, 0) + int(count)
    return found
