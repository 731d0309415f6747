"""Laboratory files: staged and shown first, then taken in as a whole or not at all.

For a dialog: ``preview(clinic, path)``, or ``preview_text(clinic, text)`` for pasted cells, gives a
`Staged` with everything to show: ``report`` (counts), ``rows`` (each row with kind, place, reason
and the question that would take it in), ``patients`` (whom nothing proves, with candidates and what
agrees), ``gaps`` (units and upper limits that are missing), ``batch.questions``. A person's answers
go into ``again(clinic, staged, answers={...})``, which gives a new `Staged`. ``take_in(clinic,
staged)`` writes it and gives the report. Each of them takes a `Watch`, which hears of the progress
and may stop the work; then `ImportStoppedError` is raised and nothing was written.
"""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aza_desktop import intake
from aza_desktop.clinical.changes import Changes, Topic
from aza_desktop.clinical.columns import LabWords
from aza_desktop.clinical.drafts import IntakeBatch
from aza_desktop.clinical.lab_profiles import LabProfile
from aza_desktop.errors import UserError
from aza_desktop.intake.answering import check_answers, spelled
from aza_desktop.intake.cell_places import Cell
from aza_desktop.intake.limits import LIMITS
from aza_desktop.intake.reading import Reading as FileReading
from aza_desktop.intake.watching import WHOLE, ImportStoppedError, Tick, Watch, unwatched
from aza_desktop.paths import resources_folder
from aza_desktop.protocols.columns import load_columns
from aza_desktop.services import mapping_profiles, rights
from aza_desktop.services.import_compare import Comparison, compare
from aza_desktop.services.import_report import ImportReport, report_json
from aza_desktop.services.import_rows import (
    Gap,
    StagedPatient,
    StagedRow,
    gaps_of,
    rejected_cells,
    staged_patients,
    staged_rows,
)
from aza_desktop.services.import_writing import write
from aza_desktop.services.rights import Role
from aza_desktop.storage import audit
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.clinic import Clinic

__all__ = [
    "ImportOptions",
    "ImportStoppedError",
    "Staged",
    "Watch",
    "again",
    "preview",
    "preview_text",
    "rejected_csv",
    "report_json",
    "stage",
    "stage_bytes",
    "take_in",
]

PASTED = "pasted cells"
"""The name under which pasted cells are kept as a source."""

_READ, _COMPARED = 800, 200
"""Where reading ends in the progress of staging, and comparing in that of taking in."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is to be taken in. answers: a person's answers, by the code of the question."""

    profile: str | None = None
    create_patients: bool = False
    date_order: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False

    @property
    def all_answers(self) -> dict[str, str]:
        """The answers, the date order among them."""
        order = {} if self.date_order is None else {"date_order": self.date_order}
        return spelled({**self.answers, **order})


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was read and compared with the record. Nothing has been written.

    report: what taking it in would do now. rows, patients, gaps: of a preview only.
    data: the file itself, to be read again with further answers. profile: under which it was read.
    compared: what the report rests on; it serves again while the record has not moved.
    """

    batch: IntakeBatch
    options: ImportOptions
    report: ImportReport
    rows: tuple[StagedRow, ...] = ()
    patients: tuple[StagedPatient, ...] = ()
    gaps: tuple[Gap, ...] = ()
    data: bytes = field(default=b"", repr=False)
    profile: LabProfile | None = None
    compared: _Compared | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A comparison with the record as it stood after the audit entry `head`."""

    found: Comparison
    options: ImportOptions
    profile: LabProfile | None
    head: audit.Head

    def holds_for(self, staged: Staged, head: audit.Head) -> bool:
        """True when comparing now could only find the same: every write has an audit entry."""
        same_file = self.found.batch is staged.batch and self.options is staged.options
        return same_file and self.profile is staged.profile and self.head == head


def preview(
    clinic: Clinic, path: Path, *, options: ImportOptions | None = None, watch: Watch | None = None
) -> Staged:
    """The file as `stage` gives it, with every row to be shown."""
    chosen = options or ImportOptions()
    return stage_bytes(
        clinic, path.name, read_bytes(path), options=chosen, watch=watch, listing=True
    )


def preview_text(
    clinic: Clinic, text: str, *, options: ImportOptions | None = None, watch: Watch | None = None
) -> Staged:
    """The same for cells from the clipboard."""
    chosen = options or ImportOptions()
    return stage_bytes(
        clinic, PASTED, text.encode("utf-8"), options=chosen, watch=watch, listing=True
    )


def again(
    clinic: Clinic,
    staged: Staged,
    *,
    answers: Mapping[str, str] | None = None,
    options: ImportOptions | None = None,
    watch: Watch | None = None,
) -> Staged:
    """The same file with further answers, or other options, as a preview."""
    chosen = options or staged.options
    chosen = replace(chosen, answers={**chosen.answers, **(answers or {})})
    return stage_bytes(
        clinic, staged.batch.file, staged.data, options=chosen, watch=watch, listing=True
    )


def stage(clinic: Clinic, path: Path, *, options: ImportOptions | None = None) -> Staged:
    """Read the file and compare it with the record; nothing is written.

    Raises UserError ``too_large``, ``unreadable``, ``unknown_format`` or ``bad_request``.
    """
    chosen = options or ImportOptions()
    return stage_bytes(clinic, path.name, read_bytes(path), options=chosen)


