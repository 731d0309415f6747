"""The text of a case file: JSON with ``vectors``, or JSON Lines with one case a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from aza_desktop.errors import UserError
from aza_desktop.intake.cases import SCHEMA
from aza_desktop.texts import tr

_MAX_DIGITS = 1000
"""More than any reader asks for, and fewer than Python refuses to read."""


@dataclass(frozen=True, slots=True)
class NoNumber:
    """``NaN``, ``Infinity`` or a number beyond all bounds: of no kind that a reader accepts."""

    text: str


TWICE = "\N{MULTIPLICATION SIGN}2 "
"""Marks a name that stands twice in one object; no reader of a case asks for such a name."""


def vectors_of(content: bytes) -> tuple[object, ...]:
    """Every case of the file as parsed JSON; a line that is no JSON is a UserError in its place.

    Raises UserError ``unreadable`` or ``unknown_format`` when the file as a whole is no case file.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(tr("the text is not UTF-8")) from error
    if not text.strip():
        raise _unreadable(tr("the file is empty"))
    try:
        whole = _parsed(text)
    except ValueError as error:
        if not _is_line_by_line(text):
            raise _unreadable(str(error)) from error
        return tuple(_of_lines(text))
    if isinstance(whole, dict) and "vectors" not in whole and "schema" not in whole:
        return (whole,)
    return _of_document(whole)


def _is_line_by_line(text: str) -> bool:
    """True when single lines are JSON objects; a damaged document opens with a lone brace."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if lines[0] in {"{", "["} or '"schema"' in lines[0]:
        return False
    return any(_is_object(line) for line in lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(_parsed(line), dict)
    except ValueError:
        return False


def _of_document(whole: object) -> tuple[object, ...]:
    vectors = whole.get("vectors") if isinstance(whole, dict) else None
    schema = whole.get("schema") if isinstance(whole, dict) else None
    if schema != SCHEMA or not isinstance(vectors, list):
        raise UserError(
            "unknown_format",
            tr("This is no case file"),
            why=tr('the text does not say "schema": "{schema}" with a list of "vectors"').format(
                schema=SCHEMA
            ),
            remedy=tr("Give a file of cases, or one case a line"),
        )
    return tuple(vectors)


def _of_lines(text: str) -> Iterator[object]:
    """Each line that is not blank, parsed; a bad one stands as its error."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _parsed(line)
        except ValueError as error:
            yield UserError(
                "bad_case",
                tr("The case cannot be read"),
                why=tr("line {number}: {error}").format(number=number, error=error),
                remedy=tr("Write one JSON object a line"),
                details={"where": f"line {number}"},
            )


def _parsed(text: str) -> object:
    """JSON; an impossible number is a `NoNumber`, which every reader refuses. Raises ValueError."""
    try:
        return json.loads(
            text, parse_constant=NoNumber, parse_int=_whole, object_pairs_hook=_object
        )
    except RecursionError as error:
        raise ValueError(tr("nested too deeply")) from error


def _whole(text: str) -> object:
    return NoNumber(text) if len(text) > _MAX_DIGITS else int(text)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        found[f"{TWICE}{key}" if key in found else key] = value
    return found


def _unreadable(why: str) -> UserError:
    return UserError(
        "unreadable",
        tr("The file cannot be read"),
        why=why,
        remedy=tr("Give a case file in JSON or JSON Lines, in UTF-8"),
    )
