"""A draft of the clinic's own version: fields to edit, what was typed, and what it would change.

Bounds are the parameter's own; nothing is decided here. What figures mean together is checked by
the service that keeps the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol as Shape

from aza_desktop.clinical.protocol import Parameter, ParameterValue, Protocol
from aza_desktop.clinical.quantities import parse_decimal, plain
from aza_desktop.gui.viewmodels.phrases import times
from aza_desktop.gui.viewmodels.protocol_words import (
    bounds_of,
    name_of,
    owner_of,
    unit_words,
    value_words,
)
from aza_desktop.texts import ntr, tr

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class DraftField:
    """One parameter to edit. kind: number, whole, flag, choice, words or text.

    text: as it stands in the field. about: statement, source and who decided it, in one line.
    is_open: nobody has decided it yet.
    """

    name: str
    title: str
    kind: str
    text: str
    unit: str
    bounds: str
    about: str
    choices: tuple[str, ...] = ()
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class DraftModel:
    """The whole page. heading: what becomes of it; base: where it begins."""

    heading: str
    base: str
    fields: tuple[DraftField, ...]
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRead:
    """What was typed. edits: raw values as in a file; errors: field -> why not, in words."""

    edits: Mapping[str, object]
    errors: Mapping[str, str]
    changes: tuple[str, ...]


class EffectLike(Shape):
    """What is needed of a patient whose answer would change."""

    @property
    def patient_id(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def gone(self) -> tuple[str, ...]: ...
    @property
    def new(self) -> tuple[str, ...]: ...
    @property
    def step(self) -> tuple[str, str]: ...


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A patient, what is said today, and what would be said. is_graver: a mark is new."""

    who: str
    number: str
    before: str
    after: str
    is_graver: bool


def build_draft(base: Protocol, *, undecided: tuple[str, ...] = ()) -> DraftModel:
    """The fields of a protocol that the clinic may change for itself."""
    if base.own is None:
        heading = tr("A version of our own, from {name}").format(name=base.name)
    elif base.review.status in {"Approved", "Retired"}:
        heading = tr("A new version, from {name}, which stays as it is").format(name=base.name)
    else:
        heading = tr("The draft {name}").format(name=base.name)
    return DraftModel(
        heading=heading,
        base=base.title,
        fields=tuple(_field(base, each) for each in base.parameters.values()),
        undecided=undecided,
    )


def read_draft(base: Protocol, shipped: Protocol, typed: Mapping[str, str]) -> DraftRead:
    """What the fields say. changes: against the shipped text, one sentence each."""
    edits: dict[str, object] = {}
    errors: dict[str, str] = {}
    changes: list[str] = []
    for name, parameter in base.parameters.items():
        value: ParameterValue | None = parameter.value
        if name in typed:
            value, why = read_value(parameter, typed[name])
            if value is None:
                errors[name] = why
                continue
            if value != parameter.value:
                edits[name] = plain(value) if isinstance(value, Decimal) else value
        begun = shipped.parameters.get(name)
        if begun is not None and value is not None and value != begun.value:
            changes.append(change_words(begun, value))
    return DraftRead(edits, errors, tuple(changes))


def read_value(parameter: Parameter, text: str) -> tuple[ParameterValue | None, str]:
    """The value that was typed; None and why not, with the bounds, where it cannot be taken."""
    said, kind = text.strip(), kind_of(parameter)
    if kind == "flag":
        return said == YES, ""
    if kind == "words":
        return tuple(dict.fromkeys(w.strip() for w in said.split(",") if w.strip())), ""
    if kind in {"choice", "text"}:
        if not said or (parameter.choices and said not in parameter.choices):
            allowed = ", ".join(parameter.choices) or tr("a text")
            return None, tr("Write one of: {choices}").format(choices=allowed)
        return said, ""
    number = parse_decimal(said.replace(",", "."))
    bounds = bounds_of(parameter)
    if number is None:
        return None, tr("This is no number. Write one of {bounds}.").format(bounds=bounds)
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None and not low <= number <= high:
        return None, tr("Outside the bounds: {bounds}.").format(bounds=bounds)
    if kind == "whole":
        if number != number.to_integral_value():
            return None, tr("Only a whole number: {bounds}.").format(bounds=bounds)
        return int(number), ""
    return (parameter.value if number == parameter.value else number), ""


