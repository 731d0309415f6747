"""Nothing that was recorded can be changed, replaced or deleted, by any program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
import sqlcipher3.dbapi2 as driver

from aza_desktop.storage import tables as t
from aza_desktop.storage.connection import Access, opener
from aza_desktop.storage.store import Store

ALL = (*t.RECORDED, t.audit)


def a_value(column: sa.Column[object]) -> object:
    """Some value that the column's type takes."""
    kind = column.type
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Date):
        return dt.date(2026, 1, 26)
    if isinstance(kind, sa.Time):
        return dt.time(8, 40)
    return {
        "ExactDecimal": Decimal("1.50"),
        "UtcDateTime": dt.datetime(2026, 1, 26, 9, tzinfo=dt.UTC),
    }.get(type(kind).__name__, "a")


def another_value(column: sa.Column[object]) -> object:
    value = a_value(column)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dt.datetime | dt.date):
        return value + dt.timedelta(days=1)
    return {dt.time: dt.time(9), Decimal: Decimal("1.5")}.get(type(value), "b")


def a_row(table: sa.Table) -> dict[str, object]:
    row = {column.name: a_value(column) for column in table.columns}
    if table is t.audit:
        row["previous"] = ""
    if "state" in row:
        row |= {"state": "current", "state_entry": None, "state_at": None}
    return row


@pytest.fixture
def writer(store: Store) -> Iterator[sa.Connection]:
    """A connection past every service: only the file's own guards are left."""
    access = Access(store.path, foreign_keys=False)
    engine = sa.create_engine("sqlite://", creator=opener(access), module=driver)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_no_row_can_be_deleted(writer: sa.Connection, table: sa.Table) -> None:
    writer.execute(table.insert(), [a_row(table)])
    with pytest.raises(sqlalchemy.exc.IntegrityError, match="nothing is deleted"):
        writer.execute(table.delete())


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_no_recorded_column_can_be_changed(writer: sa.Connection, table: sa.Table) -> None:
    writer.execute(table.insert(), [a_row(table)])
    loose = t.MUTABLE.union(t.COUNTERS.get(table.name, ()))
    ended = {"state": "superseded"} if table in t.FACTS else {}
    for column in table.columns:
        if column.name in loose:
            continue
        with pytest.raises(sqlalchemy.exc.IntegrityError, match="is changed"):
            writer.execute(table.update().values({**ended, column.name: another_value(column)}))


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_no_row_can_be_replaced(writer: sa.Connection, table: sa.Table) -> None:
    writer.execute(table.insert(), [a_row(table)])
    with pytest.raises(sqlalchemy.exc.IntegrityError, match=r"is replaced|extend the chain"):
        writer.execute(table.insert().prefix_with("OR REPLACE"), [a_row(table)])


@pytest.mark.parametrize("table", t.FACTS, ids=lambda table: table.name)
def test_the_standing_of_a_fact_changes_once(writer: sa.Connection, table: sa.Table) -> None:
    writer.execute(table.insert(), [a_row(table)])
    writer.execute(table.update().values(state="superseded"))
    for state in ("current", "in_error"):
        with pytest.raises(sqlalchemy.exc.IntegrityError, match="changes once"):
            writer.execute(table.update().values(state=state))


def test_an_audit_entry_must_extend_the_chain(writer: sa.Connection) -> None:
    writer.execute(t.audit.insert(), [a_row(t.audit)])
    for wrong in ({"seq": 3, "previous": "a"}, {"seq": 2, "previous": "b"}):
        with pytest.raises(sqlalchemy.exc.IntegrityError, match="extend the chain"):
            writer.execute(t.audit.insert(), [a_row(t.audit) | wrong])
    writer.execute(t.audit.insert(), [a_row(t.audit) | {"seq": 2, "previous": "a"}])


def test_every_table_of_the_record_is_guarded() -> None:
    beside = {"answers"}
    assert {table.name for table in ALL} == set(t.metadata.tables) - beside
