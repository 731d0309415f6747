"""The record's own guards: in the file itself, so that no program can change what was recorded."""

from __future__ import annotations

import sqlalchemy as sa

from aza_desktop.storage.tables import COUNTERS, FACTS, MUTABLE, RECORDED, audit, metadata

_PREFIX = "keep_"


def statements() -> dict[str, str]:
    """Name and SQL of every trigger, for SQLite."""
    made: dict[str, str] = {}
    for table in (*RECORDED, audit):
        made |= _guard(table)
    made[f"{_PREFIX}audit_chain"] = (
        f"CREATE TRIGGER {_PREFIX}audit_chain BEFORE INSERT ON audit "
        "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit) "
        "OR NEW.previous <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '') "
        "BEGIN SELECT raise(ABORT, 'an audit entry must extend the chain'); END"
    )
    return made


def recreate(connection: sa.Connection) -> None:
    """Drop every trigger and make ours anew: the last step of each migration."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).scalars()
    for name in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for statement in statements().values():
        connection.exec_driver_sql(statement)


def _guard(table: sa.Table) -> dict[str, str]:
    name = table.name
    may_change = COUNTERS.get(name, ()) + (tuple(sorted(MUTABLE)) if table in FACTS else ())
    fixed = [column.name for column in table.columns if column.name not in may_change]
    changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in fixed)
    made = {
        f"{_PREFIX}{name}_row": (
            f"CREATE TRIGGER {_PREFIX}{name}_row BEFORE DELETE ON {name} "
            f"BEGIN SELECT raise(ABORT, 'nothing is deleted from {name}'); END"
        ),
        f"{_PREFIX}{name}_as_recorded": (
            f"CREATE TRIGGER {_PREFIX}{name}_as_recorded BEFORE UPDATE ON {name} "
            f"WHEN {changed} "
            f"BEGIN SELECT raise(ABORT, 'nothing recorded in {name} is changed'); END"
        ),
        f"{_PREFIX}{name}_once": (
            f"CREATE TRIGGER {_PREFIX}{name}_once BEFORE INSERT ON {name} "
            f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {_same_key(table)}) "
            f"BEGIN SELECT raise(ABORT, 'nothing recorded in {name} is replaced'); END"
        ),
    }
    if table in FACTS:
        made[f"{_PREFIX}{name}_standing"] = (
            f"CREATE TRIGGER {_PREFIX}{name}_standing BEFORE UPDATE ON {name} "
            "WHEN OLD.state <> 'current' OR NEW.state = 'current' "
            f"BEGIN SELECT raise(ABORT, 'the standing in {name} changes once'); END"
        )
    return made


def _same_key(table: sa.Table) -> str:
    (key,) = table.primary_key.columns
    return f'"{key.name}" = NEW."{key.name}"'


EXPECTED_TABLES = frozenset(metadata.tables)
