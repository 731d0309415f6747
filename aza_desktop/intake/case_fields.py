"""One object of a case file, read strictly: every member typed, nothing left over, place known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NoReturn

from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)", re.ASCII)


class Fields:
    """A JSON object with its place in the case, for example ``input.results[3]``."""

    def __init__(self, value: object, where: str) -> None:
        self.where = where
        self._asked: set[str] = set()
        if not isinstance(value, Mapping):
            self._members: Mapping[str, object] = {}
            self.refuse(tr("this is not an object"))
        self._members = value

    def refuse(self, why: str, *, at: str = "") -> NoReturn:
        """Raise the refusal, naming the member."""
        where = ".".join(step for step in (self.where, at) if step)
        raise UserError(
            "bad_case",
            tr("The case cannot be read"),
            why=f"{where}: {why}" if where else why,
            remedy=tr("Correct the case and send it again"),
            details={"where": where},
        )

    def names(self) -> tuple[str, ...]:
        """Every member; all of them count as asked for."""
        self._asked.update(self._members)
        return tuple(self._members)

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._members

    def raw(self, key: str) -> object:
        """The member, or None when it is absent."""
        self._asked.add(key)
        return self._members.get(key)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(tr("a text is needed"), at=key)
        return self._whole_text(value, key)

    def optional_text(self, key: str) -> str | None:
        value = self.raw(key)
        if value is not None and not isinstance(value, str):
            self.refuse(tr("this is not a text"), at=key)
        return None if value is None else self._whole_text(value, key)

    def _whole_text(self, text: str, key: str) -> str:
        """Half a surrogate pair is something that no database can hold."""
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.refuse(tr("this is no whole text"), at=key)
        return text

    def one_of(self, key: str, choices: Collection[str], *, default: str | None = None) -> str:
        """A text among `choices`; `default` when the member is absent."""
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if not isinstance(value, str) or value not in choices:
            self.refuse(tr("{value} is not known here").format(value=repr(value)), at=key)
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(tr("this is not true or false"), at=key)
        return value

    def whole(self, key: str) -> int | None:
        value = self.raw(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            self.refuse(tr("this is not a whole number"), at=key)
        return value

    def day(self, key: str) -> dt.date:
        """A local calendar date as YYYY-MM-DD."""
        return self._day_of(self.text(key), key)

    def optional_day(self, key: str) -> dt.date | None:
        text = self.optional_text(key)
        return None if text is None else self._day_of(text, key)

    def moment(self, key: str) -> tuple[dt.date, dt.time | None]:
        """A date, or a local date and time of day."""
        text = self.text(key)
        moment = _MOMENT.fullmatch(text)
        if moment is None:
            return self._day_of(text, key), None
        try:
            return self._day_of(moment[1], key), dt.time.fromisoformat(moment[2])
        except ValueError:
            self.refuse(tr("{text} is no time of day").format(text=moment[2]), at=key)

    def decimal(self, key: str) -> Decimal | None:
        """An exact decimal in quotes, or null."""
        text = self.optional_text(key)
        if text is None:
            return None
        number = parse_decimal(text)
        if number is None:
            self.refuse(tr("{text} is no decimal number").format(text=repr(text)), at=key)
        return number

    def dose(self, key: str) -> Decimal | None:
        """A daily dose in mg: a whole number, or an exact decimal in quotes; null is unknown."""
        value = self.raw(key)
        whole = isinstance(value, int) and not isinstance(value, bool)
        number = parse_decimal(str(value)) if whole or isinstance(value, str) else None
        if value is not None and (number is None or number < 0):
            self.refuse(tr("this is no dose in mg"), at=key)
        return number

    def doses(self, key: str) -> tuple[Decimal, ...]:
        """A list of mg, each a whole number or an exact decimal in quotes; none may be null."""
        found = []
        for at, value in self._list(key):
            dose = Fields({at: value}, self.where).dose(at)
            if dose is None:
                self.refuse(tr("a dose is needed"), at=at)
            found.append(dose)
        return tuple(found)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent and null are empty."""
        return tuple(
            word if isinstance(word, str) and word else self.refuse(tr("a text is needed"), at=at)
            for at, word in self._list(key)
        )

    def inside(self, key: str) -> Fields:
        """The object under that key; absent and null are an empty one."""
        value = self.raw(key)
        return Fields({} if value is None else value, self._at(key))

    def each(self, key: str) -> Iterator[Fields]:
        """The objects of a list; absent and null are none."""
        for at, value in self._list(key):
            yield Fields(value, self._at(at))

    def finish(self) -> None:
        """Refuse a member that nobody asked for."""
        for key in self._members:
            if key not in self._asked:
                self.refuse(tr("the name {name} is not known here").format(name=key), at=key)

    def _list(self, key: str) -> Iterator[tuple[str, object]]:
        value = self.raw(key)
        if value is not None and not isinstance(value, list):
            self.refuse(tr("this is not a list"), at=key)
        for place, item in enumerate(value or ()):
            yield f"{key}[{place}]", item

    def _at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def _day_of(self, text: str, key: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            self.refuse(tr("{text} is no date like 2026-01-26").format(text=repr(text)), at=key)
