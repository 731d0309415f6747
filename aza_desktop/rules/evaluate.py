"""All rules over the facts of one patient on one day. One crash does not silence the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from aza_desktop import logs
from aza_desktop.clinical.course import Phase
from aza_desktop.clinical.dates import add_days
from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import (
    Escalation,
    Finding,
    LabDue,
    Possibility,
    Restart,
    Review,
    Severity,
)
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.rules.derived import Derived, derived
from aza_desktop.rules.escalation import escalation
from aza_desktop.rules.labs_due import labs_due
from aza_desktop.rules.restart import restart
from aza_desktop.rules.rule import Offer, Rule
from aza_desktop.rules.situation import Situation
from aza_desktop.rules.transitions import transitions
from aza_desktop.rules.validity import valid_until

T = TypeVar("T")

NOT_RUN = "RULE_NOT_RUN"

_BLOCKED = Escalation(Possibility.BLOCKED, blocked_by=(NOT_RUN,))


class Judge:
    """The rules and offers, sorted by the phases in which they are asked."""

    def __init__(self, rules: tuple[Rule, ...], offers: tuple[Offer, ...]) -> None:
        self._rules = {p: tuple(rule for rule in rules if p in rule.phases) for p in Phase}
        self._offers = {p: tuple(offer for offer in offers if p in offer.phases) for p in Phase}
        asked: tuple[Rule | Offer, ...] = (*rules, *offers)
        self._borne = frozenset(code for rule in asked for code in rule.codes)

    def evaluate(self, facts: Facts, *, raise_crashes: bool = False) -> Review:
        """The one answer; after a crash it stands for a day. In tests `raise_crashes` is set."""
        guard = _Guard(raise_crashes=raise_crashes)
        situation = guard.ask("readings", partial(Situation, facts), None)
        if situation is None:
            return _nothing_known(guard.crashes)
        judge = partial(self.judge_day, raise_crashes=raise_crashes)
        review = judge(situation)
        if any(finding.code == NOT_RUN for finding in review.findings):
            return replace(review, valid_until=add_days(situation.as_of, 1))
        until = guard.ask("valid_until", partial(valid_until, situation, review, judge), None)
        told = replace(review, valid_until=until)
        return _barred(told, guard.crashes) if guard.crashes else told

    def judge_day(self, situation: Situation, *, raise_crashes: bool = False) -> Review:
        """The answer for that day alone, without the day until which it stands."""
        guard = _Guard(raise_crashes=raise_crashes)
        findings = self._without_rule(situation.protocol)
        no_labs: tuple[LabDue, ...] = ()
        nothing: tuple[str, ...] = ()
        for rule in self._rules[situation.phase]:
            findings += guard.collect(rule, situation)
        labs = guard.ask("labs_due", partial(labs_due, situation), no_labs)
        figures = guard.ask("derived", partial(derived, situation), Derived())
        is_blocked = bool(_blocking(findings, guard.crashes))
        for offer in self._offers[situation.phase]:
            findings += guard.collect(offer, situation, is_blocked)
        blocked_by = _blocking(findings, guard.crashes)
        step = guard.ask("escalation", partial(escalation, situation, blocked_by), _BLOCKED)
        start = guard.ask(
            "restart", partial(restart, situation, blocked_by), _no_restart(situation)
        )
        codes = {finding.code for finding in findings}
        offered = guard.ask(
            "transitions", partial(transitions, situation, codes, restart=start), nothing
        )
        findings.sort(key=_worst_first)
        review = Review(
            findings=tuple(findings),
            labs_due=labs,
            escalation=step,
            restart=start,
            transitions=offered,
            derived=figures.figures,
            derived_missing=figures.missing,
        )
        return _barred(review, guard.crashes) if guard.crashes else review

    def _without_rule(self, protocol: Protocol) -> list[Finding]:
        """A mark of the protocol that no rule of this program bears is a check that was not run."""
        if protocol.marks.keys() <= self._borne:
            return []
        return [
            _not_run(protocol.marks[code].rule, (code,))
            for code in sorted(protocol.marks.keys() - self._borne)
        ]


class _Guard:
    """Asks one question after the other; a crash becomes a finding that blocks."""

    def __init__(self, *, raise_crashes: bool) -> None:
        self._raise_crashes = raise_crashes
        self.crashes: list[Finding] = []

    def ask(self, name: str, question: Callable[[], T], otherwise: T) -> T:
        try:
            return question()
        except Exception as error:  # noqa: BLE001 - whatever breaks, the others must go on
            self._note(name, (), error)
            return otherwise

    def collect(self, rule: Rule | Offer, *asked: object) -> tuple[Finding, ...]:
        """What the rule answers, all of it or, when it crashes half-way, nothing."""
        judge: Callable[..., Iterable[Finding]] = rule.judge
        try:
            return tuple(judge(*asked))
        except Exception as error:  # noqa: BLE001 - whatever breaks, the others must go on
            self._note(rule.name, rule.codes, error)
            return ()

    def _note(self, name: str, codes: tuple[str, ...], error: Exception) -> None:
        if self._raise_crashes:
            raise error
        logs.report(error, rule=name)
        self.crashes.append(_not_run(name, codes))


def _no_restart(situation: Situation) -> Restart | None:
    """What stands during a break when the question itself crashed."""
    if not situation.is_on_break:
        return None
    return Restart(Possibility.BLOCKED, None, situation.number("start_dose_mg"), (NOT_RUN,))


def _barred(review: Review, crashes: Sequence[Finding]) -> Review:
    """The same answer with the crashes told and nothing possible, however late they came."""
    step, start = review.escalation, review.restart
    if step.status in {Possibility.ELIGIBLE, Possibility.WAIT}:
        step = replace(step, status=Possibility.BLOCKED, blocked_by=(NOT_RUN,))
    if start is not None and start.status is not Possibility.BLOCKED:
        start = replace(start, status=Possibility.BLOCKED, blocked_by=(NOT_RUN,))
    return replace(
        review,
        findings=tuple(sorted((*review.findings, *crashes), key=_worst_first)),
        escalation=step,
        restart=start,
        transitions=tuple(offer for offer in review.transitions if offer != "restart"),
    )


def _blocking(findings: Sequence[Finding], crashes: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(sorted({finding.code for finding in (*findings, *crashes) if finding.blocks}))


def _worst_first(finding: Finding) -> tuple[int, str, str]:
    return -finding.severity, finding.code, finding.rule


def _not_run(name: str, codes: tuple[str, ...]) -> Finding:
    return Finding(
        code=NOT_RUN,
        severity=Severity.CRITICAL,
        blocks=True,
        rule=name,
        values={"codes": codes},
        missing=codes,
    )


def _nothing_known(crashes: list[Finding]) -> Review:
    """Not even the facts could be made ready: nothing is known, so everything is blocked."""
    return Review(
        findings=tuple(crashes),
        labs_due=(),
        escalation=_BLOCKED,
        restart=None,
        transitions=(),
        derived={},
    )
