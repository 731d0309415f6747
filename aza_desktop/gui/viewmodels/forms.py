"""A small form as a value: who it is about, what it asks, what its buttons record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.typed_date import read_date
from aza_desktop.gui.viewmodels.words import born
from aza_desktop.texts import tr

Values = Mapping[str, tuple[str, ...]]
"""Field -> what was chosen or typed; an empty tuple where nothing was."""


class RefusedError(Exception):
    """An answer cannot be taken; `field` is the one to mend, "" for the whole form."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


@dataclass(frozen=True, slots=True)
class Who:
    """The patient as every form repeats: name, birth date and number."""

    name: str
    born: str
    number: str

    @property
    def line(self) -> str:
        """For the title of a window."""
        return f"{self.name}, {self.born}, {self.number}"


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer of a list. key: as recorded."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. kind: chips, many, date, text or list; for the last choices may be typed over.

    instant: a digit records at once. wide: the chips stand below one another.
    """

    name: str
    label: str
    kind: str = "text"
    value: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    hint: str = ""
    instant: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A button that records. is_default: Enter presses it; never where a stop hangs on it."""

    key: str
    text: str
    role: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a dialog shows. name: its object name, and the beginning of its fields' names.

    focus: the question that has the keyboard first. compact: questions stand beside their answers.
    live: what to say of the answers so far.
    """

    name: str
    heading: str
    asks: tuple[Ask, ...]
    acts: tuple[Act, ...]
    who: Who | None = None
    facts: tuple[tuple[str, str], ...] = ()
    focus: str = ""
    note: str = ""
    compact: bool = False
    live: Callable[[Values], str] | None = field(default=None, compare=False)


def as_text(form: Form, values: Values) -> str:
    """What was answered, to be read by a person: who, what about, each question and its answer."""
    lines = [form.heading, *([form.who.line] if form.who is not None else []), ""]
    for ask in form.asks:
        names = {pick.key: pick.text for pick in ask.picks}
        said = ", ".join(names.get(each, each) for each in values.get(ask.name, ()))
        lines.append(f"{ask.label}: {said or '–'}")
    return "\n".join(lines) + "\n"


def who_of(record: PatientRecord, as_of: dt.date) -> Who:
    """The patient of a record."""
    identity = record.identity
    return Who(identity.name, f"{tr('Born')} {born(identity.birth_date, as_of)}", identity.number)


def one(values: Values, name: str) -> str:
    """The answer to a question; "" without one."""
    return values.get(name, ("",))[0].strip() if values.get(name) else ""


def need(values: Values, name: str, text: str) -> str:
    """The answer to a question. Raises `RefusedError` with `text` without one."""
    if not (said := one(values, name)):
        raise RefusedError(name, text)
    return said


def day_of(values: Values, name: str, today: dt.date) -> dt.date | None:
    """The day that was typed; None for an empty field. Raises `RefusedError`."""
    if not (said := one(values, name)):
        return None
    day = read_date(said, today)
    if day is None:
        raise RefusedError(name, tr("This is no date: type 17-Nov-2025, 17nov, 15/11 or -1"))
    return day


def need_day(values: Values, name: str, today: dt.date) -> dt.date:
    """The day that was typed. Raises `RefusedError` for none."""
    day = day_of(values, name, today)
    if day is None:
        raise RefusedError(name, tr("Enter a date: 17-Nov-2025, today or -1"))
    return day


def number_of(values: Values, name: str) -> Decimal | None:
    """The number that was typed; None for an empty field. Raises `RefusedError`."""
    if not (said := one(values, name)):
        return None
    number = parse_decimal(clean(said.casefold().removesuffix("mg").removesuffix("kg")))
    if number is None or number <= 0:
        raise RefusedError(name, tr("This is no number: type 50 or 71.5"))
    return number
