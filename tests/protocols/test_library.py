"""The library of protocol versions, and values that a case sets for itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from aza_desktop.errors import UserError
from aza_desktop.protocols import load_library, override
from tests.support.process import resources
from tests.support.rule_cases import library, literal

TEXT = (resources() / "protocols" / "aza-reintro-literal.toml").read_text(encoding="utf-8")


def refusal(config: dict[str, object]) -> UserError:
    with pytest.raises(UserError) as refused:
        override(literal(), config)
    assert refused.value.code == "bad_case"
    return refused.value


def test_the_shipped_library_holds_two_profiles() -> None:
    assert [protocol.name for protocol in library().all()] == [
        "aza-reintro-cautious@1.0.0",
        "aza-reintro-literal@1.0.0",
    ]


def test_a_protocol_is_found_by_id_and_by_version() -> None:
    found = library().find("aza-reintro-literal")
    assert library().find("aza-reintro-literal", "1.0.0") is found
    assert library().find("aza-reintro-literal@1.0.0") is found


@pytest.mark.parametrize("name", ["aza", "aza-reintro-literal@2.0.0", ""])
def test_an_unknown_protocol_is_refused_and_the_known_ones_are_named(name: str) -> None:
    with pytest.raises(UserError) as refused:
        library().find(name)
    assert refused.value.code == "unknown_protocol"
    assert "aza-reintro-literal@1.0.0" in refused.value.remedy


def test_without_a_version_the_newest_is_meant(tmp_path: Path) -> None:
    for version in ("1.0.0", "1.10.0", "1.9.0"):
        edited = TEXT.replace('version = "1.0.0"', f'version = "{version}"', 1)
        (tmp_path / f"{version}.toml").write_text(edited, encoding="utf-8")
    assert load_library(tmp_path).find("aza-reintro-literal").version == "1.10.0"


def test_two_files_with_one_version_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        load_library(tmp_path)
    assert refused.value.code == "bad_config"
    assert "b.toml" in refused.value.why


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"id = \xff")
    with pytest.raises(UserError) as refused:
        load_library(tmp_path)
    assert "a.toml" in refused.value.why


def test_a_text_from_the_record_can_stand_in_for_a_file() -> None:
    from dataclasses import replace

    kept = replace(literal(), version="0.9.0")
    more = library().with_protocol(kept)
    assert more.find("aza-reintro-literal@0.9.0") is kept
    assert more.find("aza-reintro-literal").version == "1.0.0"
    assert len(more.with_protocol(kept).all()) == len(more.all())


def test_a_case_sets_values_and_keeps_the_identity_of_the_protocol() -> None:
    protocol = override(
        literal(),
        {
            "ta_stop_uln": "4.2",
            "hold_min_days": 3,
            "step_mg": "12.5",
            "maint_step_mg": 50,
            "latch_until_decision": False,
            "mmp_unit": "nmol/mL",
            "overlays": ["hys_law"],
            "bili_stop_uln": 2,
        },
    )
    assert protocol.number("ta_stop_uln") == Decimal("4.2")
    assert protocol.whole("hold_min_days") == 3
    assert protocol.number("step_mg") == Decimal("12.5")
    assert protocol.number("maint_step_mg") == 50
    assert protocol.number("bili_stop_uln") == 2
    assert not protocol.flag("latch_until_decision")
    assert protocol.words("overlays") == ("hys_law",)
    assert protocol.sha256 == literal().sha256
    assert override(literal(), {}) is literal()


@pytest.mark.parametrize(
    "config",
    [
        {"hold_min_day": 2},
        {"hold_min_days": "2"},
        {"hold_min_days": 2.0},
        {"hold_min_days": True},
        {"hold_min_days": None},
        {"hold_min_days": -1},
        {"hold_min_days": 85},
        {"ta_stop_uln": 4.2},
        {"ta_stop_uln": "4,2"},
        {"ta_stop_uln": "1e1"},
        {"ta_stop_uln": "nan"},
        {"ta_stop_uln": "100"},
        {"step_mg": 12.5},
        {"step_mg": True},
        {"gate_on_overdue_lft": 1},
        {"gate_on_overdue_lft": "true"},
        {"duplicate_policy": "best"},
        {"mmp_unit": 3},
        {"overlays": ["moon"]},
        {"overlays": "hys_law"},
        {"overlays": [3]},
        {"overlays": {"hys_law": True}},
        {"r_shown_from_alt_uln": "2"},
        {"edish_ta_uln": "3"},
    ],
)
def test_a_case_with_a_wrong_parameter_is_refused_by_name(config: dict[str, object]) -> None:
    error = refusal(config)
    assert f"config.{next(iter(config))}" in error.why


def test_a_protocol_value_of_the_wrong_kind_is_our_own_bug() -> None:
    protocol = literal()
    for ask, name in (
        (protocol.number, "overlays"),
        (protocol.whole, "ta_stop_uln"),
        (protocol.flag, "hold_min_days"),
        (protocol.words, "mmp_unit"),
    ):
        with pytest.raises(TypeError):
            ask(name)
