"""What nobody checked among a patient's other drugs, and what is asked again before a dose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol as Shape

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.interactions import (
    Unchecked,
    asked_drugs,
    is_judged,
    is_taken,
    recognised,
    unchecked,
)
from aza_desktop.clinical.patient import fold_name
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.record import PatientRecord
from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.gui.viewmodels.forms import Ask, Pick
from aza_desktop.texts import tr


class Taking(Shape):
    """A record on a day, with the protocol that reads the names of its drugs."""

    @property
    def record(self) -> PatientRecord: ...
    @property
    def protocol(self) -> Protocol | None: ...
    @property
    def as_of(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class DrugAsk:
    """One drug to ask about before a dose. last: the last answer with its day; it is not preset.

    listed: the record lists it as taken on the day.
    """

    drug: str
    ask: Ask
    last: str
    listed: bool


def not_checked(file: Taking) -> str:
    """``Warfarin; Uloric (read as febuxostat, its rule is switched off)``; "" for nothing."""
    found = unchecked(file.record.comedications, file.protocol, file.as_of)
    return "; ".join(_named(each) for each in found)


def not_checked_card(file: Taking) -> FindingCard | None:
    """The card that names what no rule looked at; None where every drug was looked at."""
    names = not_checked(file)
    if not names:
        return None
    known = [drug for drug in asked_drugs(file.protocol) if is_judged(drug, file.protocol)]
    rows = [
        (tr("Drugs"), names),
        (tr("Why"), _why(known)),
        (tr("To do"), tr("Look these up, or ask a pharmacist. Silence here is no all-clear.")),
    ]
    return FindingCard(
        code="",
        kind="info",
        tone="accent",
        icon="pill",
        chip=tr("not checked"),
        title=tr("Other drugs not checked for interactions"),
        rows=tuple(rows),
    )


def asks_again(file: Taking, today: dt.date) -> tuple[DrugAsk, ...]:
    """The drugs asked about by name at every confirmation; no answer is chosen beforehand."""
    answers = {each.drug: each for each in file.record.drug_questions}
    found = []
    for drug in asked_drugs(file.protocol):
        listed = any(
            is_taken(each, today) and recognised(each.name, file.protocol) == drug
            for each in file.record.comedications
        )
        picks = (
            Pick("yes", tr("yes, takes it")),
            Pick("no", tr("no")),
            Pick("not_asked", tr("not asked")),
        )
        ask = Ask(drug, drug.capitalize(), "chips", picks=picks)
        before = answers.get(drug)
        said = "" if before is None else before.answer
        found.append(
            DrugAsk(drug, ask, _last(said, None if before is None else before.asked_on), listed)
        )
    return tuple(found)


def not_asked_since(file: Taking, day: dt.date) -> str:
    """The drugs that nobody asked about on that day or after it, by name; "" for none."""
    asked = {
        each.drug
        for each in file.record.drug_questions
        if each.answer != "not_asked" and each.asked_on is not None and each.asked_on >= day
    }
    return ", ".join(drug for drug in asked_drugs(file.protocol) if drug not in asked)


def proposal_row(file: Taking, day: dt.date) -> tuple[tuple[str, str], ...]:
    """What a proposal of that day leaves to whoever confirms it; nothing once it was asked."""
    drugs = not_asked_since(file, day)
    said = tr("{drugs}: not asked again with the proposal; ask before confirming")
    return ((tr("Other drugs"), said.format(drugs=drugs)),) if drugs else ()


def stands_against(asks: tuple[DrugAsk, ...], answers: Mapping[str, str]) -> str:
    """Why these answers cannot stand beside the record; "" where they can."""
    for each in asks:
        said = answers.get(each.drug, "")
        if said == "no" and each.listed:
            words = tr("{drug} is listed as taken: record its last day first.")
            return words.format(drug=each.ask.label)
    return ""


def newly_taken(asks: tuple[DrugAsk, ...], answers: Mapping[str, str]) -> tuple[str, ...]:
    """The drugs that are taken by these answers and that the record does not list yet."""
    return tuple(each.drug for each in asks if answers.get(each.drug) == "yes" and not each.listed)


def still_open(asks: tuple[DrugAsk, ...], answers: Mapping[str, str]) -> str:
    """The drugs without an answer, by name."""
    return ", ".join(each.ask.label for each in asks if not answers.get(each.drug))


def _named(each: Unchecked) -> str:
    if each.drug is None:
        return each.name
    if fold_name(each.drug) == fold_name(each.name):
        return tr("{name} (its rule is switched off)").format(name=each.name)
    said = tr("{name} (read as {drug}, its rule is switched off)")
    return said.format(name=each.name, drug=each.drug)


def _why(known: list[str]) -> str:
    if not known:
        return tr("No rule of the protocol looks at other drugs.")
    said = tr("The rules look for {drugs}, by name and brand, and for nothing else.")
    return said.format(drugs=", ".join(known))


def _last(answer: str, on: dt.date | None) -> str:
    if answer in {"", "not_asked"}:
        when = tr("last: not asked")
        return f"{when}, {show(on)}" if on is not None else when
    word = tr("yes") if answer == "yes" else tr("no")
    day = show(on) if on is not None else tr("day not recorded")
    return tr("last: {answer}, {day}").format(answer=word, day=day)
