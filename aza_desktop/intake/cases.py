"""``aza-cases/1``: a JSON vector becomes a case with a whole patient record, or is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.course import CourseDates, Phase, PhaseEvent
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.patient import Identity, PatientNumber
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import CourseRecord, PatientRecord
from aza_desktop.intake.case_agreement import completed, refuse_disagreement
from aza_desktop.intake.case_fields import Fields
from aza_desktop.intake.case_input import CaseInput, read_input
from aza_desktop.intake.case_record import CaseRecord, protocol_ref, read_identity, read_record
from aza_desktop.texts import tr

SCHEMA = "aza-cases/1"
DEFAULT_PROTOCOL = "aza-reintro-literal"
CASE_NUMBER_SYSTEM = "case"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. protocol_name: None when it names none; config: parameters that it overrides.

    has_identity, has_record: whether the file said who the patient is, and more than the facts.
    """

    id: str
    protocol_name: str | None
    config: Mapping[str, object]
    as_of: dt.date
    record: PatientRecord
    phase: Phase
    has_identity: bool
    has_record: bool

    @property
    def course(self) -> CourseRecord:
        """The course that the input describes."""
        return self.record.courses[-1]

    @property
    def counts(self) -> dict[str, int]:
        """How many facts of each kind the case carries, for the import report."""
        record, course = self.record, self.course
        return {
            "results": len(record.results),
            "doses": len(course.dose_events),
            "phases": len(course.phases),
            "holds": len(course.holds),
            "symptoms": len(record.symptoms),
            "comedications": len(record.comedications),
            "decisions": len(course.decisions),
            "courses": len(record.courses),
        }

    def facts(self, protocol: Protocol, analytes: AnalyteCatalogue) -> Facts:
        """The facts exactly as the case gives them, on its own day."""
        record, course = self.record, self.course
        return Facts(
            as_of=self.as_of,
            phase=self.phase,
            patient=record.facts,
            dates=course.dates,
            protocol=protocol,
            analytes=analytes,
            dose_events=course.dose_events,
            holds=course.holds,
            results=record.current_results,
            symptoms=record.symptoms,
            comedications=record.comedications,
            decisions=course.decisions,
        )


def case_id(vector: object) -> str | int | None:
    """The id that a vector claims, for naming it in an error."""
    found = vector.get("id") if isinstance(vector, Mapping) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def read_case(
    vector: object,
    *,
    symptom_codes: Collection[str] | None = None,
    analytes: Collection[str] | None = None,
) -> Case:
    """The case of one JSON object.

    Beside the members that are read, anything may stand in it: title, note, expected and the like.
    Raises UserError ``bad_case``, naming the place. symptom_codes, analytes: the codes that are
    known; without them any is accepted and the caller has to look.
    """
    fields = Fields(vector, "")
    identifier = fields.text("id")
    name = fields.optional_text("protocol")
    config = _config(fields)
    given = read_input(fields.inside("input"), symptom_codes=symptom_codes, analytes=analytes)
    has_identity, has_record = fields.has("identity"), fields.has("record")
    ref = protocol_ref(name or DEFAULT_PROTOCOL)
    extra = read_record(fields.inside("record"), ref)
    identity = (
        read_identity(fields.inside("identity"))
        if has_identity
        else Identity((PatientNumber(CASE_NUMBER_SYSTEM, identifier),))
    )
    refuse_disagreement(given, extra)
    course = CourseRecord(
        number=len(extra.earlier_courses) + 1,
        protocol=ref,
        dates=completed(given.dates, extra),
        phases=extra.phases or phases_of(given.dates, given.phase, as_of=given.as_of),
        dose_events=given.dose_events,
        holds=given.holds,
        day_reports=extra.day_reports,
        decisions=given.decisions,
        checklist=extra.checklist,
        reason=extra.reason,
    )
    return Case(
        id=identifier,
        protocol_name=name,
        config=config,
        as_of=given.as_of,
        record=_record(identity, given, extra=extra, course=course),
        phase=given.phase,
        has_identity=has_identity,
        has_record=has_record,
    )


def phases_of(dates: CourseDates, phase: Phase, *, as_of: dt.date) -> tuple[PhaseEvent, ...]:
    """The confirmed phases that the dates tell of; on `as_of` the patient is in `phase`.

    Its own day is unknown where the dates name none, or one that is still to come.
    """
    known = (
        (Phase.ON_BREAK, dates.break_start),
        (Phase.REINTRODUCTION, dates.restart),
        (Phase.STABLE_MAINTENANCE, dates.stable_from),
        (Phase.LONG_TERM, dates.long_term_from),
        (Phase.STOPPED, dates.stopped_on),
    )
    events = [PhaseEvent(to=to, on=on, transcribed=True) for to, on in known if on is not None]
    begun = [event for event in events if event.on is None or event.on <= as_of]
    if begun and begun[-1].to is phase:
        return tuple(events)
    to_come = [event for event in events if event not in begun and event.to is not phase]
    return (*begun, PhaseEvent(to=phase, on=None, transcribed=True), *to_come)


def _config(fields: Fields) -> Mapping[str, object]:
    config = fields.raw("config")
    if config is None:
        return {}
    if not isinstance(config, Mapping):
        fields.refuse(tr("this is not an object"), at="config")
    return dict(config)


def _record(
    identity: Identity, given: CaseInput, *, extra: CaseRecord, course: CourseRecord
) -> PatientRecord:
    return PatientRecord(
        id="",
        version=0,
        identity=identity,
        facts=given.patient,
        courses=(*extra.earlier_courses, course),
        results=tuple(
            sorted(
                given.results,
                key=lambda recorded: (recorded.result.collected_on, recorded.result.id),
            )
        ),
        symptoms=given.symptoms,
        comedications=given.comedications,
        indication=extra.indication,
        tablets_mg=extra.tablets_mg,
        halves=extra.halves,
        splitting=extra.splitting,
        allergies=extra.allergies,
        genetics=extra.genetics,
        weights=extra.weights,
        drug_questions=extra.drug_questions,
        laboratories=extra.laboratories,
        contacts=extra.contacts,
        notes=extra.notes,
        samples=extra.samples,
        proposals=extra.proposals,
    )
