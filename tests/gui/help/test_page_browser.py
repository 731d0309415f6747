"""A page of the manual: pictures fit the page, a warning stands in a box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument, QTextTable
from pytestqt.qtbot import QtBot

from aza_desktop.drawing.tokens import DARK, LIGHT
from aza_desktop.gui.help.page_browser import PageBrowser
from tests.support.themed import themed

IMAGE = QTextDocument.ResourceType.ImageResource.value
PAGE = (
    '<h1>Start</h1><p class="careful">Take <b>care</b>.</p>'
    '<p><img src="images/main-light-small.png"></p>'
)


@pytest.fixture
def page(qtbot: QtBot, qapp: object) -> PageBrowser:
    themed(qapp)
    made = PageBrowser(LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_markup(PAGE)
    return made


def test_a_picture_is_never_wider_than_the_page_and_needs_no_scrolling(page: PageBrowser) -> None:
    assert page.horizontalScrollBar().maximum() == 0
    narrow = page.document().idealWidth()
    page.resize(900, 400)
    assert page.horizontalScrollBar().maximum() == 0
    assert page.document().idealWidth() > narrow, "with more room the picture is larger"


def test_a_dark_window_has_the_dark_picture_where_there_is_one(page: PageBrowser) -> None:
    def middle(name: str) -> int:
        picture = page.loadResource(IMAGE, QUrl(name))
        assert isinstance(picture, QImage)
        return picture.pixelColor(5, picture.height() - 40).lightness()

    assert middle("images/main-light-small.png") > 200
    page.apply_tokens(DARK)
    assert middle("images/main-light-small.png") < 60
    assert middle("images/chart.png") > 200


def test_a_warning_stands_in_a_box_of_its_own(page: PageBrowser) -> None:
    frames = page.document().rootFrame().childFrames()
    (table,) = (frame for frame in frames if isinstance(frame, QTextTable))
    assert page.toPlainText().count("Take care.") == 1
    assert table.firstCursorPosition().block().text() == "Take care."


def test_nothing_is_read_from_elsewhere(page: PageBrowser) -> None:
    picture = page.loadResource(IMAGE, QUrl("https://example.org/images/x.png"))
    assert isinstance(picture, QImage)
    assert picture.isNull()
    assert page.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("a")) is None
