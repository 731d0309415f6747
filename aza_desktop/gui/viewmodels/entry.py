"""Fast entry of results: what the strip shows beforehand, and what the typed words mean.

Nothing typed is lost: what cannot be read is said beside its field, what looks odd is asked
inline, and only then is it saved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aza_desktop.clinical.analytes import AnalyteCatalogue
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.laboratories import ClinicLaboratory, find_laboratory
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import EXACT, Comparator, parse_decimal
from aza_desktop.gui.viewmodels.entry_limits import Limits, last_result, odd_limit, propose
from aza_desktop.gui.viewmodels.results import multiple_text
from aza_desktop.gui.viewmodels.typed_date import echo, read_date
from aza_desktop.gui.viewmodels.words import unit_shown
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

ANALYTES = ("ALT", "AST", "BILI", "ALP")
JUMP = 10
"""A value so many times the last one, up or down, is asked about: a typing check, not medicine."""


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What the strip shows when it opens. origin: where the limits were taken from.

    laboratories: id and name of each that can be chosen. kept: the one whose limits are proposed.
    """

    patient_id: str
    name: str
    today: dt.date
    limits: Mapping[str, Limits]
    laboratory: str | None
    origin: str
    units: Mapping[str, tuple[str, ...]]
    laboratories: tuple[tuple[str, str], ...] = ()
    kept: ClinicLaboratory | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """The words in the strip. values, ulns and units by analyte."""

    date: str
    values: Mapping[str, str]
    ulns: Mapping[str, str]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a field. asks: it may be right, a person decides; else it must be mended."""

    field: str
    text: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What was understood. results: ready to save; ratios: the multiple under each field."""

    on: dt.date | None
    date_echo: str
    results: tuple[LabResult, ...]
    multiples: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.asks)

    @property
    def questions(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.asks)


def build_entry_form(
    file: PatientFile, *, laboratories: Sequence[ClinicLaboratory] = (), chosen: str | None = None
) -> EntryForm:
    """The strip for a patient: unit and limit of the laboratory chosen, or of the last results."""
    catalogue = file.facts.analytes
    used = [each for each in laboratories if each.active]
    proposed = propose(file, ANALYTES, known=used, chosen=chosen, on=file.as_of)
    kept = find_laboratory(used, proposed.laboratory)
    names = [(each.name, each.name) for each in used]
    if proposed.laboratory and kept is None:
        names.insert(0, (proposed.laboratory, proposed.name or proposed.laboratory))
    return EntryForm(
        patient_id=file.record.id,
        name=file.record.identity.name,
        today=file.as_of,
        limits=proposed.limits,
        laboratory=proposed.laboratory,
        origin=proposed.origin,
        units={"BILI": _units(catalogue, "BILI", proposed.limits["BILI"].unit)},
        laboratories=tuple(names),
        kept=kept,
    )


def read_entry(typed: Typed, form: EntryForm, file: PatientFile) -> Entry:
    """The results that were meant, with what is wrong and what should be asked."""
    problems: list[Problem] = []
    on = read_date(typed.date, form.today)
    if on is None:
        hint = tr("This date cannot be read. Try 17nov, 17/11, -2 or 17-Nov-2025.")
        problems.append(Problem("date", hint, asks=False))
    results: list[LabResult] = []
    multiples: dict[str, str] = {}
    for code in ANALYTES:
        text = typed.values.get(code, "").strip()
        if not text:
            continue
        result, trouble = _result(code, text, typed, form, on=on or form.today)
        problems += trouble
        if result is None:
            continue
        ratio = multiple_of(result, file.facts.analytes)
        multiples[code] = multiple_text(result, ratio)
        results.append(result)
        problems += _odd(result, file)
        if said := odd_limit(result, file, form.kept):
            problems.append(Problem(f"uln_{code}", said, asks=True))
    if on is not None and results:
        problems += _odd_day(on, form, file, results)
    if not results and not problems:
        problems.append(Problem("ALT", tr("Type at least one value."), asks=False))
    return Entry(
        on=on,
        date_echo=echo(on, form.today) if on else tr("not a date"),
        results=tuple(results),
        multiples=multiples,
        problems=tuple(problems),
    )


