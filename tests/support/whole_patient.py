"""A whole patient as a case file gives it: identity, facts and everything else on record."""

from __future__ import annotations

from typing import Any

from tests.support.rule_cases import a_vector

RESULT = "2026-01-26 ALT 20"


def a_whole_patient(**changes: Any) -> dict[str, Any]:
    vector = a_vector(results=[RESULT], holds=["2026-01-20 to 2026-01-21"])
    vector["identity"] = {
        "numbers": [{"system": "hospital", "value": "000123"}],
        "family": "Rossi",
        "given": "Elena",
        "title": None,
        "birth_date": "1984-07-14",
        "sex": "female",
        "phone": None,
    }
    vector["record"] = {
        "indication": "Crohn's disease",
        "tablets_mg": [25, "12.5"],
        "halves": True,
        "splitting": False,
        "allergies": {"state": "known", "items": [{"substance": "penicillin", "reaction": None}]},
        "genetics": [{"gene": "TPMT", "phenotype": "normal", "tested_on": "2025-06-02"}],
        "weights": [{"on": "2025-01-09", "kg": "72"}, {"on": "2026-01-09", "kg": "70.0"}],
        "drug_questions": [{"drug": "allopurinol", "answer": "no", "asked_on": "2026-01-09"}],
        "laboratories": [
            {
                "id": "city",
                "name": "City",
                "limits": [
                    {
                        "analyte": "ALT",
                        "uln": "35",
                        "unit": "U/L",
                        "sex": "female",
                        "valid_from": "2024-01-01",
                    }
                ],
            }
        ],
        "phases": [
            {"to": "on_break", "on": "2026-01-05", "confirmed_by": "Dr A", "reason": "ALT"},
            {"to": "reintroduction", "on": "2026-01-19", "confirmed_by": "Dr A", "reason": "ok"},
        ],
        "day_reports": [{"on": "2026-01-25", "state": "taken"}],
        "contacts": [{"on": "2026-01-25", "by": "Nurse", "outcome": "reached", "text": None}],
        "earlier_courses": [
            {
                "phase": "closed",
                "dates": {"break_start": "2024-01-01", "restart": "2024-02-01"},
                "dose_events": [{"date": "2024-02-01", "dose_mg": 50, "confirmed_by": "Dr A"}],
                "phases": [
                    {"to": "on_break", "on": "2024-01-01"},
                    {"to": "closed", "on": "2024-06-01"},
                ],
            }
        ],
        "notes": [{"on": None, "text": "A note", "by": None}],
        "samples": [{"taken_on": "2026-01-25", "tests": ["ALT", "AST"]}],
        "proposals": [{"on": "2026-01-25", "to": "dose", "dose_mg": 100}],
        "checklist": {"jaundice": "no"},
        "reason": "ALT 5 x",
    }
    vector["record"] |= changes
    return vector
