"""The record of a patient as sections of labels and values, each unknown said as such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from aza_desktop.clinical.checklist import CONSENT
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.diary import Contact, GeneTest
from aza_desktop.clinical.doses import distinct_doses
from aza_desktop.clinical.interactions import unchecked
from aza_desktop.clinical.laboratories import ClinicLaboratory
from aza_desktop.clinical.quantities import plain
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels import checklist
from aza_desktop.gui.viewmodels.answering import outcome_words
from aza_desktop.gui.viewmodels.banner import number_shown
from aza_desktop.gui.viewmodels.entry_limits import sex_words
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.record_needs import (
    MergedLike,
    acts_of,
    needs_of,
    recognised_words,
)
from aza_desktop.gui.viewmodels.words import born, days_ago, dose_text, unit_shown
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile


@dataclass(frozen=True, slots=True)
class Line:
    """A label and a value; `missing` asks for attention."""

    label: str
    value: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class SectionAct:
    """A button of a section. key: ``weight.add``, ``identity.edit`` ..."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """key: as the banner's chips name it. needs: what is missing and which rule waits for it."""

    key: str
    title: str
    icon: str
    lines: tuple[Line, ...]
    acts: tuple[SectionAct, ...] = ()
    needs: tuple[str, ...] = ()


def build_record(
    file: PatientFile,
    *,
    merged: Sequence[MergedLike] = (),
    may_merge: bool = False,
    laboratories: Sequence[ClinicLaboratory] = (),
) -> tuple[Section, ...]:
    """Every section, in the order in which a clinic asks.

    merged: records that went into this one. may_merge: the user is an administrator.
    laboratories: of the clinic, with the limits that they print today.
    """
    record = file.record
    made = (
        _identity(record, file.as_of, merged),
        _treatment(file),
        _genetics(record),
        _allergies(record),
        _comedication(file),
        _symptoms(record),
        _laboratories(file, laboratories),
        _weights(record, file.as_of),
        _contacts(record),
        _notes(record),
    )
    acts = acts_of(record, has_merged=bool(merged), may_merge=may_merge)
    needs = needs_of(file)
    return tuple(
        replace(
            section,
            acts=tuple(SectionAct(key, text) for key, text in acts.get(section.key, ())),
            needs=needs.get(section.key, ()),
        )
        for section in made
    )


def _known(label: str, value: str | None) -> Line:
    return Line(label, value) if value else Line(label, tr("not recorded"), missing=True)


def _day(day: dt.date | None) -> str | None:
    return show(day) if day else None


def _identity(record: PatientRecord, as_of: dt.date, merged: Sequence[MergedLike]) -> Section:
    identity = record.identity
    numbers = ((f"{tr('Number')}, {n.system}", number_shown(n)) for n in identity.numbers)
    went = tr("{number} {name}, on {day} by {who}: {reason}")
    return Section(
        "identity",
        tr("Identity"),
        "user",
        (
            _known(tr("Family name"), identity.family),
            _known(tr("Given name"), identity.given),
            _known(tr("Title"), identity.title) if identity.title else Line(tr("Title"), "–"),
            _known(tr("Born"), born(identity.birth_date, as_of) if identity.birth_date else None),
            _known(tr("Gender"), identity.sex),
            _known(tr("Phone"), identity.phone),
            *(Line(label, value) for label, value in numbers),
            *(
                Line(
                    tr("Merged into it"),
                    went.format(
                        number=each.number,
                        name=each.name,
                        day=show(each.at.date()),
                        who=each.by,
                        reason=each.reason,
                    ),
                )
                for each in merged
            ),
        ),
    )


