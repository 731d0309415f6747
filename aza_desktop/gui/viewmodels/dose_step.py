"""What a prescriber must see before confirming a restart or an increase of the dose."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from aza_desktop.clinical.dates import show
from aza_desktop.clinical.doses import distinct_doses
from aza_desktop.clinical.findings import Possibility
from aza_desktop.clinical.quantities import parse_decimal
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.medication import current_dose
from aza_desktop.gui.viewmodels.words import born, days_ago, dose_text, per_kg
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

_LIVER = frozenset({"ALT", "AST"})


@dataclass(frozen=True, slots=True)
class DoseStepModel:
    """One step or restart. facts: (label, value, needs attention), in reading order."""

    patient_id: str
    version: int
    is_restart: bool
    heading: str
    name: str
    born: str
    number: str
    old_dose: str
    new_dose: str
    new_dose_mg: Decimal
    first_day: dt.date
    facts: tuple[tuple[str, str, bool], ...]
    prompt: str


def build_dose_step(file: PatientFile) -> DoseStepModel | None:
    """The step that may be considered today, or None when the protocol offers none."""
    answer = file.answer
    if answer is None:
        return None
    if answer.restart is not None and answer.restart.status is Possibility.ELIGIBLE:
        new, restart = answer.restart.dose_mg, True
    elif answer.escalation.status is Possibility.ELIGIBLE and answer.escalation.next_dose_mg:
        new, restart = answer.escalation.next_dose_mg, False
    else:
        return None
    identity = file.record.identity
    old = current_dose(file)
    heading = tr("Confirm the restart") if restart else tr("Confirm the dose increase")
    return DoseStepModel(
        patient_id=file.record.id,
        version=file.record.version,
        is_restart=restart,
        heading=heading,
        name=identity.name,
        born=born(identity.birth_date, file.as_of),
        number=identity.number,
        old_dose=dose_text(old),
        new_dose=dose_text(new),
        new_dose_mg=new,
        first_day=file.as_of,
        facts=_facts(file, new, is_restart=restart),
        prompt=tr("Type the new dose in mg per day"),
    )


def typed_dose(text: str) -> Decimal | None:
    """The dose that was typed, with or without ``mg``; None when it is not a number."""
    return parse_decimal(clean(text.casefold().removesuffix("mg")))


def labs_since_step(file: PatientFile) -> int:
    """On how many days ALT or AST was measured since the last dose step began."""
    doses = [dose for dose in distinct_doses(file.facts.dose_events) if dose.on <= file.as_of]
    since = doses[-1].on if doses else None
    return len(
        {
            result.collected_on
            for result in file.facts.results
            if result.analyte in _LIVER
            and since is not None
            and since <= result.collected_on <= file.as_of
        }
    )


def _facts(
    file: PatientFile, new: Decimal, *, is_restart: bool
) -> tuple[tuple[str, str, bool], ...]:
    toxic = file.record.facts.prior_toxic_dose_mg
    ceiling = tr("not recorded")
    if toxic is not None:
        ceiling = tr("below {dose}, the dose before the injury").format(dose=dose_text(toxic))
    first = tr("{day}, {when}").format(day=show(file.as_of), when=days_ago(file.as_of, file.as_of))
    facts: list[tuple[str, str, bool]] = [(tr("First day"), first, False)]
    if weight := per_kg(new, file.record.facts.weight_kg):
        facts.append((tr("New dose by weight"), weight, False))
    if not is_restart:
        count = labs_since_step(file)
        text = ntr("{n} since the last step", "{n} since the last step", count).format(n=count)
        facts.append((tr("Blood tests"), text, count == 0))
    last = max((r.collected_on for r in file.facts.results if r.analyte in _LIVER), default=None)
    if last is not None:
        when = days_ago(last, file.as_of)
        facts.append((tr("Last ALT or AST"), f"{show(last)}, {when}", False))
    facts.append((tr("Ceiling"), ceiling, toxic is None))
    labs = file.answer.labs_due if file.answer is not None else ()
    due = min((lab.due_by for lab in labs), default=None)
    facts.append((tr("Next blood test"), show(due) if due else tr("none planned"), due is None))
    if file.protocol is not None:
        review = file.protocol.review.status
        facts.append((tr("Protocol"), f"{file.protocol.name}, {review}", review != "Approved"))
    return tuple(facts)
