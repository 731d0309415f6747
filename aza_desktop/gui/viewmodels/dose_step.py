"""What a prescriber must see before confirming a restart or an increase of the dose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from aza_desktop.clinical.ceilings import ceiling_mg
from aza_desktop.clinical.checklist import ASKED, unanswered
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.diary import Proposal
from aza_desktop.clinical.doses import distinct_doses
from aza_desktop.clinical.findings import Answer, Escalation, Possibility, Restart
from aza_desktop.clinical.quantities import parse_decimal, plain
from aza_desktop.gui.viewmodels import checklist, phrases
from aza_desktop.gui.viewmodels.drug_checks import DrugAsk, asks_again, not_checked, proposal_row
from aza_desktop.gui.viewmodels.entry import clean
from aza_desktop.gui.viewmodels.forms import Ask
from aza_desktop.gui.viewmodels.medication import current_dose
from aza_desktop.gui.viewmodels.words import born, days_ago, dose_text, per_kg
from aza_desktop.texts import ntr, tr

if TYPE_CHECKING:
    from aza_desktop.services.reading import PatientFile

_LIVER = frozenset({"ALT", "AST"})


@dataclass(frozen=True, slots=True)
class DoseStepModel:
    """One step, restart or reduction, to confirm or to propose.

    facts: (label, value, needs attention), in reading order. questions: those of the checklist
    that are still open; answered: what the course's checklist holds. answers: what the dialog adds.
    proposal_id: what is answered by it, "" for none. refused: why it cannot be confirmed today.
    drugs: what is asked again; wants_drugs: every one of them needs an answer. asked, taken_since:
    what the dialog adds to them.
    """

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
    questions: tuple[Ask, ...] = ()
    answered: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    asks_checklist: bool = False
    proposes: bool = False
    proposal_id: str = ""
    refused: str = ""
    drugs: tuple[DrugAsk, ...] = ()
    wants_drugs: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)
    taken_since: dt.date | None = None
    today: dt.date | None = None


def build_dose_step(
    file: PatientFile,
    *,
    dose_mg: Decimal | None = None,
    overridden: Mapping[str, str] | None = None,
    may_confirm: bool = True,
    proposal: Proposal | None = None,
    makes: Callable[[Decimal], str | None] | None = None,
    even_refused: bool = False,
    today: dt.date | None = None,
) -> DoseStepModel | None:
    """The change of dose on the file's day, or None when the protocol offers none.

    dose_mg: the dose that was asked for; None for the one that the protocol names. overridden: the
    marks that a prescriber lets stand -> the reason. proposal: what staff proposed; it is always
    shown, with why it cannot be confirmed where the protocol is against it. makes: tells with
    which tablets a dose is made. today: None for the day of the file.
    """
    if file.answer is None:
        return None
    asked = proposal.dose_mg if proposal is not None else dose_mg
    offered, is_restart = _offered(file, file.answer, frozenset(overridden or ()))
    old = current_dose(file)
    is_lower = bool(asked and old and asked < old)
    new = asked or offered
    shows_refusal = proposal is not None or even_refused
    if new is None or (offered is None and not is_lower and not shows_refusal):
        return None
    refused = ""
    if not is_lower and (offered is None or new > offered):
        refused = _refused(file.answer, offered)
        if not shows_refusal:
            return None
    course = file.course
    asks_list = (
        is_restart and course is not None and not any(each.transcribed for each in course.phases)
    )
    given = checklist.still_said(course.checklist) if course is not None and asks_list else {}
    identity = file.record.identity
    facts = [*_proposal_facts(file, proposal), *_facts(file, new, is_restart=is_restart)]
    if makes is not None and (tablets := makes(new)):
        facts.append((tr("Tablets"), f"{dose_text(new)} = {phrases.times(tablets)}", False))
    facts += [(tr("Overridden"), reason, True) for reason in (overridden or {}).values()]
    if unknown := not_checked(file):
        facts.append((tr("Not checked"), unknown, True))
    if asks_list:
        answered = checklist.answered_lines(given)
        facts += [(name, said, True) for name, said, care in answered if care]
    return DoseStepModel(
        patient_id=file.record.id,
        version=file.record.version,
        is_restart=is_restart,
        heading=_heading(is_restart=is_restart, is_lower=is_lower, proposes=not may_confirm),
        name=identity.name,
        born=born(identity.birth_date, file.as_of),
        number=identity.number,
        old_dose=dose_text(old),
        new_dose=dose_text(new),
        new_dose_mg=new,
        first_day=file.as_of,
        facts=tuple(facts),
        prompt=tr("Type the new dose in mg per day"),
        questions=checklist.asks(unanswered(given, ASKED)) if asks_list else (),
        answered=given,
        asks_checklist=asks_list,
        proposes=not may_confirm,
        proposal_id=proposal.id if proposal is not None else "",
        refused=refused,
        drugs=asks_again(file, today or file.as_of) if may_confirm and not refused else (),
        wants_drugs=not is_lower,
        today=today or file.as_of,
    )


def _offered(
    file: PatientFile, answer: Answer, overridden: frozenset[str]
) -> tuple[Decimal | None, bool]:
    """The dose that may be confirmed on the file's day, and whether it is a restart."""

    def is_open(gate: Escalation | Restart) -> bool:
        return gate.status is Possibility.ELIGIBLE or (
            gate.status is Possibility.BLOCKED
            and overridden.issuperset(gate.blocked_by)
            and gate.earliest is not None
            and gate.earliest <= file.as_of
        )

    if answer.restart is not None:
        return (answer.restart.dose_mg if is_open(answer.restart) else None), True
    return (answer.escalation.next_dose_mg if is_open(answer.escalation) else None), False


