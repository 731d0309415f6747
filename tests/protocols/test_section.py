"""A table of a protocol file is read strictly, and a refusal names file, line and entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aza_desktop.errors import UserError
from aza_desktop.protocols.section import Section


def a_section(**entries: object) -> Section:
    return Section(entries, "review", lines={"review": 4, "review.note": 5}, file="x.toml")


def test_what_is_absent_is_an_empty_text_no_day_and_no() -> None:
    section = a_section()
    assert section.optional_text("note") == ""
    assert section.day("note") is None
    assert section.optional_flag("note") is False


@pytest.mark.parametrize("value", [[], {}, "one", ["one"]])
def test_an_array_of_tables_has_one_table_at_least(value: object) -> None:
    with pytest.raises(UserError, match=r"there is no table \[\[note\]\]"):
        list(a_section(note=value).each("note"))


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        (Section.text, ""),
        (Section.text, 5),
        (Section.optional_text, 5),
        (Section.flag, "true"),
        (Section.words, "one"),
        (Section.words, ["one", ""]),
        (Section.words, ["one", "one"]),
        (Section.day, "26-01-2026"),
        (Section.day, "2026-02-30"),
        (Section.inside, "one"),
    ],
)
def test_an_entry_of_the_wrong_kind_is_refused_with_its_place(
    ask: Callable[[Section, str], object], value: object
) -> None:
    with pytest.raises(UserError) as refused:
        ask(a_section(note=value), "note")
    assert refused.value.details == {"file": "x.toml", "line": 5, "entry": "review.note"}
    assert refused.value.remedy
