"""An open clinic: its record, the protocols and the analytes, wired together for every face."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aza_desktop import paths as places
from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.course import ProtocolRef
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clock import Clock
from aza_desktop.errors import UserError
from aza_desktop.paths import ClinicPaths
from aza_desktop.protocols import own
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.protocols.library import ProtocolLibrary, load_library
from aza_desktop.protocols.loading import read_protocol
from aza_desktop.storage import audit, settings
from aza_desktop.storage import protocols as kept
from aza_desktop.storage.connection import may_be_written
from aza_desktop.storage.failures import place_told_plainly
from aza_desktop.storage.settings import User
from aza_desktop.storage.store import Store, create_store, open_store
from aza_desktop.texts import tr

FIRST_USER = "first.user"
FIRST_ROLES = ("prescriber", "administrator")


@dataclass(frozen=True, slots=True)
class Clinic:
    """One open clinic. actor: the user under whose name everything is written.

    opened_after: the newest audit entry when it was opened.
    """

    store: Store
    library: ProtocolLibrary
    analytes: AnalyteCatalogue
    clock: Clock
    actor: str
    name: str
    paths: ClinicPaths
    opened_after: int = 0

    @property
    def is_read_only(self) -> bool:
        """True where the record was opened for reading alone: nothing can be saved."""
        return self.store.writing is None

    def close(self) -> None:
        """Close the record; nothing unsaved is left, because every write is its own."""
        self.store.close()

    def protocol_of(self, ref: ProtocolRef) -> Protocol | None:
        """The text that a course is bound to: the shipped one if it is the same, else the kept one.

        None when neither can be loaded.
        """
        for protocol in self.library.all():
            if protocol.name == ref.name and ref.sha256 in {None, protocol.sha256}:
                return protocol
        with self.store.reading() as reading:
            text = kept.kept_texts(reading).get(ref)
        if text is None:
            return None
        try:
            return read_protocol(text, f"{ref.id}.toml")
        except UserError:
            return None


def open_clinic(paths: ClinicPaths, *, clock: Clock, actor: str, read_only: bool = False) -> Clinic:
    """Open the clinic of a data folder.

    Raises UserError ``no_clinic``, ``damaged``, ``newer_schema``, ``in_use`` or ``unreadable``.
    """
    store = open_store(paths.database, key=None, clock=clock, read_only=read_only)
    try:
        with store.reading() as reading:
            name = settings.clinic_name(reading)
            last = audit.head(reading.connection).seq
            texts = kept.newest_texts(reading)
        library, analytes = _resources(places.resources_folder())
        library = _with_own(library, texts.values())
    except BaseException:
        store.close()
        raise
    return Clinic(store, library, analytes, clock, actor, name, paths, last)


def open_as_allowed(paths: ClinicPaths, *, clock: Clock, actor: str) -> Clinic:
    """Open the clinic for writing, or for reading where its file or folder is write-protected.

    Raises what `open_clinic` raises.
    """
    read_only = paths.database.is_file() and not may_be_written(paths.database)
    return open_clinic(paths, clock=clock, actor=actor, read_only=read_only)


def create_clinic(
    paths: ClinicPaths,
    *,
    name: str,
    clock: Clock,
    actor: str,
    roles: tuple[str, ...] = FIRST_ROLES,
) -> Clinic:
    """Make a new clinic and its first user, and open it. roles: of that user.

    It is built beside its place and moved there whole. Raises UserError ``clinic_exists``.
    """
    if paths.database.exists():
        raise UserError(
            "clinic_exists",
            tr("This data folder already has a clinic"),
            why=tr("{file} exists").format(file=paths.database.name),
            remedy=tr("Use it, or name another folder with --data-dir"),
        )
    with place_told_plainly(paths.root):
        paths.root.mkdir(parents=True, exist_ok=True)
    draft = paths.database.with_name(f"{paths.database.stem}.new-{os.getpid()}")
    try:
        store = create_store(draft, key=None, clock=clock)
        try:
            with store.unit_of_work(actor=actor) as work:
                work.entry("clinic.make")
                settings.name_clinic(work, name)
                settings.add_user(work, User(actor, None, roles))
                work.commit()
        finally:
            store.close()
        draft.rename(paths.database)
        anchored = draft.with_suffix(".head")
        anchored.replace(paths.database.with_suffix(".head"))
    finally:
        for left in paths.root.glob(f"{draft.name}*"):
            left.unlink()
    return open_clinic(paths, clock=clock, actor=actor)


def _with_own(library: ProtocolLibrary, texts: Iterable[str]) -> ProtocolLibrary:
    """The library with the versions that the clinic made; one that cannot be read is left out."""
    for text in texts:
        if own.HEAD in text:
            try:
                library = library.with_protocol(read_protocol(text, tr("the clinic's own version")))
            except UserError:
                continue
    return library


@cache
def _resources(folder: Path) -> tuple[ProtocolLibrary, AnalyteCatalogue]:
    """What travels with the program, read once: it does not change while the program runs."""
    return load_library(folder / "protocols"), load_analytes(folder / "analytes.toml")
