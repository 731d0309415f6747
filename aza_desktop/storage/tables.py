"""What is kept, and under which names. The migrations make these tables; this is what we speak.

A *fact* is a row that somebody recorded. Its columns never change; only its standing does
(current, then superseded, withdrawn or in_error, once). `entry` is the audit entry that wrote it.
Types are portable: text keys, ISO dates, decimals as text.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from aza_desktop.storage.column_types import ExactDecimal, UtcDateTime

metadata = sa.MetaData()

MUTABLE = frozenset({"state", "state_at", "state_by", "state_reason", "state_entry"})
"""The standing of a fact: the only columns of it that may change, and only away from current."""


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=null)


def _day(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=null)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, ExactDecimal)


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
        sa.Column("recorded_at", UtcDateTime, nullable=False),
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
        sa.Column("state_at", UtcDateTime),
        _text("state_by"),
        _text("state_reason"),
        sa.Column("state_entry", sa.Integer),
        sa.Index(f"ix_{name}_{key}", key),
    )


LATER: dict[str, tuple[str, ...]] = {}
"""Columns that came after the first schema: empty ones are no part of an audit digest."""


def _later(table: sa.Table, *columns: sa.Column[Any]) -> None:
    """Columns that a later revision added, at the table's end, empty in older rows."""
    for column in columns:
        table.append_column(column)
    LATER[table.name] = (*LATER.get(table.name, ()), *(column.name for column in columns))


clinic = _recorded("clinic", _text("name", null=False))

users = _recorded(
    "users", _text("name", null=False), _text("full_name"), _text("roles", null=False),
    sa.UniqueConstraint("name"),
)  # fmt: skip

protocol_versions = _recorded(
    "protocol_versions", _text("protocol_id", null=False), _text("version", null=False),
    _text("sha256", null=False), sa.Column("text", sa.Text, nullable=False),
    sa.UniqueConstraint("protocol_id", "version", "sha256"),
)  # fmt: skip

imports = _recorded(
    "imports", _text("file", null=False), _text("format", null=False), _text("profile"),
    _text("sha256", null=False), sa.Column("report", sa.Text, nullable=False),
    sa.Index("ix_imports_sha256", "sha256"),
)  # fmt: skip

patients = _recorded(
    "patients", _count("version"), _text("search_name", null=False), _text("import_id"),
    sa.Index("ix_patients_search_name", "search_name"),
)  # fmt: skip

import_rows = _recorded(
    "import_rows", _belongs_to("import_id", "imports"),
    _belongs_to("patient_id", "patients", null=True), _text("standing", null=False),
    _text("place", null=False), _text("field"), _text("value"), _text("reason"), _text("code"),
    sa.Index("ix_import_rows_import_id", "import_id"),
    sa.Index("ix_import_rows_patient_id", "patient_id"),
)  # fmt: skip

patient_numbers = _fact(
    "patient_numbers", _count("position"), _text("system", null=False), _text("value", null=False),
    sa.Index("ix_patient_numbers_value", "value"),
)  # fmt: skip
patient_names = _fact("patient_names", _text("family"), _text("given"), _text("title"))
patient_details = _fact(
    "patient_details", _day("birth_date"), _text("sex"), _text("phone"), _text("indication"),
    _number("prior_toxic_dose_mg"), _text("tpmt", null=False), _number("weight_kg"),
    _text("tablets_mg", null=False), _flag("halves"), _flag("splitting"),
)  # fmt: skip
allergy_states = _fact(
    "allergy_states", _text("allergies", null=False), sa.Column("items", sa.Text, nullable=False)
)
genetics = _fact(
    "genetics", _text("gene", null=False), _text("phenotype", null=False), _text("method"),
    _text("value"), _text("unit"), _day("tested_on"),
)  # fmt: skip
weights = _fact("weights", _day("weighed_on", null=False), _number("kg"))
drug_questions = _fact(
    "drug_questions", _text("drug", null=False), _text("answer", null=False), _day("asked_on")
)
laboratories = _fact("laboratories", _text("name", null=False))
laboratory_limits = _fact(
    "laboratory_limits", _text("laboratory", null=False), _text("analyte", null=False),
    _number("uln"), _text("unit", null=False), _text("sex"), _day("valid_from"),
)  # fmt: skip

