"""The first schema: every table of the record, as it stood when this migration was written.

A frozen picture: it does not follow the tables module.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

metadata = sa.MetaData()


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=null)


def _day(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=null)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _belongs_to(name: str, target: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, sa.ForeignKey(f"{target}.id"), nullable=null)


def _recorded(name: str, *columns: SchemaItem) -> sa.Table:
    """A row that is written once and never changes."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.String, primary_key=True),
        *columns,
        sa.Column("recorded_at", sa.String, nullable=False),
        _text("recorded_by", null=False),
        _count("entry"),
    )


def _fact(name: str, *columns: SchemaItem, owner: str = "patients") -> sa.Table:
    """A clinical row: never changed, only superseded, withdrawn or struck."""
    key = "course_id" if owner == "courses" else "patient_id"
    return _recorded(
        name,
        _belongs_to(key, owner),
        _text("given_id"),
        *columns,
        _text("supersedes"),
        _text("state", null=False),
        sa.Column("state_at", sa.String),
        _text("state_by"),
        _text("state_reason"),
        sa.Column("state_entry", sa.Integer),
        sa.Index(f"ix_{name}_{key}", key),
    )


_recorded("clinic", _text("name", null=False))

_recorded(
    "users", _text("name", null=False), _text("full_name"), _text("roles", null=False),
    sa.UniqueConstraint("name"),
)  # fmt: skip

_recorded(
    "protocol_versions", _text("protocol_id", null=False), _text("version", null=False),
    _text("sha256", null=False), sa.Column("text", sa.Text, nullable=False),
    sa.UniqueConstraint("protocol_id", "version", "sha256"),
)  # fmt: skip

_recorded(
    "imports", _text("file", null=False), _text("format", null=False), _text("profile"),
    _text("sha256", null=False), sa.Column("report", sa.Text, nullable=False),
    sa.Index("ix_imports_sha256", "sha256"),
)  # fmt: skip

_recorded(
    "patients", _count("version"), _text("search_name", null=False), _text("import_id"),
    sa.Index("ix_patients_search_name", "search_name"),
)  # fmt: skip

_recorded(
    "import_rows", _belongs_to("import_id", "imports"),
    _belongs_to("patient_id", "patients", null=True), _text("standing", null=False),
    _text("place", null=False), _text("field"), _text("value"), _text("reason"), _text("code"),
    sa.Index("ix_import_rows_import_id", "import_id"),
    sa.Index("ix_import_rows_patient_id", "patient_id"),
)  # fmt: skip

_fact(
    "patient_numbers", _count("position"), _text("system", null=False), _text("value", null=False),
    sa.Index("ix_patient_numbers_value", "value"),
)  # fmt: skip
_fact("patient_names", _text("family"), _text("given"), _text("title"))
_fact(
    "patient_details", _day("birth_date"), _text("sex"), _text("phone"), _text("indication"),
    _number("prior_toxic_dose_mg"), _text("tpmt", null=False), _number("weight_kg"),
    _text("tablets_mg", null=False), _flag("halves"), _flag("splitting"),
)  # fmt: skip
_fact("allergy_states", _text("allergies", null=False), sa.Column("items", sa.Text, nullable=False))
_fact(
    "genetics", _text("gene", null=False), _text("phenotype", null=False), _text("method"),
    _text("value"), _text("unit"), _day("tested_on"),
)  # fmt: skip
_fact("weights", _day("weighed_on", null=False), _number("kg"))
_fact("drug_questions", _text("drug", null=False), _text("answer", null=False), _day("asked_on"))
_fact("laboratories", _text("name", null=False))
_fact(
    "laboratory_limits", _text("laboratory", null=False), _text("analyte", null=False),
    _number("uln"), _text("unit", null=False), _text("sex"), _day("valid_from"),
)  # fmt: skip

