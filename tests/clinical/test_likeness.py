"""How alike two names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aza_desktop.clinical.likeness import NEAR, distance, is_near

WORDS = st.text("abcde, ", max_size=9)


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("meyer", "meyer", 0), ("meyer", "maier", 2), ("rossi", "rosi", 1), ("", "abc", 3)],
)
def test_letters_are_counted(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == letters


@given(WORDS, WORDS)
def test_stopping_early_changes_no_answer(one: str, other: str) -> None:
    assert is_near(one, other) == (distance(one, other) <= NEAR)


@given(WORDS, WORDS)
def test_it_does_not_matter_who_comes_first(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