courses = _recorded(
    "courses", _belongs_to("patient_id", "patients"), _count("number"),
    _text("protocol_id", null=False), _text("protocol_version", null=False),
    _text("protocol_sha256"), _text("reason"),
    _text("import_id"), _count("version"),
    sa.UniqueConstraint("patient_id", "number"),
)  # fmt: skip
course_checklists = _fact(
    "course_checklists",
    sa.Column("answers", sa.Text, nullable=False),
    owner="courses",
)
course_protocols = _fact(
    "course_protocols", _text("protocol_id", null=False), _text("protocol_version", null=False),
    _text("protocol_sha256", null=False), _day("moved_on", null=False),
    _text("confirmed_by", null=False), _text("reason", null=False), owner="courses",
)  # fmt: skip
course_dates = _fact(
    "course_dates", _day("break_start"), _day("restart"), _day("stable_from"),
    _day("long_term_from"), _day("stopped_on"), owner="courses",
)  # fmt: skip
phase_events = _fact(
    "phase_events", _text("to_phase", null=False), _day("starts_on"), _text("confirmed_by"),
    _text("reason"), _text("relied_on", null=False), _flag("transcribed"), _text("import_id"),
    owner="courses",
)  # fmt: skip
dose_events = _fact(
    "dose_events", _day("starts_on", null=False), _number("dose_mg"), _text("confirmed_by"),
    _text("reason"), _flag("transcribed"), _text("import_id"), owner="courses",
)  # fmt: skip
holds = _fact("holds", _day("since", null=False), _day("until"), _text("reason"), owner="courses")
day_reports = _fact(
    "day_reports", _day("day", null=False), _text("report", null=False), owner="courses"
)
decisions = _fact(
    "decisions", _day("decided_on", null=False), _text("type", null=False), _text("decided_by"),
    _text("reason"), _flag("transcribed"), owner="courses",
)  # fmt: skip
decision_results = _recorded(
    "decision_results", _belongs_to("decision_id", "decisions"), _count("position"),
    _text("result", null=False), sa.Index("ix_decision_results_decision_id", "decision_id"),
)  # fmt: skip

results = _fact(
    "results", _text("analyte", null=False), _text("value_text", null=False), _number("value"),
    _text("comparator", null=False), _text("unit"), _text("uln_text"), _number("uln"),
    _text("uln_unit"), _day("collected_on", null=False), sa.Column("collected_time", sa.Time),
    _day("entered_on"), _text("laboratory"), _text("status", null=False), _text("note"),
    _text("reason"), _text("import_id"), _text("place"),
    sa.Index("ix_results_patient_analyte_day", "patient_id", "analyte", "collected_on"),
    sa.Index("ix_results_patient_given", "patient_id", "given_id", unique=True),
)  # fmt: skip
samples = _fact(
    "samples", _day("taken_on", null=False), _text("tests", null=False), _text("laboratory"),
    _text("note"),
)  # fmt: skip
symptoms = _fact(
    "symptoms", _text("code", null=False), _day("onset_on", null=False), _day("resolved_on"),
    _text("note"),
)  # fmt: skip
comedications = _fact(
    "comedications", _text("name", null=False), _day("start_on", null=False), _day("last_day")
)
contacts = _fact(
    "contacts", _day("contacted_on", null=False), _text("contacted_by"),
    _text("outcome", null=False), _text("text"),
)  # fmt: skip
notes = _fact("notes", _day("noted_on"), _text("text", null=False), _text("noted_by"))
proposals = _fact(
    "proposals", _day("proposed_on", null=False), _text("to_phase", null=False),
    _number("dose_mg"), _text("proposed_by"), _text("waits_for"), _text("note"),
    _day("answered_on"),
)  # fmt: skip


