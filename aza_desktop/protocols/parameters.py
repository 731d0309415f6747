"""Every number of a protocol, once: its value, its bounds, its source and who decided it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NoReturn

from aza_desktop.clinical.protocol import Parameter, ParameterValue
from aza_desktop.clinical.quantities import parse_decimal, plain
from aza_desktop.protocols.contents import (
    DISPLAYED,
    FLAG_UNIT,
    FURTHER,
    IN_ORDER,
    LIST_UNIT,
    NEVER_EMPTY,
    OVERLAYS,
    PARAMETERS,
    TEXT_UNIT,
    WHOLE_UNITS,
)
from aza_desktop.protocols.section import Section, spoken
from aza_desktop.texts import tr

Refusal = Callable[[str, str], NoReturn]
"""Raises, given why and a remedy."""

_DECISIONS = ("source", "clinic", "unset")
_MILLIGRAM = "mg"


def read_parameters(section: Section, citations: Mapping[str, object]) -> dict[str, Parameter]:
    """The parameters of a file, complete, in bounds and in order."""
    read = {
        name: _parameter(name, section.inside(name), citations=citations)
        for name in section.entries()
    }
    for name in PARAMETERS:
        if name not in read:
            section.refuse(
                tr("the parameter {name} is missing").format(name=name),
                tr("Write the table [parameters.{name}]").format(name=name),
            )
    if not read.keys().isdisjoint(FURTHER):
        for name in FURTHER.keys() - read.keys():
            section.refuse(
                tr("the parameter {name} is missing").format(name=name),
                tr("Write the table [parameters.{name}]").format(name=name),
            )
    for lower, higher in IN_ORDER:
        if _number(read[lower].value) > _number(read[higher].value):
            section.inside(lower).refuse(
                tr("it is greater than {name}").format(name=higher), tr("Lower it"), at="value"
            )
    return read


def _parameter(name: str, section: Section, *, citations: Mapping[str, object]) -> Parameter:
    unit = section.text("unit")
    expected = PARAMETERS.get(name) or DISPLAYED.get(name) or FURTHER.get(name)
    if expected is not None and unit != expected:
        section.refuse(
            tr("the unit must be {unit}").format(unit=expected), tr("Mend the unit"), at="unit"
        )
    cite = section.optional_text("cite")
    decision = section.one_of("decision", _DECISIONS)
    if cite and cite not in citations:
        section.refuse(
            tr("there is no citation {name}").format(name=cite),
            tr("Add the [[citation]], or mend the name"),
            at="cite",
        )
    if not cite and decision == "source":
        section.refuse(
            tr("a value from a source must name it"),
            tr('Name the citation, or write decision = "clinic"'),
            at="cite",
        )
    minimum, maximum = _bounds(section, unit)
    parameter = Parameter(
        name=name,
        value=False,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        cite=cite,
        statement=section.optional_text("statement"),
        decision=decision,
        default_id=section.optional_text("default"),
        note=spoken(section, "note", "en") if section.has("note") else "",
        choices=section.words("choices") if section.has("choices") else (),
    )

    def refuse(why: str, remedy: str) -> NoReturn:
        section.refuse(why, remedy, at="value")

    value = checked_value(parameter, section.raw("value"), refuse)
    section.finish()
    return replace(parameter, value=value)


def _bounds(section: Section, unit: str) -> tuple[Decimal | None, Decimal | None]:
    if unit in {FLAG_UNIT, TEXT_UNIT, LIST_UNIT}:
        return None, None
    bounds = []
    for key in ("min", "max"):
        number = parse_decimal(section.text(key))
        if number is None:
            section.refuse(tr("this is not a number"), tr('Write it as "1.1"'), at=key)
        bounds.append(number)
    low, high = bounds
    if low > high:
        section.refuse(tr("the least is greater than the most"), tr("Exchange them"), at="min")
    return low, high


def checked_value(parameter: Parameter, raw: object, refuse: Refusal) -> ParameterValue:
    """The raw value of a file or of a case, of the parameter's kind and within its bounds.

    Decimals come as texts, whole numbers as whole numbers, doses as either.
    """
    if parameter.unit == FLAG_UNIT:
        if not isinstance(raw, bool):
            refuse(tr("{name} is true or false").format(name=parameter.name), tr("Write true"))
        return raw
    if parameter.unit == TEXT_UNIT:
        return _checked_text(parameter, raw, refuse)
    if parameter.unit == LIST_UNIT:
        return _checked_words(parameter, raw, refuse)
    return _checked_number(parameter, raw, refuse)


def _checked_text(parameter: Parameter, raw: object, refuse: Refusal) -> str:
    if not isinstance(raw, str) or not raw.strip():
        refuse(tr("{name} is a text").format(name=parameter.name), tr("Write a text in quotes"))
    if parameter.choices and raw not in parameter.choices:
        refuse(
            tr("{name} cannot be {value}").format(name=parameter.name, value=raw),
            tr("Write one of: {choices}").format(choices=", ".join(parameter.choices)),
        )
    return raw


def _checked_words(parameter: Parameter, raw: object, refuse: Refusal) -> tuple[str, ...]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(w, str) and w for w in raw):
        refuse(tr("{name} is a list of texts").format(name=parameter.name), tr('Write ["one"]'))
    if parameter.name == "overlays":
        for word in raw:
            if word not in OVERLAYS:
                refuse(
                    tr("there is no overlay {name}").format(name=word),
                    tr("Write one of: {choices}").format(choices=", ".join(OVERLAYS)),
                )
    if not raw and parameter.name in NEVER_EMPTY:
        refuse(tr("{name} is empty").format(name=parameter.name), tr("Name at least one"))
    return tuple(raw)


def _checked_number(parameter: Parameter, raw: object, refuse: Refusal) -> Decimal | int:
    whole = isinstance(raw, int) and not isinstance(raw, bool)
    if parameter.unit in WHOLE_UNITS:
        if not whole:
            refuse(
                tr("{name} is a whole number").format(name=parameter.name),
                tr("Write it without quotes and without a point"),
            )
    elif not whole or parameter.unit != _MILLIGRAM:
        text = raw if isinstance(raw, str) else str(raw) if whole else ""
        number = parse_decimal(text)
        if number is None:
            refuse(
                tr("{name} is an exact decimal").format(name=parameter.name),
                tr('Write it in quotes, like "2.5"'),
            )
        return _within(parameter, number, refuse)
    assert isinstance(raw, int)
    _within(parameter, Decimal(raw), refuse)
    return raw


def _within(parameter: Parameter, number: Decimal, refuse: Refusal) -> Decimal:
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None and not low <= number <= high:
        refuse(
            tr("{name} = {value} lies outside {low} to {high}").format(
                name=parameter.name, value=plain(number), low=plain(low), high=plain(high)
            ),
            tr("Write a number between them"),
        )
    return number


def _number(value: ParameterValue) -> Decimal:
    assert isinstance(value, (int, Decimal))
    return Decimal(value)
