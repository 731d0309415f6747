"""FHIR resources for tests, as plain dictionaries."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aza_desktop.clinical.drafts import IntakeBatch
from tests.support.lab_files import staged

LOINC = "http://loinc.org"
Resource = dict[str, object]


def a_patient(number: str = "000731", **members: object) -> Resource:
    """A Patient with a record number, a name and a birth date."""
    return {
        "resourceType": "Patient", "id": "p1", "birthDate": "1980-02-29", "gender": "female",
        "identifier": [
            {"system": "urn:north", "value": number,
             "type": {"coding": [{"code": "MR"}]}}
        ],
        "name": [{"family": "Rossi", "given": ["Elena", "M"]}], **members,
    }  # fmt: skip


def an_observation(loinc: str = "1742-6", /, value: object = 36, **members: object) -> Resource:
    """An Observation of patient p1; a member given as None is left out."""
    made: Resource = {
        "resourceType": "Observation", "id": f"o-{loinc}", "status": "final",
        "code": {"coding": [{"system": LOINC, "code": loinc}]},
        "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-01-02T08:15:00+01:00",
        "valueQuantity": {"value": value, "unit": "U/L", "code": "U/L"}, **members,
    }  # fmt: skip
    return {name: member for name, member in made.items() if member is not None}


def a_bundle(*resources: Mapping[str, object], kind: str = "collection") -> Resource:
    """A Bundle of those resources; one with `resource` is an entry already."""
    entries = [r if "resource" in r else {"resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def staged_json(resource: object, **answers: str) -> IntakeBatch:
    """The resource as a JSON text, staged."""
    return staged(json.dumps(resource, indent=1), name="labs.json", **answers)


def staged_bundle(*resources: Mapping[str, object]) -> IntakeBatch:
    """A Bundle of the resources with patient p1, staged."""
    return staged_json(a_bundle(a_patient(), *resources))


def staged_lines(*resources: Mapping[str, object]) -> IntakeBatch:
    """The resources as NDJSON, staged."""
    return staged("\n".join(json.dumps(r, separators=(",", ":")) for r in resources) + "\n")


def a_report(*references: str, **members: object) -> Resource:
    """A DiagnosticReport of patient p1 that names those results."""
    return {
        "resourceType": "DiagnosticReport", "id": "d1", "status": "final",
        "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-01-03",
        "performer": [{"display": "Acme Laboratory"}],
        "result": [{"reference": reference} for reference in references], **members,
    }  # fmt: skip