def _treatment(file: PatientFile) -> Section:
    record, course = file.record, file.course
    toxic = record.facts.prior_toxic_dose_mg
    tablets = ", ".join(dose_text(each) for each in record.tablets_mg)
    lines = [
        _known(tr("Indication"), record.indication),
        _known(tr("Dose before the injury"), dose_text(toxic) if toxic is not None else None),
        _known(tr("Tablets"), tablets),
        Line(tr("Half tablets"), tr("allowed") if record.halves else tr("not allowed")),
        Line(tr("Split over the day"), tr("yes") if record.splitting else tr("no")),
    ]
    if course is None:
        nothing = Line(tr("Course"), tr("none"), missing=True)
        return Section("treatment", tr("Treatment"), "pill", (*lines, nothing))
    lines += [
        Line(tr("Course"), str(course.number)),
        Line(tr("Protocol"), _protocol(file) or course.protocol.name),
        Line(tr("Ceiling"), _ceiling(toxic), missing=toxic is None),
        Line(tr("Phase"), phase_words(file.phase)),
        _known(tr("Break since"), _day(course.dates.break_start)),
        _known(tr("Consent to a second try"), _consent(course.checklist)),
    ]
    lines += [
        Line(label, show(day))
        for label, day in (
            (tr("Restarted on"), course.dates.restart),
            (tr("Stable from"), course.dates.stable_from),
            (tr("Long-term from"), course.dates.long_term_from),
            (tr("Stopped on"), course.dates.stopped_on),
        )
        if day is not None
    ]
    doses = [
        Line(
            show(dose.on),
            f"{dose_text(dose.dose_mg)}, {dose.confirmed_by or tr('by nobody named')}",
        )
        for dose in course.dose_events
    ]
    return Section("treatment", tr("Treatment"), "pill", (*lines, *doses))


def _consent(answers: Mapping[str, str]) -> str | None:
    return checklist.consent_words(answers) if answers.get(CONSENT) else None


def _protocol(file: PatientFile) -> str:
    """The protocol in use, and whether somebody approved it."""
    if file.protocol is None:
        return ""
    return f"{file.protocol.name}, {tr(file.protocol.review.status)}"


def _ceiling(toxic: Decimal | None) -> str:
    if toxic is None:
        return tr("not known without the dose before the injury")
    return tr("every dose below {dose}").format(dose=dose_text(toxic))


def _genetics(record: PatientRecord) -> Section:
    lines = []
    for test in record.genetics:
        said = [phenotype_words(test)]
        if test.value:
            printed = f"{test.value} {test.unit or ''}".strip()
            said.append(tr("printed: {words}").format(words=printed))
        said += [each for each in (test.method, _day(test.tested_on)) if each]
        lines.append(Line(test.gene, ", ".join(said), missing=test.phenotype == "unknown"))
    if not any(line.label == "TPMT" for line in lines):
        typed = GeneTest("TPMT", record.facts.tpmt.value)
        known = phenotype_words(typed) if typed.phenotype != "unknown" else None
        lines.insert(0, _known("TPMT", known))
    return Section("genetics", tr("Genetics"), "dna", tuple(lines))


def phenotype_words(test: GeneTest) -> str:
    """What a person read out of the report; ``low`` in the record means deficient."""
    if test.phenotype == "unknown":
        return tr("not mapped yet") if test.value else tr("not recorded")
    return tr("deficient") if test.phenotype == "low" else tr(test.phenotype)


def _allergies(record: PatientRecord) -> Section:
    words = {
        "none": tr("No known allergies"),
        "known": tr("Known allergies"),
        "unavailable": tr("Allergies unavailable"),
    }
    state = words.get(record.allergies.state)
    items = tuple(
        Line(item.substance, item.reaction or tr("reaction not recorded"))
        for item in record.allergies.items
    )
    return Section(
        "allergies", tr("Allergies"), "triangle-alert", (_known(tr("State"), state), *items)
    )


def _comedication(file: PatientFile) -> Section:
    record = file.record
    asked = []
    for question in record.drug_questions:
        unknown = question.answer == "not_asked"
        said = tr("not asked") if unknown else tr(question.answer)
        on = tr("{day}, before a dose") if unknown else tr("asked on {day}")
        day = f", {on.format(day=show(question.asked_on))}" if question.asked_on else ""
        later = "" if unknown else _dose_since(file, question.asked_on)
        asked.append(Line(question.drug.capitalize(), f"{said}{day}{later}", missing=unknown))
    if not any(question.drug == "allopurinol" for question in record.drug_questions):
        asked.insert(0, Line("Allopurinol", tr("not asked"), missing=True))
    taken = [
        Line(
            drug.name,
            f"{_span(drug.start_on, drug.last_day, tr('still taken'))}, "
            f"{recognised_words(drug.name, file.protocol)}",
            missing=bool(unchecked((drug,), file.protocol, file.as_of)),
        )
        for drug in record.comedications
    ]
    return Section("drugs", tr("Other drugs"), "flask-conical", (*asked, *taken))


