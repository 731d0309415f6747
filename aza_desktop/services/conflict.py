"""Two people, one record: what you wanted beside what somebody else wrote meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aza_desktop.clinical.record import PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.storage import audit
from aza_desktop.storage.audit import AuditEntry
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

_BESIDE = frozenset({"course_dates", "decision_results", "protocol_versions"})
"""Tables whose rows only accompany a fact that is told anyway."""

_UNSAID = frozenset({"table", "id", "patient_id", "course_id", "supersedes", "state", "import_id"})
"""Members of an audit entry that say nothing to a person."""


def conflict(
    reading: Reading, record: PatientRecord, *, seen: int, yours: Mapping[str, object]
) -> UserError:
    """The refusal of a write that rests on an older version; nothing was written."""
    known = min(max(seen, 0), record.version)
    later = audit.entries_of_patient(reading.connection, record.id, after_version=known)
    theirs: dict[str, object] = {"version": record.version}
    if later:
        theirs |= {"by": later[-1].actor, "at": later[-1].at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    theirs["changed"] = [change for entry in later for change in _changed(entry)]
    return UserError(
        "conflict",
        tr("The record changed meanwhile"),
        why=tr("version {theirs}, you saw {yours}").format(theirs=record.version, yours=seen),
        remedy=tr("Read it again"),
        details={"yours": json.loads(audit.canonical(dict(yours))), "theirs": theirs},
    )


def _changed(entry: AuditEntry) -> list[dict[str, object]]:
    """What an entry wrote: the kind of fact, and how it stands now."""
    about = json.loads(entry.about)
    told: list[dict[str, object]] = [
        {"field": row["table"], "now": _in_words(row)}
        for row in about.get("added", [])
        if row["table"] not in _BESIDE
    ]
    told += [
        {"field": row["table"], "now": row["state"]}
        for row in about.get("ended", [])
        if row["state"] != "superseded"
    ]
    told += [
        {"field": kind, "now": tr("{count} new").format(count=count)}
        for kind, count in about.get("counts", {}).items()
    ]
    return told


def _in_words(row: Mapping[str, object]) -> str:
    """``nausea since 2026-01-22``: the values of a row, its days last."""
    said = {name: value for name, value in row.items() if name not in _UNSAID and value != ""}
    table = row["table"]
    if table == "symptoms":
        text = f"{said['code']} since {said['onset_on']}"
        return f"{text} until {said['resolved_on']}" if "resolved_on" in said else text
    if table == "results":
        comparator = "" if said["comparator"] == "=" else f"{said['comparator']} "
        unit = f" {said['unit']}" if "unit" in said else ""
        value = f"{comparator}{said['value_text']}{unit}"
        return f"{said['analyte']} {value} on {said['collected_on']}"
    if table == "dose_events":
        return f"{said['dose_mg']} mg from {said['starts_on']}"
    if table == "phase_events":
        return f"{said['to_phase']} from {said.get('starts_on', '?')}"
    return ", ".join(f"{name} {value}" for name, value in said.items() if value is not False)
