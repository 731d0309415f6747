"""A staged file against the record: whose rows they are, and which of them are new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.drafts import (
    Draft,
    DraftPatient,
    HeldRow,
    IntakeBatch,
    PlainDraft,
    Question,
    ResultDraft,
    Wording,
)
from aza_desktop.intake.watching import Tick, unwatched
from aza_desktop.services.import_counts import counted
from aza_desktop.services.import_plan import ImportPlan, PlannedResult
from aza_desktop.services.import_report import ImportReport, PatientCounts, ResultCounts, RowCounts
from aza_desktop.services.matching import CREATE, Match, Matcher, Outcome, contradicts
from aza_desktop.storage import imports as shelf
from aza_desktop.storage.reading import Reading, batched
from aza_desktop.texts import tr

_TOLD_EVERY = 1024

Fill = Callable[[ResultDraft, str | None], ResultDraft]
"""Adds what a laboratory's profile knows; told the patient's sex where that is known."""
Told = PlannedResult | HeldRow | None
"""What became of a draft; None for one that is known already."""


@dataclass(slots=True)
class Comparison:
    """What was found. plans: what is to be done about each patient whose rows these are.

    held: the rows that wait because of their patient. codes: the question about each patient.
    outcomes: what became of each draft, where it is listed; None for one that is known already.
    """

    batch: IntakeBatch
    catalogue: AnalyteCatalogue
    matcher: Matcher
    plans: Mapping[str, ImportPlan]
    matches: Mapping[DraftPatient, Match]
    codes: Mapping[DraftPatient, str]
    held: list[HeldRow] = field(default_factory=list)
    outcomes: list[tuple[ResultDraft, Told]] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    def report(self, *, dry_run: bool) -> ImportReport:
        """The report of taking the file in as it was compared."""
        counts = counted(self.plans.values())
        held = (*self.batch.held, *self.held)
        return ImportReport(
            file=self.batch.file,
            format=self.batch.format,
            sha256=self.batch.sha256,
            patients=self._patients(),
            rows=RowCounts(
                imported=counts.current,
                duplicate=counts.duplicates,
                superseded=counts.ended,
                held=len(held),
                rejected=len(self.batch.rejected),
                ignored=self.batch.ignored,
            ),
            results=ResultCounts(
                new=counts.current - counts.corrected,
                duplicate=counts.duplicates,
                corrected=counts.corrected,
                cancelled=counts.cancelled,
            ),
            by_analyte={
                a.code: counts.by_analyte[a.code]
                for a in self.catalogue.analytes
                if a.code in counts.by_analyte
            },
            held=held,
            rejected=self.batch.rejected,
            questions=(*self.batch.questions, *self.questions.values()),
            profile=self.batch.profile,
            dry_run=dry_run,
            limits=counts.limits,
        )

    def drafts(self) -> Iterator[ResultDraft]:
        """Every draft that would be stored."""
        for plan in self.plans.values():
            for planned in plan.results:
                yield planned.draft() if isinstance(planned, PlainDraft) else planned.draft

    def _patients(self) -> PatientCounts:
        created = self.matcher.created
        matched = {
            match.patient_id
            for match in self.matches.values()
            if match.outcome is Outcome.MATCHED and match.patient_id not in created
        }
        unmatched = sum(1 for match in self.matches.values() if match.outcome is Outcome.HELD)
        return PatientCounts(len(matched), len(created), unmatched)

    def patient_of_held(self, row: HeldRow) -> str | None:
        """Whose list the held row belongs to: the only patient who comes near, or nobody."""
        return None if row.patient is None else self.matcher.nearest(row.patient)

    def hold(self, draft: ResultDraft) -> HeldRow:
        """Let a row wait for the answer about its patient."""
        match, code = self.matches[draft.patient], self.codes[draft.patient]
        row = HeldRow(draft.where, draft.field, draft.value, match.reason, code, draft.patient)
        self.held.append(row)
        known = self.questions.get(code)
        choices = (CREATE,) if match.reason == "no_match" else match.candidates
        if known is not None:
            choices = tuple(dict.fromkeys((*known.choices, *choices)))
        rows = 1 if known is None else known.rows + 1
        self.questions[code] = Question(code, tr("Which patient is this?"), choices, rows)
        return row


def compare(
    reading: Reading,
    batch: IntakeBatch,
    *,
    catalogue: AnalyteCatalogue,
    create: bool,
    answers: Mapping[str, str],
    fill: Fill | None = None,
    watch: Tick = unwatched,
    listing: bool = False,
) -> Comparison:
    """Match every patient of the file, then every result of theirs.

    Patients who would be made have keys of this comparison alone. listing: keep what became of
    each draft. Raises UserError ``unknown_patient`` or ``ambiguous_patient`` for an answer that
    names nobody.
    """
    matcher = Matcher(shelf.identities(reading), create=create)
    rows = _matched(batch, matcher, answers)
    plans: dict[str, ImportPlan] = {}
    found = Comparison(batch, catalogue, matcher, plans, rows.matches, rows.codes)
    outcomes: dict[int, tuple[ResultDraft, Told]] = {}
    for row in rows.waiting:
        draft = row.draft() if isinstance(row, PlainDraft) else row
        outcomes[id(row)] = (draft, found.hold(draft))
    unit_of, done = _units(catalogue), len(rows.waiting)
    same: set[tuple[Wording, shelf.Told]] = set()
    for keys in batched(rows.of_patient):
        stored = [key for key in keys if key not in matcher.created]
        known = shelf.known_results(reading, stored)
        for key in keys:
            plan = plans[key] = ImportPlan(unit_of, same=same)
            plan.learn(known.get(key, ()))
            theirs = rows.of_patient[key]
            sex = _sexes(matcher, key)
            for at in range(0, len(theirs), _TOLD_EVERY):
                watch(done, len(batch.rows))
                some = theirs[at : at + _TOLD_EVERY]
                done += len(some)
                if listing:
                    _take_listed(plan, some, fill, sex, outcomes)
                else:
                    plan.take_all(some if fill is None else _filled(some, fill, sex))
            plan.settle()
    if listing:
        found.outcomes = [outcomes[id(row)] for row in batch.rows]
    return found


@dataclass(slots=True)
class _Matched:
    """Every row of a file by whose it is, each list in the order of the file.

    waiting: the rows of patients whom nothing proves.
    """

    matches: dict[DraftPatient, Match] = field(default_factory=dict)
    codes: dict[DraftPatient, str] = field(default_factory=dict)
    of_patient: dict[str, list[Draft]] = field(default_factory=dict)
    waiting: list[Draft] = field(default_factory=list)


def _matched(batch: IntakeBatch, matcher: Matcher, answers: Mapping[str, str]) -> _Matched:
    """Each patient is matched once, however many rows they have."""
    found = _Matched()
    keys = _placeholders()
    asked: dict[str, DraftPatient] = {}
    lists: dict[int, list[Draft]] = {}
    for row in batch.rows:
        patient = row.patient
        rows = lists.get(id(patient))
        if rows is None:
            match = found.matches.get(patient)
            if match is None:
                code = found.codes[patient] = _code_of(patient, row.where, asked)
                match = matcher.match(patient, answer=answers.get(code), new_key=keys)
                found.matches[patient] = match
            if match.outcome is Outcome.HELD or match.patient_id is None:
                rows = found.waiting
            else:
                rows = found.of_patient.setdefault(match.patient_id, [])
            lists[id(patient)] = rows
        rows.append(row)
    return found


def _take_listed(
    plan: ImportPlan,
    rows: Iterable[Draft],
    fill: Fill | None,
    sex_of: Callable[[DraftPatient], str | None],
    outcomes: dict[int, tuple[ResultDraft, Told]],
) -> None:
    """Plan rows one by one and note what becomes of each."""
    for row in rows:
        draft = row.draft() if isinstance(row, PlainDraft) else row
        told = draft if fill is None else fill(draft, sex_of(draft.patient))
        outcomes[id(row)] = (draft, plan.take(told))


def _filled(
    rows: Iterable[Draft], fill: Fill, sex_of: Callable[[DraftPatient], str | None]
) -> Iterator[Draft]:
    """The rows with what a profile adds; a plain one that gains nothing stays plain."""
    for row in rows:
        if not isinstance(row, PlainDraft):
            yield fill(row, sex_of(row.patient))
        elif row.wording.result.uln is not None:
            yield row
        else:
            draft = row.draft()
            told = fill(draft, sex_of(row.patient))
            yield row if told is draft else told


def _sexes(matcher: Matcher, patient_id: str) -> Callable[[DraftPatient], str | None]:
    """The sex as recorded, else as the file says."""
    known = matcher.identity_of(patient_id)
    recorded = known.sex if known is not None else None
    return lambda patient: recorded or patient.sex


def _placeholders() -> Callable[[], str]:
    """Keys for patients who are not made yet."""
    made = iter(range(10**9))
    return lambda: f"new-{next(made)}"


def _code_of(patient: DraftPatient, where: str, asked: dict[str, DraftPatient]) -> str:
    """The code of the question about a patient: by the record number, else by the first row.

    Two who share a number and are not clearly one person are two questions.
    """
    code = f"patient:{patient.numbers[0].value if patient.numbers else where}"
    if contradicts(asked.setdefault(code, patient), patient):
        code = f"{code}@{where}"
        asked[code] = patient
    return code


def _units(catalogue: AnalyteCatalogue) -> Callable[[str, str | None], str | None]:
    """One spelling for each unit, so that IU/L typed and U/L imported are the same unit."""
    known: dict[tuple[str, str | None], str | None] = {}

    def unit_of(code: str, unit: str | None) -> str | None:
        key = (code, unit)
        if key not in known:
            analyte = catalogue.find(code)
            read = analyte.read_unit(unit) if analyte is not None and unit else None
            known[key] = read or unit
        return known[key]

    return unit_of