def _dose_since(file: PatientFile, asked_on: dt.date | None) -> str:
    """The present dose, where it began after the day on which the drug was asked about."""
    doses = distinct_doses(file.course.dose_events) if file.course is not None else ()
    if asked_on is None or not doses or doses[-1].on <= asked_on:
        return ""
    return tr("; dose of {day} since then").format(day=show(doses[-1].on))


def _span(since: dt.date, until: dt.date | None, ongoing: str) -> str:
    return f"{show(since)} – {show(until) if until else ongoing}"


def _symptoms(record: PatientRecord) -> Section:
    lines = tuple(
        Line(
            symptom.code.replace("_", " "),
            _span(symptom.onset_on, symptom.resolved_on, tr("not resolved"))
            + (f", {symptom.note}" if symptom.note else ""),
        )
        for symptom in record.symptoms
    )
    return Section(
        "symptoms",
        tr("Symptoms"),
        "thermometer",
        lines or (Line(tr("Symptoms"), tr("none recorded")),),
    )


def _laboratories(file: PatientFile, laboratories: Sequence[ClinicLaboratory]) -> Section:
    """What the clinic's laboratories print for this patient, then what a file brought with it."""
    record, sex = file.record, file.record.identity.sex
    own = tuple(
        Line(
            f"{laboratory.name}, {analyte.short_name}",
            _limit(limit.uln, limit.unit, sex_words(limit.sex) if limit.sex else None,
                   limit.valid_from),
        )
        for laboratory in laboratories
        if laboratory.active
        for analyte in file.facts.analytes.analytes
        if (limit := laboratory.limit(analyte.code, sex=sex, on=file.as_of)) is not None
    )  # fmt: skip
    brought = tuple(
        Line(
            f"{laboratory.name}, {limit.analyte}",
            _limit(limit.uln, limit.unit, limit.sex, limit.valid_from),
        )
        for laboratory in record.laboratories
        for limit in laboratory.limits
    )
    nothing = (Line(tr("Limits"), tr("each result carries its own")),)
    title = tr("Laboratories and limits")
    return Section("laboratories", title, "test-tube-diagonal", (*own, *brought) or nothing)


def _limit(uln: Decimal, unit: str, whom: str | None, since: dt.date | None) -> str:
    said = [f"{tr('ULN')} {plain(uln)} {unit_shown(unit)}"]
    said += [whom] if whom else []
    said += [f"{tr('from')} {show(since)}"] if since else []
    return ", ".join(said)


def _weights(record: PatientRecord, as_of: dt.date) -> Section:
    newest_first = sorted(record.weights, key=lambda weight: weight.on, reverse=True)
    lines = tuple(
        Line(show(weight.on), f"{plain(weight.kg)} kg, {days_ago(weight.on, as_of)}")
        for weight in newest_first
    )
    if not lines:
        kg = record.facts.weight_kg
        told = f"{plain(kg)} kg, {tr('day not recorded')}" if kg else None
        lines = (_known(tr("Weight"), told),)
    return Section("weights", tr("Weight"), "user-check", lines)


def _contacts(record: PatientRecord) -> Section:
    lines = tuple(
        Line(show(contact.on), ": ".join(filter(None, (_call(contact), contact.text))))
        for contact in reversed(record.contacts)
    )
    nothing = (Line(tr("Contacts"), tr("none recorded")),)
    return Section("contacts", tr("Contacts"), "phone", lines or nothing)


def _call(contact: Contact) -> str:
    said = [outcome_words(contact.outcome)]
    said += [contact.by] if contact.by else []
    return ", ".join(said)


def _notes(record: PatientRecord) -> Section:
    lines = tuple(
        Line(
            show(note.on) if note.on else tr("undated"),
            f"{note.text} ({note.by})" if note.by else note.text,
        )
        for note in reversed(record.notes)
    )
    nothing = (Line(tr("Notes"), tr("none")),)
    return Section("notes", tr("Notes"), "message-square", lines or nothing)
