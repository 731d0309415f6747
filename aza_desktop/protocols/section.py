"""One table of a protocol file, read strictly: every entry typed, nothing left over, line known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from aza_desktop.errors import UserError
from aza_desktop.protocols.lines import line_of
from aza_desktop.texts import tr

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class BareDecimal:
    """A number with a point and without quotes: binary and therefore refused."""

    text: str


class Section:
    """A table with its path in the file. What was not asked for is refused by `finish`."""

    def __init__(
        self, table: Mapping[str, object], path: str, *, lines: dict[str, int], file: str
    ) -> None:
        self._table = table
        self._lines = lines
        self._file = file
        self._asked: set[str] = set()
        self.path = path

    def refuse(self, why: str, remedy: str, *, at: str = "") -> NoReturn:
        """Raise the refusal at an entry of this table, or at the table itself."""
        path = ".".join(step for step in (self.path, at) if step)
        raise UserError(
            "bad_config",
            tr("The protocol file cannot be used"),
            why=f"{self._file}, {tr('line')} {line_of(self._lines, path)}: {path}: {why}",
            remedy=remedy,
            details={"file": self._file, "line": line_of(self._lines, path), "entry": path},
        )

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._table

    def raw(self, key: str) -> object:
        """The entry as it stands; refused when it is missing or a bare decimal."""
        self._asked.add(key)
        if key not in self._table:
            self.refuse(tr("the entry {name} is missing").format(name=key), tr("Write it"), at=key)
        value = self._table[key]
        if isinstance(value, BareDecimal):
            self.refuse(
                tr("the number {text} stands without quotes").format(text=value.text),
                tr('Write it as a text: "{text}"').format(text=value.text),
                at=key,
            )
        return value

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.optional_text(key) if self.has(key) else self.raw(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(tr("the text is empty"), tr("Write a text in quotes"), at=key)
        return value

    def optional_text(self, key: str) -> str:
        """A text, or "" when the entry is empty or absent."""
        if not self.has(key):
            return ""
        value = self.raw(key)
        if not isinstance(value, str):
            self.refuse(tr("this is not a text"), tr("Write a text in quotes"), at=key)
        return value

    def flag(self, key: str) -> bool:
        value = self.raw(key)
        if not isinstance(value, bool):
            self.refuse(tr("this is not true or false"), tr("Write true or false"), at=key)
        return value

    def optional_flag(self, key: str) -> bool:
        return self.flag(key) if self.has(key) else False

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts that are not empty and do not repeat."""
        value = self.raw(key)
        if not isinstance(value, list) or not all(isinstance(w, str) and w for w in value):
            self.refuse(tr("this is not a list of texts"), tr('Write ["one", "two"]'), at=key)
        if len(set(value)) != len(value):
            self.refuse(tr("the list names something twice"), tr("Remove one of them"), at=key)
        return tuple(value)

    def day(self, key: str) -> dt.date | None:
        """A date as YYYY-MM-DD, or None when the text is empty or absent."""
        text = self.optional_text(key)
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            self.refuse(tr("this is no date"), tr("Write it as 2026-01-26"), at=key)

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in choices:
            self.refuse(
                tr("{name} is not known here").format(name=value),
                tr("Write one of: {choices}").format(choices=", ".join(choices)),
                at=key,
            )
        return value

    def inside(self, key: str) -> Section:
        """The table under that key."""
        value = self.raw(key)
        if not isinstance(value, dict):
            self.refuse(tr("this is not a table"), tr("Write it as a table"), at=key)
        path = f"{self.path}.{key}" if self.path else key
        return Section(value, path, lines=self._lines, file=self._file)

    def each(self, key: str) -> Iterator[Section]:
        """The tables of an array of tables; there must be one at least."""
        value = self.raw(key)
        if not isinstance(value, list) or not value or not all(isinstance(t, dict) for t in value):
            self.refuse(
                tr("there is no table [[{name}]]").format(name=key),
                tr("Write at least one"),
                at=key,
            )
        for place, table in enumerate(value):
            yield Section(table, f"{key}[{place}]", lines=self._lines, file=self._file)

    def entries(self) -> tuple[str, ...]:
        """The entries of the table, in the order of the file; all of them count as asked for."""
        self._asked.update(self._table)
        return tuple(self._table)

    def finish(self) -> None:
        """Refuse the first entry that nobody asked for."""
        for key in self._table:
            if key not in self._asked:
                self.refuse(
                    tr("the entry {name} is not known here").format(name=key),
                    tr("Remove it, or mend its spelling"),
                    at=key,
                )


def spoken(section: Section, key: str, language: str) -> str:
    """The text under `key` in the file's language; other languages may stand beside it."""
    by_language = section.inside(key)
    for other in by_language.entries():
        by_language.text(other)
    return by_language.text(language)


def spoken_list(section: Section, key: str, language: str) -> tuple[str, ...]:
    """The list of texts under `key` in the file's language."""
    by_language = section.inside(key)
    by_language.entries()
    return by_language.words(language)
