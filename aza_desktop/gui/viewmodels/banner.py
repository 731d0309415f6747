"""Who the patient is and what may never be missed: the banner's words, fields and risk chips."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.interactions import is_taken
from aza_desktop.clinical.patient import PatientNumber, Tpmt
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.clinical.worklist import PatientLine
from aza_desktop.gui.viewmodels.likeness import told
from aza_desktop.gui.viewmodels.record_needs import recognised_words
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.texts import msg, tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

_SYSTEMS = {"hospital": msg("Hosp. No."), "nhs": msg("NHS No.")}
_SEXES = {"female": msg("Female"), "male": msg("Male"), "other": msg("Other")}
_INHIBITORS = {"allopurinol": "ALLOPURINOL", "febuxostat": "FEBUXOSTAT"}
"""Drug that must be asked about -> the mark that says it is being taken."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value; a colon never stands between them."""

    label: str
    value: str
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class RiskChip:
    """kind: risk, caution, ok or unknown; unknown is drawn as an outline, never as *none*."""

    text: str
    kind: str
    icon: str
    tooltip: str = ""
    key: str = ""
    """What a click on it asks for; "" for nothing."""


@dataclass(frozen=True, slots=True)
class BannerModel:
    """family and rest form the name, family the heavier; fields and chips in reading order."""

    family: str
    rest: str
    fields: tuple[Field, ...]
    chips: tuple[RiskChip, ...]
    spoken: str

    @property
    def name(self) -> str:
        return f"{self.family}{self.rest}"


def build_banner(file: PatientFile, *, similar: tuple[PatientLine, ...] = ()) -> BannerModel:
    """The banner of a patient as of the file's day. similar: who could be mistaken for them."""
    record, as_of = file.record, file.as_of
    identity = record.identity
    family = (identity.family or "").upper()
    given = identity.given or ""
    title = f" ({identity.title})" if identity.title else ""
    rest = f", {given}{title}" if family and given else f"{given}{title}"
    fields = (
        Field(tr("Born"), born(identity.birth_date, as_of), tr("Date of birth and age")),
        Field(tr("Gender"), tr(_SEXES.get((identity.sex or "").lower(), "Not known"))),
        *(_number(number) for number in identity.numbers[:2]),
        _weight(record, as_of),
    )
    marks = frozenset(mark.code for mark in (file.answer.marks if file.answer else ()))
    chips = (
        *_alike(similar),
        _allergy(record),
        *_genetics(record),
        *_inhibitors(record, marks),
        *_others(file),
    )
    name = identity.name if not family and not given else f"{family}{rest}"
    return BannerModel(
        family=family or name if not given or family else "",
        rest=rest if family or given else "",
        fields=fields,
        chips=chips,
        spoken=". ".join(
            (name, *(f"{f.label} {f.value}" for f in fields), *(chip.text for chip in chips))
        ),
    )


def _alike(similar: tuple[PatientLine, ...]) -> tuple[RiskChip, ...]:
    if not similar:
        return ()
    text = tr("Similar name: {n}").format(n=len(similar))
    return (RiskChip(text, "caution", "users", told(similar), key="similar"),)


def number_shown(number: PatientNumber) -> str:
    """The number as it is read: NHS numbers in groups of three, three and four."""
    digits = number.value.replace(" ", "")
    if number.system == "nhs" and digits.isdigit() and len(digits) == len("0000000000"):
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return number.value


def _number(number: PatientNumber) -> Field:
    text = tr(_SYSTEMS.get(number.system, "No."))
    return Field(text, number_shown(number), f"{tr('Number given by')} {number.system}")


def _weight(record: PatientRecord, as_of: dt.date) -> Field:
    known = [weight for weight in record.weights if weight.on <= as_of]
    if known:
        newest = max(known, key=lambda weight: weight.on)
        measured = tr("Measured on {day}").format(day=show(newest.on))
        return Field(tr("Weight"), f"{plain(newest.kg)} kg", measured)
    if record.facts.weight_kg is not None:
        return Field(tr("Weight"), f"{plain(record.facts.weight_kg)} kg", tr("Day not recorded"))
    return Field(tr("Weight"), tr("Not recorded"))


def _allergy(record: PatientRecord) -> RiskChip:
    allergies = record.allergies
    if allergies.state == "known":
        names = ", ".join(item.substance for item in allergies.items) or tr("see record")
        reactions = "\n".join(
            f"{item.substance}: {item.reaction or tr('reaction not recorded')}"
            for item in allergies.items
        )
        text = tr("Allergy: {names}").format(names=names)
        return RiskChip(text, "risk", "triangle-alert", reactions, key="allergies")
    if allergies.state == "none":
        return RiskChip(tr("No known allergies"), "ok", "check", key="allergies")
    if allergies.state == "unavailable":
        words = tr("Allergies unavailable")
    else:
        words = tr("Allergies not recorded")
    return RiskChip(words, "unknown", "circle-question-mark", key="allergies")


def _genetics(record: PatientRecord) -> tuple[RiskChip, ...]:
    changed = (
        test.phenotype
        for test in record.genetics
        if test.gene == "NUDT15" and test.phenotype not in {"normal", "unknown"}
    )
    return (
        _gene_chip("TPMT", record.facts.tpmt.value),
        *(_gene_chip("NUDT15", phenotype) for phenotype in changed),
    )


def _gene_chip(gene: str, phenotype: str) -> RiskChip:
    if phenotype == Tpmt.UNKNOWN.value:
        text = f"{gene} {tr('not recorded')}"
        return RiskChip(text, "unknown", "circle-question-mark", key="genetics")
    kind = {"normal": "ok", "low": "risk"}.get(phenotype, "caution")
    word = {"low": tr("low or absent")}.get(phenotype, tr(phenotype))
    return RiskChip(f"{gene} {word}", kind, "dna", key="genetics")


def _inhibitors(record: PatientRecord, marks: frozenset[str]) -> list[RiskChip]:
    """Allopurinol always, febuxostat where it is taken or was not asked about while known of."""
    chips = []
    answers = {question.drug: question for question in record.drug_questions}
    for drug, code in _INHIBITORS.items():
        question = answers.get(drug)
        answer = question.answer if question is not None else "not_asked"
        name = drug.capitalize()
        if code in marks or answer == "yes":
            text = tr("TAKING {drug}").format(drug=drug)
            told_there = tr("Stop sign: see findings")
            chips.append(RiskChip(text, "risk", "octagon-alert", told_there, key="drugs"))
        elif drug != "allopurinol":
            continue
        elif answer == "no":
            asked = question.asked_on if question is not None else None
            when = tr("Asked on {day}").format(day=show(asked)) if asked else tr("Day not recorded")
            text = f"{name}: {tr('none')}"
            chips.append(RiskChip(text, "ok", "check", when, key="drugs"))
        else:
            text = f"{name} {tr('not asked')}"
            chips.append(RiskChip(text, "unknown", "circle-question-mark", key="drugs"))
    return chips


def _others(file: PatientFile) -> tuple[RiskChip, ...]:
    taken = [drug for drug in file.record.comedications if is_taken(drug, file.as_of)]
    if not taken:
        return ()
    names = "\n".join(
        f"{drug.name}, {recognised_words(drug.name, file.protocol)}" for drug in taken
    )
    text = tr("Other drugs: {n}").format(n=len(taken))
    return (RiskChip(text, "plain", "pill", names, key="drugs"),)
