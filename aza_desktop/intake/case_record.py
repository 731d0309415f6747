"""The ``identity`` and ``record`` of a case: everything about the patient that no rule reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.course import Phase, PhaseEvent, ProtocolRef
from aza_desktop.clinical.diary import (
    Allergies,
    Allergy,
    Contact,
    DrugQuestion,
    GeneTest,
    Note,
    Proposal,
    Sample,
    Weight,
)
from aza_desktop.clinical.doses import DayReport
from aza_desktop.clinical.labs import Laboratory, LaboratoryLimit
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.clinical.record import CourseRecord
from aza_desktop.intake.case_fields import Fields
from aza_desktop.intake.case_input import read_dates, read_decisions, read_doses, read_holds
from aza_desktop.texts import tr

_PHASES = tuple(phase.value for phase in Phase)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What stands under ``record``, typed; all of it optional."""

    indication: str | None = None
    tablets_mg: tuple[Decimal, ...] = ()
    halves: bool = False
    splitting: bool = False
    allergies: Allergies = field(default_factory=Allergies)
    genetics: tuple[GeneTest, ...] = ()
    weights: tuple[Weight, ...] = ()
    drug_questions: tuple[DrugQuestion, ...] = ()
    laboratories: tuple[Laboratory, ...] = ()
    phases: tuple[PhaseEvent, ...] = ()
    day_reports: tuple[DayReport, ...] = ()
    contacts: tuple[Contact, ...] = ()
    earlier_courses: tuple[CourseRecord, ...] = ()
    notes: tuple[Note, ...] = ()
    samples: tuple[Sample, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    checklist: dict[str, str] = field(default_factory=dict)
    reason: str | None = None


def read_identity(fields: Fields) -> Identity:
    numbers = tuple(
        PatientNumber(entry.text("system"), entry.text("value")) for entry in fields.each("numbers")
    )
    if not numbers:
        fields.refuse(tr("a patient number is needed"), at="numbers")
    identity = Identity(
        numbers=numbers,
        family=fields.optional_text("family"),
        given=fields.optional_text("given"),
        title=fields.optional_text("title"),
        birth_date=fields.optional_day("birth_date"),
        sex=fields.optional_text("sex"),
        phone=fields.optional_text("phone"),
    )
    fields.finish()
    return identity


def read_record(fields: Fields, protocol: ProtocolRef) -> CaseRecord:
    """The record; an earlier course without a protocol is bound to that of the case."""
    record = CaseRecord(
        indication=fields.optional_text("indication"),
        tablets_mg=_tablets(fields),
        halves=fields.flag("halves"),
        splitting=fields.flag("splitting"),
        allergies=_allergies(fields.inside("allergies")),
        genetics=tuple(_gene(entry) for entry in fields.each("genetics")),
        weights=tuple(_weight(entry) for entry in fields.each("weights")),
        drug_questions=tuple(_question(entry) for entry in fields.each("drug_questions")),
        laboratories=tuple(_laboratory(entry) for entry in fields.each("laboratories")),
        phases=tuple(_phase(entry) for entry in fields.each("phases")),
        day_reports=tuple(_day_report(entry) for entry in fields.each("day_reports")),
        contacts=tuple(_contact(entry) for entry in fields.each("contacts")),
        earlier_courses=tuple(
            _course(entry, number, protocol)
            for number, entry in enumerate(fields.each("earlier_courses"), start=1)
        ),
        notes=tuple(_note(entry) for entry in fields.each("notes")),
        samples=tuple(
            _sample(entry, place) for place, entry in enumerate(fields.each("samples"), start=1)
        ),
        proposals=tuple(
            _proposal(entry, place) for place, entry in enumerate(fields.each("proposals"), start=1)
        ),
        checklist=_checklist(fields.inside("checklist")),
        reason=fields.optional_text("reason"),
    )
    fields.finish()
    return record


def _tablets(fields: Fields) -> tuple[Decimal, ...]:
    value = fields.raw("tablets_mg")
    if value is None:
        return ()
    if not isinstance(value, list):
        fields.refuse(tr("this is not a list"), at="tablets_mg")
    found = []
    for place, item in enumerate(value):
        tablet = Fields({"mg": item}, f"{fields.where}.tablets_mg[{place}]").dose("mg")
        if tablet is None:
            fields.refuse(tr("a tablet needs its mg"), at=f"tablets_mg[{place}]")
        found.append(tablet)
    return tuple(found)


def _allergies(fields: Fields) -> Allergies:
    states = ("known", "none", "not_recorded", "unavailable")
    items = []
    for entry in fields.each("items"):
        items.append(Allergy(entry.text("substance"), entry.optional_text("reaction")))
        entry.finish()
    allergies = Allergies(fields.one_of("state", states, default="not_recorded"), tuple(items))
    fields.finish()
    return allergies


def _gene(entry: Fields) -> GeneTest:
    test = GeneTest(
        gene=entry.text("gene"),
        phenotype=entry.text("phenotype"),
        method=entry.optional_text("method"),
        value=entry.optional_text("value"),
        unit=entry.optional_text("unit"),
        tested_on=entry.optional_day("tested_on"),
    )
    entry.finish()
    return test


def _weight(entry: Fields) -> Weight:
    kg = entry.decimal("kg")
    if kg is None:
        entry.refuse(tr("a weight in kg is needed"), at="kg")
    weight = Weight(entry.day("on"), kg)
    entry.finish()
    return weight


def _question(entry: Fields) -> DrugQuestion:
    question = DrugQuestion(
        drug=entry.text("drug"),
        answer=entry.one_of("answer", ("yes", "no", "not_asked"), default="not_asked"),
        asked_on=entry.optional_day("asked_on"),
    )
    entry.finish()
    return question


def _laboratory(entry: Fields) -> Laboratory:
    limits = []
    for limit in entry.each("limits"):
        uln = limit.decimal("uln")
        if uln is None:
            limit.refuse(tr("an upper limit is needed"), at="uln")
        limits.append(
            LaboratoryLimit(
                analyte=limit.text("analyte"),
                uln=uln,
                unit=limit.text("unit"),
                sex=limit.optional_text("sex"),
                valid_from=limit.optional_day("valid_from"),
            )
        )
        limit.finish()
    laboratory = Laboratory(entry.text("id"), entry.text("name"), tuple(limits))
    entry.finish()
    return laboratory


def _phase(entry: Fields) -> PhaseEvent:
    event = PhaseEvent(
        to=Phase(entry.one_of("to", _PHASES)),
        on=entry.optional_day("on"),
        confirmed_by=entry.optional_text("confirmed_by"),
        reason=entry.optional_text("reason"),
        transcribed=True,
    )
    entry.finish()
    return event


def _day_report(entry: Fields) -> DayReport:
    report = DayReport(entry.day("on"), entry.one_of("state", ("taken", "missed", "held")))
    entry.finish()
    return report


def _contact(entry: Fields) -> Contact:
    contact = Contact(
        on=entry.day("on"),
        by=entry.optional_text("by"),
        outcome=entry.text("outcome"),
        text=entry.optional_text("text"),
    )
    entry.finish()
    return contact


def _note(entry: Fields) -> Note:
    note = Note(entry.optional_day("on"), entry.text("text"), entry.optional_text("by"))
    entry.finish()
    return note


def _sample(entry: Fields, place: int) -> Sample:
    sample = Sample(
        id=entry.optional_text("id") or f"b{place}",
        taken_on=entry.day("taken_on"),
        tests=entry.words("tests"),
        laboratory=entry.optional_text("laboratory"),
        note=entry.optional_text("note"),
    )
    entry.finish()
    return sample


def _proposal(entry: Fields, place: int) -> Proposal:
    proposal = Proposal(
        id=entry.optional_text("id") or f"p{place}",
        on=entry.day("on"),
        to=entry.text("to"),
        dose_mg=entry.dose("dose_mg"),
        proposed_by=entry.optional_text("proposed_by"),
        waits_for=entry.optional_text("waits_for"),
        note=entry.optional_text("note"),
        answered_on=entry.optional_day("answered_on"),
    )
    entry.finish()
    return proposal


def _checklist(fields: Fields) -> dict[str, str]:
    return {key: fields.text(key) for key in fields.names()}


def _course(entry: Fields, number: int, protocol: ProtocolRef) -> CourseRecord:
    name = entry.optional_text("protocol")
    course = CourseRecord(
        number=entry.whole("number") or number,
        protocol=protocol_ref(name) if name else protocol,
        dates=read_dates(entry.inside("dates")),
        phases=tuple(_phase(event) for event in entry.each("phases")),
        dose_events=read_doses(entry),
        holds=read_holds(entry),
        day_reports=tuple(_day_report(report) for report in entry.each("day_reports")),
        decisions=read_decisions(entry),
        checklist=_checklist(entry.inside("checklist")),
        reason=entry.optional_text("reason"),
    )
    phase = entry.one_of("phase", _PHASES, default=course.phase)
    if phase != course.phase:
        entry.refuse(tr("the phase is not that of the last entry under phases"), at="phase")
    entry.finish()
    return course


def protocol_ref(name: str) -> ProtocolRef:
    """``id@version`` as a reference; without a version the version is empty."""
    protocol_id, _, version = name.partition("@")
    return ProtocolRef(protocol_id, version)
