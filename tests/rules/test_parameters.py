"""No number of the protocol is idle: each, moved by its smallest step, changes some case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from aza_desktop.clinical.facts import Facts
from aza_desktop.clinical.findings import Review
from aza_desktop.clinical.protocol import Parameter, ParameterValue, Protocol
from aza_desktop.protocols.contents import DISPLAYED
from aza_desktop.rules import evaluate, review_day
from aza_desktop.services.judging import judge
from tests.support.rule_cases import a_vector, all_vectors, facts_of, literal

NOT_JUDGED = {
    "long_term_remind_days": "read by the list of the day, not by a rule",
    "duplicate_policy": "has one choice only",
    "r_shown_from_alt_uln": "display only: from where on pictures and tables show R",
    "r_shown_from_alp_uln": "display only: from where on pictures and tables show R",
    "edish_ta_uln": "display only: where a line of the eDISH view stands at first",
    "edish_bili_uln": "display only: where a line of the eDISH view stands at first",
}


@cache
def every_answer() -> tuple[tuple[Facts, Review], ...]:
    """All cases under the literal protocol, without those that set parameters themselves."""
    found = []
    for vector in all_vectors():
        overlays = vector["config"].get("overlays")
        facts = facts_of(vector | {"config": {"overlays": overlays} if overlays else {}})
        found.append((facts, review_day(facts)))
    return tuple(found)


def steps(parameter: Parameter) -> Iterator[ParameterValue]:
    """The smallest other values, up and down."""
    value = parameter.value
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)
        step = Decimal(1).scaleb(exponent)
        yield from (value + step, value - step)
    elif isinstance(value, tuple):
        yield from (value[:place] + value[place + 1 :] for place in range(len(value)))
        yield (*value, "hys_law" if parameter.name == "overlays" else "nausea")
    else:
        yield f"{value} "[:-2]


def moved(protocol: Protocol, name: str, value: ParameterValue) -> Protocol:
    parameter = replace(protocol.parameters[name], value=value)
    return replace(protocol, parameters={**protocol.parameters, name: parameter})


@pytest.mark.parametrize("name", sorted(set(literal().parameters) - set(NOT_JUDGED)))
def test_every_parameter_moved_by_its_smallest_step_changes_some_case(name: str) -> None:
    for value in steps(literal().parameters[name]):
        for facts, review in every_answer():
            if review_day(replace(facts, protocol=moved(facts.protocol, name, value))) != review:
                return
    pytest.fail(f"{name} changes nothing")


def test_the_parameters_that_no_rule_reads_are_known() -> None:
    assert set(NOT_JUDGED) <= set(literal().parameters)
    assert set(DISPLAYED) <= set(NOT_JUDGED)


def test_a_stop_figure_of_4_2_moves_mark_line_and_label_without_code() -> None:
    from aza_desktop.protocols import override

    protocol = override(literal(), {"ta_stop_uln": "4.2"})
    [line] = [limit for limit in protocol.thresholds if limit.code == "TA_STOP"]
    assert (line.value, line.label) == (Decimal("4.2"), "4.2 x stop")
    facts = facts_of(a_vector(results=["2026-01-26 ALT 168", "2026-01-26 AST 20"]))
    assert "TA_STOP" not in {finding.code for finding in evaluate(facts).findings}
    answer = judge(replace(facts, protocol=protocol))
    [stop] = [mark for mark in answer.marks if mark.code == "TA_STOP"]
    assert stop.why == "ALT 168 U/L / ULN 40 U/L = 4.20 >= 4.2"
    assert answer.marks_of_result("alt-0126")


def test_the_texts_of_the_marks_hold_no_number() -> None:
    for mark in literal().marks.values():
        for text in (mark.title, mark.clinician, mark.patient or ""):
            assert not any(letter.isdigit() for letter in text), mark.code


def test_the_texts_for_patients_name_no_limit_and_no_other_drug() -> None:
    for mark in literal().marks.values():
        words = (mark.patient or "").casefold()
        for word in ("uln", "x upper", "mercaptopurine", "methotrexate", "biologic", "s12", "rule"):
            assert word not in words, mark.code
