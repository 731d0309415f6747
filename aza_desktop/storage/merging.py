"""The merge shelf: a patient's facts copied into another record, and given back again.

The merged record is left exactly as it was and only stands on no list any more: its rows, their
authors and its trail stay. Each copy names its original in `supersedes`, so that taking the merge
back can give every fact, also one that was corrected meanwhile, to the record it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from aza_desktop.clinical.answers import AnswerKind
from aza_desktop.storage import tables as t
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.feeds import Row
from aza_desktop.storage.reading import Reading
from aza_desktop.storage.unit_of_work import UnitOfWork
from aza_desktop.texts import tr

OWN = t.MUTABLE.union({"id", "recorded_at", "recorded_by", "entry", "supersedes"})
"""Columns of a row that its copy has of its own."""

OF_PATIENT = (
    t.patient_numbers, t.results, t.lab_requests, t.samples, t.genetics, t.weights,
    t.laboratories, t.laboratory_limits, t.symptoms, t.comedications, t.contacts, t.notes,
    t.proposals, t.result_steps, t.mark_answers,
)  # fmt: skip
"""What a record may hold many of; results and requests first, because others name them."""

OF_COURSE = (
    t.course_checklists, t.course_protocols, t.course_dates, t.phase_events, t.dose_events,
    t.holds, t.day_reports, t.decisions,
)  # fmt: skip

_LETTERS = {
    "symptoms": "s", "comedications": "c", "contacts": "k", "samples": "sample",
    "lab_requests": "q", "proposals": "p", "result_steps": "t", "mark_answers": "a",
}  # fmt: skip


@dataclass(slots=True)
class Copying:
    """Facts of `source` on their way into `into`. ids: table -> id there -> id here."""

    work: UnitOfWork
    source: str
    into: str
    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def everything(self) -> None:
        """Every fact that a record may hold many of, then the courses."""
        for table in OF_PATIENT:
            for row in self._rows(table):
                if self._is_wanted(table, row):
                    self._copy(table, row, {"patient_id": self.into})
        self._courses()

    def _rows(self, table: sa.Table) -> list[Row]:
        """Those that count; of results every one, because struck ones stay readable."""
        query = sa.select(table).where(table.c.patient_id == self.source).order_by(table.c.id)
        if table is not t.results:
            query = query.where(table.c.state == "current")
        return list(self.work.connection.execute(query))

    def _is_wanted(self, table: sa.Table, row: Row) -> bool:
        """False for what the other record has already: a number, a laboratory, its limit.

        And for a snooze: nobody put off the tests of the record that stays.
        """
        if table is t.mark_answers and row.kind == AnswerKind.SNOOZE.value:
            return False
        same = {
            "patient_numbers": ("system", "value"),
            "laboratories": ("given_id",),
            "laboratory_limits": ("laboratory", "analyte", "sex", "valid_from", "uln", "unit"),
        }.get(table.name)
        if same is None:
            return True
        query = sa.select(table.c.id).where(
            table.c.patient_id == self.into, table.c.state == "current",
            *(table.c[name].is_(getattr(row, name)) if getattr(row, name) is None
              else table.c[name] == getattr(row, name) for name in same),
        )  # fmt: skip
        return self.work.connection.execute(query.limit(1)).first() is None

    def _copy(self, table: sa.Table, row: Row, owner: Mapping[str, object]) -> str:
        values = {name: value for name, value in row._mapping.items() if name not in OWN}
        values |= {**owner, "supersedes": row.id}
        values["given_id"] = self._given(table, row)
        if table is t.patient_numbers:
            values["position"] = self._next_position()
        if table is t.results:
            return self._copy_result(values, row)
        if table is t.samples and row.request:
            values["request"] = self.ids.get("lab_requests", {}).get(row.request, row.request)
        if table in {t.result_steps, t.mark_answers}:
            values["results"] = self._named(row.results)
        if table is t.phase_events:
            values["relied_on"] = self._named(row.relied_on)
        return self.work.add(table, values)

    def _copy_result(self, values: dict[str, Any], row: Row) -> str:
        """With the standing that it has there; who entered it and when stands beside it."""
        told = tr("entered by {who} in the merged record").format(who=row.recorded_by)
        values["reason"] = f"{row.reason}; {told}" if row.reason else told
        born_ended = row.state != "current" and row.state_entry is None
        values["state"] = row.state if born_ended else "current"
        key = self.work.add(t.results, values)
        if row.state != values["state"]:
            self.work.end(t.results, key, state=row.state, reason=row.state_reason)
        return key

    def _courses(self) -> None:
        query = sa.select(sa.func.max(t.courses.c.number)).where(
            t.courses.c.patient_id == self.into
        )
        number = self.work.connection.execute(query).scalar_one() or 0
        theirs = (
            sa.select(t.courses)
            .where(t.courses.c.patient_id == self.source)
            .order_by(t.courses.c.number)
        )
        for course in list(self.work.connection.execute(theirs)):
            rows = {table: self._of_course(table, course.id) for table in OF_COURSE}
            if not rows[t.course_dates]:
                continue
            number += 1
            values = {name: value for name, value in course._mapping.items() if name not in OWN}
            values |= {"patient_id": self.into, "number": number, "version": 1}
            key = self.work.add(t.courses, values)
            for table, found in rows.items():
                for row in found:
                    self._copy_of_course(table, row, key)

    def _of_course(self, table: sa.Table, course_id: str) -> list[Row]:
        query = sa.select(table).where(table.c.course_id == course_id, table.c.state == "current")
        return list(self.work.connection.execute(query.order_by(table.c.id)))

    def _copy_of_course(self, table: sa.Table, row: Row, course_id: str) -> None:
        key = self._copy(table, row, {"course_id": course_id})
        if table is t.decisions:
            for position, result in enumerate(results_of(self.work, row.id)):
                values = {"decision_id": key, "position": position, "result": self._result(result)}
                self.work.add(t.decision_results, values)

    def _named(self, results: str) -> str:
        """A list of results, by the ids that they have here."""
        return canonical([self._result(one) for one in json.loads(results)])

    def _result(self, given: str) -> str:
        """The id that a result of the source has here."""
        return self.ids.get("results", {}).get(given, given)

    def _given(self, table: sa.Table, row: Row) -> str | None:
        """An id that the record has not given yet; the same where it is free."""
        if not row.given_id or table is t.laboratories:
            return row.given_id  # type: ignore[no-any-return]  # a row's column
        taken = self._taken(table)
        given, number = row.given_id, 1
        letter = _LETTERS.get(table.name, "d" if table is t.decisions else "")
        while given in taken:
            number += 1
            given = f"{letter}{len(taken) + number - 1}" if letter else f"{row.given_id}.{number}"
        self.ids.setdefault(table.name, {})[row.given_id] = given
        return str(given)

    def _taken(self, table: sa.Table) -> set[str]:
        query = sa.select(table.c.given_id)
        if "patient_id" in table.c:
            query = query.where(table.c.patient_id == self.into)
        else:
            query = query.join(t.courses, t.courses.c.id == table.c.course_id).where(
                t.courses.c.patient_id == self.into
            )
        return {given for given in self.work.connection.execute(query).scalars() if given}

    def _next_position(self) -> int:
        query = sa.select(sa.func.max(t.patient_numbers.c.position)).where(
            t.patient_numbers.c.patient_id == self.into
        )
        last = self.work.connection.execute(query).scalar_one()
        return 0 if last is None else int(last) + 1


def add_merge(work: UnitOfWork, *, into: str, number: str, source: str, reason: str) -> str:
    """From now on `source` stands on no list. number: of the record that stays."""
    return work.add(
        t.merges,
        {
            "patient_id": into,
            "given_id": number,
            "other": source,
            "other_entry": work.entry_number,
            "reason": reason,
        },
    )


def merges_into(reading: Reading, into: str) -> list[Row]:
    """The merges that stand, newest first."""
    query = (
        sa.select(t.merges)
        .where(t.merges.c.patient_id == into, t.merges.c.state == "current")
        .order_by(t.merges.c.id.desc())
    )
    return list(reading.connection.execute(query))


def entry_of_copies(work: UnitOfWork, merge: Row) -> int:
    """The audit entry that wrote the copies of a merge: the one after the merge's own."""
    return int(merge.entry) + 1


def results_of(work: UnitOfWork, decision_key: str) -> Iterator[str]:
    """The results that a decision names, in their order."""
    query = (
        sa.select(t.decision_results.c.result)
        .where(t.decision_results.c.decision_id == decision_key)
        .order_by(t.decision_results.c.position)
    )
    return iter(list(work.connection.execute(query).scalars()))
