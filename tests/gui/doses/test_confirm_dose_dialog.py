"""The one dialog of the program: what is asked again before a dose, by keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from aza_desktop.clinical.findings import Escalation, Possibility
from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.doses.confirm_dose_dialog import ConfirmDoseDialog
from aza_desktop.gui.viewmodels.dose_step import DoseStepModel, build_dose_step
from tests.support.open_patient import TODAY, Story, an_open_patient
from tests.support.open_window import part
from tests.support.themed import themed

FIRST = "confirm_dose_asked_allopurinol_yes"


def a_step() -> DoseStepModel:
    step = Escalation(Possibility.ELIGIBLE, TODAY, None, Decimal(100))
    model = build_dose_step(an_open_patient(Story(escalation=step)))
    assert model is not None
    return model


@pytest.fixture
def dialog(qapp: QApplication, qtbot: QtBot) -> ConfirmDoseDialog:
    themed(qapp)
    made = ConfirmDoseDialog(LIGHT)
    qtbot.addWidget(made)
    made.open_for(a_step())
    return made


def answer(dialog: ConfirmDoseDialog, digits: str) -> None:
    """One digit for each question, as the keyboard goes on by itself."""
    for digit, drug in zip(digits, ("allopurinol", "febuxostat"), strict=True):
        chips = part(dialog, QPushButton, f"confirm_dose_asked_{drug}_yes").parentWidget()
        QTest.keyClick(chips, digit)


def message(dialog: ConfirmDoseDialog) -> str:
    return part(dialog, QLabel, "confirm_dose_message").text()


def test_the_dose_waits_until_every_drug_has_its_answer(dialog: ConfirmDoseDialog) -> None:
    ok = part(dialog, QPushButton, "confirm_dose_ok")
    told: list[tuple[DoseStepModel, str]] = []
    dialog.confirmed.connect(lambda model, reason: told.append((model, reason)))
    QTest.keyClicks(part(dialog, QLineEdit, "confirm_dose_typed"), "100")
    assert (ok.isEnabled(), message(dialog)) == (False, "Not asked yet: Allopurinol, Febuxostat")
    answer(dialog, "23")
    assert (ok.isEnabled(), message(dialog)) == (True, "")
    ok.click()
    assert told[0][0].asked == {"allopurinol": "no", "febuxostat": "not_asked"}


def test_a_drug_that_is_new_is_recorded_first_and_no_dose(dialog: ConfirmDoseDialog) -> None:
    ok = part(dialog, QPushButton, "confirm_dose_ok")
    listed: list[DoseStepModel] = []
    doses: list[DoseStepModel] = []
    dialog.listing_requested.connect(listed.append)
    dialog.confirmed.connect(lambda model, _reason: doses.append(model))
    QTest.keyClicks(part(dialog, QLineEdit, "confirm_dose_typed"), "100")
    answer(dialog, "12")
    assert not ok.isEnabled()
    assert message(dialog).endswith("Enter since when it is taken.")
    QTest.keyClicks(part(dialog, QLineEdit, "confirm_dose_taken_since"), "-4")
    assert (ok.isEnabled(), ok.text()) == (True, "Record the drug, confirm no dose")
    ok.click()
    assert doses == []
    (model,) = listed
    assert model.asked == {"allopurinol": "yes", "febuxostat": "no"}
    assert model.taken_since == TODAY - dt.timedelta(days=4)


def test_nothing_is_asked_where_the_protocol_is_against_the_dose(
    dialog: ConfirmDoseDialog,
) -> None:
    dialog.open_for(replace(a_step(), refused="Not offered.", drugs=()))
    assert [b for b in dialog.findChildren(QPushButton, FIRST) if b.isVisible()] == []


def test_tab_goes_from_the_dose_to_the_first_question(dialog: ConfirmDoseDialog) -> None:
    typed = part(dialog, QLineEdit, "confirm_dose_typed")
    assert typed.nextInFocusChain().objectName() == FIRST
