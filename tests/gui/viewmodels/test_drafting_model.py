"""A draft read from its fields: bounds, kinds, sentences, and whose marks change."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from aza_desktop.clinical.protocol import Protocol
from aza_desktop.gui.viewmodels import drafting
from aza_desktop.gui.viewmodels.moving import preview_words
from aza_desktop.gui.viewmodels.titration import build_titration
from aza_desktop.protocols.library import load_library
from tests.support.process import resources


@pytest.fixture(scope="module")
def base() -> Protocol:
    return load_library(resources() / "protocols").find("aza-reintro-cautious")


def read(base: Protocol, **typed: str) -> drafting.DraftRead:
    return drafting.read_draft(base, base, typed)


@pytest.mark.parametrize(
    ("name", "text", "raw"),
    [
        ("ta_stop_uln", "4.2", "4.2"),
        ("ta_stop_uln", "4,2", "4.2"),
        ("hold_min_days", "10", 10),
        ("require_lft_since_last_step", "no", False),
        ("gi_symptoms", "nausea, vomiting", ("nausea", "vomiting")),
    ],
)
def test_what_is_typed_becomes_a_value_of_its_kind(
    base: Protocol, name: str, text: str, raw: object
) -> None:
    found = read(base, **{name: text})
    assert found.edits == {name: raw}
    assert found.errors == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ta_stop_uln", "21", "1.1 to 20"),
        ("ta_stop_uln", "much", "1.1 to 20"),
        ("hold_min_days", "2.5", "whole number"),
        ("mmp_unit", " ", "a text"),
    ],
)
def test_what_cannot_be_taken_names_the_bounds(
    base: Protocol, name: str, text: str, said: str
) -> None:
    found = read(base, **{name: text})
    assert said in found.errors[name]
    assert found.edits == {}


def test_the_same_value_written_otherwise_is_no_change(base: Protocol) -> None:
    assert read(base, ta_stop_uln="5.00", hold_min_days="7") == drafting.DraftRead({}, {}, ())


def test_a_list_says_what_came_and_what_went(base: Protocol) -> None:
    words = ", ".join((*base.words("gi_symptoms")[1:], "rash"))
    (said,) = read(base, gi_symptoms=words).changes
    gone = base.words("gi_symptoms")[0].replace("_", " ")
    assert f"without {gone}; also rash." in said


def test_every_parameter_has_a_field_with_statement_source_and_owner(base: Protocol) -> None:
    model = drafting.build_draft(base)
    assert [field.name for field in model.fields] == list(base.parameters)
    stop = next(field for field in model.fields if field.name == "ta_stop_uln")
    assert (stop.kind, stop.text, stop.bounds, stop.unit) == ("number", "5", "1.1 to 20", "× ULN")
    assert stop.about.startswith("S12 · ")
    assert stop.about.endswith("decided by: the source")


@dataclass(frozen=True)
class Effect:
    patient_id: str = "p"
    number: str = "7"
    name: str = "ROSSI, Elena"
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    step: tuple[str, str] = ("eligible", "eligible")


def test_an_effect_is_told_as_now_and_would_be(base: Protocol) -> None:
    effects = (
        Effect(gone=("TA_CONSIDER_STOP",), new=("TA_STOP",), step=("eligible", "blocked")),
        Effect(),
    )
    grave, quiet = drafting.build_effects(effects, base)
    assert grave.is_graver
    assert grave.before.endswith("next step: eligible")
    assert grave.after.startswith(base.marks["TA_STOP"].title)
    assert (quiet.before, quiet.after) == ("the same marks", "other days or words")
    assert not quiet.is_graver


@pytest.mark.parametrize(
    ("hold", "at_first", "blind"), [(28, "50 mg", False), (7, "50 mg", False), (2, "125 mg", True)]
)
def test_the_drawing_tells_the_dose_at_the_first_blood_result(
    base: Protocol, hold: int, at_first: str, blind: bool
) -> None:
    model = build_titration(base, {"hold_min_days": hold})
    assert model.consequence == f"Dose at the first blood result: {at_first}"
    assert model.is_blind is blind
    assert model.first_result == base.whole("lft_interval_reintro_days")
    assert all(day % hold == 0 for day, _height, _text in model.steps)


def test_where_the_first_test_is_waited_for_the_drawing_climbs_after_it(base: Protocol) -> None:
    model = build_titration(base, {"hold_min_days": 2, "first_test_from_days": 3})
    assert model.consequence == ("Dose at the first blood result: 50 mg, at the second: 125 mg")
    assert model.is_blind
    assert [day for day, _height, _text in model.steps] == [0, 3, 5, 7]
    assert model.tests[:2] == (3, 3 + base.whole("lft_interval_reintro_days"))
    assert model.first_result == 3


@dataclass(frozen=True)
class Preview:
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    step: tuple[str, str] = ("blocked", "blocked")


def test_a_move_that_changes_nothing_says_so() -> None:
    assert preview_words(Preview()) == "No mark of this patient changes."
    told = preview_words(Preview(new=("Stop",), step=("at_target", "blocked")))
    assert told == "New: Stop. Next step: at target becomes blocked."
