"""A merge taken back: every copy ends here, and what became of it goes to the record it came from.

A copy that nobody touched simply ends: its original never did. A copy that was corrected, struck or
continued meanwhile takes that along, and so does what was added to a copied course.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from aza_desktop.storage import patients, undoing
from aza_desktop.storage import tables as t
from aza_desktop.storage.audit import canonical
from aza_desktop.storage.feeds import Row
from aza_desktop.storage.merging import OF_COURSE, OF_PATIENT, OWN, results_of
from aza_desktop.storage.unit_of_work import UnitOfWork

SINGLE = (t.patient_details, t.patient_names, t.allergy_states, t.drug_questions, t.owners)
"""What a record holds one of: the merge chose or joined it."""

HERE, AWAY = "patient.unmerge_here", "patient.unmerge_away"


@dataclass(slots=True)
class Unmerging:
    """The merge `merge` being taken back. entry: the one that wrote the copies."""

    work: UnitOfWork
    into: str
    source: str
    entry: int
    reason: str
    _ends: list[tuple[sa.Table, str]] = field(default_factory=list)
    _back: list[tuple[sa.Table, Row, Row | None]] = field(default_factory=list)
    _mirror: list[tuple[sa.Table, str, Row]] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)
    _courses: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def carry_out(self, merge_key: str) -> None:
        """Under two entries, one of each patient."""
        for table in (*OF_PATIENT, *OF_COURSE):
            for copy, original in list(self._copies(table)):
                self._follow(table, copy, original)
        self._added_to_courses()
        self.work.entry(HERE, patient_id=self.into)
        for table, key in self._ends:
            self.work.end(table, key, state="withdrawn", reason=self.reason)
        for table in SINGLE:
            self._restore(table)
        self.work.entry(AWAY, patient_id=self.source)
        self.work.end(t.merges, merge_key, state="withdrawn", reason=self.reason)
        for table, key, ended in self._mirror:
            self.work.end(table, key, state=ended.state, reason=ended.state_reason)
        for table, row, original in self._back:
            self._give_back(table, row, original)

    def _copies(self, table: sa.Table) -> Iterator[tuple[Row, Row]]:
        """Each row that the merge wrote with its original."""
        query = sa.select(table).where(table.c.entry == self.entry, table.c.supersedes.is_not(None))
        for copy in list(self.work.connection.execute(query.order_by(table.c.id))):
            original = self._row(table, copy.supersedes)
            if original is None:
                continue
            if table is t.results:
                self._ids[copy.given_id] = original.given_id
            if "course_id" in table.c:
                self._courses[copy.course_id] = original.course_id
            yield copy, original

    def _follow(self, table: sa.Table, copy: Row, original: Row) -> None:
        last = self._newest(table, copy)
        self._seen.add(last.id)
        if last.state == "current":
            self._ends.append((table, last.id))
        if last.id == copy.id and (copy.state == "current" or original.state != "current"):
            return
        if original.state != "current":
            return
        if last.state == "current":
            self._back.append((table, last, original))
        else:
            self._mirror.append((table, original.id, last))

    def _added_to_courses(self) -> None:
        """Doses, phases, decisions of a copied course since: they belong to that course."""
        for table in OF_COURSE:
            query = sa.select(table).where(
                table.c.course_id.in_(list(self._courses)),
                table.c.state == "current",
                table.c.id.not_in(list(self._seen)),
            )
            for row in list(self.work.connection.execute(query.order_by(table.c.id))):
                self._ends.append((table, row.id))
                self._back.append((table, row, None))

    def _give_back(self, table: sa.Table, row: Row, original: Row | None) -> None:
        values = {name: value for name, value in row._mapping.items() if name not in OWN}
        if "course_id" in table.c:
            values["course_id"] = self._courses[row.course_id]
        else:
            values["patient_id"] = self.source
        if original is not None:
            self.work.end(table, original.id, state="superseded", reason=self.reason)
            values |= {"supersedes": original.id, "given_id": original.given_id}
            if table is t.results:
                values["given_id"] = undoing.next_result_id(
                    self.work, self.source, original.given_id
                )
                self._ids[row.given_id] = values["given_id"]
        elif table is t.decisions:
            values["given_id"] = self._free_decision(values["course_id"], row.given_id)
        for name in ("results", "relied_on"):
            if values.get(name):
                values[name] = canonical([self._named(each) for each in json.loads(values[name])])
        key = self.work.add(table, values)
        if table is t.decisions:
            for position, result in enumerate(results_of(self.work, row.id)):
                named = {"decision_id": key, "position": position, "result": self._named(result)}
                self.work.add(t.decision_results, named)

    def _restore(self, table: sa.Table) -> None:
        """What the merge chose or joined stands as before, unless somebody changed it since."""
        written = sa.select(table).where(
            table.c.entry == self.entry, table.c.patient_id == self.into
        )
        for row in list(self.work.connection.execute(written)):
            before = self._row(table, row.supersedes) if row.supersedes else None
            if row.state == "current":
                self.work.end(table, row.id, state="withdrawn", reason=self.reason)
                if before is not None:
                    undoing.tell_again(self.work, table, before, supersedes=row.id)
            elif table is t.patient_details and before is not None:
                self._restore_details(row, before)
        if table is t.patient_names:
            patients.renew_search_name(self.work, self.into)

    def _restore_details(self, merged: Row, before: Row) -> None:
        """Each detail that still is what the merge made of it."""
        table = t.patient_details
        query = sa.select(table).where(table.c.patient_id == self.into, table.c.state == "current")
        now = self.work.connection.execute(query.order_by(table.c.id.desc()).limit(1)).one()
        values = {name: value for name, value in now._mapping.items() if name not in OWN}
        undone = {}
        for name, value in values.items():
            made, earlier = getattr(merged, name), getattr(before, name)
            if made != earlier and value == made:
                undone[name] = earlier
        if undone:
            self.work.end(table, now.id, state="superseded", reason=self.reason)
            self.work.add(table, {**values, **undone, "supersedes": now.id})

    def _newest(self, table: sa.Table, row: Row) -> Row:
        """The last of the rows that took one another's place in this record, from `row` on."""
        owner = "course_id" if "course_id" in table.c else "patient_id"
        while True:
            query = sa.select(table).where(
                table.c.supersedes == row.id, table.c[owner] == getattr(row, owner)
            )
            after = self.work.connection.execute(query.order_by(table.c.id.desc())).first()
            if after is None:
                return row
            row = after

    def _row(self, table: sa.Table, key: str) -> Any:
        return self.work.connection.execute(sa.select(table).where(table.c.id == key)).first()

    def _named(self, result: str) -> str:
        return self._ids.get(result, result)

    def _free_decision(self, course_id: str, given: str) -> str:
        owner = sa.select(t.courses.c.patient_id).where(t.courses.c.id == course_id)
        query = (
            sa.select(t.decisions.c.given_id)
            .join(t.courses, t.courses.c.id == t.decisions.c.course_id)
            .where(t.courses.c.patient_id == owner.scalar_subquery())
        )
        taken = set(self.work.connection.execute(query).scalars())
        number = len(taken) + 1
        while given in taken:
            given, number = f"d{number}", number + 1
        return given
