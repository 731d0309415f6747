"""The clinic's eight decisions on one page of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton, QWidget

from aza_desktop.gui.governance.choices_page import ChoicesPage
from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services.first_choices import LATER, QUESTIONS
from aza_desktop.services.own_protocols import own_versions
from tests.support.open_window import a_window, part, settle


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        yield shown


def opened(window: MainWindow) -> ChoicesPage:
    window.desks.show("choices")
    settle()
    return part(window, ChoicesPage, "choices_page")


def test_nothing_is_chosen_beforehand_and_every_question_can_wait(window: MainWindow) -> None:
    page = opened(window)
    assert page.isVisible()
    assert page.chosen() == {}
    assert not any(one.isChecked() for one in page.findChildren(QRadioButton))
    for question in QUESTIONS:
        assert part(page, QRadioButton, f"choice_{question.id}_{LATER}").isVisibleTo(page)


def test_an_unanswered_page_keeps_nothing_and_says_why(window: MainWindow) -> None:
    page = opened(window)
    page.person.setText("Dr A. Demo")
    page.role.setText("consultant")
    page.review.setText("2026-07-01")
    part(page, QPushButton, "choices_save").click()
    assert "Every question wants an answer" in page.message.text()
    assert own_versions(window.session.clinic) == ()  # type: ignore[union-attr]


def test_the_days_of_the_article_warn_once_chosen(window: MainWindow) -> None:
    page = opened(window)
    warning = part(page, QWidget, "choice_interval_warning")
    assert not warning.isVisible()
    page.choose("interval", "2_3_days")
    assert warning.isVisible()
    page.choose("interval", "4_weeks")
    assert not warning.isVisible()


def test_the_answers_become_the_clinics_version_and_are_shown(window: MainWindow) -> None:
    page = opened(window)
    for question in QUESTIONS:
        page.choose(question.id, question.options[0].id, "as printed")
    page.choose("ceiling", LATER)
    page.person.setText("Dr A. Demo")
    page.role.setText("consultant")
    page.review.setText("2026-07-01")
    part(page, QPushButton, "choices_save").click()
    settle()
    (made,) = own_versions(window.session.clinic)  # type: ignore[union-attr]
    assert made.whole("hold_min_days") == 28
    view = part(window, ProtocolView, "protocol_view")
    assert view.isVisible()
    sheet = view.sheet()
    assert sheet is not None
    assert sheet.key == made.name
    told = [text for name, text in sheet.own if name == "Decided"]
    assert any("not decided yet" in text and "must a patient stay?" in text for text in told)
    assert "must a patient stay?" in sheet.missing
    assert "sign" not in sheet.actions
