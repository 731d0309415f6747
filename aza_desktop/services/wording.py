"""A finding becomes a mark in words: one sentence with this patient's numbers, advice, sources.

No number of a sentence grows with the calendar: dates are named, ages never. A multiple is cut
off, never rounded, so that no sentence reaches a limit that did not fire.
"""

from __future__ import annotations

from collections.abc import Callable

from aza_desktop.clinical.findings import Advice, Finding, Mark
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.services.sentences import NOT_RUN, SENTENCES, missing_of, not_run_sentence
from aza_desktop.texts import tr


def mark_of(finding: Finding, protocol: Protocol) -> Mark:
    """The finding in words, as the protocol and this patient's results give them."""
    if finding.code == NOT_RUN:
        return _not_run(finding)
    definition = protocol.marks[finding.code]
    sentence: Callable[[Finding], str] | None = SENTENCES.get(finding.code)
    return Mark(
        code=finding.code,
        severity=finding.severity,
        blocks=finding.blocks,
        results=finding.results,
        statements=finding.statements,
        rule=finding.rule,
        title=definition.title,
        why=sentence(finding) if sentence is not None else definition.title,
        missing=missing_of(finding),
        advice=Advice(definition.clinician, definition.patient),
        sources=tuple(protocol.sources[key] for key in definition.cites),
    )


def _not_run(finding: Finding) -> Mark:
    return Mark(
        code=finding.code,
        severity=finding.severity,
        blocks=finding.blocks,
        results=(),
        statements=(),
        rule=finding.rule,
        title=tr("This check could not be run"),
        why=not_run_sentence(finding),
        missing=finding.missing,
        advice=Advice(
            tr("Nothing is known about this question. Judge the patient without the program.")
        ),
        sources=(),
    )
