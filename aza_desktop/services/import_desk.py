"""An import step by step, for a person who looks: what is in the file, and what is left out.

It rests on `imports`: nothing is written before `take`. A row that a person leaves out is held,
so that it is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aza_desktop.clinical.drafts import HeldRow, IntakeBatch, ResultDraft
from aza_desktop.clinical.labs import LabResult
from aza_desktop.errors import UserError
from aza_desktop.services import imports, rights
from aza_desktop.services.clinic import Clinic
from aza_desktop.services.file_sight import FileSight, sight_of
from aza_desktop.services.import_report import ImportReport
from aza_desktop.services.imports import ImportOptions, ImportStoppedError, Staged, Watch
from aza_desktop.services.rights import Role
from aza_desktop.storage import imports as shelf
from aza_desktop.texts import tr

__all__ = ["ImportOptions", "ImportStoppedError", "Looked", "Watch", "look", "look_again", "take"]

LEFT_OUT = "left_out"
"""The reason of a row that a person unticked."""


@dataclass(frozen=True, slots=True)
class TestFound:
    """One kept test of the file: how many of its values can be judged, and what they lack."""

    __test__ = False

    analyte: str
    name: str
    units: tuple[str, ...]
    limits: tuple[str, ...]
    rows: int
    without_unit: int
    without_limit: int


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as a person sees it. left_out: the places of the rows that are not wanted.

    seen_before: exactly these bytes were taken in already.
    """

    staged: Staged = field(repr=False)
    sight: FileSight | None
    tests: tuple[TestFound, ...]
    seen_before: bool
    left_out: frozenset[str] = frozenset()

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


def look_again(
    clinic: Clinic, looked: Looked, *, answers: Mapping[str, str], watch: Watch
) -> Looked:
    """The same file under these answers alone; what was left out stays so."""
    options = replace(looked.staged.options, answers=answers)
    again = imports.again(clinic, looked.staged, options=options, watch=watch)
    return replace(_looked(clinic, again), left_out=looked.left_out)


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
    return Looked(
        staged,
        sight_of(batch.file, staged.data, reading, batch.drafts),
        _tests(clinic, batch.drafts),
        seen,
    )


def _tests(clinic: Clinic, drafts: Iterable[ResultDraft]) -> tuple[TestFound, ...]:
    grouped: dict[str, list[LabResult]] = {}
    for draft in drafts:
        if not draft.withdraws:
            grouped.setdefault(draft.result.analyte, []).append(draft.result)
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
            )
        )
    return tuple(made)
