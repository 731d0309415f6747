"""Reads ``analytes.toml``: the catalogue of what the program keeps, or a clear refusal."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from aza_desktop.clinical.analytes import (
    Analyte,
    AnalyteCatalogue,
    fold_header,
    fold_spelling,
    fold_unit,
)
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.errors import UserError
from aza_desktop.texts import tr

_ANALYTE_KEYS = frozenset(
    {"code", "name", "short_name", "units", "shown_unit", "loinc", "names"}
    | {"plausible", "plausible_source"}
)
_UNITS_KEYS = frozenset({"unit", "convert", "source", "spellings"})


def load_analytes(path: Path) -> AnalyteCatalogue:
    """The catalogue in the file at `path`.

    Raises UserError ``bad_config``, naming file, line and remedy, when it cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "bad_config",
            tr("The list of analytes cannot be read"),
            why=f"{path.name}: {error}",
            remedy=tr("Install the program again"),
        ) from error
    return read_analytes(text, path.name)


def read_analytes(text: str, name: str) -> AnalyteCatalogue:
    """The catalogue that the TOML `text` of the file `name` describes."""
    source = _Source(text, name)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            "bad_config",
            tr("The list of analytes cannot be read"),
            why=f"{name}: {error}",
            remedy=tr("Mend that line, or install the program again"),
        ) from error
    families = source.table(tables, "units", "[units")
    read = tuple(
        _analyte(source, entry, families) for entry in source.tables(tables, "analyte", "[[analyte")
    )
    _refuse_twice(source, read)
    return AnalyteCatalogue(read)


def _analyte(
    source: _Source, entry: Mapping[str, object], families: Mapping[str, object]
) -> Analyte:
    code = source.text_of(entry, "code", "[[analyte")
    here = f'code = "{code}"'
    source.refuse_unknown(entry, _ANALYTE_KEYS, here)
    family_name = source.text_of(entry, "units", here)
    heading = f"[units.{family_name}]"
    if family_name not in families:
        source.refuse(
            here, tr("{code} names the unknown unit family {name}"), code=code, name=family_name
        )
    family = source.table(families, family_name, heading)
    source.refuse_unknown(family, _UNITS_KEYS, heading)
    source.text_of(family, "source", heading)
    unit = source.text_of(family, "unit", heading)
    factors = {
        fold_unit(spelling): source.number(factor, heading)
        for spelling, factor in source.table(family, "convert", heading).items()
    }
    if factors.get(fold_unit(unit)) != Decimal(1):
        source.refuse(heading, tr("the unit {name} must convert to itself by 1"), name=unit)
    names = source.table(entry, "names", here)
    headers = dict.fromkeys(
        fold_header(header) for language in names for header in source.texts(names, language, here)
    )
    return Analyte(
        code=code,
        name=source.text_of(entry, "name", here),
        short_name=source.text_of(entry, "short_name", here),
        unit=unit,
        factors=factors,
        loinc=source.texts(entry, "loinc", here),
        headers=tuple(headers),
        shown_unit=str(entry.get("shown_unit", "")) or unit,
        plausible=_plausible(source, entry, here),
        spellings=_spellings(source, family, factors, heading),
    )


def _plausible(
    source: _Source, entry: Mapping[str, object], here: str
) -> tuple[Decimal, Decimal] | None:
    if "plausible" not in entry:
        return None
    source.text_of(entry, "plausible_source", here)
    bounds = source.texts(entry, "plausible", here)
    if len(bounds) != len(("from", "to")):
        source.refuse(here, tr("plausible needs two numbers, the lowest and the highest"))
    low, high = (source.number(bound, here) for bound in bounds)
    return low, high


def _spellings(
    source: _Source,
    family: Mapping[str, object],
    factors: Mapping[str, Decimal],
    heading: str,
) -> dict[str, str]:
    read: dict[str, str] = {}
    table = source.table(family, "spellings", heading)
    for unit in table:
        if fold_unit(unit) not in factors:
            source.refuse(heading, tr("the unit {name} has spellings but no conversion"), name=unit)
        for spelling in source.texts(table, unit, heading):
            folded = fold_spelling(spelling)
            if read.setdefault(folded, unit) != unit:
                source.refuse(
                    heading, tr("the spelling {name} stands for two units"), name=spelling
                )
    return read


def _refuse_twice(source: _Source, analytes: tuple[Analyte, ...]) -> None:
    owners: dict[str, str] = {}
    codes: set[str] = set()
    for analyte in analytes:
        here = f'code = "{analyte.code}"'
        if analyte.code in codes:
            source.refuse(here, tr("the analyte {code} stands twice"), code=analyte.code)
        codes.add(analyte.code)
        for name in (*analyte.headers, *analyte.loinc):
            if owners.setdefault(name, analyte.code) != analyte.code:
                source.refuse(
                    here,
                    tr("the name {name} belongs to {code} and to {other}"),
                    name=name,
                    code=owners[name],
                    other=analyte.code,
                )


class _Source:
    """The text of the file, for typed reading and for refusals that name the line."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name

    def refuse(self, here: str, why: str, **values: str) -> None:
        """Raise the refusal, naming the first line that begins with `here`."""
        starts = (n for n, line in enumerate(self._lines, 1) if line.strip().startswith(here))
        line = next(starts, 1)
        raise UserError(
            "bad_config",
            tr("The list of analytes cannot be used"),
            why=f"{self._name}, {tr('line')} {line}: {why.format(**values)}",
            remedy=tr("Mend that entry, or install the program again"),
        )

    def refuse_unknown(self, table: Mapping[str, object], known: frozenset[str], here: str) -> None:
        unknown = sorted(set(table) - known)
        if unknown:
            self.refuse(here, tr("the entry {name} is not known here"), name=unknown[0])

    def table(self, tables: Mapping[str, object], key: str, here: str) -> Mapping[str, object]:
        found = tables.get(key)
        if not isinstance(found, dict) or not found:
            self.refuse(here, tr("the table {name} is missing or empty"), name=key)
        assert isinstance(found, dict)
        return found

    def tables(
        self, tables: Mapping[str, object], key: str, here: str
    ) -> tuple[Mapping[str, object], ...]:
        found = tables.get(key)
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.refuse(here, tr("there must be at least one table {name}"), name=f"[[{key}]]")
        assert isinstance(found, list)
        return tuple(found)

    def text_of(self, table: Mapping[str, object], key: str, here: str) -> str:
        found = table.get(key)
        if not isinstance(found, str) or not found.strip():
            self.refuse(here, tr("the text {name} is missing or empty"), name=key)
        return str(found)

    def texts(self, table: Mapping[str, object], key: str, here: str) -> tuple[str, ...]:
        found = table.get(key)
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            self.refuse(here, tr("{name} must be a list of texts"), name=key)
        assert isinstance(found, list)
        return tuple(found)

    def number(self, text: object, here: str) -> Decimal:
        number = parse_decimal(text) if isinstance(text, str) else None
        if number is None:
            self.refuse(here, tr("{name} is not a decimal number in quotes"), name=repr(text))
        assert number is not None
        return number
