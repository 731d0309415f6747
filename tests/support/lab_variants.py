"""The same laboratory table written in other ways: every one of them must be read alike."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Rows = list[list[str]]
_NUMBER = re.compile(r"[<>≤≥]?\s?\d+(?:,\d{3})*(?:\.\d+)?")
_IN_RANGE = re.compile(r"\d+(?:\.\d+)?")
_TITLE = ["Laboratory of the Northern Hospital", "Export of 12 results, printed by the ward"]


@dataclass(frozen=True, slots=True)
class Variant:
    """A named way of writing; `data` are the bytes of the file."""

    name: str
    data: bytes


def parse(data: bytes, *, encoding: str, delimiter: str) -> Rows:
    """The rows of a fixture, header first."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


def write(rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as a file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def with_decimal_comma(rows: Rows, columns: Sequence[int]) -> Rows:
    """Numbers of those columns with a comma for decimals and a point for thousands."""

    def swapped(match: re.Match[str]) -> str:
        return match[0].translate(str.maketrans({",": ".", ".": ","}))

    changed = [list(row) for row in rows]
    for row in changed[1:]:
        for at in columns:
            if _NUMBER.fullmatch(row[at].strip()):
                row[at] = _NUMBER.sub(swapped, row[at])
            elif any(character.isdigit() for character in row[at]):
                row[at] = _IN_RANGE.sub(swapped, row[at])
    return changed


def reordered(rows: Rows) -> Rows:
    """The columns from right to left."""
    return [row[::-1] for row in rows]


def writings(rows: Rows, *, numbers: Sequence[int], encodings: Sequence[str]) -> Iterator[Variant]:
    """The table with every delimiter, encoding, decimal sign, column order and title lines."""
    titles = [[title] for title in _TITLE]
    comma = with_decimal_comma(rows, numbers)
    shapes: dict[str, Rows] = {
        "as it is": rows,
        "decimal comma": comma,
        "columns reversed": reordered(rows),
        "reversed with decimal comma": reordered(comma),
        "title lines": [*titles, [""], *rows],
        "header repeated": [*rows[: len(rows) // 2], rows[0], *rows[len(rows) // 2 :]],
    }
    for shape, table in shapes.items():
        for delimiter in (",", ";", "\t", "|"):
            for encoding in encodings:
                name = f"{shape}, {delimiter!r}, {encoding}"
                yield Variant(name, write(table, delimiter=delimiter, encoding=encoding))
    plain = write(rows)
    yield Variant("no final newline", plain.rstrip(b"\r\n"))
    yield Variant("unix line ends", plain.replace(b"\r\n", b"\n"))
    yield Variant("old mac line ends", plain.replace(b"\r\n", b"\r"))
    yield Variant("blank lines", plain.replace(b"\r\n", b"\r\n\r\n"))
    yield Variant("sep line", b"sep=;\r\n" + write(rows, delimiter=";"))
