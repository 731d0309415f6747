"""What waits for a person across all imports, and the files that were taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.gui.viewmodels.imports import reason_words
from aza_desktop.gui.viewmodels.words import DASH
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.storage.holding import KeptImport, KeptRow


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One row that waits. id, import_id: our own keys."""

    id: str
    import_id: str
    file: str
    since: str
    where: str
    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file that was taken in."""

    id: str
    file: str
    when: str
    who: str
    stored: str
    rest: str
    undone: bool


@dataclass(frozen=True, slots=True)
class TrayModel:
    """The whole page. note: how many wait, from how many files."""

    rows: tuple[WaitingRow, ...]
    files: tuple[ImportedFile, ...]
    note: str


def build_tray(waiting: Iterable[KeptRow], files: Iterable[KeptImport]) -> TrayModel:
    """The rows in the order of their files, the files latest first."""
    rows = tuple(_row(each) for each in waiting)
    many = len({row.import_id for row in rows})
    said = ntr("{n} row waits", "{n} rows wait", len(rows)).format(n=f"{len(rows):,}")
    said += ntr(" from {n} file", " from {n} files", many).format(n=many)
    return TrayModel(rows, tuple(_file(each) for each in files), said if rows else "")


def _row(kept: KeptRow) -> WaitingRow:
    return WaitingRow(
        kept.id,
        kept.import_id,
        kept.file,
        show(kept.recorded_at.astimezone().date()),
        kept.where or DASH,
        kept.field or DASH,
        kept.value or DASH,
        reason_words(kept.reason),
    )


def _file(kept: KeptImport) -> ImportedFile:
    local = kept.recorded_at.astimezone()
    counts = kept.told.get("rows", {})
    rest = [
        f"{counts[key]:,} {words}"
        for key, words in (
            ("duplicate", tr("duplicate")),
            ("held", tr("held")),
            ("rejected", tr("rejected")),
            ("ignored", tr("ignored")),
        )
        if counts.get(key)
    ]
    stored = counts.get("imported", 0)
    said = ntr("{n} result", "{n} results", stored).format(n=f"{stored:,}")
    return ImportedFile(
        kept.id,
        kept.file,
        f"{show(local.date())} {local:%H:%M}",
        kept.recorded_by,
        tr("taken back") if kept.undone else said,
        ", ".join(rest) or DASH,
        kept.undone,
    )
