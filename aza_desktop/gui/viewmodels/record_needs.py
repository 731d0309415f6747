"""Beside each section of the record: what can be done there, and which rule waits for what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from typing import Protocol as Shape

from aza_desktop.clinical.interactions import asked_drugs, is_judged, recognised
from aza_desktop.clinical.patient import Tpmt, fold_name
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile


class MergedLike(Shape):
    """A record that was merged into this one."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def reason(self) -> str: ...


Acts = dict[str, tuple[tuple[str, str], ...]]
"""Section -> (key, text) of its buttons."""


def acts_of(record: PatientRecord, *, has_merged: bool, may_merge: bool) -> Acts:
    """The buttons of every section; what there is nothing to do with is left out."""
    merging = []
    if may_merge:
        merging.append(("identity.merge", tr("Same person as…")))
        if has_merged:
            merging.append(("identity.unmerge", tr("Take a merge back…")))
    open_symptom = any(each.resolved_on is None for each in record.symptoms)
    taken = any(each.last_day is None for each in record.comedications)
    return {
        "identity": (
            ("identity.edit", tr("Correct…")), ("identity.numbers", tr("Numbers…")), *merging
        ),
        "treatment": (("treatment.edit", tr("Edit…")),),
        "genetics": (
            ("genetics.add", tr("Add test…")),
            *_strike("genetics", has_any=bool(record.genetics)),
        ),
        "allergies": (("allergies.edit", tr("Edit…")),),
        "drugs": (
            ("drugs.ask", tr("Asked today…")),
            ("drugs.add", tr("Add drug…")),
            *((("drugs.end", tr("Ended…")),) if taken else ()),
            *_strike("drugs", has_any=bool(record.comedications)),
        ),
        "symptoms": (
            ("symptoms.add", tr("Add…")),
            *((("symptoms.gone", tr("Has gone…")),) if open_symptom else ()),
            *_strike("symptoms", has_any=bool(record.symptoms)),
        ),
        "laboratories": (("laboratories.open", tr("Laboratories of the clinic…")),),
        "weights": (
            ("weights.add", tr("Add…")),
            *_strike("weights", has_any=bool(record.weights)),
        ),
        "contacts": (
            ("contacts.add", tr("Record a call…")),
            *_strike("contacts", has_any=any(each.id for each in record.contacts)),
        ),
        "notes": (
            ("notes.add", tr("Add…")),
            *_strike("notes", has_any=bool(record.notes)),
        ),
    }  # fmt: skip


def needs_of(file: PatientFile) -> dict[str, tuple[str, ...]]:
    """Section -> what is missing there, with the words of the rule that waits for it."""
    record, protocol = file.record, file.protocol
    identity, facts = record.identity, record.facts
    found: dict[str, list[str]] = {}

    def miss(section: str, text: str) -> None:
        found.setdefault(section, []).append(text)

    if identity.birth_date is None:
        miss("identity", tr("Birth date: without it no laboratory file finds the patient."))
    if identity.sex is None:
        miss("identity", tr("Gender: limits that differ by it are not proposed."))
    if not identity.phone:
        miss("identity", tr("Phone: a stop mark closes only when the patient was reached."))
    if facts.prior_toxic_dose_mg is None:
        miss("treatment", _rule(protocol, "PRIOR_DOSE_UNKNOWN", tr("Dose before the injury")))
    if not record.tablets_mg:
        miss("treatment", tr("Tablets: only doses that they can make may be confirmed."))
    if not record.indication:
        miss("treatment", tr("Indication: the restart asks for it."))
    unmapped = [t for t in record.genetics if t.phenotype == Tpmt.UNKNOWN.value and t.value]
    for test in unmapped:
        said = tr("{gene}: a report is here that nobody has read yet. The program maps no words.")
        miss("genetics", said.format(gene=test.gene))
    if facts.tpmt is Tpmt.UNKNOWN and not any(test.gene == "TPMT" for test in unmapped):
        miss("genetics", _rule(protocol, "TPMT_UNKNOWN", "TPMT"))
    if not any(test.gene == "NUDT15" for test in record.genetics):
        miss("genetics", tr("NUDT15: not recorded. No rule of the protocol reads it."))
    if record.allergies.state == "not_recorded":
        miss("allergies", tr("The banner says: not recorded. That is not: none."))
    answers = {each.drug: each.answer for each in record.drug_questions}
    for drug in asked_drugs(protocol):
        if answers.get(drug, "not_asked") == "not_asked":
            miss("drugs", _asked(protocol, drug))
    if not record.weights:
        miss("weights", tr("A weight with its day: else mg/kg is not told."))
    return {section: tuple(texts) for section, texts in found.items()}


def recognised_words(name: str, protocol: Protocol | None) -> str:
    """Whether the protocol knows the drug by this name; an unknown one is said to be unchecked."""
    drug = recognised(name, protocol)
    if drug is None:
        return tr("not checked")
    read = tr("read as {drug}").format(drug=drug) if fold_name(drug) != fold_name(name) else ""
    if not is_judged(drug, protocol):
        return ", ".join(filter(None, [read, tr("not checked, its rule is switched off")]))
    return read or tr("checked")


def _rule(protocol: Protocol | None, code: str, what: str) -> str:
    """The protocol's own sentence about what is missing, with its rule and statements."""
    known = protocol.marks.get(code) if protocol is not None else None
    if known is None:
        return tr("{what}: not recorded.").format(what=what)
    where = " ".join((known.rule, *known.statements))
    return f"{what}: {known.clinician} ({where})"


def _asked(protocol: Protocol | None, drug: str) -> str:
    known = protocol.marks.get(drug.upper()) if protocol is not None else None
    where = f" ({' '.join((known.rule, *known.statements))})" if known is not None else ""
    said = tr("{drug}: not asked. The rule sees only what was asked and recorded{where}.")
    return said.format(drug=drug.capitalize(), where=where)


def _strike(section: str, *, has_any: bool) -> tuple[tuple[str, str], ...]:
    return ((f"{section}.strike", tr("Strike…")),) if has_any else ()
