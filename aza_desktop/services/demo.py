"""The demo clinic: a file of its own beside the clinic's, never in it, and never aged.

Opened again on the same day it is as it was left. On another day a new one is built from the
resource, and the one before is kept beside it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.paper import ClinicCard
from aza_desktop.clock import Clock
from aza_desktop.errors import BugError, UserError
from aza_desktop.paths import ClinicPaths, DemoPaths
from aza_desktop.services import users
from aza_desktop.services.cases import take_vectors
from aza_desktop.services.clinic import Clinic, create_clinic, open_clinic
from aza_desktop.services.clinic_settings import change_card
from aza_desktop.services.demo_days import demo_vectors
from aza_desktop.storage.store import open_store
from aza_desktop.texts import tr

PREVIOUS = "demo-previous"
DAY_FILE = "demo.day"
DEMO_NAME = "Demo clinic"
DEMO_CARD = ClinicCard(
    DEMO_NAME,
    address="1 Invented Road, Exampleton",
    phone="01632 960 000",
    out_of_hours="01632 960 001",
    closed_weekdays=(5, 6),
)
"""Numbers that are reserved for inventions: nobody can be rung by mistake."""


def open_demo(paths: ClinicPaths, *, clock: Clock, actor: str) -> tuple[Clinic, str | None]:
    """Open the demo clinic of a data folder as of the clock's today, building it where needed.

    Gives the clinic and, when a demo of another day was set aside, a sentence that says so.
    Raises UserError ``in_use``, ``disk_full``, ``read_only`` or ``damaged``.
    """
    demo, day = paths.demo, clock.today()
    last = _day_of(demo)
    if last == day and demo.database.exists():
        return open_clinic(demo, clock=clock, actor=actor), None
    had_one = demo.database.exists()
    clinic = _build(demo, day=day, clock=clock, actor=actor)
    message = None
    if had_one:
        was = show(last) if last is not None else tr("another day")
        message = tr(
            "The demo clinic was made anew for {today}. The one of {before} is kept in {file}."
        ).format(today=show(day), before=was, file=f"{PREVIOUS}.db")
    return clinic, message


def _build(demo: ClinicPaths, *, day: dt.date, clock: Clock, actor: str) -> Clinic:
    """Build the demo of a day aside, set the present one aside, and move the new one in.

    The day is written last: a build that was cut short is done again.
    """
    workshop = DemoPaths(demo.root / "new")
    try:
        demo.root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(workshop.root, ignore_errors=True)
        clinic = create_clinic(workshop, name=DEMO_NAME, clock=clock, actor=actor)
        try:
            _fill(clinic, day)
        finally:
            clinic.close()
        (demo.root / DAY_FILE).unlink(missing_ok=True)
        _set_aside(demo)
        for file in _files(workshop.root, workshop.database.stem):
            file.replace(demo.root / file.name)
        (demo.root / DAY_FILE).write_text(day.isoformat(), encoding="utf-8")
    except PermissionError as error:
        raise UserError(
            "in_use",
            tr("The demo clinic cannot be made anew"),
            why=tr("its files are open in another window, or the folder is protected"),
            remedy=tr("Close the other window, or name another folder with --data-dir"),
        ) from error
    finally:
        shutil.rmtree(workshop.root, ignore_errors=True)
    moved = open_store(demo.database, key=None, clock=clock)
    return replace(clinic, store=moved, paths=demo)


def _fill(clinic: Clinic, day: dt.date) -> None:
    vectors = demo_vectors(day)
    told = json.dumps(vectors, ensure_ascii=False).encode()
    report = take_vectors(
        clinic, vectors, file="demo.json", sha256=hashlib.sha256(told).hexdigest()
    )
    change_card(clinic, DEMO_CARD)
    users.add_user(clinic, "nurse.demo", full_name="Nurse C. Demo", roles=("staff",))
    users.add_user(clinic, "dr.demo", full_name="Dr A. Demo", roles=("prescriber",))
    if not report.is_whole:
        raise BugError(f"the demo does not import: {report.as_json()}")


def _set_aside(demo: ClinicPaths) -> None:
    """Keep the present demo as the one before; the one before that goes."""
    if not demo.database.exists():
        return
    for file in list(_files(demo.root, PREVIOUS)):
        file.unlink()
    for file in list(_files(demo.root, demo.database.stem)):
        name = PREVIOUS + file.name.removeprefix(demo.database.stem)
        file.replace(demo.root / name)


def _files(folder: Path, stem: str) -> Iterator[Path]:
    """The database of that name with what SQLite and the audit keep beside it."""
    for ending in (".db", ".db-wal", ".db-shm", ".db-journal", ".head"):
        file = folder / f"{stem}{ending}"
        if file.exists():
            yield file


def _day_of(demo: ClinicPaths) -> dt.date | None:
    """The day for which the present demo was built; None where that cannot be told."""
    try:
        return dt.date.fromisoformat((demo.root / DAY_FILE).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
