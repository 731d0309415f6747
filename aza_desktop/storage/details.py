"""The details' shelf: what is known of a patient beside results. A change is a new row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa

from aza_desktop.clinical.diary import Allergies, GeneTest
from aza_desktop.storage import tables as t
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.storage.workflow import replace_all

_KEPT = t.MUTABLE.union({"id", "recorded_at", "recorded_by", "entry", "supersedes"})


def change(
    work: UnitOfWork, patient_id: str, changes: Mapping[str, object], *, reason: str | None = None
) -> str:
    """The patient's details with these values instead; the earlier row stays, superseded.

    reason: why the earlier one was wrong, where it was.
    """
    table = t.patient_details
    query = (
        sa.select(table)
        .where(table.c.patient_id == patient_id, table.c.state == "current")
        .order_by(table.c.id.desc())
        .limit(1)
    )
    now = work.connection.execute(query).one()
    values = {name: value for name, value in now._mapping.items() if name not in _KEPT}
    values |= changes
    tablets = values["tablets_mg"]
    if not isinstance(tablets, str):
        values["tablets_mg"] = " ".join(format(mg, "f") for mg in tablets)
    earlier = replace_all(work, table, patient_id, reason=reason)
    return work.add(table, {**values, "supersedes": earlier})


def add_weight(work: UnitOfWork, patient_id: str, *, on: dt.date, kg: Decimal) -> str:
    """Body weight on a day."""
    return work.add(t.weights, {"patient_id": patient_id, "weighed_on": on, "kg": kg})


def add_gene_test(work: UnitOfWork, patient_id: str, test: GeneTest) -> str:
    """A TPMT or NUDT15 test; earlier tests stay beside it."""
    values = {"gene": test.gene, "phenotype": test.phenotype, "method": test.method}
    values |= {"value": test.value, "unit": test.unit}
    return work.add(t.genetics, {"patient_id": patient_id, **values, "tested_on": test.tested_on})


STRUCK = {"weight": t.weights, "gene": t.genetics, "note": t.notes}
"""Entries without an id that people see: they are struck by their place among those that count."""


def strike(work: UnitOfWork, patient_id: str, kind: str, *, place: int, reason: str) -> bool:
    """The entry at `place` counts no more; False where there is none."""
    if kind not in STRUCK or place < 0:
        return False
    table = STRUCK[kind]
    query = (
        sa.select(table.c.id)
        .where(table.c.patient_id == patient_id, table.c.state == "current")
        .order_by(table.c.id)
    )
    keys = list(work.connection.execute(query).scalars())
    if place >= len(keys):
        return False
    work.end(table, keys[place], state="in_error", reason=reason)
    return True


def set_allergies(work: UnitOfWork, patient_id: str, allergies: Allergies) -> str:
    """What is known of allergies from now on."""
    items = [[item.substance, item.reaction] for item in allergies.items]
    earlier = replace_all(work, t.allergy_states, patient_id)
    values = {"allergies": allergies.state, "items": canonical(items), "supersedes": earlier}
    return work.add(t.allergy_states, {"patient_id": patient_id, **values})


def answer_drug_question(
    work: UnitOfWork, patient_id: str, *, drug: str, answer: str, asked_on: dt.date | None
) -> str:
    """The answer about one drug; an earlier one is superseded."""
    table = t.drug_questions
    query = sa.select(table.c.id).where(
        table.c.patient_id == patient_id, table.c.drug == drug, table.c.state == "current"
    )
    earlier = None
    for key in list(work.connection.execute(query).scalars()):
        work.end(table, key, state="superseded")
        earlier = key
    values = {"drug": drug, "answer": answer, "asked_on": asked_on, "supersedes": earlier}
    return work.add(table, {"patient_id": patient_id, **values})
