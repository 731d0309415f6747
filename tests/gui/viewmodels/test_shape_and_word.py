"""A severity has a shape and a word of its own wherever it has a colour."""

from __future__ import annotations

from pathlib import Path

from aza_desktop.clinical.findings import Severity
from aza_desktop.gui.viewmodels.edish import SHAPES
from aza_desktop.gui.viewmodels.findings import LOOKS
from aza_desktop.gui.viewmodels.patients import GROUP_WORDS
from aza_desktop.gui.viewmodels.results import FLAGS
from aza_desktop.paths import resources_folder


def test_each_severity_has_an_icon_and_a_word_of_its_own() -> None:
    assert set(LOOKS) == set(Severity)
    graver = [LOOKS[each] for each in (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)]
    assert len({icon for _, _, icon, _ in graver}) == len(graver)
    assert len({word for _, _, _, word in graver}) == len(graver)
    notes = {LOOKS[each][2:] for each in (Severity.LOW, Severity.INFO)}
    assert len(notes) == 1, "a note is a note: nothing hangs on which of the two it is"


def test_only_a_stop_rule_has_the_octagon() -> None:
    octagons = [each for each, look in LOOKS.items() if look[2] == "octagon-alert"]
    assert octagons == [Severity.CRITICAL]
    assert [group for group, look in GROUP_WORDS.items() if look[0] == "octagon-alert"] == [
        "call_today"
    ]


def test_each_group_of_the_list_has_an_icon_and_a_word_of_its_own() -> None:
    assert len({icon for icon, _, _ in GROUP_WORDS.values()}) == len(GROUP_WORDS)
    assert len({word for _, _, word in GROUP_WORDS.values()}) == len(GROUP_WORDS)


def test_the_flags_of_the_table_differ_as_signs() -> None:
    assert len(set(FLAGS.values())) == len(FLAGS)
    assert FLAGS["critical"] == "▲▲"


def test_each_phase_has_a_shape_in_the_cohort() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_every_shape_is_really_there() -> None:
    icons: Path = resources_folder() / "icons"
    named = {look[2] for look in LOOKS.values()} | {look[0] for look in GROUP_WORDS.values()}
    assert {name for name in named if not (icons / f"{name}.svg").is_file()} == set()
