"""An answer as the JSON that every command writes, its members in the order of the contract."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from aza_desktop.clinical.findings import Answer, Escalation, LabDue, Mark, Restart
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import plain


def answer_json(answer: Answer) -> dict[str, object]:
    """``marks`` to ``valid_until``; a figure that could not be told is named after ``derived``."""
    told: dict[str, object] = {
        "marks": [mark_json(mark) for mark in answer.marks],
        "labs_due": [_lab_json(row) for row in answer.labs_due],
        "escalation": _escalation_json(answer.escalation),
        "restart": _restart_json(answer.restart),
        "transitions_offered": list(answer.transitions),
        "derived": dict(answer.derived),
    }
    if answer.derived_missing:
        told["derived_missing"] = {
            figure: list(missing) for figure, missing in answer.derived_missing.items()
        }
    told["valid_until"] = _day(answer.valid_until)
    return told


def protocol_json(protocol: Protocol) -> dict[str, object]:
    """Which protocol text was used: id, version, hash of the file, review status."""
    return {
        "id": protocol.id,
        "version": protocol.version,
        "sha256": protocol.sha256,
        "review_status": protocol.review.status,
    }


def mark_json(mark: Mark) -> dict[str, object]:
    return {
        "code": mark.code,
        "severity": mark.severity.word,
        "results": list(mark.results),
        "statements": list(mark.statements),
        "rule": mark.rule,
        "why": mark.why,
        "missing": list(mark.missing),
        "advice": {"clinician": mark.advice.clinician, "patient": mark.advice.patient},
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "address": source.address,
                "verified": source.verified,
            }
            for source in mark.sources
        ],
    }


def dose_json(dose: Decimal | None) -> int | str | None:
    """A dose in mg: an integer when it is whole, else an exact text."""
    if dose is None:
        return None
    text = plain(dose)
    return text if "." in text else int(text)


def _lab_json(row: LabDue) -> dict[str, object]:
    return {
        "reason": row.reason.value,
        "tests": list(row.tests),
        "due_from": row.due_from.isoformat(),
        "due_by": row.due_by.isoformat(),
        "status": row.status.value,
    }


def _escalation_json(escalation: Escalation) -> dict[str, object]:
    return {
        "status": escalation.status.value,
        "earliest": _day(escalation.earliest),
        "latest": _day(escalation.latest),
        "next_dose_mg": dose_json(escalation.next_dose_mg),
        "blocked_by": list(escalation.blocked_by),
    }


def _restart_json(restart: Restart | None) -> dict[str, object] | None:
    if restart is None:
        return None
    return {
        "status": restart.status.value,
        "earliest": _day(restart.earliest),
        "dose_mg": dose_json(restart.dose_mg),
        "blocked_by": list(restart.blocked_by),
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
