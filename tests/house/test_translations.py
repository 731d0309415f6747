"""Sentences can be translated: extracted, filled in, compiled, loaded; and English if not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from aza_desktop import texts
from tests.support.process import package_files
from tests.support.translators import LANGUAGE, make_pseudo_locale, pseudo, tool


@pytest.fixture
def english() -> Iterator[None]:
    yield
    texts.choose_language(texts.ENGLISH, folder=Path("nowhere"))


def test_a_sentence_goes_the_whole_way(tmp_path: Path, english: None) -> None:
    make_pseudo_locale(tmp_path)
    assert texts.known_languages(tmp_path) == ("en", LANGUAGE)
    texts.choose_language(LANGUAGE, folder=tmp_path)
    assert texts.tr("Nothing was changed.") == pseudo("Nothing was changed.")
    assert texts.ntr("{n} patient", "{n} patients", 2) == pseudo("{n} patients")
    assert texts.tr("never written in any source") == "never written in any source"


@pytest.mark.parametrize("language", ["en", "xx", "de", ""])
def test_an_unknown_language_is_english(tmp_path: Path, english: None, language: str) -> None:
    texts.choose_language(language, folder=tmp_path)
    assert texts.tr("Undo") == "Undo"


def test_a_translation_that_is_not_sure_is_not_used(tmp_path: Path, english: None) -> None:
    path = tool().start(LANGUAGE, tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Undo"\nmsgstr ""', '#, fuzzy\nmsgid "Undo"\nmsgstr "Malfari"'),
        encoding="utf-8",
    )
    tool().compile_all(tmp_path)
    texts.choose_language(LANGUAGE, folder=tmp_path)
    assert texts.tr("Undo") == "Undo"


def test_a_catalogue_follows_the_sources_and_keeps_what_was_translated(
    tmp_path: Path, english: None
) -> None:
    path = tool().start(LANGUAGE, tmp_path)
    text = path.read_text(encoding="utf-8")
    filled = text.replace('msgid "Undo"\nmsgstr ""', 'msgid "Undo"\nmsgstr "Malfari"')
    filled += '\nmsgid "No longer said"\nmsgstr "Ne plu"\n'
    path.write_text(filled, encoding="utf-8")
    tool().update(tmp_path)
    updated = path.read_text(encoding="utf-8")
    assert 'msgstr "Malfari"' in updated
    assert '#~ msgid "No longer said"' in updated


def test_the_template_is_the_same_twice(tmp_path: Path) -> None:
    one, two = tool().write_template(tmp_path / "a"), tool().write_template(tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert b"aza_desktop/gui/message_bar.py" in one.read_bytes()


def test_no_sentence_is_put_together_inside_the_door() -> None:
    """`tr(f"...")` and `tr("a" + b)` can never be found in a catalogue."""
    built = [
        f"{path.name}:{node.lineno}"
        for path in package_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"tr", "ntr", "msg"}
        and any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in node.args[:2])
    ]
    assert built == []
