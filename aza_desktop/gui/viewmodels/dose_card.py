"""The card of the next step or the restart: possible, not yet, blocked, or at the ceiling.

It says what the protocol allows and what stands against it; only a person takes a step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from aza_desktop.clinical.ceilings import ceiling_mg
from aza_desktop.clinical.course import MAINTENANCE
from aza_desktop.clinical.dates import show
from aza_desktop.clinical.findings import Escalation, Possibility, Restart, Severity
from aza_desktop.clinical.panels import panel_of
from aza_desktop.gui.viewmodels import curves, doses, phrases
from aza_desktop.gui.viewmodels.finding_card import FindingCard
from aza_desktop.gui.viewmodels.patient_file import FileLike
from aza_desktop.texts import ntr, tr

_LOOKS = {
    Possibility.ELIGIBLE: ("info", "accent", "trending-up", "confirm"),
    Possibility.WAIT: ("plan", "plan", "hourglass", "wait"),
    Possibility.BLOCKED: ("warning", "warning", "ban", "blocked"),
    Possibility.AT_TARGET: ("ok", "ok", "circle-check", "at target"),
}


def dose_card(file: FileLike) -> FindingCard | None:
    """The card, or None where the protocol says nothing about a dose."""
    restart = file.answer.restart
    if restart is not None and restart.status in _LOOKS:
        return _restart_card(file, restart)
    step = file.answer.escalation
    if step.status in _LOOKS:
        return _step_card(file, step)
    return None


def _step_card(file: FileLike, step: Escalation) -> FindingCard:
    period = doses.period_on(doses.periods(file), file.as_of)
    now = period.dose_mg if period is not None else None
    rows: list[tuple[str, str]] = []
    if period is not None and now is not None:
        rows.append((tr("Why"), _why(file, step, period.since, now)))
        after = step.next_dose_mg if step.status is Possibility.ELIGIBLE else None
        rows.append((tr("Dose"), _dose(file, now, after)))
    elif step.blocked_by:
        rows.append((tr("Why"), blocked_text(file, step.blocked_by)))
    rows += _facts(file)
    return _card(
        file, step.status, _step_title(step, now), rows, action=step.status is Possibility.ELIGIBLE
    )


def _step_title(step: Escalation, now: Decimal | None) -> str:
    after = step.next_dose_mg
    change = f"{phrases.dose(now)} → {phrases.dose(after)}" if now and after else ""
    if step.status is Possibility.ELIGIBLE:
        return tr("Step may be considered: {change}").format(change=change)
    if step.status is Possibility.WAIT:
        if step.earliest is not None:
            return tr("No step before {day}").format(day=show(step.earliest))
        return tr("No step yet")
    if step.status is Possibility.AT_TARGET:
        return tr("Highest dose under the ceiling reached")
    return tr("No increase today")


def _why(file: FileLike, step: Escalation, since: dt.date, now: Decimal) -> str:
    days = (file.as_of - since).days
    at_dose = ntr("{n} day at {dose}", "{n} days at {dose}", days).format(
        n=days, dose=phrases.dose(now)
    )
    if step.status is Possibility.BLOCKED:
        return blocked_text(file, step.blocked_by)
    if step.status is Possibility.AT_TARGET:
        own = ceiling_mg(
            file.facts.protocol,
            file.facts.patient.prior_toxic_dose_mg,
            written=file.facts.ceiling_mg,
        )
        if own is not None:
            return tr("the next step would pass the clinic's ceiling of {dose}").format(
                dose=phrases.dose(own)
            )
        return tr("the next step would reach the dose that preceded the injury")
    if step.status is Possibility.WAIT and step.earliest is not None:
        return tr("{at_dose}; the hold ends {day}").format(at_dose=at_dose, day=show(step.earliest))
    text = tr("{at_dose}, nothing blocks. Staying at this dose is equally acceptable")
    return text.format(at_dose=at_dose)


def blocked_text(file: FileLike, codes: Sequence[str]) -> str:
    """What blocks, by the titles of the marks."""
    titles = {mark.code: mark.title for mark in file.answer.marks}
    return "; ".join(titles.get(code, phrases.words_of_code(code).lower()) for code in codes)


def _dose(file: FileLike, now: Decimal, after: Decimal | None) -> str:
    weight = file.facts.patient.weight_kg
    shown = []
    for amount in (now, after):
        if amount is not None:
            share = phrases.per_weight(amount, weight)
            shown.append(f"{phrases.dose(amount)} ({share})" if share else phrases.dose(amount))
    text = " → ".join(shown)
    if not weight:
        return tr("{doses}; weight not recorded, no mg/kg").format(doses=text)
    return text


def _facts(file: FileLike) -> list[tuple[str, str]]:
    """What a prescriber checks first: blood since the last step, and the ceiling."""
    rows = []
    since = labs_since_step(file)
    last = curves.series_of(file, curves.LEADING).points
    check = [since] if since else []
    if last:
        check.append(f"ALT {last[-1].multiple_text} × ULN {show(last[-1].on)}")
    if check:
        rows.append((tr("Check"), "; ".join(check)))
    prior = file.facts.patient.prior_toxic_dose_mg
    if prior is not None:
        own = ceiling_mg(file.facts.protocol, prior, written=file.facts.ceiling_mg)
        text = (
            tr("below {dose}, which preceded the injury").format(dose=phrases.dose(prior))
            if own is None
            else tr("{ceiling}, by the clinic's choice; {dose} preceded the injury").format(
                ceiling=phrases.dose(own), dose=phrases.dose(prior)
            )
        )
        rows.append((tr("Ceiling"), text))
    else:
        text = tr("not known: the dose that preceded the injury is not recorded")
        rows.append((tr("Ceiling"), text))
    return rows


def _restart_card(file: FileLike, restart: Restart) -> FindingCard:
    amount = phrases.dose(restart.dose_mg)
    titles = {
        Possibility.ELIGIBLE: tr("Restart may be considered: {dose}").format(dose=amount),
        Possibility.WAIT: tr("No restart yet"),
        Possibility.BLOCKED: tr("No restart today"),
    }
    if restart.status is Possibility.WAIT and restart.earliest is not None:
        title = tr("No restart before {day}").format(day=show(restart.earliest))
    else:
        title = titles.get(restart.status, tr("Restart"))
    start = file.facts.dates.break_start
    why = []
    if start is not None:
        why.append(tr("day {n} of the break").format(n=(file.as_of - start).days))
    if restart.blocked_by:
        why.append(blocked_text(file, restart.blocked_by))
    rows = [(tr("Why"), "; ".join(why))] if why else []
    rows.append((tr("Dose"), _dose(file, restart.dose_mg, None)))
    rows += _facts(file)
    eligible = restart.status is Possibility.ELIGIBLE
    return _card(file, restart.status, title, rows, action=eligible)


def _card(
    file: FileLike,
    status: Possibility,
    title: str,
    rows: Sequence[tuple[str, str]],
    *,
    action: bool,
) -> FindingCard:
    kind, tone, icon, word = _LOOKS[status]
    if status is Possibility.ELIGIBLE and file.phase in MAINTENANCE:
        word = "possible"
    return FindingCard(
        code="",
        kind=kind,
        tone=tone,
        icon=icon,
        chip=tr(word),
        title=title,
        rows=tuple(rows),
        rule=f"{file.protocol.name} · {file.protocol.review.status}",
        action="confirm" if action else "",
        patient=_for_the_patient(file),
    )


def _for_the_patient(file: FileLike) -> str:
    """The confirmed dose alone: a step that may be considered is no news for the patient.

    Nothing while a grave mark is open: its own words come first, and may say the contrary.
    """
    if any(mark.severity >= Severity.HIGH for mark in file.answer.marks):
        return ""
    period = doses.period_on(doses.periods(file), file.as_of)
    if period is None or period.dose_mg <= 0:
        said = tr("Please stay off azathioprine until we tell you to restart.")
    else:
        said = tr("Please stay on {dose} a day until we tell you to change it.").format(
            dose=phrases.dose(period.dose_mg)
        )
    ahead = [lab.due_by for lab in file.answer.labs_due if lab.due_by > file.as_of]
    if ahead:
        test = tr("Your next blood test is due on {day}.").format(day=phrases.long_day(min(ahead)))
        said = f"{said} {test}"
    return said


def labs_since_step(file: FileLike) -> str:
    """How many complete sets were collected after the last change of dose."""
    change = doses.last_change(file)
    if change is None:
        return ""
    days = _sets_after(file, change)
    if not days:
        return tr("no blood test since the last step")
    return ntr(
        "{n} blood test since the last step, latest {day}",
        "{n} blood tests since the last step, latest {day}",
        len(days),
    ).format(n=len(days), day=show(days[-1]))


def _sets_after(file: FileLike, change: dt.date) -> list[dt.date]:
    by_day: dict[dt.date, set[str]] = {}
    for result in curves.shown_results(file):
        usable = curves.reason_not_drawn(file, result) is None
        if change < result.collected_on <= file.as_of and usable:
            by_day.setdefault(result.collected_on, set()).add(result.analyte)
    panel = set(panel_of(file.facts.protocol))
    return sorted(day for day, codes in by_day.items() if panel <= codes)
