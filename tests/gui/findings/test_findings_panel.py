"""The findings panel: what can be done with keys, and what must not be there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aza_desktop.clinical.findings import Escalation, Possibility, Severity
from aza_desktop.drawing.tokens import DARK, LIGHT
from aza_desktop.gui.findings import FindingsPanel
from tests.support.files import OpenFile, a_file, a_mark, an_answer
from tests.support.themed import themed

ELIGIBLE = Escalation(Possibility.ELIGIBLE, None, None, Decimal(75))


def on_50(**changes: object) -> OpenFile:
    usual: dict[str, object] = {"doses": [("2025-11-04", "50")]}
    return a_file(**{**usual, **changes})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _look(qapp: object) -> None:
    themed(qapp)


@pytest.fixture
def panel(qtbot: QtBot) -> FindingsPanel:
    view = FindingsPanel(LIGHT)
    qtbot.addWidget(view)
    view.resize(320, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


def show(qtbot: QtBot, panel: FindingsPanel, file: OpenFile) -> None:
    """Show a patient and let the cards appear."""
    panel.show_file(file)
    qtbot.waitUntil(lambda: "Checked" in said(panel))
    qtbot.waitUntil(lambda: all(card.isVisible() for card in panel.cards))


def said(panel: FindingsPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_cards_are_walked_with_up_and_down(qtbot: QtBot, panel: FindingsPanel) -> None:
    marks = [a_mark(), a_mark("TA_ELEVATED", severity=Severity.MEDIUM)]
    show(qtbot, panel, on_50(answer=an_answer(marks=marks)))
    panel.focus_first()
    first, second = panel.cards
    assert first.accessibleName().startswith("Finding 1 of 2, STOP RULE")
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert panel.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Down)
    assert panel.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert panel.focusWidget() is first


def test_enter_opens_the_patient_wording_and_closes_it(qtbot: QtBot, panel: FindingsPanel) -> None:
    show(qtbot, panel, on_50(answer=an_answer(marks=[a_mark(patient="Ring us today.")])))
    assert "Ring us today." not in said(panel)
    qtbot.keyClick(panel.cards[0], Qt.Key.Key_Return)
    assert "Ring us today." in said(panel)
    qtbot.keyClick(panel.cards[0], Qt.Key.Key_Return)
    assert "Ring us today." not in said(panel)


def test_an_eligible_step_can_be_confirmed_by_key_and_button(
    qtbot: QtBot, panel: FindingsPanel
) -> None:
    show(qtbot, panel, on_50(answer=an_answer(escalation=ELIGIBLE)))
    button = panel.findChild(QPushButton, "finding_confirm")
    with qtbot.waitSignal(panel.confirm_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.confirm_requested):
        qtbot.keyClick(panel.cards[0], Qt.Key.Key_C)
    assert not button.isDefault()
    assert not button.autoDefault()


@pytest.mark.parametrize(
    "status", [s for s in Possibility if s is not Possibility.ELIGIBLE], ids=str
)
def test_no_other_status_offers_a_confirmation(
    qtbot: QtBot, panel: FindingsPanel, status: Possibility
) -> None:
    step = Escalation(status, None, None, Decimal(75), ("TA_STOP",))
    show(qtbot, panel, on_50(answer=an_answer(marks=[a_mark()], escalation=step)))
    assert panel.findChild(QPushButton, "finding_confirm") is None
    with qtbot.assertNotEmitted(panel.confirm_requested):
        for card in panel.cards:
            qtbot.keyClick(card, Qt.Key.Key_C)


def test_a_source_link_names_the_source_and_its_address(qtbot: QtBot, panel: FindingsPanel) -> None:
    show(qtbot, panel, on_50(answer=an_answer(marks=[a_mark()])))
    (link,) = [label for label in panel.findChildren(QLabel) if "<a href" in label.text()]
    with qtbot.waitSignal(panel.source_requested) as asked:
        link.linkActivated.emit("article")
    assert asked.args == ["article", "https://example.org/article"]
    assert link.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_words_of_the_record_are_never_read_as_markup(qtbot: QtBot, panel: FindingsPanel) -> None:
    show(qtbot, panel, on_50(answer=an_answer(marks=[a_mark(missing=["<b>ULN</b> & unit"])])))
    assert "&lt;b&gt;ULN&lt;/b&gt; &amp; unit" in said(panel)


def test_a_result_can_be_added_from_what_comes_up(qtbot: QtBot, panel: FindingsPanel) -> None:
    show(qtbot, panel, on_50())
    with qtbot.waitSignal(panel.add_result_requested):
        qtbot.mouseClick(
            panel.findChild(QPushButton, "coming_up_add_result"), Qt.MouseButton.LeftButton
        )


def test_without_findings_the_standing_lines_remain(qtbot: QtBot, panel: FindingsPanel) -> None:
    show(qtbot, panel, on_50())
    assert "No findings" in said(panel)
    assert "Blood counts are not part" in panel.standing.text()
    assert panel.standing.isVisible()
    assert panel.steps.accessibleName() == (
        "Protocol aza-reintro-cautious@1.0.0, status 2 of 3, Under Review"
    )


def test_a_lost_protocol_is_said_and_not_shown_as_no_findings(
    qtbot: QtBot, panel: FindingsPanel
) -> None:
    broken = type("Lost", (), {"answer": None, "protocol": None, "record": None})()
    panel.show_file(broken)
    qtbot.waitUntil(lambda: "could not run" in said(panel))
    assert "could not run" in said(panel)
    assert "No findings" not in said(panel)


def test_cards_never_push_the_panel_wider_than_it_is(qtbot: QtBot, panel: FindingsPanel) -> None:
    marks = [a_mark("LFT_NOT_SINCE_STEP", patient="x", title="Incomprehensibilities " * 4)]
    show(qtbot, panel, on_50(answer=an_answer(marks=marks, escalation=ELIGIBLE)))
    assert panel.scroller.widget().minimumSizeHint().width() <= panel.scroller.viewport().width()


def test_another_theme_paints_other_cards(qtbot: QtBot, panel: FindingsPanel) -> None:
    show(qtbot, panel, on_50(answer=an_answer(marks=[a_mark()])))
    light = panel.grab().toImage()
    panel.apply_tokens(DARK)
    assert panel.grab().toImage() != light
    assert len(panel.cards) == 1


def test_what_was_closed_squeezes_no_card_and_fits(qtbot: QtBot, panel: FindingsPanel) -> None:
    panel.resize(300, 260)
    show(qtbot, panel, on_50(answer=an_answer(marks=[a_mark(), a_mark("TA_ELEVATED")])))
    panel.show_closed((("20-Dec-2025", "Decided: stop"),))  # nothing is painted before it returns
    page = panel.cards[0].parentWidget()
    for card in panel.cards:
        assert card.height() >= card.layout().totalHeightForWidth(card.width())
    qtbot.wait(20)
    assert page.width() == panel.scroller.viewport().width()
