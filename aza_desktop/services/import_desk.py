"""An import step by step, for a person who looks: what is in the file, and what is left out.

It rests on `imports`: nothing is written before `take`. A row that a person leaves out is held,
so that it is not lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from aza_desktop.clinical.analytes import Analyte
from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.drafts import HeldRow, IntakeBatch, Question
from aza_desktop.clinical.laboratories import ClinicLimit
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.errors import UserError
from aza_desktop.services import holding, imports, mapping_profiles, rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.file_sight import FileSight, sight_of
from aza_desktop.services.import_edits import EDITABLE, Cell, cell_of, told
from aza_desktop.services.import_report import ImportReport
from aza_desktop.services.import_rows import StagedRow
from aza_desktop.services.imports import ImportOptions, ImportStoppedError, Staged, Watch
from aza_desktop.services.rights import Role
from aza_desktop.storage import imports as shelf
from aza_desktop.texts import tr

__all__ = [
    "EDITABLE",
    "Cell",
    "ImportOptions",
    "ImportStoppedError",
    "Looked",
    "Watch",
    "cell_of",
    "look",
    "look_again",
    "take",
]

LEFT_OUT = "left_out"
"""The reason of a row that a person unticked."""


@dataclass(frozen=True, slots=True)
class TestFound:
    """One kept test of the file: how many of its values can be judged, and what they lack.

    limit_unit: in which a person types limits: the file's own unit where it is known.
    """

    __test__ = False

    analyte: str
    name: str
    units: tuple[str, ...]
    limits: tuple[str, ...]
    rows: int
    without_unit: int
    without_limit: int
    limit_unit: str


@dataclass(frozen=True, slots=True)
class TypedLimit:
    """Upper limits as they were typed from a report of the laboratory; "" for none."""

    analyte: str
    unit: str
    women: str
    men: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a file: the profile's name, the laboratory, and what to read again."""

    profile: str
    laboratory: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as a person sees it. left_out: the places of the rows that are not wanted.

    seen_before: exactly these bytes were taken in already. units: questions about missing units.
    laboratories: which the results name. limits_since: the first day of a sample whose result has
    no upper limit, None where none lacks one.
    edits: the cells that a person typed again.
    """

    staged: Staged = field(repr=False)
    sight: FileSight | None
    tests: tuple[TestFound, ...]
    seen_before: bool
    units: tuple[Question, ...] = ()
    laboratories: tuple[str, ...] = ()
    limits_since: dt.date | None = None
    left_out: frozenset[str] = frozenset()
    edits: Mapping[Cell, str] = field(default_factory=dict)

    @property
    def report(self) -> ImportReport:
        """What taking all of it in would do now."""
        return self.staged.report


def look(clinic: Clinic, path: Path, *, options: ImportOptions, watch: Watch) -> Looked:
    """Read a file and compare it with the record; nothing is written.

    Raises UserError for a file that cannot be used, and `ImportStoppedError`.
    """
    return _looked(clinic, imports.preview(clinic, path, options=options, watch=watch))


def look_at_text(clinic: Clinic, text: str, *, options: ImportOptions, watch: Watch) -> Looked:
    """The same for cells from the clipboard."""
    return _looked(clinic, imports.preview_text(clinic, text, options=options, watch=watch))


def open_waiting(clinic: Clinic, import_id: str, *, watch: Watch) -> Looked:
    """The file of a row that waits, read again under what was answered before."""
    return _looked(clinic, holding.open_file(clinic, import_id, watch=watch))


def look_again(
    clinic: Clinic,
    looked: Looked,
    *,
    options: ImportOptions,
    watch: Watch,
    edits: Mapping[Cell, str] | None = None,
) -> Looked:
    """The same file under these answers alone; what was left out stays so.

    edits: every cell of a table that a person typed again.
    """
    cells = looked.edits if edits is None else edits
    staged = looked.staged
    if not cells:
        again = imports.again(clinic, staged, options=options, watch=watch)
        return replace(_looked(clinic, again), left_out=looked.left_out)
    again = imports.stage_bytes(
        clinic, staged.batch.file, staged.data,
        options=options, watch=watch, listing=True, typed=cells,
    )  # fmt: skip
    batch = told(again.batch, staged.batch.sha256, cells)
    again = replace(again, batch=batch, rows=_noted(again, batch))
    return replace(_looked(clinic, again), left_out=looked.left_out, edits=cells)


def _noted(again: Staged, batch: IntakeBatch) -> tuple[StagedRow, ...]:
    """The rows with the notes of their results, where a cell was typed."""
    before = {draft.where: draft.result.note for draft in again.batch.drafts}
    notes = {d.where: d.result.note for d in batch.drafts if d.result.note != before[d.where]}
    return tuple(
        replace(row, result=replace(row.result, note=notes[row.where]))
        if row.result is not None and row.where in notes
        else row
        for row in again.rows
    )


def take(clinic: Clinic, looked: Looked, *, watch: Watch) -> ImportReport:
    """Store what was looked at: all of it or nothing. Raises UserError."""
    with clinic.store.reading() as reading:
        rights.need(reading, clinic.actor, Role.STAFF)
    batch = without(looked.staged.batch, looked.left_out)
    return imports.take_in(clinic, replace(looked.staged, batch=batch), watch=watch)


def without(batch: IntakeBatch, left_out: frozenset[str]) -> IntakeBatch:
    """The batch with the rows of those places held back: they wait instead of getting lost."""
    if not left_out:
        return batch
    kept = tuple(draft for draft in batch.drafts if draft.where not in left_out)
    back = tuple(
        HeldRow(draft.where, draft.field, draft.value, LEFT_OUT, None, draft.patient)
        for draft in batch.drafts
        if draft.where in left_out
    )
    return replace(batch, drafts=kept, held=(*batch.held, *back))


def profile_names(clinic: Clinic) -> tuple[str, ...]:
    """The laboratories whose files are known."""
    return tuple(profile.name for profile in mapping_profiles.profiles(clinic))


def keep_profile(
    clinic: Clinic,
    looked: Looked,
    name: str,
    *,
    limits: tuple[TypedLimit, ...],
    since: dt.date | None = None,
) -> Kept:
    """Keep what was said about this file for the next ones; the limits stand with the laboratory.

    since: the first day on which the limits hold, by default that of the first sample that needs
    one. Raises UserError ``bad_request`` for a limit that is no number or nobody's, and what `keep`
    raises.
    """
    staged = looked.staged
    known = {one.name: one for one in mapping_profiles.profiles(clinic)}
    base = staged.profile or known.get(name.strip())
    profile = mapping_profiles.suggested(name, staged.batch, staged.options.all_answers, base=base)
    laboratory = profile.laboratory or profile.name
    named = looked.laboratories
    if limits and len(named) > 1 and fold_name(laboratory) not in map(fold_name, named):
        raise UserError(
            "bad_request",
            tr("Whose limits these are is not clear"),
            why=tr("the file names {n} laboratories").format(n=len(named)),
            remedy=tr("Type the name of one of them: {names}").format(names=", ".join(named)),
        )
    first = since or looked.limits_since or clinic.clock.today()
    made = tuple(limit for one in limits for limit in _confirmed(one, first))
    kept = mapping_profiles.keep(clinic, profile, limits=made)
    return Kept(kept.name, laboratory, Changes(frozenset(), frozenset({Topic.LABS})))


def _confirmed(typed: TypedLimit, since: dt.date) -> tuple[ClinicLimit, ...]:
    """One limit for everybody where both sexes have the same, else one for each."""
    by_sex = {
        sex: _limit_number(typed.analyte, text)
        for sex, text in (("female", typed.women), ("male", typed.men))
        if text.strip()
    }
    if len(by_sex) > 1 and len(set(by_sex.values())) == 1:
        return (ClinicLimit(typed.analyte, by_sex["male"], typed.unit, since),)
    return tuple(
        ClinicLimit(typed.analyte, number, typed.unit, since, sex) for sex, number in by_sex.items()
    )


def _limit_number(analyte: str, text: str) -> Decimal:
    number = parse_decimal(text)
    if number is None:
        raise UserError(
            "bad_request",
            tr("This upper limit is no number"),
            why=f"{analyte}: {text}",
            remedy=tr("Copy it from a report of the laboratory, with a point for the decimals"),
        )
    return number


def check_number(clinic: Clinic, number: str) -> None:
    """One patient has that record number. Raises ``unknown_patient``, ``ambiguous_patient``."""
    with clinic.store.reading() as reading:
        found = sum(
            1
            for _, identity in shelf.identities(reading)
            if number in {each.value for each in identity.numbers}
        )
    if found != 1:
        raise UserError(
            "ambiguous_patient" if found else "unknown_patient",
            tr("This patient cannot be found"),
            why=tr("{n} patients have that number").format(n=found),
            remedy=tr("Type the record number of one patient"),
        )


def _looked(clinic: Clinic, staged: Staged) -> Looked:
    reading = imports.reading_for(clinic, staged.options, profile=staged.profile)
    batch = staged.batch
    with clinic.store.reading() as record:
        seen = shelf.is_known(record, batch.sha256)
        fill = mapping_profiles.filler(record, staged.profile)
    told = [
        (draft if fill is None else fill(draft, draft.patient.sex)).result
        for draft in batch.drafts
        if not draft.withdraws
    ]
    return Looked(
        staged,
        sight_of(batch.file, staged.data, reading, batch.drafts),
        _tests(clinic, told),
        seen,
        _unit_questions(clinic, staged),
        mapping_profiles.laboratories_of(batch),
        min((result.collected_on for result in told if result.uln is None), default=None),
    )


def _tests(clinic: Clinic, told: Iterable[LabResult]) -> tuple[TestFound, ...]:
    grouped: dict[str, list[LabResult]] = {}
    for result in told:
        grouped.setdefault(result.analyte, []).append(result)
    made = []
    for analyte in clinic.analytes.analytes:
        results = grouped.get(analyte.code)
        if not results:
            continue
        limits = dict.fromkeys(
            f"{r.uln_text} {r.uln_unit or ''}".strip() for r in results if r.uln is not None
        )
        made.append(
            TestFound(
                analyte.code,
                analyte.name,
                tuple(dict.fromkeys(r.unit for r in results if r.unit)),
                tuple(limits),
                len(results),
                sum(1 for r in results if not r.unit),
                sum(1 for r in results if r.uln is None),
                _limit_unit(analyte, results),
            )
        )
    return tuple(made)


def _unit_questions(clinic: Clinic, staged: Staged) -> tuple[Question, ...]:
    """What a unit means that is missing or that nobody knows: one question for each."""
    asked = []
    for gap in staged.gaps:
        analyte = clinic.analytes.find(gap.analyte)
        if gap.what != "unit" or analyte is None:
            continue
        units = tuple(dict.fromkeys((analyte.unit, *analyte.spellings.values())))
        if gap.printed:
            code = f"unit:{gap.analyte}:{gap.printed}"
            text = tr("What does the unit {unit} of {test} mean?")
        else:
            code = f"unit:{gap.analyte}"
            text = tr("In which unit is {test} given? The file does not say it.")
        said = text.format(unit=gap.printed, test=analyte.name)
        asked.append(Question(code, said, units, gap.rows))
    return tuple(asked)


def _limit_unit(analyte: Analyte, results: list[LabResult]) -> str:
    known = (r.unit for r in results if analyte.in_unit(Decimal(1), r.unit) is not None)
    return next((unit for unit in known if unit), analyte.unit)
