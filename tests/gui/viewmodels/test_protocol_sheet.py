"""The protocol as it is read: every number from its parameter, nothing of the article left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels.protocol_sheet import ProtocolSheet, build_sheet
from aza_desktop.protocols import load_library, override
from aza_desktop.services import own_protocols
from tests.support.process import resources

LIBRARY = load_library(resources() / "protocols")
CAUTIOUS = LIBRARY.find("aza-reintro-cautious")


def sentences(protocol: Protocol) -> str:
    sheet = build_sheet(protocol, used_by=0)
    return "\n".join(line.text for chapter in sheet.chapters for line in chapter.lines)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ta_stop_uln", "4.2", "ALT or AST from 4.2 × ULN: the drug is stopped at once."),
        ("ta_consider_stop_uln", "2.5", "from 2.5 × ULN: stopping is considered"),
        ("hold_min_days", 9, "Each dose is kept 9 days at least"),
        ("break_min_days", 1, "The break lasts 1 day at least."),
        ("start_dose_mg", 25, "The first dose is 25 mg a day."),
        ("require_lft_since_last_step", False, "A step needs no blood test after the last one."),
        ("bili_any_elevation", True, "Any raised bilirubin counts"),
    ],
)
def test_a_changed_parameter_changes_its_sentence(name: str, value: object, said: str) -> None:
    assert said not in sentences(CAUTIOUS)
    assert said in sentences(override(CAUTIOUS, {name: value}))


@pytest.fixture(scope="module", params=[p.name for p in LIBRARY.all()])
def sheet(request: pytest.FixtureRequest) -> ProtocolSheet:
    return build_sheet(LIBRARY.find(request.param), used_by=1)


def test_every_statement_stands_with_what_carries_it_out(sheet: ProtocolSheet) -> None:
    assert [line.about for line in sheet.statements] == [f"S{n}" for n in range(1, 28)]
    assert all(line.text and line.source for line in sheet.statements)


def test_every_contradiction_stands_with_its_sources(sheet: ProtocolSheet) -> None:
    assert [line.about for line in sheet.contradictions] == [f"F{n}" for n in range(1, 9)]
    assert all(line.text and line.source for line in sheet.contradictions)


def test_every_parameter_stands_with_statement_source_and_owner(sheet: ProtocolSheet) -> None:
    protocol = LIBRARY.find(sheet.key)
    assert [row.name for row in sheet.parameters] == list(protocol.parameters)
    for row in sheet.parameters:
        parameter = protocol.parameters[row.name]
        assert row.owner == {"source": "The source", "clinic": "The clinic"}[parameter.decision]
        assert (row.source == "no source") == (not parameter.cite)
        assert row.title != row.name.replace("_", " "), "a parameter without a name of its own"
        assert row.value
        assert row.statement


def test_an_open_decision_belongs_to_nobody_yet() -> None:
    open_one = replace(CAUTIOUS.parameters["step_mg"], decision="unset", value=Decimal(25))
    protocol = replace(CAUTIOUS, parameters={**CAUTIOUS.parameters, "step_mg": open_one})
    (row,) = [r for r in build_sheet(protocol, used_by=0).parameters if r.name == "step_mg"]
    assert row.owner == "Nobody yet"


def test_it_says_who_follows_it() -> None:
    assert build_sheet(CAUTIOUS, used_by=0).used == "No patient follows it"
    assert build_sheet(CAUTIOUS, used_by=1).used == "Used by 1 patient"
    assert build_sheet(CAUTIOUS, used_by=2).used == "Used by 2 patients"


def test_what_the_clinic_chose_stands_in_sentences_of_its_own() -> None:
    shipped = build_sheet(CAUTIOUS, used_by=0)
    assert "What our clinic asks for" not in {c.title for c in shipped.chapters}
    asked = {
        "panel": "alt_only", "step_test_min_days": 7, "step_test_max_age_days": 7,
        "count_with_step": True, "count_tests": ["NEUT", "PLT"], "first_test_from_days": 3,
        "first_test_by_days": 5, "index_limit_uln": "5", "normal_sets_required": 2,
        "normal_reference": "own_baseline", "genes_unknown_block": True,
        "genes_deficient_block": True, "ceiling_margin_mg": 25, "ceiling_share": "0.75",
    }  # fmt: skip
    assert shipped.not_covered == "Blood counts are not part of this protocol version."
    chosen = build_sheet(override(own_protocols.extended(CAUTIOUS), asked), used_by=0)
    assert chosen.not_covered == (
        "Blood counts (NEUT, PLT) are asked for before a step; no other rule looks at them."
    )
    (chapter,) = [c for c in chosen.chapters if c.title == "What our clinic asks for"]
    told = [line.text for line in chapter.lines]
    assert len(told) == len(asked) - 2, told
    assert told[0] == "A complete liver test is ALT."
    assert "No step before a test that was taken 7 days after the last one, or later." in told
    assert all(line.source == "the clinic" for line in chapter.lines), chapter.lines
