"""Facts in, an answer in words out: the one door from the record to the rules."""

from __future__ import annotations

from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Answer, Review
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.rules import evaluate
from aza_desktop.services.wording import mark_of


def judge(facts: Facts) -> Answer:
    """The rules' answer about one patient on one day, in words."""
    return answer_of(evaluate(facts), facts.protocol)


def answer_of(review: Review, protocol: Protocol) -> Answer:
    """A review in the words of its protocol."""
    return Answer(
        marks=tuple(mark_of(finding, protocol) for finding in review.findings),
        labs_due=review.labs_due,
        escalation=review.escalation,
        restart=review.restart,
        transitions=review.transitions,
        derived=review.derived,
        valid_until=review.valid_until,
        derived_missing=review.derived_missing,
    )