def clean(text: str) -> str:
    """The typed number with a point, whatever sign the keyboard has for it."""
    packed = "".join(text.split())
    return packed.replace(",", ".") if packed.count(",") == 1 and "." not in packed else packed


def _units(catalogue: AnalyteCatalogue, code: str, current: str) -> tuple[str, ...]:
    analyte = catalogue.find(code)
    offered = ("umol/L", "mg/dL") if analyte is not None and code == "BILI" else ()
    return tuple(dict.fromkeys((*((current,) if current else ()), *offered)))


def _result(
    code: str, text: str, typed: Typed, form: EntryForm, *, on: dt.date
) -> tuple[LabResult | None, list[Problem]]:
    sign = Comparator.EQUAL
    number = clean(text)
    if number[:1] in {"<", ">"}:
        sign, number = Comparator(number[0]), number[1:]
    value = parse_decimal(number)
    if value is None:
        said = tr("“{text}” is not a number. Write 44, 10.5, <5 or >1000.").format(text=text)
        return None, [Problem(code, said, asks=False)]
    uln_typed = clean(typed.ulns.get(code, form.limits[code].uln_text))
    uln = parse_decimal(uln_typed) if uln_typed else None
    if uln_typed and (uln is None or uln <= 0):
        said = tr("The upper limit “{text}” is not a number.").format(text=uln_typed)
        return None, [Problem(f"uln_{code}", said, asks=False)]
    unit = typed.units.get(code) or form.limits[code].unit
    result = LabResult(
        id=f"typed-{code.lower()}",
        analyte=code,
        value_text=number,
        value=value,
        comparator=sign,
        unit=unit or None,
        uln_text=uln_typed or None,
        uln=uln,
        uln_unit=unit if uln is not None else None,
        collected_on=on,
        entered_on=form.today,
        laboratory=form.laboratory,
        status=ResultStatus.FINAL,
    )
    trouble = []
    if uln is None:
        said = tr("{code} has no upper limit: it cannot be judged without one.").format(code=code)
        trouble.append(Problem(f"uln_{code}", said, asks=True))
    return result, trouble


def _odd(result: LabResult, file: PatientFile) -> list[Problem]:
    """A value outside what is plausible, or far from the last one: asked, never refused."""
    analyte = file.facts.analytes.find(result.analyte)
    if analyte is None or result.value is None:
        return []
    value = analyte.in_unit(result.value, result.unit)
    shown = f"{result.value_text} {unit_shown(result.unit)}"
    if value is not None and analyte.plausible is not None:
        low, high = analyte.plausible
        if not low <= value <= high:
            said = tr("{code} {value} is very unusual.").format(code=result.analyte, value=shown)
            return [Problem(result.analyte, said, asks=True)]
    last = last_result(file, result.analyte)
    before = analyte.in_unit(last.value, last.unit) if last and last.value is not None else None
    if last is None or value is None or not before or not value:
        return []
    if value >= EXACT.multiply(JUMP, before) or before >= EXACT.multiply(JUMP, value):
        said = tr("{code} {value} is far from {last} on {day}.").format(
            code=result.analyte,
            value=shown,
            last=f"{last.value_text} {unit_shown(last.unit)}",
            day=show(last.collected_on),
        )
        return [Problem(result.analyte, said, asks=True)]
    return []


def _odd_day(
    on: dt.date, form: EntryForm, file: PatientFile, results: list[LabResult]
) -> list[Problem]:
    if on > form.today:
        said = tr("{day} is in the future.").format(day=show(on))
        return [Problem("date", said, asks=True)]
    there = [
        r.analyte
        for r in file.record.current_results
        if r.collected_on == on and r.analyte in {each.analyte for each in results}
    ]
    if there:
        said = tr("{codes} of {day} stand in the record already.").format(
            codes=", ".join(dict.fromkeys(there)), day=show(on)
        )
        return [Problem("date", said, asks=True)]
    return []


def with_day(result: LabResult, on: dt.date) -> LabResult:
    """The same result, collected on another day."""
    return replace(result, collected_on=on)