def _refused(answer: Answer, offered: Decimal | None) -> str:
    """Why the protocol offers no such change on that day."""
    if offered is not None:
        said = tr("The next step of the protocol is {dose}: that, or less.")
        return said.format(dose=dose_text(offered))
    gate = answer.restart or answer.escalation
    titles = {mark.code: mark.title for mark in answer.marks}
    if gate.blocked_by:
        why = "; ".join(titles.get(code, code) for code in gate.blocked_by)
        return tr("Not offered today: {why}.").format(why=why)
    if gate.earliest is not None and gate.status is Possibility.WAIT:
        return tr("Not offered before {day}.").format(day=show(gate.earliest))
    return tr("Not offered by the protocol.")


def _heading(*, is_restart: bool, is_lower: bool, proposes: bool) -> str:
    if is_restart:
        return tr("Propose the restart") if proposes else tr("Confirm the restart")
    if is_lower:
        return tr("Propose the lower dose") if proposes else tr("Confirm the lower dose")
    return tr("Propose the dose increase") if proposes else tr("Confirm the dose increase")


def _proposal_facts(
    file: PatientFile, proposal: Proposal | None
) -> tuple[tuple[str, str, bool], ...]:
    if proposal is None:
        return ()
    by = proposal.proposed_by or tr("not recorded")
    said = f"{by}, {show(proposal.on)} ({days_ago(proposal.on, file.as_of)})"
    if proposal.note:
        said = f"{said}: {proposal.note}"
    drugs = ((name, text, True) for name, text in proposal_row(file, proposal.on))
    return ((tr("Proposed by"), said, False), *drugs)


def typed_dose(text: str) -> Decimal | None:
    """The dose that was typed, with or without ``mg``; None when it is not a number."""
    return parse_decimal(clean(text.casefold().removesuffix("mg")))


def labs_since_step(file: PatientFile) -> int:
    """On how many days ALT or AST was measured after the day of the last dose step."""
    doses = [dose for dose in distinct_doses(file.facts.dose_events) if dose.on <= file.as_of]
    since = doses[-1].on if doses else None
    return len(
        {
            result.collected_on
            for result in file.facts.results
            if result.analyte in _LIVER
            and since is not None
            and since < result.collected_on <= file.as_of
        }
    )


def _facts(
    file: PatientFile, new: Decimal, *, is_restart: bool
) -> tuple[tuple[str, str, bool], ...]:
    toxic = file.record.facts.prior_toxic_dose_mg
    ceiling = tr("not recorded")
    if toxic is not None:
        own = ceiling_mg(file.facts.protocol, toxic, written=file.facts.ceiling_mg)
        ceiling = (
            tr("below {dose}, the dose before the injury").format(dose=dose_text(toxic))
            if own is None
            else tr("{ceiling}, by the clinic's choice").format(ceiling=dose_text(own))
        )
    first = f"{phrases.weekday(file.as_of)} {show(file.as_of)}"
    facts: list[tuple[str, str, bool]] = [(tr("First day"), first, False)]
    facts.append(_by_weight(file, new))
    if not is_restart:
        count = labs_since_step(file)
        text = ntr("{n} since the last step", "{n} since the last step", count).format(n=count)
        if not count:
            text = tr("{count}: the last liver test was before this step").format(count=text)
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


def _by_weight(file: PatientFile, new: Decimal) -> tuple[str, str, bool]:
    """``1.07 mg/kg at 70 kg of 12-Oct-2025``; an unknown weight is said, not left out."""
    name = tr("New dose by weight")
    kg = file.record.facts.weight_kg
    share = per_kg(new, kg)
    if kg is None or not share:
        return (name, tr("weight not recorded"), True)
    known = [weight.on for weight in file.record.weights if weight.on <= file.as_of]
    when = show(max(known)) if known else tr("day not recorded")
    text = tr("{share} at {kg} kg ({day})").format(share=share, kg=plain(kg), day=when)
    return (name, text, False)
