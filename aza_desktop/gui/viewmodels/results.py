"""The results table: one row for each collection, value and multiple of the ULN side by side.

Law of the red mark: a cell is tinted if and only if a mark of that weight cites its result. The
plain arrow only repeats what the result says of itself: it lies above its own upper limit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from aza_desktop.clinical.course import ON_DRUG
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.doses import distinct_doses
from aza_desktop.clinical.findings import Mark, Severity
from aza_desktop.clinical.labs import LabResult, RecordedResult, ResultState
from aza_desktop.clinical.multiples import multiple_of
from aza_desktop.clinical.quantities import Comparator, Ratio
from aza_desktop.gui.viewmodels.r_value import r_text
from aza_desktop.gui.viewmodels.words import DASH, dose_text, typeset, unit_shown
from aza_desktop.texts import tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

LEADING = ("ALT", "AST", "BILI", "ALP")
"""Analytes that always have a column, in this order."""
FOLLOWING = ("GGT",)
"""Analytes that stand beside them where they were measured."""

FLAGS = {"critical": "▲▲", "warning": "▲", "raised": "↑"}
"""Kind of a cell -> the sign before its figure; the tint says the same to those who see it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. flag: a sign before the value; kind: critical, warning, raised or "".

    result_id: the result behind it, None in cells of words.
    """

    text: str
    spoken: str = ""
    flag: str = ""
    kind: str = ""
    tooltip: str = ""
    result_id: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; number: right-aligned; can_wait: left out where there is little room."""

    title: str
    key: str
    number: bool = False
    can_wait: bool = False


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """The results of one collection, cells in the order of the columns."""

    on: dt.date
    cells: tuple[Cell, ...]
    result_ids: tuple[str, ...]
    struck: bool = False


@dataclass(frozen=True, slots=True)
class ResultsModel:
    """The whole table, latest first. struck: how many entries were corrected or struck."""

    columns: tuple[Column, ...]
    rows: tuple[CollectionRow, ...]
    note: str
    empty: str
    struck: int


@dataclass(slots=True)
class _Collection:
    on: dt.date
    laboratory: str | None
    struck: bool
    results: dict[str, RecordedResult] = field(default_factory=dict)


def build_results(file: PatientFile, *, with_struck: bool = False) -> ResultsModel:
    """The table of a patient's results; corrected and struck ones only when asked for."""
    current = [r for r in file.record.results if r.state is ResultState.CURRENT]
    replaced = [r for r in file.record.results if r.state is not ResultState.CURRENT]
    shown = current + (replaced if with_struck else [])
    collections = _collections(shown)
    liver, others = _analytes(file, shown)
    r_values = [r_text(file, _by_analyte(collection)) for collection in collections]
    with_r = any(r_values)
    with_note = any(_note(collection) for collection in collections)
    columns = (
        Column(tr("Collected"), "on"),
        *(Column(_title(file, code, shown), code, number=True) for code in liver),
        Column(tr("Dose"), "dose", number=True),
        *((Column("R", "r", number=True, can_wait=True),) if with_r else ()),
        *(Column(_title(file, c, shown), c, number=True, can_wait=True) for c in others),
        *((Column(tr("Note"), "note", can_wait=True),) if with_note else ()),
        Column(tr("Laboratory"), "laboratory", can_wait=True),
        Column(tr("Entered by"), "by", can_wait=True),
    )
    rows = tuple(
        _row(
            file,
            collection,
            liver,
            others,
            r_value=r if with_r else None,
            with_note=with_note,
        )
        for collection, r in zip(collections, r_values, strict=True)
    )
    return ResultsModel(
        columns=columns,
        rows=rows,
        note=tr("latest first · × ULN beside each value") if rows else "",
        empty="" if rows else tr("No results yet. Ctrl+R enters the first."),
        struck=len(replaced),
    )


def _collections(results: list[RecordedResult]) -> list[_Collection]:
    """One row for a day and laboratory; a second value of an analyte opens another row."""
    found: list[_Collection] = []
    for recorded in sorted(results, key=_moment, reverse=True):
        result, struck = recorded.result, recorded.state is not ResultState.CURRENT
        for collection in found:
            same = (collection.on, collection.laboratory, collection.struck)
            place = (result.collected_on, result.laboratory, struck)
            if same == place and result.analyte not in collection.results:
                break
        else:
            collection = _Collection(result.collected_on, result.laboratory, struck)
            found.append(collection)
        collection.results[result.analyte] = recorded
    return found


