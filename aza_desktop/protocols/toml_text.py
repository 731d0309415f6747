"""A TOML file of our own, read with checks that name file, line and remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.errors import UserError
from aza_desktop.texts import tr


def read_text(path: Path) -> str:
    """The file as text. Raises UserError ``bad_config`` when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "bad_config",
            tr("A file of the program cannot be read"),
            why=f"{path.name}: {error}",
            remedy=tr("Install the program again"),
        ) from error


class TomlText:
    """The text of one file, for typed reading and for refusals that name the line."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name
        try:
            self.root: Mapping[str, object] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise UserError(
                "bad_config",
                tr("A file of the program cannot be used"),
                why=f"{name}: {error}",
                remedy=tr("Mend that line, or install the program again"),
            ) from error

    def refuse(self, here: str, why: str, **values: str) -> NoReturn:
        """Raise the refusal, naming the first line that begins with `here`."""
        starts = (n for n, line in enumerate(self._lines, 1) if line.strip().startswith(here))
        line = next(starts, 1)
        raise UserError(
            "bad_config",
            tr("A file of the program cannot be used"),
            why=f"{self._name}, {tr('line')} {line}: {why.format(**values)}",
            remedy=tr("Mend that entry, or install the program again"),
        )

    def refuse_unknown(self, table: Mapping[str, object], known: frozenset[str], here: str) -> None:
        """Raise when `table` has an entry that nobody reads."""
        unknown = sorted(set(table) - known)
        if unknown:
            self.refuse(here, tr("the entry {name} is not known here"), name=unknown[0])

    def table(self, tables: Mapping[str, object], key: str, here: str) -> Mapping[str, object]:
        """The table `key`, which must be there and hold something."""
        found = tables.get(key)
        if not isinstance(found, dict) or not found:
            self.refuse(here, tr("the table {name} is missing or empty"), name=key)
        return found

    def tables(
        self, tables: Mapping[str, object], key: str, here: str
    ) -> tuple[Mapping[str, object], ...]:
        """The array of tables `key`, which must be there."""
        found = tables.get(key)
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.refuse(here, tr("there must be at least one table {name}"), name=f"[[{key}]]")
        return tuple(found)

    def text_of(self, table: Mapping[str, object], key: str, here: str) -> str:
        """The text `key`, which must be there and not be blank."""
        found = table.get(key)
        if not isinstance(found, str) or not found.strip():
            self.refuse(here, tr("the text {name} is missing or empty"), name=key)
        return found

    def texts(self, table: Mapping[str, object], key: str, here: str) -> tuple[str, ...]:
        """The list of texts `key`, which must be there."""
        found = table.get(key)
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            self.refuse(here, tr("{name} must be a list of texts"), name=key)
        return tuple(found)

    def number(self, text: object, here: str) -> Decimal:
        """The exact decimal number that stands in quotes."""
        number = parse_decimal(text) if isinstance(text, str) else None
        if number is None:
            self.refuse(here, tr("{name} is not a decimal number in quotes"), name=repr(text))
        return number