def change_words(before: Parameter, value: ParameterValue) -> str:
    """``Stop from (ALT, AST): 5 × ULN becomes 4.2 × ULN. Statement S12 said otherwise.``"""
    old, new = value_words(before.value, before.unit), value_words(value, before.unit)
    if isinstance(value, tuple) and isinstance(before.value, tuple):
        old, new = _words_changed(before.value, value)
        said = tr("{name}: {new}.") if not old else tr("{name}: {old}; {new}.")
        text = said.format(name=name_of(before), old=old, new=new)
    else:
        text = tr("{name}: {old} becomes {new}.").format(name=name_of(before), old=old, new=new)
    if before.decision == "source" and before.statement:
        told = tr("Statement {id} says {old}; the clinic answers for this.")
        if isinstance(value, tuple):
            told = tr("Statement {id} says otherwise; the clinic answers for this.")
        text = f"{text} {told.format(id=before.statement, old=old)}"
    return times(text)


def differences_of(begun: Protocol, other: Protocol) -> tuple[str, ...]:
    """Every parameter that differs, one sentence each, in the order of the text."""
    return tuple(
        change_words(before, other.parameters[name].value)
        for name, before in begun.parameters.items()
        if name in other.parameters and other.parameters[name].value != before.value
    )


def build_effects(effects: Iterable[EffectLike], protocol: Protocol) -> tuple[EffectRow, ...]:
    """The patients whose marks or next step would change, in words."""
    return tuple(_effect(each, protocol) for each in effects)


def effects_words(rows: int, patients: int) -> str:
    """How many of how many."""
    if not rows:
        return ntr(
            "Nothing would change for the {n} patient.",
            "Nothing would change for any of the {n} patients.",
            patients,
        ).format(n=patients)
    said = ntr(
        "{n} of {of} patients would be told something else.",
        "{n} of {of} patients would be told something else.",
        rows,
    )
    return said.format(n=rows, of=patients)


def kind_of(parameter: Parameter) -> str:
    """How the parameter is edited."""
    value = parameter.value
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, tuple):
        return "words"
    if isinstance(value, str):
        return "choice" if parameter.choices else "text"
    return "whole" if isinstance(value, int) else "number"


def text_of(value: ParameterValue) -> str:
    """The value as it stands in a field."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return ", ".join(value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def _field(base: Protocol, parameter: Parameter) -> DraftField:
    source = base.sources[parameter.cite].title.split(" (")[0] if parameter.cite else ""
    owner = tr("decided by: {owner}").format(owner=owner_of(parameter).lower())
    return DraftField(
        name=parameter.name,
        title=name_of(parameter),
        kind=kind_of(parameter),
        text=text_of(parameter.value),
        unit=unit_words("2", parameter.unit) if kind_of(parameter) in {"number", "whole"} else "",
        bounds=bounds_of(parameter) if parameter.minimum is not None else "",
        about=" · ".join(
            filter(None, (parameter.statement, source or tr("no source"), owner)),
        ),
        choices=parameter.choices,
        note=parameter.note,
        is_open=parameter.decision == "unset",
    )


def _words_changed(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, str]:
    more = [word.replace("_", " ") for word in new if word not in old]
    less = [word.replace("_", " ") for word in old if word not in new]
    gone = tr("without {words}").format(words=", ".join(less)) if less else ""
    added = tr("also {words}").format(words=", ".join(more)) if more else ""
    return (gone, added) if gone and added else ("", gone or added or tr("another order"))


def _effect(effect: EffectLike, protocol: Protocol) -> EffectRow:
    def titles(codes: tuple[str, ...]) -> list[str]:
        return [protocol.marks[c].title if c in protocol.marks else c for c in codes]

    was, would = titles(effect.gone), titles(effect.new)
    before, after = effect.step
    if before != after:
        was.append(tr("next step: {status}").format(status=before.replace("_", " ")))
        would.append(tr("next step: {status}").format(status=after.replace("_", " ")))
    same = not was and not would
    return EffectRow(
        who=effect.name,
        number=effect.number,
        before="; ".join(was) or (tr("the same marks") if same else "–"),
        after="; ".join(would) or (tr("other days or words") if same else tr("no longer said")),
        is_graver=bool(effect.new),
    )
