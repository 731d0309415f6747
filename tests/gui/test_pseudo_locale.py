"""The whole window in a language that nobody speaks: nothing untranslated, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from aza_desktop import texts
from aza_desktop.gui.main_window import MainWindow
from tests.support.looks import cut_off, shown
from tests.support.open_window import HARGREAVES, a_window, open_number, settle
from tests.support.translators import END, LANGUAGE, Listening, make_pseudo_locale

DATE = re.compile(r"\b\d{2}-[A-Z][a-z]{2}-\d{4}\b")


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    folder = tmp_path_factory.mktemp("translations")
    make_pseudo_locale(folder)
    texts.choose_language(LANGUAGE, folder=folder)
    listening = Listening(texts._catalogue)
    texts.use(listening)
    yield listening
    texts.choose_language(texts.ENGLISH, folder=folder)


def walk(window: MainWindow) -> Iterator[str]:
    """Every tab of the patient and every view of every desk, one after the other."""
    for number in (HARGREAVES, "DEMO-0001", "DEMO-0012"):
        open_number(window, number)
        for tab in window.place.page.tabs():
            window.place.page.choose(tab)
            settle()
            yield f"{number} {tab}"
    for desk in window.desks._desks:
        for view in desk.views():
            desk.show(view)
            settle()
            yield view
    window.place.show_all_patients()
    settle()
    yield "all patients"
    window.place.leave_all_patients()


def _try_form(window: MainWindow, action) -> None:  # type: ignore[no-untyped-def]  # QAction
    """Open a form and close it again; forms that ask the system for a file are left out."""
    if any(word in action.text() for word in ("folder", "Save", "Import", "import", "CSV")):
        return
    action.trigger()
    settle()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    window.place.leave_all_patients()


@dataclass(frozen=True)
class Seen:
    """What one walk through the whole window found. cut: place -> texts without room."""

    unknown: list[str]
    cut: dict[str, list[str]]
    said: str


@pytest.fixture(scope="module")
def seen(
    speech: Listening, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Seen]:
    with a_window(tmp_path_factory.mktemp("pseudo")) as window:
        open_number(window)
        window.place.page.choose("results")  # every part has been shown and polished once
        settle()
        cut = {place: found for place in walk(window) if (found := cut_off(window))}
        for action in window._menus.needs_clinic:
            if "…" in action.text():
                _try_form(window, action)
        open_number(window)
        window.place.page.choose("overview")
        settle()
        labels = (each for each in shown(window, QLabel) if isinstance(each, QLabel))
        said = " ".join(each.text() for each in labels)
        yield Seen(sorted(speech.unknown), cut, said)


def test_nothing_is_said_that_no_translator_can_find(seen: Seen) -> None:
    assert seen.unknown == []


def test_nothing_is_cut_off_where_words_are_a_third_longer(seen: Seen) -> None:
    assert seen.cut == {}


def test_dates_stay_as_they_are(seen: Seen) -> None:
    assert DATE.search(seen.said)
    assert END in seen.said
