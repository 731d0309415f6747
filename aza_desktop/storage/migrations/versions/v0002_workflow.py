"""The clinical workflow: owners, requests, answers to marks, merges, people who come and go.

A frozen picture: it does not follow the tables module.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"

metadata = sa.MetaData()
sa.Table("patients", metadata, sa.Column("id", sa.String, primary_key=True))


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=null)


def _day(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=null)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _recorded(name: str, *columns: SchemaItem) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.String, primary_key=True),
        *columns,
        sa.Column("recorded_at", sa.String, nullable=False),
        _text("recorded_by", null=False),
        _count("entry"),
    )


def _fact(name: str, *columns: SchemaItem) -> sa.Table:
    return _recorded(
        name,
        sa.Column("patient_id", sa.String, sa.ForeignKey("patients.id"), nullable=False),
        _text("given_id"),
        *columns,
        _text("supersedes"),
        _text("state", null=False),
        sa.Column("state_at", sa.String),
        _text("state_by"),
        _text("state_reason"),
        sa.Column("state_entry", sa.Integer),
        sa.Index(f"ix_{name}_patient_id", "patient_id"),
    )


NEW = (
    _fact("owners", _text("owner", null=False), _day("since", null=False), _text("note")),
    _fact(
        "lab_requests", _day("requested_on", null=False), _text("tests", null=False),
        _text("laboratory"), _day("due_by"), _day("booked_on"), _text("place"), _text("outcome"),
        _text("note"),
    ),
    _fact(
        "result_steps", _text("step", null=False), _text("results", null=False),
        _day("done_on", null=False), _text("done_by", null=False), _text("note"),
    ),
    _fact(
        "mark_answers", _text("kind", null=False), _text("code", null=False),
        _text("results", null=False), _day("answered_on", null=False),
        _text("answered_by", null=False), _text("reason_code"), _text("reason"), _day("until"),
        _text("shown"), _text("protocol"), _text("sha256"), _count("results_seen"),
        _text("program", null=False),
    ),
    _fact("merges", _text("other", null=False), _count("other_entry"), _text("reason", null=False)),
    _recorded(
        "user_changes", _text("name", null=False), _text("full_name"),
        _text("roles", null=False), _flag("active"),
    ),
    _recorded(
        "covers", _text("absent", null=False), _text("deputy", null=False),
        _day("since", null=False), _day("until", null=False), _flag("active"),
    ),
    _recorded(
        "clinic_laboratories", _text("laboratory", null=False), _text("name", null=False),
        sa.Column("limits", sa.Text, nullable=False), _flag("active"),
    ),
)  # fmt: skip

LATER = (
    ("contacts", _text("way")), ("contacts", _day("next_on")), ("contacts", _text("about")),
    ("samples", _text("place")), ("samples", _text("request")),
    ("proposals", _text("answer")), ("proposals", _text("answered_by")),
    ("proposals", _text("answer_note")),
)  # fmt: skip


def upgrade() -> None:
    """New tables, and new columns at the end of old ones, empty in every row that is there."""
    metadata.create_all(op.get_bind(), tables=list(NEW))
    for table, column in LATER:
        op.add_column(table, column)