_later(contacts, _text("way"), _day("next_on"), _text("about"))
_later(samples, _text("place"), _text("request"))
_later(proposals, _text("answer"), _text("answered_by"), _text("answer_note"))
owners = _fact("owners", _text("owner", null=False), _day("since", null=False), _text("note"))
lab_requests = _fact(
    "lab_requests", _day("requested_on", null=False), _text("tests", null=False),
    _text("laboratory"), _day("due_by"), _day("booked_on"), _text("place"), _text("outcome"),
    _text("note"),
)  # fmt: skip
result_steps = _fact(
    "result_steps", _text("step", null=False), _text("results", null=False),
    _day("done_on", null=False), _text("done_by", null=False), _text("note"),
)  # fmt: skip
mark_answers = _fact(
    "mark_answers", _text("kind", null=False), _text("code", null=False),
    _text("results", null=False), _day("answered_on", null=False),
    _text("answered_by", null=False), _text("reason_code"), _text("reason"), _day("until"),
    _text("shown"), _text("protocol"), _text("sha256"), _count("results_seen"),
    _text("program", null=False),
)  # fmt: skip
merges = _fact(
    "merges", _text("other", null=False), _count("other_entry"), _text("reason", null=False)
)
user_changes = _recorded(
    "user_changes", _text("name", null=False), _text("full_name"), _text("roles", null=False),
    _flag("active"),
)  # fmt: skip
covers = _recorded(
    "covers", _text("absent", null=False), _text("deputy", null=False),
    _day("since", null=False), _day("until", null=False), _flag("active"),
)  # fmt: skip
clinic_laboratories = _recorded(
    "clinic_laboratories", _text("laboratory", null=False), _text("name", null=False),
    sa.Column("limits", sa.Text, nullable=False), _flag("active"),
)  # fmt: skip

import_files = _recorded(
    "import_files", _belongs_to("import_id", "imports"),
    sa.Column("content", sa.Text, nullable=False),
    sa.Index("ix_import_files_import_id", "import_id"),
)  # fmt: skip
_later(results, _text("reported"))
clinic_settings = _recorded(
    "clinic_settings", _text("name", null=False), sa.Column("value", sa.Text, nullable=False),
    sa.Index("ix_clinic_settings_name", "name"),
)  # fmt: skip
sheets = _recorded(
    "sheets", _belongs_to("patient_id", "patients", null=True), _text("kind", null=False),
    _text("way", null=False), _day("made_on", null=False), _day("valid_until"),
    sa.Column("plan", sa.Text, nullable=False), _text("digest", null=False), _count("pages"),
    sa.Index("ix_sheets_patient_id", "patient_id"),
)  # fmt: skip

audit = sa.Table(
    "audit", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _text("id", null=False), sa.Column("at", UtcDateTime, nullable=False),
    _text("actor", null=False), _text("action", null=False),
    _belongs_to("patient_id", "patients", null=True), sa.Column("patient_version", sa.Integer),
    sa.Column("about", sa.Text, nullable=False), _text("digest", null=False),
    _text("previous", null=False), _text("hash", null=False),
    sa.Index("ix_audit_patient", "patient_id", "patient_version"),
)  # fmt: skip

answers = sa.Table(
    "answers", metadata,
    sa.Column("key", sa.String, primary_key=True), _text("content", null=False),
    sa.Column("answer", sa.Text, nullable=False), _count("entry"),
)  # fmt: skip

FACTS = tuple(table for table in metadata.tables.values() if "state" in table.c)
RECORDED = tuple(table for table in metadata.tables.values() if "recorded_at" in table.c)
COUNTERS = {"patients": ("version", "search_name"), "courses": ("version",)}
"""Columns that are not facts: they count writes, or are derived for searching."""