_recorded(
    "courses", _belongs_to("patient_id", "patients"), _count("number"),
    _text("protocol_id", null=False), _text("protocol_version", null=False),
    _text("protocol_sha256"), _text("reason"),
    _text("import_id"), _count("version"),
    sa.UniqueConstraint("patient_id", "number"),
)  # fmt: skip
_fact(
    "course_checklists",
    sa.Column("answers", sa.Text, nullable=False),
    owner="courses",
)
_fact(
    "course_dates", _day("break_start"), _day("restart"), _day("stable_from"),
    _day("long_term_from"), _day("stopped_on"), owner="courses",
)  # fmt: skip
_fact(
    "phase_events", _text("to_phase", null=False), _day("starts_on"), _text("confirmed_by"),
    _text("reason"), _text("relied_on", null=False), _flag("transcribed"), _text("import_id"),
    owner="courses",
)  # fmt: skip
_fact(
    "dose_events", _day("starts_on", null=False), _number("dose_mg"), _text("confirmed_by"),
    _text("reason"), _flag("transcribed"), _text("import_id"), owner="courses",
)  # fmt: skip
_fact("holds", _day("since", null=False), _day("until"), _text("reason"), owner="courses")
_fact("day_reports", _day("day", null=False), _text("report", null=False), owner="courses")
_fact(
    "decisions", _day("decided_on", null=False), _text("type", null=False), _text("decided_by"),
    _text("reason"), _flag("transcribed"), owner="courses",
)  # fmt: skip
_recorded(
    "decision_results", _belongs_to("decision_id", "decisions"), _count("position"),
    _text("result", null=False), sa.Index("ix_decision_results_decision_id", "decision_id"),
)  # fmt: skip

_fact(
    "results", _text("analyte", null=False), _text("value_text", null=False), _number("value"),
    _text("comparator", null=False), _text("unit"), _text("uln_text"), _number("uln"),
    _text("uln_unit"), _day("collected_on", null=False), sa.Column("collected_time", sa.Time),
    _day("entered_on"), _text("laboratory"), _text("status", null=False), _text("note"),
    _text("reason"), _text("import_id"), _text("place"),
    sa.Index("ix_results_patient_analyte_day", "patient_id", "analyte", "collected_on"),
    sa.Index("ix_results_patient_given", "patient_id", "given_id", unique=True),
)  # fmt: skip
_fact(
    "samples", _day("taken_on", null=False), _text("tests", null=False), _text("laboratory"),
    _text("note"),
)  # fmt: skip
_fact(
    "symptoms", _text("code", null=False), _day("onset_on", null=False), _day("resolved_on"),
    _text("note"),
)  # fmt: skip
_fact("comedications", _text("name", null=False), _day("start_on", null=False), _day("last_day"))
_fact(
    "contacts", _day("contacted_on", null=False), _text("contacted_by"),
    _text("outcome", null=False), _text("text"),
)  # fmt: skip
_fact("notes", _day("noted_on"), _text("text", null=False), _text("noted_by"))
_fact(
    "proposals", _day("proposed_on", null=False), _text("to_phase", null=False),
    _number("dose_mg"), _text("proposed_by"), _text("waits_for"), _text("note"),
    _day("answered_on"),
)  # fmt: skip

sa.Table(
    "audit", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _text("id", null=False), sa.Column("at", sa.String, nullable=False),
    _text("actor", null=False), _text("action", null=False),
    _belongs_to("patient_id", "patients", null=True), sa.Column("patient_version", sa.Integer),
    sa.Column("about", sa.Text, nullable=False), _text("digest", null=False),
    _text("previous", null=False), _text("hash", null=False),
    sa.Index("ix_audit_patient", "patient_id", "patient_version"),
)  # fmt: skip

sa.Table(
    "answers", metadata,
    sa.Column("key", sa.String, primary_key=True), _text("content", null=False),
    sa.Column("answer", sa.Text, nullable=False), _count("entry"),
)  # fmt: skip


def upgrade() -> None:
    """Make every table."""
    metadata.create_all(op.get_bind())
