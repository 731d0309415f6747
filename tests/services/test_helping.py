"""The manual: whole, linked, offline; and answers to questions in plain words."""

from __future__ import annotations

import re
from functools import cache

import pytest

from aza_desktop.gui.viewmodels.help import PAGE_OF, build_hits
from aza_desktop.protocols.library import load_library
from aza_desktop.services.helping import HelpSearch, help_folder, help_pages, marked
from tests.support.process import resources

PAGES = {page.id: page for page in help_pages()}


@cache
def search() -> HelpSearch:
    library = load_library(resources() / "protocols")
    return HelpSearch([library.find("aza-reintro-cautious"), library.find("aza-reintro-literal")])


def test_every_page_is_in_the_contents_once() -> None:
    files = {path.stem for path in (help_folder() / "pages").glob("*.html")}
    assert set(PAGES) == files
    assert len(help_pages()) == len(files)


@pytest.mark.parametrize("page", help_pages(), ids=lambda page: page.id)
def test_a_page_has_one_title_and_its_links_and_pictures_exist(page) -> None:  # type: ignore[no-untyped-def]
    assert page.markup.count("<h1>") == 1
    assert page.title != page.id
    for target in re.findall(r'href="([^"]+)"', page.markup):
        assert target.removesuffix(".html") in PAGES, target
    for picture in re.findall(r'src="([^"]+)"', page.markup):
        assert (help_folder() / picture).is_file(), picture
    assert "http" not in page.markup


def test_f1_knows_only_pages_that_exist() -> None:
    assert set(PAGE_OF.values()) <= set(PAGES)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("what does the protocol say about vomiting", "S15"),
        ("What does the protocol say about allopurinol?", "S18"),
        ("biopsy", "S19"),
        ("S12", "S12"),
    ],
)
def test_a_question_is_answered_with_the_statement_and_its_source(
    question: str, statement: str
) -> None:
    hits = [hit for hit in search().find(question) if hit.kind == "statement"]
    assert statement in [hit.target for hit in hits]
    hit = next(hit for hit in hits if hit.target == statement)
    assert "Reintroduction of Azathioprine" in hit.source


def test_contradictions_marks_sources_and_pages_are_found_too() -> None:
    kinds = {
        hit.kind
        for word in ("steady", "steps", "label", "backup", "stop")
        for hit in search().find(word)
    }
    assert kinds == {"statement", "contradiction", "mark", "source", "page"}


def test_a_text_of_two_protocols_is_found_once() -> None:
    targets = [(hit.kind, hit.target) for hit in search().find("allopurinol")]
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize("question", ["", "what does the protocol say about", "zzzqqq"])
def test_nothing_is_found_for_nothing(question: str) -> None:
    assert search().find(question) == ()


def test_the_row_says_what_kind_of_answer_it_is() -> None:
    row = next(r for r in build_hits(search().find("vomiting")) if r.target == "S15")
    assert row.title == "The protocol says: S15"
    assert row.said.startswith("The protocol says: S15. ")
    assert "\x02" not in row.said


def test_an_excerpt_cannot_bring_markup() -> None:
    assert marked("<img src=x> \x02a\x03") == "&lt;img src=x&gt; <b>a</b>"
