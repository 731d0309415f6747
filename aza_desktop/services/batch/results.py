"""Requests about results: a new one, and a corrected one."""

from __future__ import annotations

from aza_desktop.clinical.labs import ResultStatus
from aza_desktop.clinical.quantities import Comparator, parse_decimal
from aza_desktop.intake.case_fields import Fields
from aza_desktop.services.batch.reading import finish, guard, patient_key
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.recording import NewResult, add_results, correct_result

_TEXTS = {
    "analyte": "analyte",
    "value": "value_text",
    "unit": "unit",
    "uln": "uln_text",
    "uln_unit": "uln_unit",
    "laboratory": "laboratory",
    "note": "note",
}
"""Member of a request -> field of a result."""


def add(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish, given = patient_key(clinic, fields), guard(fields), fields.inside("result")
    finish(fields)
    collected_on, collected_time = given.moment("collected")
    new = NewResult(
        id=given.text("id") if given.raw("id") is not None else None,
        analyte=given.text("analyte"),
        value_text=given.text("value"),
        comparator=Comparator(
            given.one_of("comparator", tuple(Comparator), default=Comparator.EQUAL)
        ),
        unit=given.optional_text("unit"),
        uln_text=given.optional_text("uln"),
        uln_unit=given.optional_text("uln_unit"),
        collected_on=collected_on,
        collected_time=collected_time,
        laboratory=given.optional_text("laboratory"),
        note=given.optional_text("note"),
        status=ResultStatus(
            given.one_of("status", ("final", "preliminary"), default=ResultStatus.FINAL)
        ),
    )
    given.finish()
    done = add_results(clinic, patient, (new,), if_version=wish.if_version, key=wish.key)
    return {"result": done.ids[0], "marks": list(done.marks), "version": done.version}


def correct(clinic: Clinic, fields: Fields) -> dict[str, object]:
    patient, wish = patient_key(clinic, fields), guard(fields)
    result, reason, given = fields.text("result"), fields.text("reason"), fields.inside("with")
    finish(fields)
    changes = _changes(given)
    done = correct_result(
        clinic, patient, result, changes=changes, reason=reason,
        if_version=wish.if_version, key=wish.key,
    )  # fmt: skip
    return {
        "result": done.ids[0],
        "supersedes": done.ids[1],
        "marks": list(done.marks),
        "version": done.version,
    }


def _changes(given: Fields) -> dict[str, object]:
    """What is different now, as fields of a result."""
    changes: dict[str, object] = {}
    for name, field in _TEXTS.items():
        if given.has(name):
            needed = name in {"analyte", "value"}
            changes[field] = given.text(name) if needed else given.optional_text(name)
    if given.has("comparator"):
        changes["comparator"] = Comparator(given.one_of("comparator", tuple(Comparator)))
    if given.has("collected"):
        changes["collected_on"], changes["collected_time"] = given.moment("collected")
    if not changes:
        given.refuse("nothing is to be changed")
    given.finish()
    if "value_text" in changes:
        changes["value"] = parse_decimal(str(changes["value_text"]))
    return changes
