"""The ``input`` of a case: the facts that the rules look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from aza_desktop.clinical.course import CourseDates, Phase
from aza_desktop.clinical.diary import Comedication, Decision, DecisionType, Symptom
from aza_desktop.clinical.doses import DoseEvent, Hold
from aza_desktop.clinical.labs import LabResult, RecordedResult, ResultState, ResultStatus
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.clinical.quantities import Comparator, parse_decimal
from aza_desktop.intake.case_fields import Fields
from aza_desktop.texts import tr

_COMPARATORS = tuple(comparator.value for comparator in Comparator)
_STATUSES = tuple(status.value for status in ResultStatus)
_DECISIONS = tuple(decision.value for decision in DecisionType)
_TPMT = tuple(tpmt.value for tpmt in Tpmt)


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What stands under ``input``, typed. The lists keep the order of the file."""

    as_of: dt.date
    phase: Phase
    patient: PatientFacts
    dates: CourseDates
    dose_events: tuple[DoseEvent, ...]
    holds: tuple[Hold, ...]
    results: tuple[RecordedResult, ...]
    symptoms: tuple[Symptom, ...]
    comedications: tuple[Comedication, ...]
    decisions: tuple[Decision, ...]


def read_input(
    fields: Fields, *, symptom_codes: Collection[str] | None, analytes: Collection[str] | None
) -> CaseInput:
    """The input. With the known codes given, an unknown symptom or analyte is refused."""
    as_of = fields.day("as_of")
    read = CaseInput(
        as_of=as_of,
        phase=Phase(fields.one_of("phase", tuple(phase.value for phase in Phase))),
        patient=_patient(fields.inside("patient")),
        dates=read_dates(fields.inside("dates")),
        dose_events=read_doses(fields),
        holds=read_holds(fields),
        results=_results(fields, as_of, analytes),
        symptoms=_symptoms(fields, symptom_codes),
        comedications=_comedications(fields),
        decisions=read_decisions(fields),
    )
    fields.finish()
    return read


def _patient(fields: Fields) -> PatientFacts:
    patient = PatientFacts(
        prior_toxic_dose_mg=fields.dose("prior_toxic_dose_mg"),
        tpmt=Tpmt(fields.one_of("tpmt", _TPMT, default=Tpmt.UNKNOWN)),
        weight_kg=fields.decimal("weight_kg"),
    )
    fields.finish()
    return patient


def read_dates(fields: Fields) -> CourseDates:
    """The dates that bound the phases; null and absent alike mean not reached."""
    dates = CourseDates(
        break_start=fields.optional_day("break_start"),
        restart=fields.optional_day("restart"),
        stable_from=fields.optional_day("stable_from"),
        long_term_from=fields.optional_day("long_term_from"),
        stopped_on=fields.optional_day("stopped_on"),
    )
    fields.finish()
    return dates


def read_doses(fields: Fields) -> tuple[DoseEvent, ...]:
    """The dose events. A null ``confirmed_by`` says that nobody confirmed it: it will not count."""
    events = []
    for entry in fields.each("dose_events"):
        dose = entry.dose("dose_mg")
        if dose is None:
            entry.refuse(tr("a dose is needed"), at="dose_mg")
        confirmed_by = entry.optional_text("confirmed_by") if entry.has("confirmed_by") else ""
        events.append(
            DoseEvent(
                on=entry.day("date"),
                dose_mg=dose,
                confirmed_by=confirmed_by,
                reason=entry.optional_text("reason"),
                transcribed=True,
            )
        )
        entry.finish()
    return tuple(events)


def read_holds(fields: Fields) -> tuple[Hold, ...]:
    holds = []
    for entry in fields.each("holds"):
        since, until = entry.day("from"), entry.optional_day("to")
        if until is not None and until < since:
            entry.refuse(tr("the hold ends before it begins"), at="to")
        holds.append(Hold(since=since, until=until, reason=entry.optional_text("reason")))
        entry.finish()
    return tuple(holds)


def read_decisions(fields: Fields) -> tuple[Decision, ...]:
    decisions = []
    for place, entry in enumerate(fields.each("decisions"), start=1):
        decisions.append(
            Decision(
                id=entry.optional_text("id") or f"d{place}",
                on=entry.day("date"),
                type=DecisionType(entry.one_of("type", _DECISIONS)),
                results=entry.words("results"),
                decided_by=entry.optional_text("decided_by"),
                reason=entry.optional_text("reason"),
                transcribed=True,
            )
        )
        entry.finish()
    return tuple(decisions)


def _results(
    fields: Fields, as_of: dt.date, analytes: Collection[str] | None
) -> tuple[RecordedResult, ...]:
    results: dict[str, RecordedResult] = {}
    for entry in fields.each("results"):
        result = _result(entry, as_of)
        if result.id in results:
            entry.refuse(tr("the id {id} stands twice").format(id=result.id), at="id")
        if analytes is not None and result.analyte not in analytes:
            entry.refuse(
                tr("the analyte {code} is not known").format(code=result.analyte), at="analyte"
            )
        is_cancelled = result.status is ResultStatus.CANCELLED
        state = ResultState.WITHDRAWN if is_cancelled else ResultState.CURRENT
        results[result.id] = RecordedResult(result, state)
    return tuple(results.values())


def _result(entry: Fields, as_of: dt.date) -> LabResult:
    """One result as reported. It was on record by the case's own day, whenever that is later."""
    value_text = entry.optional_text("value")
    if value_text is None:
        entry.refuse(tr("a value in quotes is needed"), at="value")
    uln_text = entry.optional_text("uln")
    collected_on, collected_time = entry.moment("collected")
    entered_on = entry.moment("entered")[0] if entry.raw("entered") is not None else as_of
    result = LabResult(
        id=entry.text("id"),
        analyte=entry.text("analyte"),
        value_text=value_text,
        value=parse_decimal(value_text),
        comparator=Comparator(entry.one_of("comparator", _COMPARATORS, default=Comparator.EQUAL)),
        unit=entry.optional_text("unit"),
        uln_text=uln_text,
        uln=None if uln_text is None else parse_decimal(uln_text),
        uln_unit=entry.optional_text("uln_unit"),
        collected_on=collected_on,
        collected_time=collected_time,
        entered_on=min(entered_on, as_of),
        laboratory=entry.optional_text("laboratory"),
        status=ResultStatus(entry.one_of("status", _STATUSES, default=ResultStatus.FINAL)),
        note=entry.optional_text("note"),
    )
    entry.finish()
    return result


def _symptoms(fields: Fields, codes: Collection[str] | None) -> tuple[Symptom, ...]:
    symptoms = []
    for place, entry in enumerate(fields.each("symptoms"), start=1):
        code = entry.text("code")
        if codes is not None and code not in codes:
            entry.refuse(tr("the symptom {code} is not known").format(code=code), at="code")
        symptoms.append(
            Symptom(
                id=entry.optional_text("id") or f"s{place}",
                code=code,
                onset_on=entry.day("onset"),
                resolved_on=entry.optional_day("resolved"),
                note=entry.optional_text("note"),
            )
        )
        entry.finish()
    return tuple(symptoms)


def _comedications(fields: Fields) -> tuple[Comedication, ...]:
    drugs = []
    for place, entry in enumerate(fields.each("comedications"), start=1):
        drugs.append(
            Comedication(
                id=entry.optional_text("id") or f"c{place}",
                name=entry.text("name"),
                start_on=entry.day("start"),
                last_day=entry.optional_day("last_day"),
            )
        )
        entry.finish()
    return tuple(drugs)
