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
from aza_desktop.services.written import (
    Action,
    Wish,
    Write,
    Written,
    bad_request,
    refuse_future,
    write,
)
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
STRUCK_DETAILS = tuple(shelf.STRUCK)
MOST_KG = Decimal(400)
_TOPICS = frozenset({Topic.PATIENT})


def change_details(
    clinic: Clinic,
    patient_id: str,
    *,
    changes: Mapping[str, object],
    reason: str | None = None,
    if_version: int | None = None,
    key: str | None = None,
) -> Written:
    """Other details from now on: names of `CHANGEABLE` with their new values.

    A toxic dose that is known already is the ceiling of every dose: only a prescriber changes it.
    reason: why the earlier ones were wrong; they stay, superseded with it.
    """
    if not changes or not set(changes) <= set(CHANGEABLE):
        raise bad_request(
            tr("This detail is not known"), ", ".join(sorted(set(changes) - set(CHANGEABLE))),
            tr("Known are: {names}").format(names=", ".join(CHANGEABLE)),
        )  # fmt: skip

    for mg in (changes.get("prior_toxic_dose_mg"), *_each(changes.get("tablets_mg"))):
        check_amounts(mg, None)

    def action(change: Write) -> tuple[str, ...]:
        known = change.record.facts.prior_toxic_dose_mg
        if known is not None and changes.get("prior_toxic_dose_mg", known) != known:
            rights.need(change.work.reading, clinic.actor, Role.PRESCRIBER)
        shelf.change(change.work, patient_id, changes, reason=reason)
        return ()

    told = {name: str(value) for name, value in changes.items()}
    if reason is not None:
        told["reason"] = reason
    return _write(clinic, patient_id, "patient.change", told, action, if_version, key)


def check_amounts(dose_mg: object, weight_kg: Decimal | None) -> None:
    """A dose and a weight are more than nothing. Raises UserError ``bad_request``."""
    if isinstance(dose_mg, Decimal) and dose_mg <= 0:
        raise bad_request(
            tr("A dose is more than nothing"),
            tr("a toxic dose and a tablet have their mg"),
            tr("Enter the mg, or leave it empty"),
        )
    if weight_kg is not None and not 0 < weight_kg <= MOST_KG:
        raise bad_request(
            tr("This weight cannot be"),
            tr("it is no weight in kilograms"),
            tr("Enter kilograms, or leave it empty"),
        )


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

    if test.tested_on is not None:
        refuse_future(
            clinic, test.tested_on,
            why=tr("a test is recorded when it was made"), remedy=tr("Enter the day of the test"),
        )  # fmt: skip

    def action(change: Write) -> tuple[str, ...]:
        shelf.add_gene_test(change.work, patient_id, test)
        phenotype = _tpmt_of((*change.record.genetics, test))
        if test.gene == "TPMT" and phenotype != change.record.facts.tpmt.value:
            shelf.change(change.work, patient_id, {"tpmt": phenotype})
        return ()

    content = {"gene": test.gene, "phenotype": test.phenotype, "method": test.method,
               "value": test.value, "unit": test.unit, "tested_on": test.tested_on}  # fmt: skip
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

    items = [[one.substance, one.reaction] for one in allergies.items]
    content = {"state": allergies.state, "items": items}
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

    if asked_on is not None:
        refuse_future(
            clinic, asked_on,
            why=tr("a question is answered when it was asked"), remedy=tr("Enter that day"),
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


def strike_detail(
    clinic: Clinic, patient_id: str, kind: str, *, place: int, reason: str,
    if_version: int | None = None, key: str | None = None,
) -> Written:  # fmt: skip
    """A weight, a gene test or a note was entered in error; it stays readable in the trail.

    kind: one of `STRUCK_DETAILS`. place: among those that count, in the record's order.
    """
    if not reason.strip():
        raise bad_request(
            tr("A correction needs a reason"),
            tr("the reason is empty"),
            tr("Say why the recorded entry is wrong"),
        )

    def action(change: Write) -> tuple[str, ...]:
        if not shelf.strike(change.work, patient_id, kind, place=place, reason=reason):
            raise bad_request(
                tr("There is no such entry that counts"),
                tr("it is not recorded, or was replaced or struck"),
                tr("Read the record again"),
            )
        record = change.record
        if kind == "weight":
            left = [one for number, one in enumerate(record.weights) if number != place]
            kg = max(left, key=lambda one: one.on).kg if left else None
            if kg != record.facts.weight_kg:
                shelf.change(change.work, patient_id, {"weight_kg": kg}, reason=reason)
        if kind == "gene":
            tests = tuple(one for number, one in enumerate(record.genetics) if number != place)
            phenotype = _tpmt_of(tests)
            if phenotype != record.facts.tpmt.value and record.genetics[place].gene == "TPMT":
                shelf.change(change.work, patient_id, {"tpmt": phenotype}, reason=reason)
        return ()

    content = {"kind": kind, "place": place, "reason": reason}
    return _write(clinic, patient_id, "detail.strike", content, action, if_version, key)


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _tpmt_of(tests: tuple[GeneTest, ...]) -> str:
    """What the newest TPMT test says; a newer one that nobody mapped leaves it unknown."""
    known = [test for test in tests if test.gene == "TPMT"]
    newest = max(
        enumerate(known), key=lambda each: (each[1].tested_on or dt.date.min, each[0]), default=None
    )
    return Tpmt.UNKNOWN.value if newest is None else newest[1].phenotype


def _write(
    clinic: Clinic, patient_id: str, name: str, content: Mapping[str, object], action: Action,
    if_version: int | None, key: str | None,
) -> Written:  # fmt: skip
    return write(clinic, patient_id, Wish(name, _TOPICS, content, if_version, key), action)
