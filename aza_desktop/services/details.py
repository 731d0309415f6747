"""What is known of the patient beside results: weight, genes, allergies, tablets, identity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from aza_desktop.clinical.changes import Topic
from aza_desktop.clinical.diary import Allergies, GeneTest, Note
from aza_desktop.clinical.patient import Tpmt
from aza_desktop.services import rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.rights import Role
from aza_desktop.services.written import Action, Wish, Write, Written, bad_request, write
from aza_desktop.storage import details as shelf
from aza_desktop.storage import workflow
from aza_desktop.texts import tr

CHANGEABLE = (
    "birth_date", "sex", "phone", "indication", "prior_toxic_dose_mg", "tablets_mg", "halves",
    "splitting",
)  # fmt: skip
ALLERGY_STATES = ("known", "none", "not_recorded", "unavailable")
GENES = ("TPMT", "NUDT15")
ASKED = ("yes", "no", "not_asked")
MOST_KG = Decimal(400)
_TOPICS = frozenset({Topic.PATIENT})


def change_details(
    clinic: Clinic,
    patient_id: str,
    *,
    changes: Mapping[str, object],
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Other details from now on: names of `CHANGEABLE` with their new values.

    A toxic dose that is known already is the ceiling of every dose: only a prescriber changes it.
    """
    if not changes or not set(changes) <= set(CHANGEABLE):
        raise bad_request(
            tr("This detail is not known"), ", ".join(sorted(set(changes) - set(CHANGEABLE))),
            tr("Known are: {names}").format(names=", ".join(CHANGEABLE)),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        known = change.record.facts.prior_toxic_dose_mg
        if known is not None and changes.get("prior_toxic_dose_mg", known) != known:
            rights.need(change.work.reading, clinic.actor, Role.PRESCRIBER)
        shelf.change(change.work, patient_id, changes)
        return ()

    told = {name: str(value) for name, value in changes.items()}
    return _write(clinic, patient_id, "patient.change", told, action, if_version, key)


def add_weight(
    clinic: Clinic, patient_id: str, *, on: dt.date, kg: Decimal, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """Body weight in kilograms on a day; the latest day's counts."""
    if not 0 < kg <= MOST_KG or on > clinic.clock.today():
        raise bad_request(
            tr("This weight cannot be"),
            tr("it is no weight in kilograms, or its day has not come"),
            tr("Enter kilograms and the day of weighing"),
        )

    def action(change: Write) -> tuple[str, ...]:
        shelf.add_weight(change.work, patient_id, on=on, kg=kg)
        if all(on >= weight.on for weight in change.record.weights):
            shelf.change(change.work, patient_id, {"weight_kg": kg})
        return ()

    return _write(clinic, patient_id, "weight.add", {"on": on, "kg": kg}, action, if_version, key)


def add_gene_test(
    clinic: Clinic, patient_id: str, test: GeneTest, *, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """A TPMT or NUDT15 test with its method and date; ``low`` means deficient."""
    if test.gene not in GENES or test.phenotype not in {one.value for one in Tpmt}:
        raise bad_request(
            tr("This test is not known"),
            tr("TPMT or NUDT15: normal, intermediate, low (deficient) or unknown"),
            tr("Let a person map what the laboratory printed"),
        )

    def action(change: Write) -> tuple[str, ...]:
        shelf.add_gene_test(change.work, patient_id, test)
        if test.gene == "TPMT":
            shelf.change(change.work, patient_id, {"tpmt": test.phenotype})
        return ()

    content = {"gene": test.gene, "phenotype": test.phenotype, "method": test.method,
               "tested_on": test.tested_on}  # fmt: skip
    return _write(clinic, patient_id, "gene.add", content, action, if_version, key)


def set_allergies(
    clinic: Clinic, patient_id: str, allergies: Allergies, *, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """Known with their substances, none, not recorded, or unavailable: four different things."""
    if allergies.state not in ALLERGY_STATES or (allergies.state == "known") != bool(
        allergies.items
    ):
        raise bad_request(
            tr("Allergies are known with a substance, or not known at all"),
            allergies.state,
            tr("Name the substances, or choose another state"),
        )

    def action(change: Write) -> tuple[str, ...]:
        shelf.set_allergies(change.work, patient_id, allergies)
        return ()

    content = {"state": allergies.state, "items": [i.substance for i in allergies.items]}
    return _write(clinic, patient_id, "allergies.set", content, action, if_version, key)


def answer_drug_question(
    clinic: Clinic, patient_id: str, *, drug: str, answer: str, asked_on: dt.date | None,
    if_version: int | None = None, key: str | None = None,
) -> Written:  # fmt: skip
    """Whether the patient takes a drug that must be asked about: yes, no, or not asked."""
    if answer not in ASKED or (answer != "not_asked" and asked_on is None):
        raise bad_request(
            tr("This is no answer to the question"), answer,
            tr("Yes or no with the day on which it was asked, or not asked"),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        shelf.answer_drug_question(
            change.work, patient_id, drug=drug, answer=answer, asked_on=asked_on
        )
        return ()

    content = {"drug": drug, "answer": answer, "asked_on": asked_on}
    return _write(clinic, patient_id, "drug.asked", content, action, if_version, key)


def add_note(
    clinic: Clinic, patient_id: str, *, text: str, if_version: int | None = None,
    key: str | None = None,
) -> Written:  # fmt: skip
    """A remark, with today's date and the user's name."""

    def action(change: Write) -> tuple[str, ...]:
        workflow.add_note(change.work, patient_id, Note(clinic.clock.today(), text, clinic.actor))
        return ()

    return _write(clinic, patient_id, "note.add", {"text": text}, action, if_version, key)


def _write(
    clinic: Clinic, patient_id: str, name: str, content: Mapping[str, object], action: Action,
    if_version: int | None, key: str | None,
) -> Written:  # fmt: skip
    return write(clinic, patient_id, Wish(name, _TOPICS, content, if_version, key), action)
