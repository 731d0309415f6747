"""Does the program work here? Versions, database settings, time zones, protocols, golden cases.

The part without a window; ``gui/selftest.py`` adds fonts, chart and window. Each check is tried by
itself: one that crashes has failed, and the others still run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import tempfile
import zoneinfo
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from aza_desktop import __version__, logs
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clock import Clock
from aza_desktop.paths import ClinicPaths, resources_folder
from aza_desktop.protocols import load_library
from aza_desktop.protocols.analytes import load_analytes
from aza_desktop.services.case_judging import judge_case
from aza_desktop.services.clinic import create_clinic
from aza_desktop.services.verifying import verify
from aza_desktop.storage.connection import OLDEST_SQLITE, PRAGMAS, Access, connect


@dataclass(frozen=True, slots=True)
class Check:
    """One question, whether the answer was yes, and what was seen."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What was checked, in order, and the protocols that this program would judge by."""

    protocols: tuple[Protocol, ...]
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def as_json(self) -> dict[str, object]:
        """The answer of ``self-test --json``."""
        return {
            "schema": "aza-self-test/1",
            "program": __version__,
            "ok": self.ok,
            "protocols": [
                {
                    "id": protocol.id,
                    "version": protocol.version,
                    "sha256": protocol.sha256,
                    "review_status": protocol.review.status,
                }
                for protocol in self.protocols
            ],
            "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in self.checks],
        }


Question = Callable[[], tuple[bool, str]]


def ask(name: str, question: Question) -> Check:
    """Ask one question; a crash is an answer too, and the log keeps its place."""
    try:
        ok, detail = question()
    except Exception as error:  # noqa: BLE001 - whatever breaks, the other checks must still run
        return Check(name, False, f"{type(error).__name__} ({logs.report(error, task=name)})")
    return Check(name, ok, detail)


def run(*, clock: Clock) -> SelfTest:
    """Everything that needs no window. Writes only into a scratch folder of its own."""
    questions: dict[str, Question] = {
        "resources": _resources,
        "time_zones": _time_zones,
        "protocols": _protocols,
        "golden_cases": _golden_cases,
        "database": lambda: _database(clock),
    }
    checks = tuple(ask(name, question) for name, question in questions.items())
    try:
        protocols = load_library(resources_folder() / "protocols").all()
    except Exception as error:  # noqa: BLE001 - the check "protocols" has already failed and says so
        logs.report(error, task="self_test")
        protocols = ()
    return SelfTest(protocols, checks)


def _resources() -> tuple[bool, str]:
    folder = resources_folder()
    wanted = ("analytes.toml", "sources.toml", "protocols", "icons", "fonts", "demo", "cases")
    missing = [name for name in wanted if not (folder / name).exists()]
    return not missing, "missing: " + ", ".join(missing) if missing else "all there"


def _time_zones() -> tuple[bool, str]:
    """Two zones whose clocks change on other days, and one that never changes."""
    expected = {"Europe/Berlin": 2, "America/New_York": -4, "Asia/Kolkata": 5.5}
    noon = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
    wrong = [
        name
        for name, hours in expected.items()
        if noon.astimezone(zoneinfo.ZoneInfo(name)).utcoffset() != dt.timedelta(hours=hours)
    ]
    return not wrong, "wrong: " + ", ".join(wrong) if wrong else f"{len(expected)} zones"


def _protocols() -> tuple[bool, str]:
    """Every protocol file loads, and the hash kept with each mark is that of the file's bytes."""
    folder = resources_folder() / "protocols"
    loaded = load_library(folder).all()
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.toml")}
    wrong = [protocol.name for protocol in loaded if protocol.sha256 not in hashes]
    detail = ", ".join(f"{p.name} {p.review.status} {p.sha256[:12]}" for p in loaded)
    return bool(loaded) and not wrong, detail


def _golden_cases() -> tuple[bool, str]:
    """Each published case gives exactly the answer that stands beside it."""
    folder = resources_folder()
    library = load_library(folder / "protocols")
    analytes = load_analytes(folder / "analytes.toml")
    book = json.loads((folder / "cases" / "cases.json").read_text(encoding="utf-8"))
    wrong = []
    for vector in book["vectors"]:
        answer, _ = judge_case(vector, library=library, analytes=analytes)
        if not agrees(answer, vector["expected"], book["mark_catalogue"]):
            wrong.append(str(vector["id"]))
    told = f"{len(book['vectors']) - len(wrong)} of {len(book['vectors'])} agree"
    return bool(book["vectors"]) and not wrong, told + (
        f"; not {', '.join(wrong)}" if wrong else ""
    )


def agrees(
    answer: Mapping[str, object], expected: Mapping[str, object], catalogue: Collection[str]
) -> bool:
    """True when an answer is the expected one; marks outside the catalogue do not count."""
    wanted = dict(expected)
    for name in ("absent", "certain"):
        wanted.pop(name, None)
    found = {name: answer[name] for name in wanted}
    found["marks"] = _marks(found["marks"], catalogue)
    wanted["marks"] = _marks(wanted["marks"], catalogue)
    return found == wanted


def _marks(marks: object, catalogue: Collection[str]) -> list[tuple[str, str, list[str]]]:
    assert isinstance(marks, list)
    told = [(mark["code"], mark["severity"], mark["results"]) for mark in marks]
    return sorted(mark for mark in told if mark[0] in catalogue)


def _database(clock: Clock) -> tuple[bool, str]:
    """A scratch clinic is made, every setting is read back, and it is removed again."""
    with tempfile.TemporaryDirectory(prefix="aza-self-test-") as folder:
        clinic = create_clinic(
            ClinicPaths(Path(folder)), name="Self-test", clock=clock, actor="self.test"
        )
        try:
            connection = connect(Access(clinic.paths.database))
            try:
                (version,) = connection.execute("SELECT sqlite_version()").fetchone()
                (cipher,) = connection.execute("PRAGMA cipher_version").fetchone()
                wrong = [
                    name
                    for name, wanted in PRAGMAS.items()
                    if connection.execute(f"PRAGMA {name}").fetchone()[0] != wanted
                ]
            finally:
                connection.close()
        finally:
            clinic.close()
        checks = verify(clinic.paths, clock=clock)
        faults = [check.name for check in checks if not check.ok]
    is_new = tuple(int(part) for part in version.split(".")) >= OLDEST_SQLITE
    detail = f"SQLite {version}, SQLCipher {cipher}, {len(PRAGMAS)} settings read back"
    if wrong or faults:
        detail += "; wrong: " + ", ".join([*wrong, *faults])
    return is_new and bool(cipher) and not wrong and not faults, detail


def render(test: SelfTest, *, as_json: bool) -> str:
    """The answer as text for a person, or as JSON; ends with a line end."""
    if as_json:
        return json.dumps(test.as_json(), ensure_ascii=False) + "\n"
    lines = [f"Aza Desktop {__version__}, Python {platform.python_version()}"]
    lines += [f"{p.name}  {p.review.status}  {p.sha256}" for p in test.protocols]
    lines += [f"{'ok    ' if c.ok else 'FAILED'}  {c.name}: {c.detail}" for c in test.checks]
    lines.append("all in order" if test.ok else "NOT in order")
    return "\n".join(lines) + "\n"
