"""Clinician or patient: whose words the cards speak."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from aza_desktop.gui.main_window import MainWindow
from tests.support.open_window import open_number, part, settle


def said(window: MainWindow) -> str:
    return " ".join(
        label.text() for card in window.place.findings.cards for label in card.findChildren(QLabel)
    )


def test_one_click_words_the_cards_for_the_patient_and_back(own: MainWindow) -> None:
    open_number(own, "DEMO-0001")
    assert "5.48" in said(own)
    part(own, QPushButton, "words_patient").click()
    settle()
    assert "Your liver test is high." in said(own)
    assert "5.48" not in said(own)
    assert "Our phone: not known" in said(own)
    part(own, QPushButton, "words_clinician").click()
    settle()
    assert "5.48" in said(own)


def test_another_patient_is_shown_in_the_words_for_clinicians_again(own: MainWindow) -> None:
    open_number(own, "DEMO-0001")
    part(own, QPushButton, "words_patient").click()
    open_number(own)
    assert part(own, QPushButton, "words_clinician").isChecked()
    assert "1.25" in said(own)


def test_answering_goes_back_to_the_words_for_clinicians(own: MainWindow) -> None:
    open_number(own, "DEMO-0001")
    part(own, QPushButton, "words_patient").click()
    own.place.findings.answer_first()
    settle()
    assert part(own, QPushButton, "words_clinician").isChecked()
    for dialog in own.findChildren(QPushButton, "decision_cancel"):
        dialog.click()
    own.findChildren(type(own.place.confirm_dose))
