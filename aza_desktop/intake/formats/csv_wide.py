"""A text table with a line for each sample and a column for each test; units in the header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from aza_desktop.clinical.analytes import Analyte
from aza_desktop.clinical.drafts import IntakeBatch, ResultDraft
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.intake.cells import Cells, cells_of
from aza_desktop.intake.content import Content
from aza_desktop.intake.deciding_numbers import StatedLimit
from aza_desktop.intake.layout import WIDE, Layout, TestColumn
from aza_desktop.intake.measuring import Measured
from aza_desktop.intake.problems import (
    CUT_OFF,
    LONG_ROW,
    SHORT_ROW,
    Problem,
    unknown_test,
)
from aza_desktop.intake.questions import (
    IGNORE,
    answered_test,
    open_questions,
    question_about,
)
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.recognising import table_key
from aza_desktop.intake.staging import Staging
from aza_desktop.intake.table import table_of

NAME = "csv-wide"


def recognises(content: Content, reading: Reading) -> bool:
    """True for a table with a column of its own for some kept test."""
    table = table_of(content, reading)
    return table is not None and table.layout.shape == WIDE


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The table, staged."""
    table = table_of(content, reading)
    assert table is not None
    table.layout = _with_answers(table.layout, reading)
    cells = cells_of(table, reading)
    rows = _Rows(cells, Staging(content))
    for line, row in table.rows():
        rows.take(line, row)
    near = {column.header: column.near for column in table.layout.tests if column.near}
    questions = open_questions(cells, rows.staging, near)
    return rows.staging.batch(NAME, questions, header=table_key(table.layout.headers))


def _with_answers(layout: Layout, reading: Reading) -> Layout:
    """The columns whose unclear names a person has explained."""
    return replace(layout, tests=tuple(_explained(column, reading) for column in layout.tests))


def _explained(column: TestColumn, reading: Reading) -> TestColumn:
    answer = answered_test(column.header, column.near, reading) if column.near else None
    if answer is None:
        return column
    analyte = None if answer == IGNORE else reading.catalogue.find(answer)
    return replace(column, analyte=analyte, near=())


@dataclass(slots=True)
class _Rows:
    """The lines, one by one, cell by cell."""

    cells: Cells
    staging: Staging
    _places: tuple[tuple[TestColumn, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        columns = self.cells.table.layout.tests
        seen = Counter(column.header for column in columns)
        self._places = tuple(
            (column, column.header if seen[column.header] == 1 else _numbered(column))
            for column in columns
        )

    def take(self, line: int, row: Sequence[str]) -> None:
        """Stage every cell of the line that holds something under a test."""
        broken, broken_from = self._broken(line, row)
        measured: dict[int | None, Measured | tuple[Problem, str, str]] = {}
        for column, place in self._places:
            at = column.index
            cell = row[at] if at < len(row) else ""
            if not cell.strip():
                continue
            where = f"line {line}, {place}"
            if broken is not None and at >= broken_from:
                self.staging.set_aside(where, column.header, value=cell, problem=broken)
            elif column.near:
                problem = unknown_test(question_about(column.header))
                patient = self.cells.patient_of(row)
                self.staging.set_aside(
                    where, column.header, value=cell, problem=problem, patient=patient
                )
            elif column.analyte is None:
                self.staging.ignored += 1
            else:
                known = measured.get(column.date)
                if known is None:
                    known = measured[column.date] = self.cells.measured(row, column.date)
                self._value(where, row, column=column, analyte=column.analyte, measured=known)

    def _value(
        self,
        where: str,
        row: Sequence[str],
        *,
        column: TestColumn,
        analyte: Analyte,
        measured: Measured | tuple[Problem, str, str],
    ) -> None:
        cell = row[column.index]
        value = self.cells.numbers.values[column.index][cell]
        if isinstance(value, Problem) and not value.held:
            self.staging.set_aside(where, column.header, value=cell, problem=value)
            return
        if not isinstance(measured, Measured):
            problem, header, text = measured
            patient = self.cells.patient_of(row)
            self.staging.set_aside(where, header, value=text, problem=problem, patient=patient)
            return
        result: LabResult | Problem
        if isinstance(value, Problem):
            result = value
        else:
            taken_back = measured.status is ResultStatus.CANCELLED
            result = self.cells.result(
                analyte,
                value,
                measured=measured,
                unit=self._unit(row, column),
                limit=None if taken_back else self._limit(row, column),
            )
        if isinstance(result, Problem):
            self.staging.set_aside(
                where, column.header, value=cell, problem=result, patient=measured.patient
            )
            return
        self.staging.drafts.append(
            ResultDraft(
                where,
                measured.patient,
                result,
                replaces=measured.status is ResultStatus.CORRECTED,
                withdraws=measured.status is ResultStatus.CANCELLED,
                field=column.header,
                value=cell,
            )
        )

    def _broken(self, line: int, row: Sequence[str]) -> tuple[Problem | None, int]:
        """What is wrong with the line as a whole, and the column from which on it matters."""
        table = self.cells.table
        if table.is_cut(line, row):
            return CUT_OFF, len(row) - 1
        if len(row) > len(table.header) and "".join(row[len(table.header) :]).strip():
            return LONG_ROW, 0
        if len(row) < len(table.header) and not self.cells.evidence.short_rows_are_trimmed:
            return SHORT_ROW, 0
        return None, 0

    @staticmethod
    def _unit(row: Sequence[str], column: TestColumn) -> str | None:
        at = column.unit_column
        beside = row[at].strip() if at is not None and at < len(row) else ""
        return beside or column.unit

    def _limit(self, row: Sequence[str], column: TestColumn) -> StatedLimit:
        limits = self.cells.numbers.limits
        for at in (column.uln, column.range):
            if at is not None and at < len(row):
                found = limits[at][row[at]]
                if found is not None:
                    return found
        under_header = limits.get(-1 - column.index, {})
        return next(iter(under_header.values()), None)


def _numbered(column: TestColumn) -> str:
    """The name of a column whose header stands in the table more than once."""
    return f"{column.header}, column {column.index + 1}"
