"""A text table with a line for each measured value: test, result, unit and range in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aza_desktop.clinical.analytes import Analyte
from aza_desktop.clinical.columns import Role
from aza_desktop.clinical.drafts import IntakeBatch, ResultDraft
from aza_desktop.clinical.labs import ResultStatus
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.intake.cells import Cells, cells_of
from aza_desktop.intake.content import Content
from aza_desktop.intake.deciding_numbers import StatedLimit
from aza_desktop.intake.layout import LONG
from aza_desktop.intake.measuring import Measured
from aza_desktop.intake.naming import PERCENT
from aza_desktop.intake.numbers import comparator_of
from aza_desktop.intake.people import text_of
from aza_desktop.intake.problems import CUT_OFF, LONG_ROW, NO_TEST, SHORT_ROW, Problem
from aza_desktop.intake.questions import open_questions
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.recognising import table_key
from aza_desktop.intake.row_tests import RowTests, is_missing
from aza_desktop.intake.specimens import Specimens
from aza_desktop.intake.staging import Staging
from aza_desktop.intake.table import table_of
from aza_desktop.intake.usual_rows import Kind, UsualRows

NAME = "csv-long"
_TESTS = (Role.TEST, Role.TEST_CODE, Role.LOINC)


def recognises(content: Content, reading: Reading) -> bool:
    """True for a table with a test column and a value column."""
    table = table_of(content, reading)
    return table is not None and table.layout.shape == LONG


def read(content: Content, reading: Reading) -> IntakeBatch:
    """The table, staged."""
    table = table_of(content, reading)
    assert table is not None
    cells = cells_of(table, reading)
    rows = _Rows(cells, Staging(content), RowTests(table.names, reading))
    for line, row, kind in rows.usual.others(table.rows(), rows.staging):
        rows.take(line, row, kind)
    questions = open_questions(cells, rows.staging, rows.tests.near)
    return rows.staging.batch(NAME, questions, header=table_key(table.layout.headers))


@dataclass(slots=True)
class _Rows:
    """The lines that are not usual, one by one."""

    cells: Cells
    staging: Staging
    tests: RowTests
    _at: Mapping[Role, int] = field(init=False)
    _width: int = field(init=False)
    _value_at: int = field(init=False)
    _text_at: int | None = field(init=False)
    _specimens: Specimens = field(init=False)
    usual: UsualRows = field(init=False)
    _test_role: Role = field(init=False)

    def __post_init__(self) -> None:
        layout = self.cells.table.layout
        self._at = layout.roles
        self._width = len(self.cells.table.header)
        self._value_at = layout.roles[Role.VALUE]
        self._text_at = layout.roles.get(Role.VALUE_TEXT)
        self._specimens = Specimens(layout.roles, self.tests.reading.words)
        self.usual = UsualRows(self.cells)
        self._test_role = next(role for role in _TESTS if role in layout.roles)

    def take(self, line: int, row: Sequence[str], kind: Kind | None) -> None:
        """Stage one line: as a draft, rejected, held or ignored. Its kind learns from it."""
        ignored, drafts = self.staging.ignored, len(self.staging.drafts)
        self._understand(line, row)
        if kind is None:
            return
        kind.ignored = self.staging.ignored > ignored and self._names_a_test(row)
        if len(self.staging.drafts) > drafts:
            understood = self.staging.drafts[-1]
            assert isinstance(understood, ResultDraft)
            self.usual.learn(kind, understood)

    def _understand(self, line: int, row: Sequence[str]) -> None:
        where = f"line {line}"
        broken = self._broken(line, row)
        at = self._place_of_value(row)
        cell = row[at] if at < len(row) else ""
        test = self.tests.of(
            self._text(row, Role.TEST), self._text(row, Role.TEST_CODE), self._text(row, Role.LOINC)
        )
        unit = self._text(row, Role.UNIT)
        if broken is not None:
            self._set_aside(where, Role.VALUE, cell, problem=broken)
        elif self._specimens.are_other(row):
            self.staging.ignored += 1
        elif isinstance(test, Problem):
            self._set_aside(where, Role.TEST, self._text(row, Role.TEST), problem=test, row=row)
        elif test.analyte is None and text_of(cell) and not self._names_a_test(row):
            self._set_aside(where, self._test_role, "", problem=NO_TEST)
        elif test.analyte is None or _is_percent(test.analyte, unit):
            self.staging.ignored += 1
        else:
            self._value(where, row, analyte=test.analyte, at=at, unit=unit or test.unit)

    def _names_a_test(self, row: Sequence[str]) -> bool:
        """True when some cell says which test it was, kept or not."""
        return not all(is_missing(self._text(row, role)) for role in _TESTS)

    def _place_of_value(self, row: Sequence[str]) -> int:
        """The column of the result: that of the texts where the one of the numbers is empty."""
        at, beside = self._value_at, self._text_at
        if beside is None or max(at, beside) >= len(row) or text_of(row[at]):
            return at
        return beside if text_of(row[beside]) else at

    def _value(
        self, where: str, row: Sequence[str], *, analyte: Analyte, at: int, unit: str | None
    ) -> None:
        cells = self.cells
        cell = row[at]
        value = cells.numbers.values[at][cell]
        if isinstance(value, Problem) and not value.held:
            self._set_aside(where, Role.VALUE, cell, problem=value)
            return
        measured = cells.measured(row)
        if not isinstance(measured, Measured):
            problem, header, text = measured
            patient = cells.patient_of(row)
            self.staging.set_aside(where, header, value=text, problem=problem, patient=patient)
            return
        if isinstance(value, Problem):
            self._set_aside(where, Role.VALUE, cell, problem=value, row=row)
            return
        taken_back = measured.status is ResultStatus.CANCELLED
        result = cells.result(
            analyte,
            value,
            measured=measured,
            unit=unit,
            limit=None if taken_back else self._limit(row),
            comparator=self._comparator(row),
        )
        if isinstance(result, Problem):
            self._set_aside(where, Role.VALUE, cell, problem=result, row=row)
            return
        self.staging.drafts.append(
            ResultDraft(
                where,
                measured.patient,
                result,
                replaces=measured.status is ResultStatus.CORRECTED,
                withdraws=taken_back,
                field=cells.table.layout.headers[at],
                value=cell,
            )
        )

    def _broken(self, line: int, row: Sequence[str]) -> Problem | None:
        if self.cells.table.is_cut(line, row):
            return CUT_OFF
        if len(row) > self._width and "".join(row[self._width :]).strip():
            return LONG_ROW
        return SHORT_ROW if self._value_at >= len(row) else None

    def _comparator(self, row: Sequence[str]) -> Comparator | None:
        """The comparator in a column of its own, if it says anything."""
        found = comparator_of(self._text(row, Role.COMPARATOR))
        return None if found is Comparator.EQUAL else found

    def _limit(self, row: Sequence[str]) -> StatedLimit:
        for role in (Role.ULN, Role.RANGE):
            at = self._at.get(role)
            if at is not None and at < len(row):
                found = self.cells.numbers.limits[at][row[at]]
                if found is not None:
                    return found
        return None

    def _text(self, row: Sequence[str], role: Role) -> str:
        at = self._at.get(role)
        return row[at].strip() if at is not None and at < len(row) else ""

    def _set_aside(
        self,
        where: str,
        role: Role,
        cell: str,
        *,
        problem: Problem,
        row: Sequence[str] | None = None,
    ) -> None:
        layout = self.cells.table.layout
        header = layout.headers[layout.roles.get(role, layout.roles[Role.VALUE])]
        patient = self.cells.patient_of(row) if row is not None and problem.held else None
        self.staging.set_aside(where, header, value=cell, problem=problem, patient=patient)


def _is_percent(analyte: Analyte, unit: str) -> bool:
    """A share of cells is another test than their number."""
    return unit.casefold() in PERCENT and analyte.read_unit(unit) is None
