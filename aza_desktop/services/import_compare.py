"""A staged file against the record: whose rows they are, and which of them are new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.drafts import (
    DraftPatient,
    HeldRow,
    IntakeBatch,
    Question,
    ResultDraft,
)
from aza_desktop.clinical.labs import ResultState
from aza_desktop.intake.watching import Tick, unwatched
from aza_desktop.services.import_plan import ImportPlan, PlannedResult
from aza_desktop.services.import_report import (
    ImportReport,
    LimitCounts,
    PatientCounts,
    ResultCounts,
    RowCounts,
)
from aza_desktop.services.matching import CREATE, Match, Matcher, Outcome, contradicts
from aza_desktop.storage import imports as shelf
from aza_desktop.storage.reading import Reading
from aza_desktop.texts import tr

_TOLD_EVERY = 1024


@dataclass(slots=True)
class Comparison:
    """What was found. held: the rows that wait because of their patient.

    codes: the question about each patient. outcomes: what became of each draft, where it is
    listed; None for one that is known already.
    """

    batch: IntakeBatch
    catalogue: AnalyteCatalogue
    matcher: Matcher
    plan: ImportPlan
    matches: Mapping[DraftPatient, Match]
    codes: Mapping[DraftPatient, str]
    held: list[HeldRow] = field(default_factory=list)
    outcomes: list[tuple[ResultDraft, PlannedResult | HeldRow | None]] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    def report(self, *, dry_run: bool) -> ImportReport:
        """The report of taking the file in as it was compared."""
        current = [p for p in self.plan.results if p.state is ResultState.CURRENT]
        corrected = sum(1 for p in current if p.supersedes or p.replaces)
        counts: dict[str, int] = {}
        for planned in current:
            code = planned.draft.result.analyte
            counts[code] = counts.get(code, 0) + 1
        held = (*self.batch.held, *self.held)
        return ImportReport(
            file=self.batch.file,
            format=self.batch.format,
            sha256=self.batch.sha256,
            patients=self._patients(),
            rows=RowCounts(
                imported=len(current),
                duplicate=self.plan.duplicates,
                superseded=len(self.plan.results) - len(current),
                held=len(held),
                rejected=len(self.batch.rejected),
                ignored=self.batch.ignored,
            ),
            results=ResultCounts(
                new=len(current) - corrected,
                duplicate=self.plan.duplicates,
                corrected=corrected,
                cancelled=sum(1 for planned in self.plan.results if planned.draft.withdraws),
            ),
            by_analyte={
                a.code: counts[a.code] for a in self.catalogue.analytes if a.code in counts
            },
            held=held,
            rejected=self.batch.rejected,
            questions=(*self.batch.questions, *self.questions.values()),
            profile=self.batch.profile,
            dry_run=dry_run,
            limits=_limits(current),
        )

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

    def hold(self, row: HeldRow, match: Match) -> None:
        """Let a row wait for the answer about its patient."""
        self.held.append(row)
        code = row.code or ""
        known = self.questions.get(code)
        choices = (CREATE,) if match.reason == "no_match" else match.candidates
        if known is not None:
            choices = tuple(dict.fromkeys((*known.choices, *choices)))
        rows = 1 if known is None else known.rows + 1
        self.questions[code] = Question(code, tr("Which patient is this?"), choices, rows)


def compare(
    reading: Reading,
    batch: IntakeBatch,
    *,
    catalogue: AnalyteCatalogue,
    create: bool,
    answers: Mapping[str, str],
    new_key: Callable[[], str],
    fill: Callable[[ResultDraft, str | None], ResultDraft] | None = None,
    watch: Tick = unwatched,
    listing: bool = False,
) -> Comparison:
    """Match every patient of the file, then every result of theirs.

    fill: adds what a laboratory's profile knows. listing: keep what became of each draft.
    Raises UserError ``unknown_patient`` or ``ambiguous_patient`` for an answer that names nobody.
    """
    matcher = Matcher(shelf.identities(reading), create=create)
    matches: dict[DraftPatient, Match] = {}
    codes: dict[DraftPatient, str] = {}
    asked: dict[str, DraftPatient] = {}
    by_value: dict[int, Match] = {}
    for draft in batch.drafts:
        patient = draft.patient
        if id(patient) in by_value:
            continue
        if patient not in matches:
            code = codes[patient] = _code_of(patient, draft.where, asked)
            matches[patient] = matcher.match(patient, answer=answers.get(code), new_key=new_key)
        by_value[id(patient)] = matches[patient]
    plan = ImportPlan(_units(catalogue))
    stored = {
        match.patient_id
        for match in matches.values()
        if match.outcome is Outcome.MATCHED
        and match.patient_id is not None
        and match.patient_id not in matcher.created
    }
    plan.learn(shelf.known_results(reading, stored))
    found = Comparison(batch, catalogue, matcher, plan, matches, codes)
    for number, draft in enumerate(batch.drafts):
        if not number % _TOLD_EVERY:
            watch(number, len(batch.drafts))
        match = by_value[id(draft.patient)]
        outcome: PlannedResult | HeldRow | None
        if match.outcome is Outcome.HELD or match.patient_id is None:
            outcome = HeldRow(
                draft.where,
                draft.field,
                draft.value,
                match.reason,
                codes[draft.patient],
                draft.patient,
            )
            found.hold(outcome, match)
        else:
            told = draft if fill is None else fill(draft, _sex(draft, matcher, match.patient_id))
            outcome = plan.take(told, match.patient_id)
        if listing:
            found.outcomes.append((draft, outcome))
    return found


def _sex(draft: ResultDraft, matcher: Matcher, patient_id: str) -> str | None:
    """As recorded, else as the file says."""
    known = matcher.identity_of(patient_id)
    return (known.sex if known is not None else None) or draft.patient.sex


def _code_of(patient: DraftPatient, where: str, asked: dict[str, DraftPatient]) -> str:
    """The code of the question about a patient: by the record number, else by the first row.

    Two who share a number and are not clearly one person are two questions.
    """
    code = f"patient:{patient.numbers[0].value if patient.numbers else where}"
    if contradicts(asked.setdefault(code, patient), patient):
        code = f"{code}@{where}"
        asked[code] = patient
    return code


def _limits(current: Sequence[PlannedResult]) -> LimitCounts:
    with_limit = sum(1 for planned in current if planned.draft.result.uln is not None)
    confirmed = sum(1 for planned in current if planned.draft.limit_confirmed)
    return LimitCounts(with_limit - confirmed, confirmed, len(current) - with_limit)


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
