"""Where a page of the manual is read: its pictures fit the width, links are asked about."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from aza_desktop.drawing.tokens import LIGHT, Tokens
from aza_desktop.gui.help.page_style import page_style
from aza_desktop.services.helping import help_folder

_MARGIN = 8
_SET_APART = re.compile(r'<p class="(note|careful)">(.*?)</p>', re.DOTALL)
_BOX = r'<table width="100%" cellspacing="0" class="box"><tr><td class="\1">\2</td></tr></table>'
"""A paragraph with a ground has no room round its words in rich text; a cell has."""


class PageBrowser(QTextBrowser):
    """Shows markup of the manual. Nothing is fetched: pictures lie in the program's own folder."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._markup = ""
        self._pictured = 0
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(_MARGIN)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.apply_tokens(tokens)

    def show_markup(self, markup: str) -> None:
        """Show a page from its beginning."""
        self._markup = _SET_APART.sub(_BOX, markup)
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def apply_tokens(self, tokens: Tokens) -> None:
        """The colours of a theme, from the next page on."""
        self._tokens = tokens
        self.document().setDefaultStyleSheet(page_style(tokens))

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's own name
        """A picture, never wider than the page."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        picture = QImage(str(_picture(QUrl(name).path(), is_dark=self._tokens.name != LIGHT.name)))
        room = self._room()
        if picture.width() > room > 0:
            sharp = self.devicePixelRatioF()
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(min(round(room * sharp), picture.width()), smooth)
            picture.setDevicePixelRatio(picture.width() / room)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "<img" in self._markup and self._room() != self._pictured:
            place = self.verticalScrollBar().value()
            self._lay_out()
            self.verticalScrollBar().setValue(place)

    def _lay_out(self) -> None:
        self._pictured = self._room()
        self.setHtml(self._markup)

    def _room(self) -> int:
        return self.viewport().width() - 2 * _MARGIN


def _picture(name: str, *, is_dark: bool) -> Path:
    """Where it lies; under a dark theme the dark one of the same name, where there is one."""
    light = help_folder() / name
    dark = light.with_name(light.name.replace("-light", "-dark"))
    return dark if is_dark and dark.is_file() else light
