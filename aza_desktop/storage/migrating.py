"""How a schema comes to be: Alembic's scripts, the one way, in one transaction.

A file of the present schema never gets here, so that an ordinary start does not load Alembic.
"""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import sqlalchemy as sa

from aza_desktop.storage import triggers
from aza_desktop.storage.connection import APPLICATION_ID, SCHEMA_VERSION
from aza_desktop.storage.failures import damaged
from aza_desktop.texts import tr


def upgrade(engine: sa.Engine, path: Path) -> None:
    """Bring the file at `path` to the newest schema, or leave it exactly as it was.

    engine: a write engine whose connections have foreign keys off, because a rebuilt table would
    take its children along. Schema, data, triggers and ``user_version`` are one transaction.
    """
    with engine.begin() as connection:
        _run_scripts(connection)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise damaged(path, tr("an upgrade would leave rows without their patient"))
        triggers.recreate(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def _run_scripts(connection: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415 - half a second that only an upgrade may cost
    from alembic.config import Config  # noqa: PLC0415

    scripts = importlib.resources.files("aza_desktop.storage") / "migrations"
    with importlib.resources.as_file(scripts) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
