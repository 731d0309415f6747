"""Reads ``columns.toml``: the words of laboratories' tables, or a clear refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from aza_desktop.clinical.analytes import fold_header
from aza_desktop.clinical.columns import LabWords, Role
from aza_desktop.protocols.toml_text import TomlText, read_text
from aza_desktop.texts import tr

_MONTHS = frozenset(str(month) for month in range(1, 13))
_SEXES = frozenset({"female", "male"})
_STATUSES = frozenset({"final", "preliminary", "corrected", "cancelled"})
_SUFFIXES = frozenset({"uln", "range", "unit", "collected", "ignored"})
_TESTS = frozenset({"harmless", "telling", "other_specimens", "other", "not_tests"})
_RANGES = frozenset({"between", "up_to", "normal"})


def load_columns(path: Path) -> LabWords:
    """The words in the file at `path`.

    Raises UserError ``bad_config``, naming file, line and remedy, when they cannot be used.
    """
    return read_columns(read_text(path), path.name)


def read_columns(text: str, name: str) -> LabWords:
    """The words that the TOML `text` of the file `name` lists."""
    source = TomlText(text, name)
    ranges = _table(source, "ranges", _RANGES)
    tests = _table(source, "tests", _TESTS)
    return LabWords(
        columns=_columns(source),
        harmless=_folded(source, tests, "harmless"),
        telling=_folded(source, tests, "telling"),
        other_specimens=_folded(source, tests, "other_specimens"),
        other_tests=_folded(source, tests, "other"),
        not_tests=_folded(source, tests, "not_tests"),
        sexes=dict(_by_word(source, "sexes", _SEXES)),
        months={word: int(month) for word, month in _by_word(source, "months", _MONTHS)},
        statuses=dict(_by_word(source, "statuses", _STATUSES)),
        between=_folded(source, ranges, "between"),
        up_to=_folded(source, ranges, "up_to"),
        normal_ranges=_folded(source, ranges, "normal"),
        suffixes={word: Role(role) for word, role in _by_word(source, "suffixes", _SUFFIXES)},
    )


def _columns(source: TomlText) -> dict[str, tuple[Role, int]]:
    roles = source.table(source.root, "columns", "[columns")
    source.refuse_unknown(roles, frozenset(Role), "[columns")
    read: dict[str, tuple[Role, int]] = {}
    for role in roles:
        heading = f"[columns.{role}]"
        languages = source.table(roles, role, heading)
        words = [word for name in languages for word in source.texts(languages, name, heading)]
        for rank, word in enumerate(words):
            found = read.setdefault(fold_header(word), (Role(role), rank))
            if found[0] is not Role(role):
                source.refuse(
                    heading,
                    tr("the column name {name} also stands under {other}"),
                    name=word,
                    other=found[0],
                )
    return _with_joined(read)


def _with_joined(read: dict[str, tuple[Role, int]]) -> dict[str, tuple[Role, int]]:
    """The names also as programs write them, without blanks: SampleDate, resultvalue."""
    joined = {word.replace(" ", ""): found for word, found in read.items() if " " in word}
    return {**joined, **read}


def _table(source: TomlText, key: str, known: frozenset[str]) -> Mapping[str, object]:
    table = source.table(source.root, key, f"[{key}]")
    source.refuse_unknown(table, known, f"[{key}]")
    return table


def _folded(source: TomlText, table: Mapping[str, object], key: str) -> frozenset[str]:
    return frozenset(fold_header(word) for word in source.texts(table, key, key))


def _by_word(source: TomlText, key: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    table = _table(source, key, known)
    for meaning in table:
        for word in source.texts(table, meaning, f"[{key}]"):
            yield fold_header(word), meaning
