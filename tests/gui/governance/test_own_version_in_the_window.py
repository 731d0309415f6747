"""A version of the clinic's own, from the first edit to the second signature, in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from aza_desktop.gui.entries.form_dialog import FormDialog
from aza_desktop.gui.governance.draft_page import DraftPage
from aza_desktop.gui.governance.protocol_view import ProtocolView
from aza_desktop.gui.governance.protocols_desk import Protocols
from aza_desktop.gui.main_window import MainWindow
from aza_desktop.gui.printing.preview import PreviewDialog
from aza_desktop.reports.document import words_of
from aza_desktop.services.own_protocols import own_versions
from aza_desktop.services.users import add_user
from tests.support.open_window import a_window, part, pauses_over, settle

NAME = "aza-reintro-clinic@1.0.0"


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(tmp_path) as shown:
        assert shown.session is not None
        add_user(shown.session.clinic, "admin.c", roles=("administrator",), full_name="C. Admin")
        add_user(shown.session.clinic, "nurse.b", roles=("staff",))
        yield shown


def opened(window: MainWindow) -> DraftPage:
    window.desks.show("draft")
    settle()
    return part(window, DraftPage, "draft_page")


def typed(page: DraftPage, name: str, text: str) -> None:
    field = page.fields[name]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    pauses_over(page)
    settle()


def said(page: DraftPage) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def kept(window: MainWindow, *, stop: str = "3.3") -> None:
    page = opened(window)
    typed(page, "ta_stop_uln", stop)
    page.why.setText("local audit")
    page.keep.click()
    settle()


def signed(window: MainWindow, actor: str, *, registration: str = "", typed_word: str = "APPROVE"):
    window._act_as(actor)
    desk = window.desks.of(Protocols)
    form = desk.sign(NAME)
    assert isinstance(form, FormDialog)
    for key, text in (("full_name", "Dr A"), ("registration", registration), ("typed", typed_word)):
        field = form.fields[key]
        assert isinstance(field, QLineEdit)
        field.setText(text)
    roles = form.findChildren(QPushButton)
    wanted = "administrator" if actor == "admin.c" else "prescriber"
    next(one for one in roles if one.property("key") == wanted).setChecked(True)
    form.press("sign")
    settle()
    return form


def test_a_value_out_of_bounds_is_refused_beside_its_field(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_stop_uln", "21")
    wrong = part(page, QLabel, "draft_ta_stop_uln_wrong")
    assert wrong.isVisible()
    assert "1.1 to 20" in wrong.text()
    assert not page.keep.isEnabled()
    typed(page, "ta_stop_uln", "4.2")
    assert not wrong.isVisible()
    assert page.keep.isEnabled()


def test_the_changes_stand_in_plain_sentences_as_they_are_typed(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_stop_uln", "4.2")
    assert "Stop from (ALT, AST): 5 × ULN becomes 4.2 × ULN." in said(page)
    assert "Statement S12 says 5 × ULN" in said(page)


def test_trying_names_whose_marks_would_change_and_saves_nothing(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_elevated_uln", "0.5")
    assert page.effects.rows == ()
    page.attempt.click()
    settle()
    assert len(page.effects.rows) > 1
    assert all(row.before != row.after for row in page.effects.rows)
    assert "of 6 patients" in page.told.text()
    assert window.session is not None
    assert own_versions(window.session.clinic) == ()
    typed(page, "ta_elevated_uln", "0.6")
    assert page.effects.rows == ()


def test_a_draft_without_a_reason_is_not_kept(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_stop_uln", "4.2")
    page.keep.click()
    assert "needs a reason" in page.message.text()
    assert page.message.isVisible()


def test_figures_that_contradict_one_another_are_refused_with_words(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "hold_min_days", "30")
    page.why.setText("longer")
    page.keep.click()
    assert page.message.isVisible()
    assert "hold_max_days" in page.message.text()


def test_two_people_sign_and_the_steps_follow(window: MainWindow) -> None:
    kept(window)
    view = part(window, ProtocolView, "protocol_view")
    assert view.isVisible()
    assert view.steps.accessibleName().endswith("status 1 of 3, Submitted")
    signed(window, "first.user", registration="GMC 7654321")
    assert view.steps.accessibleName().endswith("status 2 of 3, Under Review")
    assert window.desks.of(Protocols).sign(NAME) is None
    signed(window, "admin.c")
    assert view.steps.accessibleName().endswith("status 3 of 3, Approved")
    sheet = view.sheet()
    assert sheet is not None
    assert sheet.actions == ("draft", "retire", "print")
    assert any("GMC 7654321" in text for _name, text in sheet.own)

    part(window, QPushButton, "protocol_print").click()
    (preview,) = [d for d in window.findChildren(PreviewDialog) if d.isVisible()]
    assert preview.prepared is not None
    words = "\n".join(words_of(preview.prepared.sheet))
    preview.reject()
    assert "2 of two" in words
    assert "Dr A, Prescriber, GMC 7654321" in words
    assert "I have read this version and approve it for our clinic." in words
    assert window.session is not None
    (stands,) = own_versions(window.session.clinic)
    assert stands.sha256 in words
    assert stands.own is not None
    assert stands.own.signatures[0].sha256 in words
    assert "3.3 × ULN" in words
    assert "first.user, 26-Jan-2026: local audit" in words


def test_a_signature_wants_the_word_and_the_number(window: MainWindow) -> None:
    kept(window)
    form = signed(window, "first.user", registration="")
    assert "registration number" in form.message.text()
    form.reject()
    form = signed(window, "first.user", registration="1", typed_word="approve")
    assert "APPROVE" in form.message.text()
    form.reject()
    assert window.session is not None
    (stands,) = own_versions(window.session.clinic)
    assert stands.review.status == "Submitted"


def test_staff_are_told_who_signs(window: MainWindow) -> None:
    kept(window)
    window._act_as("nurse.b")
    assert window.desks.of(Protocols).sign(NAME) is None
    assert "administrator and a prescriber" in window.place.messages.text()


def test_editing_an_approved_version_makes_a_new_draft(window: MainWindow) -> None:
    kept(window)
    signed(window, "first.user", registration="1")
    signed(window, "admin.c")
    part(window, QPushButton, "protocol_draft").click()
    settle()
    page = part(window, DraftPage, "draft_page")
    assert "stays as it is" in page.heading.text()
    typed(page, "ta_stop_uln", "4.8")
    page.why.setText("again")
    page.keep.click()
    settle()
    assert window.session is not None
    found = {each.name: each.review.status for each in own_versions(window.session.clinic)}
    assert found == {NAME: "Approved", "aza-reintro-clinic@1.1.0": "Submitted"}


def test_a_retired_version_says_so(window: MainWindow) -> None:
    kept(window)
    form = window.desks.of(Protocols).retire(NAME)
    reason = form.fields["reason"]
    assert isinstance(reason, QLineEdit)
    reason.setText("another one is used")
    form.press("retire")
    settle()
    view = part(window, ProtocolView, "protocol_view")
    assert "Retired" in view.standing.text()
    assert not part(view, QPushButton, "protocol_sign").isVisible()


def test_nothing_of_a_draft_outlives_another_base(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_stop_uln", "4.2")
    window.desks.of(Protocols).edit("aza-reintro-literal@1.0.0")
    settle()
    assert page.texts() == {}
    assert "literal" in page.heading.text()


def test_what_was_typed_stays_when_the_page_is_left_and_opened_again(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_stop_uln", "4.2")
    page.closed.emit()
    assert not page.isVisible()
    window.desks.show("draft")
    assert page.texts() == {"ta_stop_uln": "4.2"}


def test_another_clinic_begins_with_an_empty_draft(window: MainWindow) -> None:
    page = opened(window)
    typed(page, "ta_elevated_uln", "0.5")
    page.attempt.click()
    settle()
    assert page.effects.rows
    window._try(window._doors.usual)
    settle()
    assert page.effects.rows == ()
    assert opened(window).texts() == {}
