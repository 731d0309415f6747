"""Everything decided about a table, ready to turn its cells into results one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from aza_desktop.clinical.analytes import Analyte, fold_header
from aza_desktop.clinical.columns import Role
from aza_desktop.clinical.drafts import DraftPatient, Question
from aza_desktop.clinical.labs import LabResult, ResultStatus
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.intake.dates import Moment, time_of
from aza_desktop.intake.deciding_dates import Dated, DateDecision, decide_dates
from aza_desktop.intake.deciding_numbers import (
    NumberDecision,
    StatedLimit,
    Value,
    decide_numbers,
    limit_for,
)
from aza_desktop.intake.evidence import Evidence, gather
from aza_desktop.intake.measuring import Measured, result_of, stored_unit
from aza_desktop.intake.people import People, decide_sexes
from aza_desktop.intake.problems import (
    DATE_COLUMN,
    NO_DATE,
    Problem,
)
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.table import Table
from aza_desktop.texts import tr

_MORE = (Role.LABORATORY, Role.STATUS, Role.NOTE)


@dataclass(slots=True)
class Cells:
    """Turns cells into results. One for each table; it remembers what it has understood."""

    table: Table
    evidence: Evidence
    numbers: NumberDecision
    dates: DateDecision
    people: People
    statuses: dict[str, str]
    questions_open: tuple[Question, ...] = ()
    _moments: Dated = field(init=False)
    _date_at: int | None = field(init=False)
    _time_at: int | None = field(init=False)
    _all_midnight: bool = field(init=False)
    _has_more: bool = field(init=False)
    _units: dict[tuple[str, str], str] = field(default_factory=dict)
    _statuses: dict[str, ResultStatus] = field(default_factory=dict)
    _timed: dict[tuple[dt.date, str], Moment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        roles = self.table.layout.roles
        self._date_at = roles.get(Role.COLLECTED)
        self._time_at = roles.get(Role.COLLECTED_TIME)
        self._has_more = any(role in roles for role in _MORE)
        self._moments = (
            self.dates.columns.get(self._date_at, {}) if self._date_at is not None else {}
        )
        times = {m.time for m in self._moments.values() if isinstance(m, Moment)}
        self._all_midnight = len(times) == 1 and not any(
            time is None or (time.hour, time.minute, time.second) != (0, 0, 0) for time in times
        )
        if self._all_midnight:
            self._moments = {
                text: Moment(found.day) if isinstance(found, Moment) else found
                for text, found in self._moments.items()
            }

    def when(self, row: Sequence[str], own: int | None = None) -> Moment | Problem:
        """When the sample was taken; the time may stand in a column of its own.

        own: the column with the day of one test, which leads.
        """
        at = self._date_at if own is None else own
        if at is None:
            return DATE_COLUMN if self.questions_open else NO_DATE
        moments = self._moments if own is None else self.dates.columns.get(own, {})
        moment = moments.get(row[at] if at < len(row) else "", NO_DATE)
        if not isinstance(moment, Moment):
            return moment
        time_at = self._time_at if own is None else None
        if time_at is None or moment.time is not None or time_at >= len(row):
            return moment
        key = (moment.day, row[time_at])
        timed = self._timed.get(key)
        if timed is None:
            timed = self._timed[key] = Moment(moment.day, time_of(row[time_at].strip()))
        return timed

    def measured(
        self, row: Sequence[str], own: int | None = None
    ) -> Measured | tuple[Problem, str, str]:
        """Who and when; or the problem with the header and the cell that made it."""
        patient = self.people.of(row)
        if isinstance(patient, Problem):
            header = self.people.field_of(patient)
            return patient, header, self._cell_under(header, row)
        moment = self.when(row, own)
        if isinstance(moment, Problem):
            at = self._date_at if own is None else own
            header = self.table.layout.headers[at] if at is not None else ""
            return moment, header, row[at] if at is not None and at < len(row) else ""
        if not self._has_more:
            return Measured(patient, moment)
        return Measured(
            patient,
            moment,
            self.text(row, Role.LABORATORY),
            self._status(self.text(row, Role.STATUS) or ""),
            self.text(row, Role.NOTE),
        )

    def _status(self, printed: str) -> ResultStatus:
        """What the laboratory says of the result; final where it says nothing we know."""
        found = self._statuses.get(printed)
        if found is None:
            word = self.statuses.get(fold_header(printed), "final")
            found = self._statuses[printed] = ResultStatus(word)
        return found

    def patient_of(self, row: Sequence[str]) -> DraftPatient | None:
        """Whom the row claims, where that can be read."""
        found = self.people.of(row)
        return None if isinstance(found, Problem) else found

    def _cell_under(self, header: str, row: Sequence[str]) -> str:
        headers = self.table.layout.headers
        at = headers.index(header) if header in headers else len(row)
        return row[at] if at < len(row) else ""

    def text(self, row: Sequence[str], role: Role) -> str | None:
        """The text under that role, or None."""
        at = self.table.layout.roles.get(role)
        return (row[at].strip() or None) if at is not None and at < len(row) else None

    def unit(self, analyte: Analyte, printed: str) -> str:
        """The unit as it is stored: UCUM where the spelling is known, else as printed."""
        key = (analyte.code, printed)
        found = self._units.get(key)
        if found is None:
            found = self._units[key] = stored_unit(analyte, printed)
        return found

    def result(
        self,
        analyte: Analyte,
        value: Value,
        *,
        measured: Measured,
        unit: str | None,
        limit: StatedLimit,
        comparator: Comparator | None = None,
    ) -> LabResult | Problem:
        """The result of one cell, or why it is none. unit: as printed beside it, or None."""
        return result_of(
            analyte,
            value,
            measured=measured,
            unit=self.unit(analyte, unit) if unit else None,
            limit=limit_for(limit, measured.patient.sex),
            comparator=comparator,
        )


def cells_of(table: Table, reading: Reading) -> Cells:
    """Decide everything that the table as a whole decides."""
    open_questions: tuple[Question, ...] = ()
    layout = table.layout
    if Role.COLLECTED not in layout.roles and layout.other_dates:
        choices = tuple(dict.fromkeys(layout.other_dates.values()))
        chosen = reading.answer("date_column", choices)
        if chosen is None:
            text = tr("Which column holds the day on which the sample was taken?")
            open_questions = (Question("date_column", text, choices),)
        else:
            at = next(i for i, header in layout.other_dates.items() if header == chosen)
            table.layout = replace(layout, roles={**layout.roles, Role.COLLECTED: at})
    evidence = gather(table)
    dates = decide_dates(table, evidence, reading)
    return Cells(
        table,
        evidence,
        decide_numbers(table.layout, evidence, reading, heading_limits=table.limits),
        dates,
        People(table.layout, dates, decide_sexes(table.layout, evidence, reading.words)),
        dict(reading.words.statuses),
        open_questions,
    )
