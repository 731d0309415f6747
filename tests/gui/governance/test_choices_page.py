"""The clinic's eight decisions on one page of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QWidget

from aza_desktop.gui.governance.choices_page import ChoicesPage
from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.governance.titration_picture import TitrationPicture
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.standing_strip import StandingStrip
from aza_desktop.services.first_choices import LATER, QUESTIONS
from aza_desktop.services.own_protocols import own_versions
from tests.support.open_window import a_window, part, press, settle


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


def new_clinic(window: MainWindow) -> ChoicesPage:
    window.first_run.start_requested.emit("North clinic", "dr.north")
    settle()
    return part(window, ChoicesPage, "choices_page")


def test_a_new_clinic_is_asked_by_itself_once(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        page = new_clinic(window)
        assert page.isVisible()
        assert page.chosen() == {}
        strip = part(window, StandingStrip, "questions_strip")
        assert "8 questions of your clinic are not decided" in strip.text()
        page.closed.emit()
        assert not page.isVisible()
        assert strip.isVisible()
        window._try(lambda: window._doors.folder(tmp_path / "data"))
        settle()
        assert not page.isVisible()
        assert strip.isVisible()
        strip.button.click()
        assert page.isVisible()


def test_the_demo_is_never_asked(window: MainWindow) -> None:
    assert not any(page.isVisible() for page in window.findChildren(QWidget, "choices_page"))
    assert part(window, StandingStrip, "questions_strip").text() == ""


def test_all_eight_are_answered_by_the_keyboard_alone(tmp_path: Path, qapp: QApplication) -> None:
    with a_window(tmp_path, demo=False) as window:
        page = new_clinic(window)
        for question in QUESTIONS:
            first = part(page, QRadioButton, f"choice_{question.id}_{question.options[0].id}")
            reach(first)
            assert not first.isChecked()
            press(" ")
            assert first.isChecked()
            words = part(page, QLineEdit, f"choice_{question.id}_words")
            if words.isVisible():
                reach(words)
                press("as printed")
        for name, text in (
            ("choices_name", "Dr A"), ("choices_role", "consultant"), ("choices_review", "1jul26"),
        ):  # fmt: skip
            reach(part(page, QLineEdit, name))
            press(text)
        assert page.progress.text() == "8 of 8 answered"
        assert "2026" in page.echo.text()
        reach(part(page, QPushButton, "choices_save"))
        press(" ")
        settle()
        assert window.session is not None
        (made,) = own_versions(window.session.clinic)
        assert made.own is not None
        assert made.own.open_choices == ()
        assert part(window, StandingStrip, "questions_strip").text() == ""


def reach(wanted: QWidget, *, within: int = 60) -> None:
    """Tab until the keyboard is there."""
    for _each in range(within):
        if QApplication.focusWidget() is wanted:
            return
        press("\t")
    raise AssertionError(wanted.objectName())


def test_the_first_answers_are_drawn_with_their_consequence(window: MainWindow) -> None:
    page = opened(window)
    said = [each.accessibleName() for each in page.findChildren(TitrationPicture)]
    assert [text.split(".")[0] for text in said] == [
        "Dose at the first blood result: 50 mg",
        "Dose at the first blood result: 50 mg",
        "Dose at the first blood result: 50 mg",
        "Dose at the first blood result: 50 mg, at the second: 125 mg",
    ]


def test_earlier_answers_of_the_clinic_come_back_when_it_is_opened_again(
    tmp_path: Path, qapp: QApplication
) -> None:
    with a_window(tmp_path, demo=False) as window:
        page = new_clinic(window)
        for question in QUESTIONS:
            page.choose(question.id, LATER)
        page.choose("ceiling", "half")
        page.person.setText("Dr A")
        page.role.setText("consultant")
        page.review.setText("2026-07-01")
        part(page, QPushButton, "choices_save").click()
        settle()
        window._try(lambda: window._doors.folder(tmp_path / "data"))
        settle()
        assert page.chosen() == {}
        window.desks.show("choices")
        assert page.chosen()["ceiling"].option == "half"
