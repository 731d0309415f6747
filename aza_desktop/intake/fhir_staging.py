"""The Observations of a FHIR file, staged: every one, and every component, is a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from aza_desktop.clinical.drafts import DraftPatient, IntakeBatch, ResultDraft
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.intake.coded_tests import CodedTests
from aza_desktop.intake.content import Content, too_large
from aza_desktop.intake.dates import Moment
from aza_desktop.intake.deciding_numbers import Value
from aza_desktop.intake.fhir_people import patient_elsewhere, patient_of
from aza_desktop.intake.fhir_reading import FhirFile, Found, above
from aza_desktop.intake.fhir_types import Component, Concept, Observation, Reference, Report
from aza_desktop.intake.fhir_values import FhirValues, has_value
from aza_desktop.intake.measuring import Measured, result_of, withdrawal
from aza_desktop.intake.naming import PERCENT, TestNames
from aza_desktop.intake.problems import DAMAGED_RESOURCE, NO_DATE, NO_PATIENT, Problem
from aza_desktop.intake.questions import sign_questions, test_questions
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.recognising import resource_key
from aza_desktop.intake.single_numbers import SingleNumbers
from aza_desktop.intake.staging import Staging
from aza_desktop.intake.time_stamps import instant_of, moment_of
from aza_desktop.texts import tr

_STATUSES = {
    "final": ResultStatus.FINAL,
    "amended": ResultStatus.CORRECTED,
    "corrected": ResultStatus.CORRECTED,
    "appended": ResultStatus.FINAL,
    "preliminary": ResultStatus.PRELIMINARY,
    "partial": ResultStatus.PRELIMINARY,
    "registered": ResultStatus.PRELIMINARY,
    "cancelled": ResultStatus.CANCELLED,
    "entered-in-error": ResultStatus.CANCELLED,
}
_LONGEST = 200
_TOLD_EVERY = 128

_Chain = tuple[Found | Report, ...]
"""An Observation with what stands above it."""


def stage(
    name: str,
    content: Content,
    reading: Reading,
    resources: Iterable[tuple[str, bytes]] = (),
    *,
    lines: Iterable[tuple[int, bytes]] = (),
) -> IntakeBatch:
    """Everything in the resources, staged.

    resources: each with its place in the file. lines: those of a file with one on each line.
    """
    tests = CodedTests(TestNames(reading.catalogue, reading.words), reading)
    values = FhirValues(tests, SingleNumbers(reading))
    file = FhirFile(values.is_other)
    for where, raw in resources:
        file.take(raw, where)
    file.take_lines(lines)
    file.connect()
    results = _Results(Staging(content, ignored=file.ignored), file, values, file.ignored)
    for where, kind in file.unreadable:
        results.staging.set_aside(
            where or "the resource", "resource", value=kind, problem=DAMAGED_RESOURCE
        )
    for number, found in enumerate(file.observations):
        if not number % _TOLD_EVERY:
            reading.watch(number, len(file.observations))
        results.take(found)
        if results.rows > reading.limits.rows:
            raise too_large(content.name, tr("it has more than {n} rows"), reading.limits.rows)
    staging = results.staging
    questions = (*sign_questions(staging), *test_questions(staging, tests.near))
    header = resource_key(draft.result.laboratory for draft in staging.taken())
    return staging.batch(name, questions, header=header)


@dataclass(slots=True)
class _Results:
    """The Observations, one by one."""

    staging: Staging
    file: FhirFile
    values: FhirValues
    rows: int = 0
    _patients: dict[int, DraftPatient | None] = field(default_factory=dict)

    def take(self, found: Found) -> None:
        """Stage one Observation and its components; a mere panel is no row."""
        observation = found.observation
        if observation.component is None and observation.has_member is None:
            self._take(found, observation, found.where or "the resource")
            return
        parts = observation.component or []
        if has_value(observation) or not (parts or observation.has_member):
            self._take(found, observation, found.where or "the resource")
        for number, part in enumerate(parts, 1):
            place = f"{found.where}, component {number}" if found.where else f"component {number}"
            self._take(found, part, place)

    def _take(self, found: Found, one: Component, where: str) -> None:
        self.rows += 1
        test = self.values.test(one.code)
        if not isinstance(test, Problem) and test.analyte is None:
            self.staging.ignored += 1
            return
        chain = above(found)
        patient = self._patient(chain)
        if isinstance(test, Problem):
            words = _printed(one.code)[:_LONGEST]
            self.staging.set_aside(where, "code", value=words, problem=test, patient=patient)
            return
        analyte = test.analyte
        assert analyte is not None
        quantity = one.value_quantity
        printed = (quantity.code or quantity.unit or "") if quantity is not None else ""
        if printed.strip().casefold() in PERCENT and analyte.read_unit(printed) is None:
            self.staging.ignored += 1
            return
        status = _status(found, chain)
        taken_back = status is ResultStatus.CANCELLED
        value, text = self.values.value(one)
        moment = _when(chain)
        unit = self.values.unit(analyte, quantity)
        wrong = None if taken_back else _first_problem(value, unit)
        place, shown = "value", text
        if wrong is None or wrong.held:
            if patient is None:
                wrong, place, shown = NO_PATIENT, "subject", ""
            elif moment is None:
                wrong, place, shown = NO_DATE, "effective", _unread_date(chain)
        if wrong is not None or patient is None or moment is None:
            wrong = wrong or NO_DATE
            self.staging.set_aside(
                where, place, value=shown[:_LONGEST], problem=wrong, patient=patient
            )
            return
        reported = _reported(chain) if status is ResultStatus.CORRECTED else None
        measured = Measured(
            patient, moment, _laboratory(chain), status, _note(found.observation), reported
        )
        stored = None if isinstance(unit, Problem) else unit
        result: LabResult | Problem
        if taken_back:
            result = withdrawal(analyte, value, measured=measured, unit=stored, text=text)
        else:
            assert isinstance(value, Value)
            limit = self.values.limit(one.reference_range, quantity, sex=patient.sex)
            result = result_of(
                analyte, value, measured=measured, unit=stored or test.unit, limit=limit
            )
        if isinstance(result, Problem):
            self.staging.set_aside(where, "value", value=text, problem=result, patient=patient)
            return
        self.staging.drafts.append(
            ResultDraft(
                where,
                patient,
                result,
                replaces=status is ResultStatus.CORRECTED,
                withdraws=taken_back,
                field="value",
                value=text,
            )
        )

    def _patient(self, chain: _Chain) -> DraftPatient | None:
        """Whom the Observation is about, else its panel, else its report."""
        for one in chain:
            subject = one.observation.subject if isinstance(one, Found) else one.subject
            if subject is not None:
                container = one.container or one.where if isinstance(one, Found) else ""
                return self._subject(subject, container)
        return None

    def _subject(self, subject: Reference, container: str) -> DraftPatient | None:
        patient = self.file.patient(subject, container)
        if patient is None:
            return patient_elsewhere(subject)
        if id(patient) not in self._patients:
            self._patients[id(patient)] = patient_of(
                patient, today=self.values.numbers.reading.today
            )
        return self._patients[id(patient)]


def _status(found: Found, chain: _Chain) -> ResultStatus:
    """Its own standing; withdrawn too when every report that names it is."""
    reports = [one for one in chain if isinstance(one, Report)]
    if reports and all(
        _STATUSES.get((r.status or "").casefold()) is ResultStatus.CANCELLED for r in reports
    ):
        return ResultStatus.CANCELLED
    word = (found.observation.status or "").strip().casefold()
    return _STATUSES.get(word, ResultStatus.FINAL)


def _printed(code: Concept | None) -> str:
    """The test as the resource names it: its text, else the first code with its words."""
    if code is None:
        return ""
    first = next(iter(code.coding or ()), None)
    named = "" if first is None else f"{first.code or ''} {first.display or ''}".strip()
    return code.text or named


def _first_problem(value: Value | Problem, unit: str | Problem | None) -> Problem | None:
    if isinstance(value, Problem):
        return value
    return unit if isinstance(unit, Problem) else None


def _when(chain: _Chain) -> Moment | None:
    """When the sample was taken: by the Observation, else its panel, else its report."""
    for one in chain:
        said = one.observation if isinstance(one, Found) else one
        for text in _stamps(said):
            moment = moment_of(text) if text else None
            if moment is not None:
                return moment
    return None


def _unread_date(chain: _Chain) -> str:
    """What stands where a day is due and is none: ``2026-01`` names only a month."""
    said = (one.observation if isinstance(one, Found) else one for one in chain)
    return next((text for one in said for text in _stamps(one) if text), "")


def _stamps(said: Observation | Report) -> Iterable[str | None]:
    yield said.effective_date_time
    yield said.effective_instant
    period = said.effective_period
    if period is not None:
        yield period.start
        yield period.end
    if said.effective_timing is not None:
        yield from said.effective_timing.event or []


def _reported(chain: _Chain) -> dt.datetime | None:
    """When the correction was issued: by the Observation, else by its panel or report."""
    for one in chain:
        said = one.observation if isinstance(one, Found) else one
        for text in (said.issued, said.meta.last_updated if said.meta else None):
            instant = instant_of(text) if text else None
            if instant is not None:
                return instant
    return None


def _laboratory(chain: _Chain) -> str | None:
    """Who measured, in words: by the Observation, else by its report."""
    for one in chain:
        performers = one.observation.performer if isinstance(one, Found) else one.performer
        for performer in performers or []:
            if performer.display:
                return performer.display.strip() or None
    return None


def _note(observation: Observation) -> str | None:
    texts = [note.text.strip() for note in observation.note or [] if note.text]
    return "\n".join(text for text in texts if text) or None
