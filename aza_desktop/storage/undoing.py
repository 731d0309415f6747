"""Entries taken back by compensation: what was added no longer counts, what ended is told again.

Nothing is deleted. It works on rows, whatever their kind: an audit entry knows the rows that it
wrote, so that no kind of entry can be forgotten.
"""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.unit_of_work import UnitOfWork

_OWN = t.MUTABLE.union({"id", "recorded_at", "recorded_by", "entry", "supersedes", "given_id"})


def is_intact(work: UnitOfWork, entry: int) -> bool:
    """True while every fact that the entry added still counts."""
    return not any(_ended(work, table, entry) for table in t.FACTS)


def counts(work: UnitOfWork, entry: int) -> bool:
    """True while any fact that the entry added counts."""
    return any(
        work.connection.execute(
            sa.select(table.c.id).where(table.c.entry == entry, table.c.state == "current").limit(1)
        ).first()
        for table in t.FACTS
    )


def _ended(work: UnitOfWork, table: sa.Table, entry: int) -> bool:
    query = sa.select(table.c.id).where(table.c.entry == entry, table.c.state != "current")
    if table is t.results:
        query = query.where(table.c.status != "cancelled")
    return work.connection.execute(query.limit(1)).first() is not None


def take_back(
    work: UnitOfWork, entry: int, *, reason: str, tables: tuple[sa.Table, ...] = t.FACTS
) -> tuple[str, ...]:
    """Compensate an entry under the present one; gives the ids that people see of what it undid.

    tables: where the entry can have written.
    """
    undone: list[str] = []
    struck: dict[str, str] = {}
    for table in tables:
        added = sa.select(table).where(table.c.entry == entry, table.c.state == "current")
        for row in work.connection.execute(added).all():
            work.end(table, row.id, state="in_error", reason=reason)
            undone.append(row.given_id or "")
            if row.supersedes:
                struck[row.supersedes] = row.id
    for table in tables:
        ended = (
            sa.select(table)
            .where(table.c.state_entry == entry, table.c.entry != entry)
            .order_by(table.c.id)
        )
        for row in work.connection.execute(ended).all():
            tell_again(work, table, row, supersedes=struck.get(row.id, row.id))
    return tuple(given for given in undone if given)


def tell_again(
    work: UnitOfWork, table: sa.Table, row: sa.Row[tuple[object, ...]], *, supersedes: str
) -> None:
    """A fact that had ended counts again, as a new row."""
    values = {k: v for k, v in row._mapping.items() if k not in _OWN}
    given = row.given_id
    if table is t.results:
        given = next_result_id(work, row.patient_id, given)
    key = work.add(table, {**values, "given_id": given, "supersedes": supersedes})
    if table is t.decisions:
        named = sa.select(t.decision_results).where(t.decision_results.c.decision_id == row.id)
        for one in work.connection.execute(named).all():
            place = {"position": one.position, "result": one.result}
            work.add(t.decision_results, {"decision_id": key, **place})


def next_result_id(work: UnitOfWork, patient_id: str, given: str) -> str:
    """``r1-alt.2`` and so on: an id that the patient has not given yet."""
    query = sa.select(t.results.c.given_id).where(t.results.c.patient_id == patient_id)
    taken = set(work.connection.execute(query).scalars())
    stem, _, last = given.rpartition(".")
    base, number = (stem, int(last)) if stem and last.isdecimal() else (given, 1)
    while True:
        number += 1
        if f"{base}.{number}" not in taken:
            return f"{base}.{number}"


STRUCK = {
    "symptom": t.symptoms,
    "comedication": t.comedications,
    "contact": t.contacts,
    "sample": t.samples,
    "request": t.lab_requests,
    "proposal": t.proposals,
    "result": t.results,
    "mark_answer": t.mark_answers,
}
"""The kinds of entries that can be struck one by one, by the id that people see."""


def strike(work: UnitOfWork, kind: str, patient_id: str, *, given_id: str, reason: str) -> bool:
    """An entry no longer counts; False where there is no such entry that does."""
    table = STRUCK[kind]
    query = sa.select(table.c.id).where(
        table.c.patient_id == patient_id,
        table.c.given_id == given_id,
        table.c.state == "current",
    )
    keys = list(work.connection.execute(query).scalars())
    for key in keys:
        work.end(table, key, state="in_error", reason=reason)
    return bool(keys)
