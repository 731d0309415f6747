"""What the answers of the record's forms mean; refusals name the field to mend."""

from __future__ import annotations

import datetime as dt

from aza_desktop.clinical.diary import Allergies, Allergy, GeneTest
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels.forms import RefusedError, Values, day_of, need, number_of, one
from aza_desktop.gui.viewmodels.new_patient import read_birth_date
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.gui.viewmodels.record_forms import NOT_KNOWN, doses_before_break
from aza_desktop.gui.viewmodels.starting import details_of
from aza_desktop.texts import tr


def why_of(values: Values) -> str | None:
    """The chosen reason and the remark as one text; None without any."""
    return ": ".join(filter(None, (one(values, "why"), one(values, "text")))) or None


def need_why(values: Values) -> str:
    """The reason. Raises `RefusedError` without one."""
    if (said := why_of(values)) is None:
        raise RefusedError("why", tr("Choose a reason, or write one"))
    return said


def identity_changes(values: Values, identity: Identity, today: dt.date) -> dict[str, object]:
    """What differs from the record. Raises `RefusedError` where nothing does."""
    said = one(values, "birth_date")
    born = read_birth_date(said, today) if said else None
    if said and born is None:
        raise RefusedError("birth_date", tr("Write the birth date with its year: 14-Jul-1984"))
    typed: dict[str, object] = {
        name: one(values, name) or None for name in ("family", "given", "title", "sex", "phone")
    }
    typed["birth_date"] = born
    changed = {name: value for name, value in typed.items() if value != getattr(identity, name)}
    if not changed:
        raise RefusedError("family", tr("The record says the same: change what is wrong"))
    if any(getattr(identity, name) for name in changed) and why_of(values) is None:
        raise RefusedError("why", tr("Say why: something that was known becomes another thing"))
    return changed


def number_typed(values: Values) -> PatientNumber:
    """The number to add. Raises `RefusedError`."""
    value = need(values, "number", tr("Type the number"))
    system = need(values, "system", tr("Choose who gave the number"))
    return PatientNumber(system, value)


def number_chosen(values: Values) -> PatientNumber:
    """The number to strike. Raises `RefusedError`."""
    key = need(values, "wrong", tr("Choose the wrong number"))
    system, _, value = key.partition("|")
    return PatientNumber(system, value)


def treatment_changes(values: Values, file: FileLike) -> dict[str, object]:
    """The details that changed. A new ceiling is typed twice, or was a recorded dose."""
    record = file.record
    known = record.facts.prior_toxic_dose_mg
    filled = dict(values)
    if not one(values, "toxic"):
        filled["toxic"] = (NOT_KNOWN if known is None else plain(known),)
    changes = details_of(filled, record)
    for name in ("halves", "splitting"):
        if changes.get(name) == getattr(record, name):
            del changes[name]
    if "prior_toxic_dose_mg" in changes:
        fresh = changes["prior_toxic_dose_mg"]
        recorded = {each.dose_mg for each in doses_before_break(file)}
        again = number_of(values, "again")
        if fresh is not None and fresh not in recorded and again != fresh:
            raise RefusedError("again", tr("Type the dose before the injury a second time"))
        if known is not None:
            need_why(values)
    if not changes:
        raise RefusedError("indication", tr("The record says the same: change what is wrong"))
    return changes


def gene_typed(values: Values, today: dt.date) -> GeneTest:
    """The test with what a person read in it. Raises `RefusedError`."""
    gene = need(values, "gene", tr("Choose the gene"))
    printed = need(values, "printed", tr("Type what the report prints"))
    method = need(values, "method", tr("Choose the method"))
    phenotype = need(
        values, "phenotype", tr("Choose what you read in it; the program maps nothing by itself")
    )
    on = day_of(values, "tested_on", today)
    if on is None or on > today:
        raise RefusedError("tested_on", tr("Enter the day of the test: 17-Nov-2025 or -1"))
    unit = one(values, "unit") or None
    return GeneTest(gene, phenotype, None if method == "other" else method, printed, unit, on)


def allergies_typed(values: Values) -> Allergies:
    """The state with its substances. Raises `RefusedError` where they do not fit together."""
    state = need(values, "state", tr("Choose one of the four"))
    pieces = [piece.strip() for piece in one(values, "items").split(";")]
    items = tuple(_allergy(piece) for piece in pieces if piece)
    if (state == "known") != bool(items):
        raise RefusedError(
            "items" if state == "known" else "state",
            tr("Known allergies have a substance, and the other states have none"),
        )
    return Allergies(state, items)


def _allergy(text: str) -> Allergy:
    substance, _, reaction = text.partition("(")
    return Allergy(substance.strip(), reaction.strip().removesuffix(")").strip() or None)
