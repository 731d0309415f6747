"""Finding texts by words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aza_desktop.storage.text_search import CLOSE, OPEN, IndexedText, TextIndex

TEXTS = (
    IndexedText("fever", "Warning symptoms", "Fever, vomiting and jaundice are asked about."),
    IndexedText("step", "Steps", "A dose is raised in steps; vomiting holds it back."),
    IndexedText("name", "Şule", "Names with signs above or below the letters."),
)


@pytest.fixture
def index() -> Iterator[TextIndex]:
    made = TextIndex(TEXTS)
    yield made
    made.close()


def keys(index: TextIndex, *words: str) -> list[str]:
    return [found.key for found in index.find(words, most=10)]


def test_all_words_lead_before_any_word(index: TextIndex) -> None:
    assert keys(index, "vomiting", "jaundice") == ["fever"]
    assert set(keys(index, "jaundice", "steps")) == {"fever", "step"}


def test_beginnings_and_stems_are_enough(index: TextIndex) -> None:
    assert keys(index, "jaund") == ["fever"]
    assert "step" in keys(index, "raising")


def test_signs_on_letters_do_not_matter(index: TextIndex) -> None:
    assert keys(index, "sule") == ["name"]


def test_a_word_of_the_title_counts_more(index: TextIndex) -> None:
    assert keys(index, "step")[0] == "step"


def test_found_words_are_marked_in_the_excerpt(index: TextIndex) -> None:
    (found,) = index.find(["jaundice"], most=1)
    assert f"{OPEN}jaundice{CLOSE}" in found.excerpt


@pytest.mark.parametrize("words", [[], [""], ['"'], ["* OR"], ["(", "-"]])
def test_signs_of_the_query_language_are_no_commands(index: TextIndex, words: list[str]) -> None:
    assert index.find(words, most=5) == () or words == ["* OR"]
