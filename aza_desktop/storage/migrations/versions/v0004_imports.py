"""Imports: the files of which rows still wait, and when a laboratory reported a result.

A frozen picture: it does not follow the tables module.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

metadata = sa.MetaData()
sa.Table("imports", metadata, sa.Column("id", sa.String, primary_key=True))
FILES = sa.Table(
    "import_files", metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("import_id", sa.String, sa.ForeignKey("imports.id"), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.String, nullable=False),
    sa.Column("recorded_by", sa.String, nullable=False),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Index("ix_import_files_import_id", "import_id"),
)  # fmt: skip


def upgrade() -> None:
    """A new table, and a new column at the end of the results, empty in every row that is there."""
    metadata.create_all(op.get_bind(), tables=[FILES])
    op.add_column("results", sa.Column("reported", sa.String))
