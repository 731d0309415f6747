"""A course is moved to another version in the window, after its effect was shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.services import own_protocols
from tests.support.open_window import a_window, open_number, part, settle

NAME = "aza-reintro-clinic@1.0.0"


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        session = shown.session
        assert session is not None
        clinic = session.clinic
        base = clinic.library.find("aza-reintro-cautious")
        edits = {"ta_stop_uln": "6", "ta_consider_stop_uln": "5.2"}
        made = own_protocols.draft(clinic, base, edits, why="x")
        own_protocols.keep_draft(clinic, made)
        session.learn_protocols()
        open_number(shown, "DEMO-0001")
        yield shown


def asked(window: MainWindow) -> FormDialog:
    form = window.governance.move_course()
    assert form is not None
    settle()
    return form


def choose(form: FormDialog, name: str) -> None:
    part(form, QPushButton, f"move_course_protocol_{name}").setChecked(True)


def test_nothing_is_chosen_and_the_effect_is_shown_when_it_is(window: MainWindow) -> None:
    form = asked(window)
    assert form.values()["protocol"] == ()
    assert "HALVORSEN" in form.windowTitle()
    choose(form, NAME)
    assert "No longer said: Stop: ALT or AST at the stop limit" in form.live.text()
    form.reject()


def test_the_course_follows_it_and_every_screen_says_so(window: MainWindow) -> None:
    form = asked(window)
    choose(form, NAME)
    form.press("move")
    assert "Say why" in form.message.text()
    reason = form.fields["reason"]
    assert isinstance(reason, QLineEdit)
    reason.setText("approved yesterday")
    form.press("move")
    settle()
    assert window.session is not None
    assert window.session.file is not None
    assert window.session.file.protocol is not None
    assert window.session.file.protocol.name == NAME
    model = window.place.findings.model
    assert model is not None
    assert model.sign_off.name == NAME
    assert model.sign_off.words.startswith("Not approved here")
    assert all(NAME in card.rule for card in model.cards if card.code)


def test_one_key_moves_it_back(window: MainWindow) -> None:
    form = asked(window)
    choose(form, NAME)
    reason = form.fields["reason"]
    assert isinstance(reason, QLineEdit)
    reason.setText("by mistake")
    form.press("move")
    settle()
    assert window.conductor is not None
    window.conductor.undo()
    settle()
    assert window.session is not None
    assert window.session.file is not None
    assert window.session.file.protocol is not None
    assert window.session.file.protocol.name == "aza-reintro-cautious@1.0.0"
