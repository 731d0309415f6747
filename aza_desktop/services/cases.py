"""A file of whole patients into the record: transcription, one transaction for the file.

Doses, phases and decisions arrive only with a patient whom this very file creates. For a patient
who is there already, results are taken and everything else that is new waits for a person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from aza_desktop.clinical.labs import RecordedResult
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.errors import UserError
from aza_desktop.intake.cases import Case, case_id
from aza_desktop.services.case_judging import read_bound_case
from aza_desktop.services.case_report import FORMAT, CaseReport
from aza_desktop.services.case_texts import vectors_of
from aza_desktop.services.clinic import Clinic
from aza_desktop.storage import imports, loading, matching, protocols, results
from aza_desktop.storage.matching import Claim, Matched
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.storage.writing import write_record

ACTION = "import.cases"


def take_cases(
    clinic: Clinic, name: str, data: bytes, *, create_patients: bool = False, dry_run: bool = False
) -> CaseReport:
    """Take a file in; without `create_patients` a case that names nobody is refused.

    Raises UserError ``unreadable`` or ``bad_case`` for a file that holds no cases at all.
    """
    return take_vectors(
        clinic,
        vectors_of(data),
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        create_patients=create_patients,
        dry_run=dry_run,
    )


def take_vectors(
    clinic: Clinic,
    vectors: Iterable[object],
    *,
    file: str,
    sha256: str,
    create_patients: bool = False,
    dry_run: bool = False,
) -> CaseReport:
    """Take cases in that were read already, for example those of the demo clinic."""
    report = CaseReport(file=file, sha256=sha256, dry_run=dry_run)
    with clinic.store.unit_of_work(actor=clinic.actor) as work:
        intake = _Intake(clinic, work, report, import_id=work.new_key())
        for place, vector in enumerate(vectors, start=1):
            intake.take(vector, place, create_patients=create_patients)
        if intake.has_written and not dry_run:
            work.entry(ACTION)
            imports.add(
                work,
                import_id=intake.import_id,
                file=file,
                format_name=FORMAT,
                profile=None,
                sha256=sha256,
                report=json.dumps(report.as_json(), ensure_ascii=False),
            )
            work.commit()
    return report


@dataclass(slots=True)
class _Intake:
    """One file on its way in."""

    clinic: Clinic
    work: UnitOfWork
    report: CaseReport
    import_id: str
    has_written: bool = field(default=False, init=False)

    def take(self, vector: object, place: int, *, create_patients: bool) -> None:
        where = f"case {case_id(vector) or place}"
        if isinstance(vector, UserError):
            self._refuse(None, where, vector)
            return
        try:
            case, protocol = read_bound_case(
                vector, library=self.clinic.library, analytes=self.clinic.analytes
            )
        except UserError as error:
            self._refuse(vector, where, error)
            return
        if case.config:
            self._hold_all(case, where, "config_cannot_arrive_with_a_patient")
            return
        if not (case.has_identity or create_patients):
            self._reject_all(case, where, "no_identity")
            return
        identity = case.record.identity
        if identity.birth_date and identity.birth_date > self.clinic.clock.today():
            self._reject_all(case, where, "birth_date")
            return
        found = matching.match(
            self.work.reading,
            Claim(
                identity.numbers,
                identity.family,
                identity.given,
                identity.birth_date,
                identity.sex,
            ),
        )
        if found.matched is Matched.UNSURE:
            self.report.unmatched += 1
            self._hold_all(case, where, found.why)
        elif found.patient_id is None:
            self._create(case, protocol, where)
        else:
            self._add_results(case, where, found.patient_id)

    def _create(self, case: Case, protocol: Protocol, where: str) -> None:
        """Transcribe a whole new patient."""
        patient_id = self.work.new_key()
        self.work.entry(ACTION, patient_id=patient_id)
        refs = {}
        for course in case.record.courses:
            last = course is case.course
            text = protocol if last else self.clinic.library.find(course.protocol.name.rstrip("@"))
            refs[course.number] = protocols.keep(self.work, text)
        write_record(
            self.work,
            case.record,
            patient_id=patient_id,
            protocols=refs,
            import_id=self.import_id,
            place=where,
        )
        self.work.flush()
        self.has_written = True
        self.report.created += 1
        for recorded in case.record.results:
            self._count_new(recorded)
        for kind, count in case.counts.items():
            if kind != "results":
                self.report.facts[kind] += count

    def _add_results(self, case: Case, where: str, patient_id: str) -> None:
        """A patient who is there: only results are taken."""
        self.report.matched += 1
        stored = loading.record_of(self.work.reading, patient_id)
        assert stored is not None
        known = {recorded.result.id: recorded for recorded in stored.results}
        same = {_content(recorded) for recorded in stored.results}
        fresh = []
        for recorded in case.record.results:
            if _content(recorded) in same:
                self.report.rows["duplicate"] += 1
                self.report.results["duplicate"] += 1
            elif recorded.result.id in known:
                self._hold(f"{where}, result {recorded.result.id}", "value", "differs_from_record")
            else:
                fresh.append(recorded)
                same.add(_content(recorded))
        if fresh:
            self.work.entry(ACTION, patient_id=patient_id)
            self.has_written = True
        for recorded in fresh:
            place = f"{where}, result {recorded.result.id}"
            results.add(
                self.work, patient_id, recorded.result, import_id=self.import_id,
                place=place, state=recorded.state,
            )  # fmt: skip
            self._count_new(recorded)
        for kind in _other_facts(case.record, stored):
            self.report.held_facts.append(
                {"where": where, "field": kind, "reason": "only_with_a_new_patient"}
            )

    def _count_new(self, recorded: RecordedResult) -> None:
        if recorded.state == "current":
            self.report.rows["imported"] += 1
            self.report.results["new"] += 1
            self.report.by_analyte[recorded.result.analyte] += 1
        else:
            self.report.rows["superseded"] += 1
            self.report.results["cancelled"] += 1

    def _hold(self, where: str, field_name: str, reason: str) -> None:
        self.report.rows["held"] += 1
        self.report.held.append({"where": where, "field": field_name, "reason": reason})

    def _hold_all(self, case: Case, where: str, reason: str) -> None:
        for recorded in case.record.results:
            self._hold(f"{where}, result {recorded.result.id}", "result", reason)
        self.report.held_facts.append({"where": where, "field": "case", "reason": reason})

    def _reject_all(self, case: Case, where: str, reason: str) -> None:
        for recorded in case.record.results:
            self.report.rows["rejected"] += 1
            self.report.rejected.append(
                {
                    "where": f"{where}, result {recorded.result.id}",
                    "field": "identity",
                    "value": "",
                    "reason": reason,
                }
            )
        self.report.unreadable.append({"where": where, "reason": reason})

    def _refuse(self, vector: object, where: str, error: UserError) -> None:
        """A case that cannot be read: its results are counted, none is taken."""
        given = vector.get("input") if isinstance(vector, dict) else None
        rows = given.get("results") if isinstance(given, dict) else None
        for place in range(len(rows) if isinstance(rows, list) else 0):
            self.report.rows["rejected"] += 1
            self.report.rejected.append(
                {
                    "where": f"{where}, result {place + 1}",
                    "field": "case",
                    "value": "",
                    "reason": error.code,
                }
            )
        self.report.unreadable.append({"where": where, "error": error.as_json()})


def _content(recorded: RecordedResult) -> tuple[object, ...]:
    """What makes two results the same: its id and everything that was measured."""
    result = recorded.result
    return (
        result.id, result.analyte, result.value_text, result.comparator, result.unit,
        result.uln_text, result.uln_unit, result.collected_on, result.collected_time,
        result.status,
    )  # fmt: skip


def _other_facts(given: PatientRecord, stored: PatientRecord) -> list[str]:
    """The kinds of facts that the file has and the record has not, or has otherwise."""
    found = []
    if len(given.courses) != len(stored.courses):
        found.append("courses")
    for mine, theirs in zip(given.courses, stored.courses, strict=False):
        pairs = {
            "doses": (_bare(mine.dose_events), _bare(theirs.dose_events)),
            "phases": (_bare(mine.phases), _bare(theirs.phases)),
            "decisions": (_bare(mine.decisions), _bare(theirs.decisions)),
            "holds": (mine.holds, theirs.holds),
        }
        found += [kind for kind, (ours, kept) in pairs.items() if not set(ours) <= set(kept)]
    if not set(given.symptoms) <= set(stored.symptoms):
        found.append("symptoms")
    if not set(given.comedications) <= set(stored.comedications):
        found.append("comedications")
    return found


def _bare(facts: Iterable[object]) -> list[object]:
    """Facts without the mark of transcription, which says how they came and not what they are."""
    return [
        replace(fact, transcribed=False) if hasattr(fact, "transcribed") else fact  # type: ignore[type-var]
        for fact in facts
    ]