def stage_bytes(
    clinic: Clinic,
    name: str,
    data: bytes,
    *,
    options: ImportOptions,
    watch: Watch | None = None,
    listing: bool = False,
    typed: Mapping[Cell, str] | None = None,
) -> Staged:
    """The same for a file that is already in memory. listing: with every row to be shown.

    typed: cells of its tables that a person typed again.
    """
    watched = watch or Watch()
    check_answers(options.all_answers, clinic.analytes)
    reading_of_file = reading_for(clinic, options, watch=watched.part(0, _READ))
    reading_of_file = replace(reading_of_file, typed=typed or {})
    with _many_values():
        batch, profile = _read(clinic, name, data, reading=reading_of_file, wished=options.profile)
    batch = mapping_profiles.informed(batch, profile)
    with _many_values(), clinic.store.reading() as reading:
        found = compare(
            reading,
            batch,
            catalogue=clinic.analytes,
            create=options.create_patients,
            answers=options.all_answers,
            fill=mapping_profiles.filler(reading, profile),
            watch=watched.part(_READ, WHOLE),
            listing=listing,
        )
        compared = _Compared(found, options, profile, audit.head(reading.connection))
    report = found.report(dry_run=options.dry_run)
    if not listing:
        return Staged(batch, options, report, data=data, profile=profile, compared=compared)
    with _many_values():
        rows, people, gaps = staged_rows(found), staged_patients(found), gaps_of(found)
        return Staged(batch, options, report, rows, people, gaps, data, profile, compared)


def _read(
    clinic: Clinic, name: str, data: bytes, *, reading: FileReading, wished: str | None
) -> tuple[IntakeBatch, LabProfile | None]:
    """The file under the profile that a person named, or else that its header proves."""
    content = intake.look_at(name, data, reading)
    if wished is not None:
        profile = mapping_profiles.named(clinic, wished)
        return intake.read_file(name, data, replace(reading, habits=profile.answers)), profile
    known = {one.header: one for one in mapping_profiles.profiles(clinic) if one.header}
    if not known:
        return intake.read_content(content, reading), None
    found = [known[key] for key in intake.keys_in(content, reading.limits) if key in known]
    if len(found) == 1:
        return intake.read_file(name, data, replace(reading, habits=found[0].answers)), found[0]
    batch = intake.read_content(content, reading)
    told = known.get(batch.header)
    if told is None or not told.answers:
        return batch, told
    return intake.read_file(name, data, replace(reading, habits=told.answers)), told


def reading_for(
    clinic: Clinic,
    options: ImportOptions,
    *,
    profile: LabProfile | None = None,
    watch: Tick = unwatched,
) -> FileReading:
    """How a file is read under these options. profile: under which it was recognised."""
    habits = profile.answers if profile is not None else {}
    today, answers = clinic.clock.today(), options.all_answers
    return FileReading(clinic.analytes, _lab_words(), today, answers, watch=watch, habits=habits)


def take_in(clinic: Clinic, staged: Staged, *, watch: Watch | None = None) -> ImportReport:
    """Store the staged file, all of it or nothing, and say what was done.

    Where the record has moved since the file was compared with it, it is compared once more, in
    the same transaction that writes.
    """
    if staged.options.dry_run:
        return staged.report
    watched = watch or Watch()
    with _many_values(), clinic.store.unit_of_work(actor=clinic.actor) as work:
        rights.need(work.reading, clinic.actor, Role.STAFF)
        compared = staged.compared
        if compared is not None and compared.holds_for(staged, work.head):
            found, report = compared.found, staged.report
            watched.part(0, _COMPARED)(1, 1)
        else:
            found = compare(
                work.reading,
                staged.batch,
                catalogue=clinic.analytes,
                create=staged.options.create_patients,
                answers=staged.options.all_answers,
                fill=mapping_profiles.filler(work.reading, staged.profile),
                watch=watched.part(0, _COMPARED),
            )
            report = found.report(dry_run=False)
        touched = write(
            clinic, work, found, report=report, answers=staged.options.all_answers,
            data=staged.data,
            watch=watched.part(_COMPARED, WHOLE),
        )  # fmt: skip
        work.commit()
    topics = {Topic.LABS, Topic.PATIENT} if found.matcher.created else {Topic.LABS}
    return replace(report, changes=Changes(touched, frozenset(topics)) if touched else None)


def read_bytes(path: Path) -> bytes:
    """The whole file; one that is too large is refused before it is read."""
    try:
        if path.is_symlink() or not path.is_file():
            link = tr("{name} is a link to another place, no file")
            why = link if path.is_symlink() else tr("{name} is no file")
            raise UserError(
                "unreadable",
                tr("The file cannot be read"),
                why=why.format(name=path.name or path),
                remedy=tr("Look at its name and place"),
            )
        if path.stat().st_size > LIMITS.file_bytes:
            raise UserError(
                "too_large",
                tr("The file is too large"),
                why=tr("{name}: it is larger than {n} bytes").format(
                    name=path.name, n=LIMITS.file_bytes
                ),
                remedy=tr("Export a shorter period, or split the file"),
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            "unreadable",
            tr("The file cannot be read"),
            why=f"{path.name}: {error.strerror or error}",
            remedy=tr("Look at its name, its place and your rights"),
        ) from error


def rejected_csv(report: ImportReport) -> str:
    """The rejected rows as a table to be saved; no cell of it can act as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((tr("Place"), tr("Field"), tr("Value"), tr("Reason")))
    writer.writerows(rejected_cells(report.rejected))
    return text.getvalue()


@contextmanager
def _many_values() -> Iterator[None]:
    """Hundreds of thousands of small values are made here and none of them in a ring.

    Without this the search for rings takes longer than the work itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _lab_words() -> LabWords:
    return load_columns(resources_folder() / "columns.toml")
