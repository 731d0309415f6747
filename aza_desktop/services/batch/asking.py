"""Requests that read, and those about the whole record."""

from __future__ import annotations

from pathlib import Path

from aza_desktop.intake.case_fields import Fields
from aza_desktop.services import backing_up, verifying
from aza_desktop.services import reading as files
from aza_desktop.services.batch.reading import finish, patient_key
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.findings_json import findings_json
from aza_desktop.services.listing_json import worklist_json
from aza_desktop.services.taking import TakingOptions
from aza_desktop.services.taking import take_file as taken


def find_patient(clinic: Clinic, fields: Fields) -> dict[str, object]:
    text = fields.text("text")
    finish(fields)
    found = [
        {
            "number": record.identity.number,
            "name": record.identity.name,
            "birth_date": record.identity.birth_date.isoformat()
            if record.identity.birth_date
            else None,
            "version": record.version,
        }
        for record in files.records_named(clinic, text)
    ]
    return {"patients": found}


def findings(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, as_of = patient_key(clinic, fields), fields.optional_day("as_of")
    finish(fields)
    return {"findings": findings_json(files.patient_file(clinic, patient, as_of=as_of))}


def worklist(clinic: Clinic, fields: Fields) -> dict[str, object]:
    as_of = fields.optional_day("as_of")
    finish(fields)
    return {"worklist": worklist_json(files.worklist(clinic, as_of=as_of))}


def take_file(clinic: Clinic, fields: Fields) -> dict[str, object]:
    path = Path(fields.text("file"))
    options = TakingOptions(
        profile=fields.optional_text("profile"),
        create_patients=fields.flag("create_patients"),
        date_order=fields.optional_text("date_order"),
        answers=_answers(fields.inside("answers")),
        dry_run=fields.flag("dry_run"),
    )
    finish(fields)
    return {"report": taken(clinic, path, options=options).told}


def back_up(clinic: Clinic, fields: Fields) -> dict[str, object]:
    folder = fields.optional_text("to")
    finish(fields)
    made = backing_up.back_up(
        clinic.paths, folder=Path(folder) if folder else None, clock=clinic.clock
    )
    return {
        "file": str(made.path),
        "sha256": made.sha256,
        "verified": True,
        "patients": made.patients,
    }


def verify(clinic: Clinic, fields: Fields) -> dict[str, object]:
    finish(fields)
    checks = verifying.verify(clinic.paths, clock=clinic.clock)
    told = [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks]
    return {"ok": all(one.ok for one in checks), "checks": told}


def _answers(fields: Fields) -> dict[str, str]:
    return {code: fields.text(code) for code in fields.names()}
