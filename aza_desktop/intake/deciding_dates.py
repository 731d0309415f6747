"""Which order the dates of a file have: proven by the file, said by a person, or asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aza_desktop.clinical.columns import Role
from aza_desktop.clinical.drafts import Question
from aza_desktop.intake.dates import (
    DMY,
    ORDERS,
    Moment,
    OrderProof,
    Readings,
    prove,
    readings_of,
    together,
)
from aza_desktop.intake.evidence import Evidence, date_columns
from aza_desktop.intake.problems import DATE_EXCEPTION, DATE_ORDER, NO_DATE, Problem
from aza_desktop.intake.reading import Reading
from aza_desktop.intake.table import Table
from aza_desktop.texts import tr

_CENTURY = 100

Dated = Mapping[str, Moment | Problem]


@dataclass(frozen=True, slots=True)
class DateDecision:
    """column -> text -> its moment, or why there is none. choices: the orders to ask about.

    exceptions: the orders in which dates stand that do not fit their column's order.
    """

    columns: Mapping[int, Dated]
    choices: tuple[str, ...]
    exceptions: tuple[str, ...]

    def questions(self, rows: Mapping[str, int]) -> tuple[Question, ...]:
        """What to ask. rows: how many rows wait, by the code of the question."""
        asked = (
            (DATE_ORDER.question, self.choices, tr("In which order are the dates written?")),
            (
                DATE_EXCEPTION.question,
                self.exceptions,
                tr("A few dates are written in another order. Shall they be read in it?"),
            ),
        )
        return tuple(
            Question(code, text, choices, rows[code])
            for code, choices, text in asked
            if code is not None and rows.get(code)
        )


def decide_dates(table: Table, evidence: Evidence, reading: Reading) -> DateDecision:
    """The meaning of every date in the table."""
    read = {
        index: {
            text: readings_of(text, reading.words.months, today=reading.today)
            for text in evidence.of(index)
        }
        for index in date_columns(table.layout)
    }
    proofs = {index: prove(_known(texts.values())) for index, texts in read.items()}
    given, usual = reading.said("date_order", ORDERS), reading.usual("date_order", ORDERS)
    ambiguous = any(proof.several for proof in proofs.values())
    merged = together(proofs.values())
    shared = merged.order()
    if not set(merged.only) <= {usual}:
        usual = None
    if shared is None and ambiguous and given is None:
        shared = _order_by_study_day(table, read)
    columns: dict[int, Dated] = {}
    others: set[str] = set()
    for index, texts in read.items():
        order = given or _order_of(proofs[index], shared)
        order = order or usual
        exceptions = _other_orders(texts.values(), order)
        others.update(exceptions)
        allowed = None
        if exceptions:
            allowed = reading.answer("date_exceptions", exceptions)
        columns[index] = {
            text: _settle(
                found,
                _Order(order, allowed, is_open=order is None and proofs[index].several > 0),
                birth=_is_birth(table, index),
                today=reading.today,
            )
            for text, found in texts.items()
        }
    choices = sorted(
        {
            order
            for texts in read.values()
            for found in _known(texts.values())
            if len(found.by_order) > 1
            for order in found.by_order
        }
    )
    return DateDecision(columns, tuple(choices), tuple(sorted(others)))


def _order_of(proof: OrderProof, shared: str | None) -> str | None:
    """The column's own proof leads; then the file's; dots alone mean day first."""
    own = proof.order()
    if own is not None or proof.only:
        return own
    if shared is None and proof.several and proof.several == proof.dotted:
        return DMY
    return shared


def _other_orders(texts: Iterable[Readings | None], order: str | None) -> tuple[str, ...]:
    if order is None:
        return ()
    others = {
        other
        for found in _known(texts)
        if found.certain is None and order not in found.by_order
        for other in found.by_order
    }
    return tuple(sorted(others))


@dataclass(frozen=True, slots=True)
class _Order:
    """A column's order, the order of its exceptions, and whether a person must still say it."""

    name: str | None
    allowed: str | None
    is_open: bool


def _settle(
    found: Readings | None, order: _Order, *, birth: bool, today: dt.date
) -> Moment | Problem:
    if found is None:
        return NO_DATE
    if found.certain is not None:
        moment: Moment | None = found.certain
        if order.is_open and found.by_order:
            return DATE_ORDER
    elif order.name is None and len(found.by_order) == 1:
        moment = next(iter(found.by_order.values()))
    elif order.name is None:
        return DATE_ORDER
    else:
        moment = found.by_order.get(order.name) or found.by_order.get(order.allowed or "")
    if moment is None:
        return DATE_EXCEPTION
    if birth and moment.day > today:
        return NO_DATE
    if birth and found.short_year and moment.day.year // _CENTURY == today.year // _CENTURY:
        return NO_DATE
    return moment


def _is_birth(table: Table, index: int) -> bool:
    return table.layout.roles.get(Role.BIRTH_DATE) == index


def _known(texts: Iterable[Readings | None]) -> Iterable[Readings]:
    return (found for found in texts if found is not None)


def _order_by_study_day(
    table: Table, read: Mapping[int, Mapping[str, Readings | None]]
) -> str | None:
    """The only order in which dates and study days of each patient keep step, or None.

    Some studies number the days ... -1, 1 ...; others count a day 0. Both are tried.
    """
    roles = table.layout.roles
    date_at, day_at = roles.get(Role.COLLECTED), roles.get(Role.STUDY_DAY)
    person_at = roles.get(Role.NUMBER, roles.get(Role.NAME, roles.get(Role.FAMILY)))
    if date_at is None or day_at is None or person_at is None:
        return None
    seen: set[tuple[str, str, int]] = set()
    for _, row in table.rows():
        if len(row) > max(date_at, day_at, person_at):
            number = row[day_at].strip()
            if number.lstrip("-").isdecimal():
                seen.add((row[person_at], row[date_at], int(number)))
    fitting = [order for order in ORDERS if _keeps_step(seen, read[date_at], order)]
    return fitting[0] if len(fitting) == 1 else None


def _keeps_step(
    seen: set[tuple[str, str, int]], read: Mapping[str, Readings | None], order: str
) -> bool:
    for skipped in (0, 1):
        first_days: dict[str, set[dt.date]] = {}
        several: dict[str, set[str]] = {}
        for person, text, day in seen:
            found = read[text]
            moment = found and (found.certain or found.by_order.get(order))
            if not moment:
                return False
            begun = moment.day - dt.timedelta(days=day - (skipped if day > 0 else 0))
            first_days.setdefault(person, set()).add(begun)
            several.setdefault(person, set()).add(text)
        fits = all(len(days) == 1 for days in first_days.values())
        if fits and any(len(texts) > 1 for texts in several.values()):
            return True
    return False
