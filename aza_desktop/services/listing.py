"""Today's list and the list of all patients, built from judged files. Pure; nothing is stored.

Every group is always present. A patient stands in the first group that applies; the codes of
everything else that is open stand in `also`: each other mark, and each other group whose reason no
mark tells already. Gaps of the record (nobody asked about allopurinol, no birth date) are named
only where nothing else brings the patient in.

A patient without a course is not followed by a protocol: only marks can bring such a patient in,
never a gap of the record, so that a file of laboratory results does not fill the list.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aza_desktop.clinical.answers import Cover
from aza_desktop.clinical.course import BREAK, ON_DRUG
from aza_desktop.clinical.findings import LabStatus, Severity
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import Ratio
from aza_desktop.clinical.worklist import (
    GROUP_IDS,
    NextDay,
    PatientLine,
    ProtocolUse,
    Reason,
    Worklist,
    WorklistEntry,
    WorklistGroup,
)
from aza_desktop.services.answered import snoozed_until
from aza_desktop.services.covering import responsible
from aza_desktop.services.list_days import (
    answered_bilirubin,
    awaited,
    due_today,
    labs_of,
    overdue,
    remind_on,
    step_possible,
    waiting,
)
from aza_desktop.services.list_marks import (
    call_today,
    consider_stopping,
    could_not_be_checked,
    incomplete,
    marks_of,
)
from aza_desktop.services.listed import ListedFile, Place, SortKey, dose_in_force, name_key
from aza_desktop.texts import tr

TREND_LENGTH = 12


def group_title(group_id: str) -> str:
    """The title of a group, as the screen and the command show it."""
    return {
        "call_today": tr("Breach - call today"),
        "could_not_be_checked": tr("Could not be checked"),
        "consider_stopping": tr("Consider stopping - review"),
        "labs_overdue": tr("Labs overdue"),
        "sample_awaited": tr("Sample taken, result awaited"),
        "labs_due": tr("Labs due today"),
        "waiting_confirmation": tr("Waiting for confirmation"),
        "step_possible": tr("Step may be considered"),
        "record_incomplete": tr("Record incomplete"),
    }[group_id]


@dataclass(frozen=True, slots=True)
class Listed:
    """What both lists say of one patient, so that nobody has to be judged twice.

    held: imported rows that wait for a person. order: the place within the group.
    """

    line: PatientLine
    name_key: tuple[str, str]
    held: int
    protocol: Protocol | None
    next_lab_day: dt.date | None
    is_snoozed: bool
    group: str | None = None
    order: SortKey = ()
    entry: WorklistEntry | None = None


def listed(file: ListedFile, *, held_rows: int = 0, covers: Sequence[Cover] = ()) -> Listed:
    """What the lists of that day say of the patient. covers: who covers for whom."""
    plain = places_of(file)
    places = places_of(file, held_rows=held_rows) if held_rows else plain
    is_snoozed = bool(places) and snoozed_until(file, places[0].group) is not None
    known = Listed(
        line=_line(file, plain, covers),
        name_key=name_key(file),
        held=held_rows,
        protocol=file.protocol if file.course is not None else None,
        next_lab_day=_next_lab_day(file),
        is_snoozed=is_snoozed,
    )
    if is_snoozed or not places:
        return known
    return replace(
        known,
        group=places[0].group,
        order=(*places[0].order, *known.name_key),
        entry=_entry(file, places, covers),
    )


def build_worklist(
    files: Iterable[ListedFile],
    *,
    as_of: dt.date,
    held_rows: Mapping[str, int] | None = None,
    covers: Sequence[Cover] = (),
) -> Worklist:
    """The list of `as_of`. held_rows: patient id -> imported rows that wait for a person.

    covers: who covers for whom; the patients of who is away stand under the deputy.
    """
    held = held_rows or {}
    rows = (listed(f, held_rows=held.get(f.record.id, 0), covers=covers) for f in files)
    return worklist_of(rows, as_of=as_of)


def worklist_of(rows: Iterable[Listed], *, as_of: dt.date) -> Worklist:
    """The list of patients who were judged before."""
    standing: dict[str, list[tuple[SortKey, WorklistEntry]]] = {group: [] for group in GROUP_IDS}
    use: Counter[tuple[str, str]] = Counter()
    texts: dict[tuple[str, str], Protocol] = {}
    days: Counter[dt.date] = Counter()
    patients = snoozed = 0
    for row in rows:
        patients += 1
        snoozed += row.is_snoozed
        if row.protocol is not None:
            key = (row.protocol.id, row.protocol.version)
            use[key] += 1
            texts[key] = row.protocol
        if row.next_lab_day is not None:
            days[row.next_lab_day] += 1
        if row.group is not None and row.entry is not None:
            standing[row.group].append((row.order, row.entry))
    groups = tuple(
        WorklistGroup(
            group,
            group_title(group),
            tuple(entry for _, entry in sorted(standing[group], key=lambda pair: pair[0])),
        )
        for group in GROUP_IDS
    )
    on_list = sum(len(group.patients) for group in groups)
    return Worklist(
        as_of=as_of,
        protocols=tuple(_use(texts[key], use[key]) for key in sorted(use)),
        groups=groups,
        nothing_today=patients - on_list - snoozed,
        snoozed=snoozed,
        patients=patients,
        next=NextDay(min(days), days[min(days)]) if days else None,
    )


def build_lines(
    files: Iterable[ListedFile], *, covers: Sequence[Cover] = ()
) -> tuple[PatientLine, ...]:
    """One line a patient, by name."""
    return lines_of([listed(file, covers=covers) for file in files])


def lines_of(rows: Iterable[Listed]) -> tuple[PatientLine, ...]:
    """The lines of patients who were judged before, by name."""
    return tuple(row.line for row in sorted(rows, key=lambda row: row.name_key))


def places_of(file: ListedFile, *, held_rows: int = 0) -> tuple[Place, ...]:
    """Every group that applies to the patient, in the order of the list."""
    candidates = (
        call_today(file),
        could_not_be_checked(file, held_rows=held_rows),
        consider_stopping(file),
        overdue(file),
        awaited(file),
        due_today(file),
        waiting(file),
        step_possible(file),
        _record_incomplete(file),
    )
    return tuple(place for place in candidates if place is not None)


def _record_incomplete(file: ListedFile) -> Place | None:
    reason = next(_gaps(file), None)
    return None if reason is None else Place("record_incomplete", reason, ())


def _gaps(file: ListedFile) -> Iterator[Reason]:
    """What the record lacks, in the order in which the list names it."""
    if file.course is None:
        return
    marked = incomplete(file)
    if marked is not None:
        yield marked
    if answered_bilirubin(file):
        text = tr("No bilirubin beside the raised enzymes; a decision has answered them")
        yield Reason("BILI_MISSING", Severity.MEDIUM, None, (), text)
    if file.phase not in BREAK | ON_DRUG:
        return
    record = file.record
    asked = {q.drug for q in record.drug_questions if q.answer != "not_asked"}
    if "allopurinol" not in asked:
        yield _gap("allopurinol_not_asked", tr("Nobody has asked about allopurinol"))
    if record.identity.birth_date is None:
        yield _gap("no_birth_date", tr("No birth date is recorded"))
    if not labs_of(file):
        yield _gap("no_next_date", tr("No date for the next blood test follows from the record"))


def _gap(code: str, text: str) -> Reason:
    return Reason(code, Severity.LOW, None, (), text)


def _entry(file: ListedFile, places: tuple[Place, ...], covers: Sequence[Cover]) -> WorklistEntry:
    identity, course = file.record.identity, file.course
    dose = dose_in_force(file)
    trend = _trend(file)
    return WorklistEntry(
        patient_id=file.record.id,
        number=identity.number,
        name=identity.name,
        birth_date=identity.birth_date,
        phase=str(file.phase) if course is not None and file.phase is not None else None,
        course=course.number if course is not None else None,
        current_dose_mg=dose.dose_mg if dose else None,
        reason=places[0].reason,
        also=_also(file, places),
        days_overdue=places[0].days_overdue,
        trend=tuple(ratio for _, ratio in trend),
        trend_results=tuple(result.id for result, _ in trend),
        looked_after_by=_looked_after_by(file, covers),
        owner=file.record.owner.name if file.record.owner is not None else "",
    )


def _also(file: ListedFile, places: tuple[Place, ...]) -> tuple[str, ...]:
    codes = {mark.code for mark in marks_of(file)}
    events = {
        place.reason.code
        for place in places[1:]
        if place.group != "record_incomplete" and not place.told_by & codes
    }
    return tuple(sorted((codes | events) - {places[0].reason.code}))


def _alts(file: ListedFile) -> list[LabResult]:
    """ALT results up to the day of the list, oldest first."""
    results = [
        r
        for r in file.record.current_results
        if r.analyte == "ALT" and r.collected_on <= file.as_of
    ]
    return sorted(results, key=lambda r: (r.collected_on, r.collected_time or dt.time.min, r.id))


def _lab_days(file: ListedFile) -> Iterable[dt.date]:
    """The days of all current results up to the day of the list."""
    days = (result.collected_on for result in file.record.current_results)
    return (day for day in days if day <= file.as_of)


def _trend(file: ListedFile) -> list[tuple[LabResult, Ratio]]:
    told = ((result, multiple_of(result, file.facts.analytes)) for result in _alts(file))
    return [(result, ratio) for result, ratio in told if ratio is not None][-TREND_LENGTH:]


def _next_lab_day(file: ListedFile) -> dt.date | None:
    """The first later day on which the list will name a blood test of this patient."""
    days = [remind_on(file, row) for row in labs_of(file) if row.status is not LabStatus.OVERDUE]
    return min((day for day in days if day > file.as_of), default=None)


def _use(protocol: Protocol, patients: int) -> ProtocolUse:
    return ProtocolUse(
        protocol.id, protocol.version, protocol.sha256, protocol.review.status, patients
    )


def _looked_after_by(file: ListedFile, covers: Sequence[Cover]) -> str:
    return responsible(file.record.owner, covers, on=file.as_of) or ""


def _line(file: ListedFile, places: tuple[Place, ...], covers: Sequence[Cover]) -> PatientLine:
    identity = file.record.identity
    dose, alts = dose_in_force(file), _alts(file)
    return PatientLine(
        patient_id=file.record.id,
        number=identity.number,
        name=identity.name,
        birth_date=identity.birth_date,
        phase=str(file.phase) if file.course is not None and file.phase is not None else None,
        current_dose_mg=dose.dose_mg if dose else None,
        group=places[0].group if places else None,
        last_alt=multiple_of(alts[-1], file.facts.analytes) if alts else None,
        last_alt_on=alts[-1].collected_on if alts else None,
        next_lab=min((row.due_by for row in labs_of(file)), default=None),
        folded_name=fold_name(identity.name),
        last_lab_on=max(_lab_days(file), default=None),
        protocol=file.protocol.name if file.protocol is not None else "",
        looked_after_by=_looked_after_by(file, covers),
    )
