"""Which upper limits stand in the fields when a result is typed, and what is odd about them.

They are proposed and seen, never given to a result that came without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.laboratories import ClinicLaboratory, ClinicLimit, find_laboratory
from aza_desktop.clinical.labs import LabResult
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile


@dataclass(frozen=True, slots=True)
class Limits:
    """Unit and upper limit that stand in the strip for one analyte, as texts."""

    unit: str
    uln_text: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """The limits for one set. laboratory: as results will name it; None where none is known.

    name: of the laboratory, as people read it. origin: where they were taken from, in words.
    """

    limits: dict[str, Limits]
    laboratory: str | None
    name: str | None
    origin: str


def sex_words(sex: str | None) -> str:
    """For whom a limit is printed."""
    return {"female": tr("women"), "male": tr("men")}.get(sex or "", tr("everybody"))


def propose(
    file: PatientFile,
    analytes: Sequence[str],
    *,
    known: Iterable[ClinicLaboratory],
    chosen: str | None,
    on: dt.date,
) -> Proposed:
    """Limits of the chosen laboratory, else of the patient's last one, by sex and day.

    Where the clinic keeps no limit of that laboratory, those of the last result stand there.
    """
    named = chosen or _last_laboratory(file, analytes)
    laboratory = find_laboratory(known, named)
    limits: dict[str, Limits] = {}
    kept: dict[str, None] = {}
    days: dict[str, None] = {}
    for code in analytes:
        analyte, last = file.facts.analytes.find(code), last_result(file, code)
        limit = limit_on(file, laboratory, code, on)
        if limit is not None:
            limits[code] = Limits(limit.unit, plain(limit.uln))
            kept[code] = None
        elif last is not None and (chosen is None or laboratory is None):
            unit = last.unit or (analyte.unit if analyte else "")
            limits[code] = Limits(unit, last.uln_text or "")
            days[show(last.collected_on)] = None
        else:
            limits[code] = Limits(analyte.unit if analyte else "", "")
    names = {each.id: each.name for each in file.record.laboratories}
    name = laboratory.name if laboratory else names.get(named or "", named)
    return Proposed(limits, named, name, _origin(name, kept=list(kept), days=list(days)))


def limit_on(
    file: PatientFile, laboratory: ClinicLaboratory | None, code: str, on: dt.date
) -> ClinicLimit | None:
    """What the laboratory prints for this patient on a day."""
    if laboratory is None:
        return None
    return laboratory.limit(code, sex=file.record.identity.sex, on=on)


def odd_limit(result: LabResult, file: PatientFile, laboratory: ClinicLaboratory | None) -> str:
    """What to ask about the limit that was typed; "" where it is what one would expect."""
    if result.uln is None:
        return ""
    kept = limit_on(file, laboratory, result.analyte, result.collected_on)
    if kept is not None and laboratory is not None:
        if (kept.uln, kept.unit) == (result.uln, result.uln_unit):
            return ""
        return tr("{name} prints {uln} {unit} for {who} on that day, not {typed}.").format(
            name=laboratory.name, uln=plain(kept.uln), unit=unit_shown(kept.unit),
            who=sex_words(kept.sex), typed=f"{result.uln_text} {unit_shown(result.uln_unit)}",
        )  # fmt: skip
    last = last_result(file, result.analyte)
    if last is not None and (last.uln, last.uln_unit) == (result.uln, result.uln_unit):
        return ""
    return doubt_of(file.facts.analytes, result)


def doubt_of(catalogue: AnalyteCatalogue, result: LabResult) -> str:
    """A very high upper limit hides a rise: it is compared with the report."""
    analyte = catalogue.find(result.analyte)
    if analyte is None or result.uln is None:
        return ""
    if not analyte.is_doubtful_uln(result.uln, result.uln_unit):
        return ""
    return high_limit_words(result.analyte, f"{result.uln_text} {unit_shown(result.uln_unit)}")


def high_limit_words(code: str, limit: str) -> str:
    """The question about a very high upper limit."""
    return tr(
        "An upper limit of {limit} for {code} is unusual: a high limit hides a rise. "
        "Compare it with the laboratory's report."
    ).format(limit=limit, code=code)


def last_result(file: PatientFile, code: str) -> LabResult | None:
    """The newest result of an analyte that counts."""
    known = [r for r in file.record.current_results if r.analyte == code]
    return max(known, key=lambda r: (r.collected_on, r.collected_time or dt.time.min), default=None)


def _last_laboratory(file: PatientFile, analytes: Sequence[str]) -> str | None:
    named = (last.laboratory for code in analytes if (last := last_result(file, code)))
    return next((each for each in named if each), None)


def _origin(name: str | None, *, kept: list[str], days: list[str]) -> str:
    said = []
    if kept:
        said.append(
            tr("Upper limits of {codes} as {name} prints them").format(
                codes=", ".join(kept), name=name
            )
        )
    if days:
        words = tr("the others as on {days}") if kept else tr("Upper limits and units as on {days}")
        told = words.format(days=", ".join(days))
        said.append(told if kept else f"{told}, {name or tr('laboratory not recorded')}")
    if not said:
        return tr("No earlier result: type each upper limit from the laboratory's report.")
    return "; ".join(said)
