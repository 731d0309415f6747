"""Paper: the clinic's own settings, and every sheet that was printed or saved.

A frozen picture: it does not follow the tables module.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

metadata = sa.MetaData()
sa.Table("patients", metadata, sa.Column("id", sa.String, primary_key=True))


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=null)


def _stamp() -> tuple[sa.Column[str], sa.Column[str], sa.Column[int]]:
    """When, by whom and under which entry of the trail."""
    return (
        sa.Column("recorded_at", sa.String, nullable=False),
        _text("recorded_by"),
        sa.Column("entry", sa.Integer, nullable=False),
    )


NEW = (
    sa.Table(
        "clinic_settings", metadata, sa.Column("id", sa.String, primary_key=True), _text("name"),
        sa.Column("value", sa.Text, nullable=False), *_stamp(),
        sa.Index("ix_clinic_settings_name", "name"),
    ),
    sa.Table(
        "sheets", metadata, sa.Column("id", sa.String, primary_key=True),
        sa.Column("patient_id", sa.String, sa.ForeignKey("patients.id"), nullable=True),
        _text("kind"), _text("way"), sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date), sa.Column("plan", sa.Text, nullable=False),
        _text("digest"), sa.Column("pages", sa.Integer, nullable=False), *_stamp(),
        sa.Index("ix_sheets_patient_id", "patient_id"),
    ),
)  # fmt: skip


def upgrade() -> None:
    """Two new tables; nothing that is there changes."""
    metadata.create_all(op.get_bind(), tables=list(NEW))
