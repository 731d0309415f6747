"""Which other drugs were looked at, and which nobody checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aza_desktop.clinical.diary import Comedication
from aza_desktop.clinical.interactions import (
    Unchecked,
    asked_drugs,
    is_judged,
    recognised,
    unchecked,
)
from aza_desktop.clinical.protocol import Protocol
from aza_desktop.protocols import load_library
from tests.support.process import resources

DAY = dt.date(2026, 1, 26)


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load_library(resources() / "protocols").find("aza-reintro-cautious@1.0.0")


def with_overlay(protocol: Protocol) -> Protocol:
    overlays = replace(protocol.parameters["overlays"], value=("interactions_label",))
    return replace(protocol, parameters={**protocol.parameters, "overlays": overlays})


def taking(*names: str, last_day: dt.date | None = None) -> list[Comedication]:
    return [Comedication(f"c{n}", name, DAY, last_day) for n, name in enumerate(names)]


def test_a_name_that_no_rule_knows_is_listed_as_not_checked(protocol: Protocol) -> None:
    drugs = taking("Warfarin", "Zyloric 300", "warfarin ", "St John's wort")
    assert unchecked(drugs, protocol, DAY) == (Unchecked("Warfarin"), Unchecked("St John's wort"))


def test_a_drug_whose_rule_is_switched_off_is_not_checked_either(protocol: Protocol) -> None:
    drugs = taking("Uloric")
    assert unchecked(drugs, protocol, DAY) == (Unchecked("Uloric", "febuxostat"),)
    assert unchecked(drugs, with_overlay(protocol), DAY) == ()


def test_without_a_protocol_nothing_was_checked() -> None:
    assert unchecked(taking("allopurinol"), None, DAY) == (Unchecked("allopurinol", "allopurinol"),)
    assert not is_judged("allopurinol", None)


def test_a_drug_that_ended_or_is_to_begin_is_not_listed(protocol: Protocol) -> None:
    ended = taking("Warfarin", last_day=DAY)
    assert unchecked(ended, protocol, DAY + dt.timedelta(days=1)) == ()
    assert unchecked(ended, protocol, DAY) == (Unchecked("Warfarin"),)
    assert unchecked(ended, protocol, DAY - dt.timedelta(days=1)) == ()


def test_every_drug_that_a_protocol_names_is_asked_about(protocol: Protocol) -> None:
    assert asked_drugs(protocol) == asked_drugs(None) == ("allopurinol", "febuxostat")
    brands = replace(protocol.parameters["febuxostat_names"], value=("topiroxostat", "Topiloric"))
    more = replace(protocol, parameters={**protocol.parameters, "topiroxostat_names": brands})
    assert asked_drugs(more) == ("allopurinol", "febuxostat", "topiroxostat")
    assert recognised("TOPILORIC 20 mg", more) == "topiroxostat"


def test_an_empty_name_is_no_drug(protocol: Protocol) -> None:
    assert recognised("  ", protocol) is None
