"""A judged patient as the JSON of the command-line contract, keys in its order."""

from __future__ import annotations

from aza_desktop.services.answers import answer_json, dose_json, protocol_json
from aza_desktop.services.listed import dose_in_force
from aza_desktop.services.reading import PatientFile
from aza_desktop.texts import tr


def findings_json(file: PatientFile) -> dict[str, object]:
    """Patient, course and answer. Where the protocol cannot be loaded, the answer is an error."""
    identity, course = file.record.identity, file.course
    dose = dose_in_force(file)
    told: dict[str, object] = {
        "id": identity.number,
        "patient": {
            "number": identity.number,
            "name": identity.name,
            "birth_date": identity.birth_date.isoformat() if identity.birth_date else None,
        },
        "as_of": file.as_of.isoformat(),
        "course": course.number if course else None,
        "earlier_courses": sum(
            earlier.number < course.number for earlier in file.record.courses if course
        ),
        "phase": file.phase.value if file.phase else None,
        "current_dose_mg": dose_json(dose.dose_mg if dose else None),
        "protocol": protocol_json(file.protocol) if course and file.protocol else None,
    }
    if file.answer is None:
        return {**told, "error": _not_loaded(file)}
    return {**told, **answer_json(file.answer)}


def number_order(told: dict[str, object]) -> tuple[str, str]:
    """Patients by number; of equal numbers by name."""
    patient = told["patient"]
    assert isinstance(patient, dict)
    return str(patient["number"]), str(patient["name"])


def _not_loaded(file: PatientFile) -> dict[str, object]:
    name = file.course.protocol.name if file.course else ""
    return {
        "code": "unknown_protocol",
        "what": tr("The protocol of this course cannot be loaded: nothing was checked"),
        "why": name,
        "remedy": tr("Restore the protocol file {name}").format(name=name),
    }
