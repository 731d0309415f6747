"""Rows of many tables, side by side: each table is read once, in the order of its patients."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage import tables as t
from aza_desktop.storage.reading import Reading

Row = Any
"""A row whose columns are read by name; its types are the table's."""


class Feed:
    """The rows of one query, handed out patient by patient. Patients must be asked for in order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row | None = next(rows, None)

    def take(self, patient_id: str) -> list[Row]:
        """The rows of that patient, in the order of the query; those of patients before are over.

        Nobody asks for the rows of a record that was merged away, and they stand among the others.
        """
        taken: list[Row] = []
        while self._next is not None and self._next.belongs_to < patient_id:
            self._next = next(self._rows, None)
        while self._next is not None and self._next.belongs_to == patient_id:
            taken.append(self._next)
            self._next = next(self._rows, None)
        return taken


def feed(
    reading: Reading, table: sa.Table, *, patient_id: str | None, every_state: bool = False
) -> Feed:
    """The rows of a table, by patient, then in the order in which they were recorded."""
    query = _query(table, one=patient_id is not None, every_state=every_state)
    return Feed(iter(reading.connection.execute(query, _named(patient_id))))


def decision_feed(reading: Reading, *, patient_id: str | None) -> Feed:
    """Which results each decision names, by patient, decision and place."""
    query = _decision_query(one=patient_id is not None)
    return Feed(iter(reading.connection.execute(query, _named(patient_id))))


def _named(patient_id: str | None) -> dict[str, str]:
    return {} if patient_id is None else {"wanted": patient_id}


@cache
def _query(table: sa.Table, *, one: bool, every_state: bool) -> sa.Select[Any]:
    """The query of a table, built once: building costs more than asking."""
    if "patient_id" in table.c:
        owner, source = table.c.patient_id, sa.select(table)
    else:
        owner = t.courses.c.patient_id
        source = sa.select(table).join(t.courses, t.courses.c.id == table.c.course_id)
    query = source.add_columns(owner.label("belongs_to")).order_by(owner, table.c.id)
    if "state" in table.c and not every_state:
        query = query.where(table.c.state == "current")
    return query.where(owner == sa.bindparam("wanted")) if one else query


@cache
def _decision_query(*, one: bool) -> sa.Select[Any]:
    owner = t.courses.c.patient_id
    query = (
        sa.select(t.decision_results, owner.label("belongs_to"))
        .join(t.decisions, t.decisions.c.id == t.decision_results.c.decision_id)
        .join(t.courses, t.courses.c.id == t.decisions.c.course_id)
        .order_by(owner, t.decision_results.c.id)
    )
    return query.where(owner == sa.bindparam("wanted")) if one else query
