"""The rules over 10,000 generated patients with planted marks, beside a plain SQL index seek.

Run by hand or by CI: ``python tests/benchmarks/judge_10000.py [PATIENTS]``. Counts of the planted
marks are asserted; the times are only printed. Ratios compare; seconds depend on the machine.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aza_desktop import rules
from aza_desktop.clinical.course import CourseDates, Phase
from aza_desktop.clinical.diary import Symptom
from aza_desktop.clinical.doses import DoseEvent
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.patient import PatientFacts, Tpmt
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.paths import resources_folder
from aza_desktop.protocols import load_library
from aza_desktop.protocols.analytes import load_analytes

PATIENTS = 10_000
CYCLE = 100
"""One patient in a hundred of each planted kind; the others are in order."""

AS_OF = dt.date(2026, 1, 26)
SETS = 14
LIMITS = {"ALT": ("40", "U/L"), "AST": ("35", "U/L"), "BILI": ("20", "umol/L")}
NORMAL = {"ALT": 21, "AST": 19, "BILI": 9}

Results = list[LabResult]


def a_result(patient: int, number: int, analyte: str, value: str, on: dt.date) -> LabResult:
    uln, unit = LIMITS[analyte]
    return LabResult(
        id=f"p{patient}-{number}-{analyte.lower()}",
        analyte=analyte,
        value_text=value,
        value=Decimal(value),
        comparator=Comparator.EQUAL,
        unit=unit,
        uln_text=uln,
        uln=Decimal(uln),
        uln_unit=unit,
        collected_on=on,
        entered_on=on,
    )


def monthly_results(patient: int, *, last: dt.date) -> Results:
    """Fourteen complete normal sets, four weeks apart, the last on `last`."""
    days = [last - dt.timedelta(days=28 * back) for back in reversed(range(SETS))]
    return [
        a_result(patient, number, analyte, str(NORMAL[analyte] + (patient + number) % 9), day)
        for number, day in enumerate(days)
        for analyte in LIMITS
    ]


def newest(results: Results, analyte: str, **changes: object) -> Results:
    """The results with the newest one of an analyte changed."""
    index = max(i for i, r in enumerate(results) if r.analyte == analyte)
    changed = replace(results[index], **changes)  # type: ignore[arg-type]
    return [*results[:index], changed, *results[index + 1 :]]


def measured(results: Results, analyte: str, value: str) -> Results:
    return newest(results, analyte, value=Decimal(value), value_text=value)


Plant = Callable[[Results], Results]

PLANTED: dict[int, tuple[tuple[str, ...], Plant]] = {
    0: (("TA_STOP", "CONSIDER_ALTERNATIVE"), lambda r: measured(r, "ALT", "200")),
    1: (("TA_CONSIDER_STOP", "CONSIDER_ALTERNATIVE"), lambda r: measured(r, "AST", "105")),
    2: (("TA_ELEVATED",), lambda r: measured(r, "ALT", "119.9")),
    3: (
        ("BILI_TA_STOP", "CONSIDER_ALTERNATIVE", "TA_ELEVATED"),
        lambda r: measured(measured(r, "BILI", "40"), "ALT", "40.1"),
    ),
    4: (("ULN_MISSING", "LFT_INCOMPLETE"), lambda r: newest(r, "AST", uln=None, uln_text=None)),
    5: (("UNIT_MISMATCH", "LFT_INCOMPLETE"), lambda r: newest(r, "ALT", unit="mg/dL")),
    6: (
        ("RESULT_CENSORED", "TA_ELEVATED"),
        lambda r: newest(measured(r, "ALT", "90"), "ALT", comparator=Comparator.GREATER),
    ),
    7: (
        ("RESULT_FUTURE", "LFT_INCOMPLETE"),
        lambda r: newest(r, "ALT", collected_on=AS_OF + dt.timedelta(days=3)),
    ),
    8: (("SYMPTOM",), lambda r: r),
    9: (("LFT_OVERDUE",), lambda r: r),
}
"""What is wrong with the patients of each kind, and every mark that this must raise."""


def patients(count: int) -> Iterator[Facts]:
    """Facts of `count` long-term patients; see `PLANTED` for what is wrong with whom."""
    protocol = load_library(resources_folder() / "protocols").find("aza-reintro-literal")
    analytes = load_analytes(resources_folder() / "analytes.toml")
    for patient in range(count):
        kind = patient % CYCLE
        codes, plant = PLANTED.get(kind, ((), lambda r: r))
        last = AS_OF - dt.timedelta(days=200 if "LFT_OVERDUE" in codes else 20)
        symptoms = (Symptom(f"p{patient}-s", "jaundice", AS_OF),) if "SYMPTOM" in codes else ()
        yield Facts(
            as_of=AS_OF,
            phase=Phase.LONG_TERM,
            patient=PatientFacts(Decimal(150), Tpmt.NORMAL, Decimal(70)),
            dates=CourseDates(
                break_start=dt.date(2023, 1, 2),
                restart=dt.date(2023, 1, 16),
                stable_from=dt.date(2023, 3, 1),
                long_term_from=dt.date(2023, 5, 1),
            ),
            protocol=protocol,
            analytes=analytes,
            dose_events=(
                DoseEvent(dt.date(2023, 1, 16), Decimal(50), "dr"),
                DoseEvent(dt.date(2023, 1, 19), Decimal(75), "dr"),
            ),
            results=tuple(plant(monthly_results(patient, last=last))),
            symptoms=symptoms,
        )


def seek_seconds(everybody: list[Facts]) -> float:
    """CPU time of asking SQLite, by index, for each patient's newest result of each analyte."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE TABLE result (patient INT, analyte TEXT, on_day TEXT, value REAL, uln REAL)"
    )
    base.executemany(
        "INSERT INTO result VALUES (?, ?, ?, ?, ?)",
        (
            (number, r.analyte, r.collected_on.isoformat(), str(r.value), str(r.uln))
            for number, facts in enumerate(everybody)
            for r in facts.results
        ),
    )
    base.execute("CREATE INDEX seek ON result (patient, analyte, on_day)")
    query = (
        "SELECT value / uln, on_day FROM result WHERE patient = ? AND analyte = ? "
        "ORDER BY on_day DESC LIMIT 1"
    )
    began = time.process_time()
    for number in range(len(everybody)):
        for analyte in LIMITS:
            base.execute(query, (number, analyte)).fetchone()
    spent = time.process_time() - began
    base.close()
    return spent


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS
    everybody = list(patients(count))
    results = sum(len(facts.results) for facts in everybody)
    began = time.process_time()
    reviews = [rules.evaluate(facts) for facts in everybody]
    judged = time.process_time() - began
    marks = Counter(finding.code for review in reviews for finding in review.findings)
    wanted: Counter[str] = Counter()
    for patient in range(count):
        wanted.update(PLANTED.get(patient % CYCLE, ((),))[0])
    assert marks == wanted, f"found {dict(marks - wanted)} too many, {dict(wanted - marks)} too few"
    seek = seek_seconds(everybody)
    print(f"judge: {count} patients, {results} results, {sum(marks.values())} marks")
    print(f"  rules pass {judged:.2f} s CPU, SQL index seek {seek:.2f} s CPU")
    print(f"  ratio {judged / seek:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
