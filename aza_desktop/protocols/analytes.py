"""Reads ``analytes.toml``: the catalogue of what the program keeps, or a clear refusal."""

from __future__ import annotations

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
from aza_desktop.protocols.toml_text import TomlText, read_text
from aza_desktop.texts import tr

_ANALYTE_KEYS = frozenset(
    {"code", "name", "short_name", "units", "shown_unit", "loinc", "names"}
    | {"miscoded", "plausible", "plausible_source", "doubtful_uln", "doubtful_uln_source"}
)
_UNITS_KEYS = frozenset({"unit", "convert", "source", "spellings"})


def load_analytes(path: Path) -> AnalyteCatalogue:
    """The catalogue in the file at `path`.

    Raises UserError ``bad_config``, naming file, line and remedy, when it cannot be used.
    """
    return read_analytes(read_text(path), path.name)


def read_analytes(text: str, name: str) -> AnalyteCatalogue:
    """The catalogue that the TOML `text` of the file `name` describes."""
    source = TomlText(text, name)
    families = source.table(source.root, "units", "[units")
    read = tuple(
        _analyte(source, entry, families)
        for entry in source.tables(source.root, "analyte", "[[analyte")
    )
    _refuse_twice(source, read)
    return AnalyteCatalogue(read)


def _analyte(
    source: TomlText, entry: Mapping[str, object], families: Mapping[str, object]
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
        miscoded=source.texts(entry, "miscoded", here) if "miscoded" in entry else (),
        headers=tuple(headers),
        shown_unit=str(entry.get("shown_unit", "")) or unit,
        plausible=_plausible(source, entry, here),
        spellings=_spellings(source, family, factors, heading),
        doubtful_uln=_doubtful_uln(source, entry, here),
    )


def _plausible(
    source: TomlText, entry: Mapping[str, object], here: str
) -> tuple[Decimal, Decimal] | None:
    if "plausible" not in entry:
        return None
    source.text_of(entry, "plausible_source", here)
    bounds = source.texts(entry, "plausible", here)
    if len(bounds) != len(("from", "to")):
        source.refuse(here, tr("plausible needs two numbers, the lowest and the highest"))
    low, high = (source.number(bound, here) for bound in bounds)
    return low, high


def _doubtful_uln(source: TomlText, entry: Mapping[str, object], here: str) -> Decimal | None:
    if "doubtful_uln" not in entry:
        return None
    source.text_of(entry, "doubtful_uln_source", here)
    return source.number(entry["doubtful_uln"], here)


def _spellings(
    source: TomlText,
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


def _refuse_twice(source: TomlText, analytes: tuple[Analyte, ...]) -> None:
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
