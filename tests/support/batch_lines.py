"""Requests to ``batch``: a patient, a course, a result; asked of a clinic one by one."""

from __future__ import annotations

import json
from typing import Any

from aza_desktop.services import batch
from aza_desktop.services.clinic import Clinic
from tests.support.clinics import CHECKLIST

PATIENT = {
    "do": "patient.add",
    "identity": {
        "numbers": [{"system": "hospital", "value": "000123"}],
        "family": "Rossi", "given": "Elena", "birth_date": "1984-07-14", "sex": "female",
    },
    "patient": {"prior_toxic_dose_mg": 150, "tpmt": "normal", "weight_kg": "70"},
}  # fmt: skip
COURSE = {
    "do": "course.start", "patient": "000123", "protocol": "aza-reintro-cautious@1.0.0",
    "break_start": "2026-01-05", "reason": "ALT 5.4 x ULN", "checklist": CHECKLIST,
}  # fmt: skip


def result(analyte: str, value: str, day: str, **more: object) -> dict[str, Any]:
    given = {
        "id": f"r{day[-2:]}-{analyte.lower()}", "analyte": analyte, "value": value,
        "comparator": "=", "unit": "U/L", "uln": "40", "uln_unit": "U/L", "collected": day,
    }  # fmt: skip
    return {"do": "result.add", "patient": "000123", "result": {**given, **more}}


def ask(clinic: Clinic, request: object) -> dict[str, Any]:
    line = request if isinstance(request, str) else json.dumps(request)
    told = batch.answer(clinic, line)
    json.dumps(told)
    return told


def asked(clinic: Clinic, *requests: object) -> dict[str, Any]:
    """The last answer; every one before it went well."""
    *first, last = requests
    for request in first:
        told = ask(clinic, request)
        assert told["ok"], told
    return ask(clinic, last)
