"""The record checked from end to end: pages, keys, schema, settings, audit chain, every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from aza_desktop.errors import UserError
from aza_desktop.storage import anchor, audit, triggers
from aza_desktop.storage import tables as t
from aza_desktop.storage.connection import PRAGMAS, SCHEMA_VERSION, read_back
from aza_desktop.storage.failures import DRIVER_ERRORS
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.reconciling import reconcile
from aza_desktop.storage.store import Store
from aza_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer."""

    name: str
    ok: bool
    detail: str


def checks_of(store: Store) -> tuple[Check, ...]:
    """All checks, in their order. One that cannot be carried out has failed."""
    return tuple(_checks(store))


def _checks(store: Store) -> Iterator[Check]:
    for name, question in _QUESTIONS.items():
        try:
            with store.reading() as reading:
                fault, detail = question(reading)
        except UserError as error:
            fault, detail = True, error.why
        except (*DRIVER_ERRORS, ValueError, TypeError, KeyError) as error:
            fault, detail = True, type(error).__name__
        yield Check(name, ok=not fault, detail=detail)


Answer = tuple[bool, str]
"""Whether there is a fault, and what was seen."""


def _integrity(reading: Reading) -> Answer:
    found = reading.connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return found != ["ok"], "; ".join(str(line) for line in found[:3])


def _foreign_keys(reading: Reading) -> Answer:
    loose = reading.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return bool(loose), tr("{count} rows without their owner").format(count=len(loose))


def _schema(reading: Reading) -> Answer:
    version = reading.connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    rows = reading.connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view', 'trigger')"
    ).fetchall()
    tables = {row.name for row in rows if row.type == "table"} - {"alembic_version"}
    expected = set(t.metadata.tables)
    guards = {row.name: row.sql for row in rows if row.type == "trigger"}
    wrong = sorted(tables ^ expected)
    wrong += sorted(row.name for row in rows if row.type == "view")
    ours = triggers.statements()
    wrong += sorted(name for name in {*guards, *ours} if guards.get(name) != ours.get(name))
    if wrong or version != SCHEMA_VERSION:
        return True, tr("schema {version}, unlike ours: {names}").format(
            version=version, names=", ".join(wrong)
        )
    return False, tr("schema {version}, {tables} tables, {guards} guards").format(
        version=version, tables=len(tables), guards=len(guards)
    )


def _pragmas(reading: Reading) -> Answer:
    raw = reading.connection.connection.dbapi_connection
    assert raw is not None
    found = read_back(raw)
    wrong = {name: value for name, value in found.items() if value != PRAGMAS[name]}
    shown = wrong or found
    return bool(wrong), ", ".join(f"{name}={value}" for name, value in shown.items())


def _audit_chain(reading: Reading) -> Answer:
    before = audit.Head()
    kept = anchor.last_seen(reading.path)
    seen_hash = None
    for entry in audit.entries(reading.connection):
        body = asdict(entry)
        said = body.pop("hash")
        if entry.seq != before.seq + 1 or entry.previous != before.hash:
            return True, tr("entry {seq} does not follow the one before").format(seq=entry.seq)
        if audit.linked(body) != said:
            return True, tr("entry {seq} was changed").format(seq=entry.seq)
        before = audit.Head(entry.seq, entry.hash, entry.id)
        if kept is not None and entry.seq == kept.seq:
            seen_hash = entry.hash
    if kept is not None and seen_hash != kept.hash:
        return True, tr("the trail ends at {seq}, but entry {kept} was written here").format(
            seq=before.seq, kept=kept.seq
        )
    return False, tr("{count} entries").format(count=before.seq)


_QUESTIONS: dict[str, Callable[[Reading], Answer]] = {
    "integrity": _integrity,
    "foreign_keys": _foreign_keys,
    "schema": _schema,
    "pragmas": _pragmas,
    "audit_chain": _audit_chain,
    "reconciliation": reconcile,
}
