"""The audit trail as people read it: who, when, what, before and after, and why."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import patients
from aza_desktop.storage import trail as shelf
from aza_desktop.storage.audit import AuditEntry, canonical
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.trail import Search
from aza_desktop.texts import tr

MOST = 2000
"""So many entries are shown; older ones are reached by their dates, and all by the command."""

_QUIET = frozenset(
    {
        "id", "table", "patient_id", "course_id", "supersedes", "state", "state_at", "state_by",
        "state_reason", "state_entry", "recorded_at", "recorded_by", "entry", "import_id", "reason",
        "text", "decision_id", "transcribed", "other", "other_entry",
    }
)  # fmt: skip
_LIVE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One write. what: kinds of rows; before, after: "" where there was or is nothing."""

    seq: int
    at: dt.datetime
    actor: str
    action: str
    number: str
    what: str
    before: str
    after: str
    reason: str


def audit_lines(
    clinic: Clinic,
    *,
    patient_id: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    most: int = MOST,
) -> tuple[AuditLine, ...]:
    """What was written, newest first. since, until: local days, both included."""
    search = Search(
        patient_id=patient_id,
        actor=actor,
        action=action,
        since=None if since is None else _instant(since, dt.time.min),
        until=None if until is None else _instant(until, dt.time.max),
    )
    with clinic.store.reading() as reading:
        numbers = patients.first_numbers(reading)
        entries = shelf.found(reading, search, most=most)
        return tuple(_line(reading, entry, numbers) for entry in entries)


def audit_choices(clinic: Clinic) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people and the actions that the trail knows."""
    with clinic.store.reading() as reading:
        return shelf.named(reading)


def audit_csv(lines: Iterable[AuditLine]) -> str:
    """The lines as CSV for a spreadsheet; no cell can act as a formula there."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["seq", "at", "actor", "action", "patient", "what", "before", "after", "reason"]
    )
    for line in lines:
        cells = (
            str(line.seq), line.at.isoformat(), line.actor, line.action, line.number, line.what,
            line.before, line.after, line.reason,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(_LIVE_FORMULA) else text


def note_export(clinic: Clinic, *, lines: int) -> None:
    """Record that the trail left the program: who took how much of it."""
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        work.entry(f"audit.export {lines}")
        work.commit()


def _instant(day: dt.date, time: dt.time) -> dt.datetime:
    """An instant of the clinic's local day."""
    return dt.datetime.combine(day, time).astimezone(dt.UTC)


def _line(reading: Reading, entry: AuditEntry, numbers: Mapping[str, str]) -> AuditLine:
    about = json.loads(entry.about)
    added: list[dict[str, object]] = about.get("added", [])
    ended: list[dict[str, object]] = about.get("ended", [])
    kinds = [str(row["table"]) for row in (*added, *ended)]
    replaced = {str(row["supersedes"]) for row in added if row.get("supersedes")}
    before, after, reasons = [], [], []
    for row in added:
        old = _old(reading, row)
        if old:
            changed = {k for k in {*row, *old} - _QUIET if _plain(row.get(k)) != _plain(old.get(k))}
            changed -= {"given_id", "entered_on"}
            before.append(_said(old, only=changed))
            after.append(_said(row, only=changed))
        else:
            after.append(_said(row))
        reasons.append(row.get("reason"))
    for row in ended:
        reasons.append(row.get("reason"))
        if str(row["id"]) not in replaced:
            old = shelf.row_as_recorded(reading, str(row["table"]), str(row["id"]))
            before.append(_said(old))
            after.append(str(row["state"]).replace("_", " "))
    counts = about.get("counts")
    if counts:
        kinds = [f"{name} {count}" for name, count in sorted(counts.items())]
    return AuditLine(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        number=numbers.get(entry.patient_id or "", "") or "",
        what=", ".join(dict.fromkeys(kind.replace("_", " ") for kind in kinds)),
        before="; ".join(filter(None, before)),
        after="; ".join(filter(None, after)),
        reason="; ".join(dict.fromkeys(str(reason) for reason in reasons if reason)),
    )


def _old(reading: Reading, row: Mapping[str, object]) -> dict[str, object]:
    key = row.get("supersedes")
    if not key:
        return {}
    return shelf.row_as_recorded(reading, str(row["table"]), str(key))


def _said(row: Mapping[str, object], *, only: Iterable[str] | None = None) -> str:
    """The telling columns of a row: ``analyte ALT, value_text 25``."""
    names = [k for k in row if k not in _QUIET and (only is None or k in only)]
    twice = {"value"} if "value_text" in row else set()
    twice |= {"uln"} if "uln_text" in row else set()
    said = [
        tr("{name} {value}").format(name=name.replace("_", " "), value=_plain(row[name]))
        for name in names
        if name not in twice
    ]
    return ", ".join(said)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else canonical(value).strip('"')
