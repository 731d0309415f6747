"""What every printed number of a file means: decided by the decimal signs that the file proves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from aza_desktop.clinical.columns import LabWords
from aza_desktop.clinical.quantities import Comparator
from aza_desktop.intake.evidence import Evidence, limit_columns, number_columns, range_columns
from aza_desktop.intake.labelled_ranges import RangesBySex, stated_range
from aza_desktop.intake.layout import Layout
from aza_desktop.intake.numbers import SIGNS, number, printed
from aza_desktop.intake.problems import DECIMAL_SIGN, FORMULA, NEGATIVE, NO_NUMBER, Problem
from aza_desktop.intake.ranges import PrintedRange, single_limit
from aza_desktop.intake.reading import Reading


@dataclass(frozen=True, slots=True)
class Value:
    """A number that was understood. text: plain. unit: printed behind it in the same cell."""

    comparator: Comparator
    text: str
    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Limit:
    """An upper limit that was understood. unit: printed with it, or None."""

    text: str
    number: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class LimitsBySex:
    """Upper limits of which the patient's sex tells the one that holds."""

    of: Mapping[str, Limit]


StatedLimit = Limit | LimitsBySex | Problem | None
Values = Mapping[str, Value | Problem]
ValueLimits = Mapping[str, StatedLimit]


def limit_for(limit: StatedLimit, sex: str | None) -> Limit | Problem | None:
    """The limit that holds for a patient of that sex; None where the sex is not known."""
    return limit.of.get(sex or "") if isinstance(limit, LimitsBySex) else limit


@dataclass(frozen=True, slots=True)
class NumberDecision:
    """column -> text -> what it means; a limit is None where none is stated.

    A range printed under the header of column n stands in `limits` under -1 - n.
    """

    values: Mapping[int, Values]
    limits: Mapping[int, ValueLimits]


def decide_numbers(
    layout: Layout,
    evidence: Evidence,
    reading: Reading,
    *,
    heading_limits: Mapping[int, str],
) -> NumberDecision:
    """The meaning of every value and limit. heading_limits: ranges printed under the header."""
    words = reading.words
    values = {
        index: {text: printed(text) for text in evidence.of(index)}
        for index in number_columns(layout)
    }
    limits: dict[int, dict[str, _Stated]] = {
        index: {text: _limit_of(text, words) for text in evidence.of(index)}
        for index in limit_columns(layout)
    }
    limits |= {
        index: {text: stated_range(text, words) for text in evidence.of(index)}
        for index in range_columns(layout)
    }
    for index, text in heading_limits.items():
        limits[-1 - index] = {text: stated_range(text, words)}
    proven = {
        index: _signs(found.by_sign for found in texts.values() if found)
        for index, texts in values.items()
    }
    proven |= {
        index: _signs(found.by_sign for stated in texts.values() for found in _ranges(stated))
        for index, texts in limits.items()
    }
    shared = set().union(*proven.values()) if proven else set()
    given, usual = reading.said("decimal_sign", SIGNS), reading.usual("decimal_sign", SIGNS)

    def sign_of(index: int) -> str | None:
        own = proven[index] or shared
        if given or not own:
            return given or usual
        return next(iter(own)) if len(own) == 1 else None

    decided = {
        index: {text: _value(text, sign_of(index)) for text in texts}
        for index, texts in values.items()
    }
    decided_limits = {
        index: {text: _decided_limit(found, sign_of(index)) for text, found in texts.items()}
        for index, texts in limits.items()
    }
    return NumberDecision(decided, decided_limits)


_Stated = PrintedRange | RangesBySex | None


def _limit_of(text: str, words: LabWords) -> _Stated:
    """The limit in a column of limits; some laboratories print the whole range there."""
    return single_limit(text) or stated_range(text, words)


def _ranges(stated: _Stated) -> Iterable[PrintedRange]:
    if isinstance(stated, RangesBySex):
        return stated.of.values()
    return () if stated is None else (stated,)


def _signs(numbers: Iterable[Mapping[str, str]]) -> set[str]:
    """The decimal signs that these numbers prove: those that are a number under one sign only."""
    return {next(iter(by_sign)) for by_sign in numbers if len(by_sign) == 1}


def _plain(by_sign: Mapping[str, str], sign: str | None) -> str | None:
    """The plain number under that sign, or the only one there can be; None when it is open."""
    distinct = set(by_sign.values())
    if len(distinct) == 1:
        return distinct.pop()
    return by_sign.get(sign or "")


def _value(text: str, sign: str | None) -> Value | Problem:
    found = printed(text)
    if found is None:
        return FORMULA if text.lstrip().startswith("=") else NO_NUMBER
    plain = _plain(found.by_sign, sign)
    if plain is None:
        return DECIMAL_SIGN
    exact = number(plain)
    return NEGATIVE if exact < 0 else Value(found.comparator, plain, exact, found.rest)


def _decided_limit(found: _Stated, sign: str | None) -> StatedLimit:
    if found is None:
        return None
    if isinstance(found, RangesBySex):
        return by_sex({sex: _decided_limit(one, sign) for sex, one in found.of.items()})
    plain = _plain(found.by_sign, sign)
    return DECIMAL_SIGN if plain is None else Limit(plain, number(plain), found.unit)


def by_sex(limits: Mapping[str, StatedLimit]) -> LimitsBySex | Problem:
    """The limits of both sexes; a question about one of them is a question about the range."""
    known = {sex: limit for sex, limit in limits.items() if isinstance(limit, Limit)}
    return LimitsBySex(known) if len(known) == len(limits) else DECIMAL_SIGN
