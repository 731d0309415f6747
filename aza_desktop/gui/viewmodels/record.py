"""The record of a patient as sections of labels and values, each unknown said as such."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.banner import number_shown
from aza_desktop.gui.viewmodels.medication import phase_words
from aza_desktop.gui.viewmodels.words import born, dose_text, unit_shown
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
class Section:
    title: str
    icon: str
    lines: tuple[Line, ...]


def build_record(file: PatientFile) -> tuple[Section, ...]:
    """Every section, in the order in which a clinic asks."""
    record = file.record
    return (
        _identity(record, file.as_of),
        _treatment(file),
        _genetics(record),
        _allergies(record),
        _comedication(record),
        _symptoms(record),
        _laboratories(record),
        _weights(record),
        _notes(record),
    )


def _known(label: str, value: str | None) -> Line:
    return Line(label, value) if value else Line(label, tr("not recorded"), missing=True)


def _day(day: dt.date | None) -> str | None:
    return show(day) if day else None


def _identity(record: PatientRecord, as_of: dt.date) -> Section:
    identity = record.identity
    numbers = ((f"{tr('Number')}, {n.system}", number_shown(n)) for n in identity.numbers)
    return Section(
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
        return Section(tr("Treatment"), "pill", (*lines, Line(tr("Course"), tr("none"), True)))
    lines += [
        Line(tr("Course"), str(course.number)),
        Line(tr("Protocol"), course.protocol.name),
        Line(tr("Phase"), phase_words(file.phase)),
        _known(tr("Break since"), _day(course.dates.break_start)),
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
    return Section(tr("Treatment"), "pill", (*lines, *doses))


def _genetics(record: PatientRecord) -> Section:
    lines = []
    for test in record.genetics:
        said = [test.phenotype if test.phenotype != "unknown" else tr("not recorded")]
        if test.value:
            said.append(f"{test.value} {test.unit or ''}".strip())
        said += [each for each in (test.method, _day(test.tested_on)) if each]
        lines.append(Line(test.gene, ", ".join(said), missing=test.phenotype == "unknown"))
    if not any(line.label == "TPMT" for line in lines):
        phenotype = record.facts.tpmt.value
        known = phenotype if phenotype != "unknown" else None
        lines.insert(0, _known("TPMT", known))
    return Section(tr("Genetics"), "dna", tuple(lines))


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
    return Section(tr("Allergies"), "triangle-alert", (_known(tr("State"), state), *items))


def _comedication(record: PatientRecord) -> Section:
    asked = []
    for question in record.drug_questions:
        unknown = question.answer == "not_asked"
        said = tr("not asked") if unknown else tr(question.answer)
        day = (
            f", {tr('asked on {day}').format(day=show(question.asked_on))}"
            if question.asked_on
            else ""
        )
        asked.append(Line(question.drug.capitalize(), f"{said}{day}", missing=unknown))
    if not any(question.drug == "allopurinol" for question in record.drug_questions):
        asked.insert(0, Line("Allopurinol", tr("not asked"), missing=True))
    taken = [
        Line(drug.name, _span(drug.start_on, drug.last_day, tr("still taken")))
        for drug in record.comedications
    ]
    return Section(tr("Other drugs"), "flask-conical", (*asked, *taken))


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
        tr("Symptoms"), "thermometer", lines or (Line(tr("Symptoms"), tr("none recorded")),)
    )


def _laboratories(record: PatientRecord) -> Section:
    lines = tuple(
        Line(
            f"{laboratory.name}, {limit.analyte}",
            f"{tr('ULN')} {limit.uln} {unit_shown(limit.unit)}"
            + (f", {limit.sex}" if limit.sex else "")
            + (f", {tr('from')} {show(limit.valid_from)}" if limit.valid_from else ""),
        )
        for laboratory in record.laboratories
        for limit in laboratory.limits
    )
    nothing = Line(tr("Limits"), tr("each result carries its own"))
    return Section(tr("Laboratories and limits"), "test-tube-diagonal", lines or (nothing,))


def _weights(record: PatientRecord) -> Section:
    lines = tuple(Line(show(weight.on), f"{weight.kg} kg") for weight in reversed(record.weights))
    if not lines:
        kg = record.facts.weight_kg
        lines = (_known(tr("Weight"), f"{kg} kg, {tr('day not recorded')}" if kg else None),)
    return Section(tr("Weight"), "user-check", lines)


def _notes(record: PatientRecord) -> Section:
    contacts = tuple(
        Line(show(contact.on), f"{contact.outcome}" + (f": {contact.text}" if contact.text else ""))
        for contact in record.contacts
    )
    notes = tuple(
        Line(show(note.on) if note.on else tr("undated"), note.text) for note in record.notes
    )
    nothing = (Line(tr("Notes"), tr("none")),)
    return Section(tr("Contacts and notes"), "message-square", (*contacts, *notes) or nothing)
