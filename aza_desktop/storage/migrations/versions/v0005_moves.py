"""Courses that a person moved to another version of the protocol.

A frozen picture: it does not follow the tables module.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

metadata = sa.MetaData()
sa.Table("courses", metadata, sa.Column("id", sa.String, primary_key=True))
MOVES = sa.Table(
    "course_protocols", metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("course_id", sa.String, sa.ForeignKey("courses.id"), nullable=False),
    sa.Column("given_id", sa.String),
    sa.Column("protocol_id", sa.String, nullable=False),
    sa.Column("protocol_version", sa.String, nullable=False),
    sa.Column("protocol_sha256", sa.String, nullable=False),
    sa.Column("moved_on", sa.Date, nullable=False),
    sa.Column("confirmed_by", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("supersedes", sa.String),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("state_at", sa.String),
    sa.Column("state_by", sa.String),
    sa.Column("state_reason", sa.String),
    sa.Column("state_entry", sa.Integer),
    sa.Column("recorded_at", sa.String, nullable=False),
    sa.Column("recorded_by", sa.String, nullable=False),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Index("ix_course_protocols_course_id", "course_id"),
)  # fmt: skip


def upgrade() -> None:
    """One new table; nothing that is there changes."""
    metadata.create_all(op.get_bind(), tables=[MOVES])
