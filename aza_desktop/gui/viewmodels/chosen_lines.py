"""What a clinic's own version asks for beside the shipped text, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from aza_desktop.clinical.panels import panel_of
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.clinical.quantities import plain
from aza_desktop.gui.viewmodels.protocol_words import value_of
from aza_desktop.texts import tr

Said = tuple[str, str]
"""A sentence, and the parameter that it rests on."""


def chosen_lines(protocol: Protocol) -> tuple[Said, ...]:
    """Every condition that is switched on; none where the text carries none."""
    if "panel" not in protocol.parameters:
        return ()
    return (*_tests(protocol), *_break(protocol), *_doses(protocol))


def standing_counts(protocol: Protocol) -> str:
    """The line about blood counts that always stands: the text's own while none is asked for."""
    counts = asked_counts(protocol)
    if not counts:
        return protocol.not_covered
    said = tr("Blood counts ({tests}) are asked for before a step; no other rule looks at them.")
    return said.format(tests=", ".join(counts))


def asked_counts(protocol: Protocol) -> tuple[str, ...]:
    """The counts that the clinic's own version asks for before a step; none in a shipped text."""
    if "count_with_step" not in protocol.parameters or not protocol.flag("count_with_step"):
        return ()
    return protocol.words("count_tests")


def _tests(protocol: Protocol) -> Iterator[Said]:
    tests = tr(" and ").join(panel_of(protocol))
    yield tr("A complete liver test is {tests}.").format(tests=tests), "panel"
    if protocol.whole("step_test_min_days"):
        text = tr("No step before a test that was taken {days} after the last one, or later.")
        yield text.format(days=_value(protocol, "step_test_min_days")), "step_test_min_days"
    if protocol.whole("step_test_max_age_days"):
        text = tr("On the day of a step the test is at most {days} old.")
        yield text.format(days=_value(protocol, "step_test_max_age_days")), "step_test_max_age_days"
    if counts := asked_counts(protocol):
        text = tr("Beside it stands a blood count ({tests}) that is not low.")
        yield text.format(tests=", ".join(counts)), "count_with_step"
    if protocol.whole("first_test_from_days"):
        text = tr("The first test is due on day {first} to {last} of the restart; no step before.")
        first, last = protocol.whole("first_test_from_days"), protocol.whole("first_test_by_days")
        yield text.format(first=first, last=last), "first_test_from_days"


def _break(protocol: Protocol) -> Iterator[Said]:
    if protocol.number("index_limit_uln") > 0:
        text = tr("Not for a first injury from {limit} on, or one that is not on record.")
        yield text.format(limit=_value(protocol, "index_limit_uln")), "index_limit_uln"
    if protocol.whole("normal_sets_required") > 1:
        text = tr(
            "After a first injury from {limit} on, {n} normal tests in a row, {apart} apart, "
            "before the restart."
        )
        said = text.format(
            limit=_value(protocol, "normal_sets_index_uln"),
            n=protocol.whole("normal_sets_required"),
            apart=_value(protocol, "normal_sets_apart_days"),
        )
        yield said, "normal_sets_required"
    if protocol.parameters["normal_reference"].value == "own_baseline":
        text = tr(
            "Normal before the restart is at most {factor} × the patient's own baseline, where "
            "one is on record, and below {limit}."
        )
        said = text.format(
            factor=plain(protocol.number("own_baseline_factor")),
            limit=_value(protocol, "own_baseline_max_uln"),
        )
        yield said, "normal_reference"
    if protocol.flag("genes_unknown_block"):
        yield tr("No restart before TPMT and NUDT15 are known."), "genes_unknown_block"
    if protocol.flag("genes_deficient_block"):
        yield tr("No restart and no step where one of them is deficient."), "genes_deficient_block"


def _doses(protocol: Protocol) -> Iterator[Said]:
    if protocol.number("ceiling_margin_mg") > 0:
        text = tr("Every dose stays at least {amount} below the one that was toxic.")
        yield text.format(amount=_value(protocol, "ceiling_margin_mg")), "ceiling_margin_mg"
    if protocol.number("ceiling_share") < 1:
        text = tr("Every dose stays at or below {share} × the one that was toxic.")
        yield text.format(share=plain(protocol.number("ceiling_share"))), "ceiling_share"

    if protocol.flag("ceiling_written"):
        text = tr("A prescriber writes the highest dose of each patient before restart and steps.")
        yield text, "ceiling_written"


def _value(protocol: Protocol, name: str) -> str:
    return value_of(protocol.parameters[name])