def _moment(recorded: RecordedResult) -> tuple[dt.date, dt.time, bool]:
    result = recorded.result
    current = recorded.state is ResultState.CURRENT
    return result.collected_on, result.collected_time or dt.time.min, current


def _by_analyte(collection: _Collection) -> dict[str, LabResult]:
    return {code: recorded.result for code, recorded in collection.results.items()}


def _analytes(
    file: PatientFile, results: list[RecordedResult]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The liver values that always stand, and whatever else was measured."""
    present = {recorded.result.analyte for recorded in results}
    catalogue = [a.code for a in file.facts.analytes.analytes]
    unknown = sorted(present.difference(catalogue))
    liver = (*LEADING, *(code for code in FOLLOWING if code in present))
    rest = (*(code for code in catalogue if code in present), *unknown)
    return liver, tuple(code for code in rest if code not in liver)


def _title(file: PatientFile, code: str, results: list[RecordedResult]) -> str:
    analyte = file.facts.analytes.find(code)
    name = {"BILI": tr("Bili")}.get(code) or (analyte.code if analyte else code)
    units = {r.result.unit for r in results if r.result.analyte == code}
    if len(units) == 1:
        return f"{name} {unit_shown(units.pop())}"
    return f"{name} {unit_shown(analyte.unit)}" if analyte and not units else name


def _row(
    file: PatientFile,
    collection: _Collection,
    liver: tuple[str, ...],
    others: tuple[str, ...],
    *,
    r_value: str | None,
    with_note: bool,
) -> CollectionRow:
    note, laboratory, entered = _words(file, collection)
    told = f"{tr('Laboratory')} {laboratory.text}\n{tr('Entered by')} {entered.text}"
    when = show(collection.on)
    if note.text != DASH:
        told += f"\n{tr('Note')} {note.text}"
    cells = [Cell(f"{when} *" if note.text != DASH else when, spoken=when, tooltip=told)]
    cells += [_measured(file, collection, code) for code in liver]
    cells.append(Cell(_dose_on(file, collection.on)))
    if r_value is not None:
        tooltip = tr("R = (ALT ÷ its ULN) ÷ (ALP ÷ its ULN), same sample")
        cells.append(Cell(r_value or DASH, tooltip=tooltip, spoken=r_value or tr("R not shown")))
    cells += [_measured(file, collection, code) for code in others]
    cells += [note, laboratory, entered] if with_note else [laboratory, entered]
    return CollectionRow(
        on=collection.on,
        cells=tuple(cells),
        result_ids=tuple(recorded.result.id for recorded in collection.results.values()),
        struck=collection.struck,
    )


def _measured(file: PatientFile, collection: _Collection, code: str) -> Cell:
    recorded = collection.results.get(code)
    if recorded is None:
        missing = tr("{analyte} not measured").format(analyte=code)
        return Cell(DASH, spoken=missing, tooltip=missing)
    units = {r.result.unit for r in file.record.results if r.result.analyte == code}
    return _value(file, recorded, with_unit=len(units) > 1)


def _words(file: PatientFile, collection: _Collection) -> tuple[Cell, Cell, Cell]:
    first = next(iter(collection.results.values()))
    names = {laboratory.id: laboratory.name for laboratory in file.record.laboratories}
    laboratory = names.get(collection.laboratory or "", collection.laboratory or "")
    origin = first.recorded_by or ""
    if first.source.file:
        origin = tr("file {name}").format(name=first.source.file)
    note = _note(collection)
    return (
        Cell(note or DASH, tooltip=note, spoken=note or tr("no note")),
        Cell(laboratory or DASH, tooltip=laboratory, spoken=laboratory or tr("not recorded")),
        Cell(origin or DASH, tooltip=origin, spoken=origin or tr("not recorded")),
    )


def _note(collection: _Collection) -> str:
    notes = dict.fromkeys(
        said
        for recorded in collection.results.values()
        for said in (recorded.result.note, recorded.reason if collection.struck else None)
        if said
    )
    return "; ".join(notes)


def value_text(result: LabResult) -> str:
    """The value with its comparator, as the laboratory reported it: ``<5``, ``44``."""
    sign = "" if result.comparator is Comparator.EQUAL else result.comparator.value
    return f"{sign}{result.value_text}"


def multiple_text(result: LabResult, ratio: Ratio | None) -> str:
    """``1.26 ×``, cut off and never rounded up; says what is missing where it cannot be told."""
    if ratio is None:
        return tr("no ULN") if result.uln is None else tr("× unknown")
    sign = "" if result.comparator is Comparator.EQUAL else result.comparator.value
    return f"{sign}{ratio.truncated()} ×"


def _value(file: PatientFile, recorded: RecordedResult, *, with_unit: bool) -> Cell:
    result = recorded.result
    analyte = file.facts.analytes.find(result.analyte)
    ratio = multiple_of(result, file.facts.analytes)
    unit = f" {unit_shown(result.unit)}" if with_unit else ""
    has_limit = result.uln is not None or result.analyte in LEADING
    multiple = multiple_text(result, ratio) if has_limit else ""
    text = f"{value_text(result)}{unit}  {multiple}".rstrip()
    struck = recorded.state is not ResultState.CURRENT
    judged = None if struck else file.answer
    marks = judged.marks_of_result(result.id) if judged is not None else ()
    flag, kind = _flag(marks, is_above=_is_above(result, ratio))
    name = analyte.name if analyte else result.analyte
    spoken = [f"{name} {value_text(result)} {unit_shown(result.unit)}"]
    if ratio is not None:
        spoken.append(tr("{x} times upper limit").format(x=ratio.truncated()))
        spoken.append(tr("above normal") if _is_above(result, ratio) else tr("not above normal"))
    elif has_limit:
        spoken.append(tr("no upper limit recorded"))
    spoken += [mark.title for mark in marks]
    limit = f"{result.uln_text or DASH} {unit_shown(result.uln_unit) if result.uln else ''}"
    tooltip = [f"{name} {value_text(result)} {unit_shown(result.unit)}, ULN {limit}".rstrip()]
    tooltip += [typeset(mark.why) for mark in marks]
    if struck:
        tooltip.append(_why_struck(recorded))
    return Cell(
        text=text,
        spoken=", ".join(spoken),
        flag=flag,
        kind=kind,
        tooltip="\n".join(tooltip),
        result_id=result.id,
    )


def _why_struck(recorded: RecordedResult) -> str:
    word = {
        ResultState.SUPERSEDED: tr("Corrected"),
        ResultState.WITHDRAWN: tr("Withdrawn by the laboratory"),
    }.get(recorded.state, tr("Entered in error"))
    return f"{word}: {recorded.reason}" if recorded.reason else word


def _flag(marks: tuple[Mark, ...], *, is_above: bool) -> tuple[str, str]:
    worst = max((mark.severity for mark in marks), default=None)
    if worst is Severity.CRITICAL:
        return FLAGS["critical"], "critical"
    if worst is Severity.HIGH:
        return FLAGS["warning"], "warning"
    return (FLAGS["raised"], "raised") if is_above else ("", "")


def _is_above(result: LabResult, ratio: Ratio | None) -> bool:
    """True when the result lies above its own upper limit, for certain."""
    return (
        ratio is not None and result.comparator is not Comparator.LESS and ratio.value > ratio.uln
    )


def _dose_on(file: PatientFile, day: dt.date) -> str:
    """The confirmed dose of that day; a dash where no course or dose was recorded yet."""
    course = file.course
    if course is None:
        return DASH
    phases = [event for event in course.phases if event.on is not None and event.on <= day]
    doses = [dose for dose in distinct_doses(course.dose_events) if dose.on <= day]
    if phases and phases[-1].to not in ON_DRUG:
        return dose_text(Decimal(0))
    if not doses:
        return DASH
    if any(hold.since <= day <= (hold.until or day) for hold in course.holds):
        return tr("held")
    return dose_text(doses[-1].dose_mg)
