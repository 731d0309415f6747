"""The cohort picture as a file: always light, with what it shows and whose lines they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.cohort import painting
from aza_desktop.gui.cohort.painting import Plot
from aza_desktop.gui.theme import fonts
from aza_desktop.gui.viewmodels.edish import EdishModel

_SIZE = QSize(1200, 860)
_FINE = 3
"""Dots of the picture for each of those: about 300 to an inch on an A4 sheet."""
_HEAD, _LINE, _EDGE = 44, 19, 24


def save_picture(path: Path, model: EdishModel, *, title: str, caption: Sequence[str]) -> None:
    """Write a PNG, or an SVG where the name says so. Raises OSError."""
    if path.suffix.lower() == ".svg":
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(_SIZE)
        generator.setViewBox(QRect(0, 0, _SIZE.width(), _SIZE.height()))
        generator.setTitle(title)
        _paint(generator, model, title, caption)
        if not path.is_file():
            raise OSError(None, path.name)
        return
    image = QImage(_SIZE * _FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FINE)
    image.fill(QColor(LIGHT.surface))
    _paint(image, model, title, caption)
    if not image.save(str(path)):
        raise OSError(None, path.name)


def _paint(device: QPaintDevice, model: EdishModel, title: str, caption: Sequence[str]) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, _SIZE.width(), _SIZE.height())
    painter.fillRect(whole, QColor(LIGHT.surface))
    painter.setFont(fonts.font(15, 600))
    painter.setPen(QColor(LIGHT.text))
    left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(whole.adjusted(_EDGE, 8, -_EDGE, 0).adjusted(0, 0, 0, _HEAD - whole.height()),
                     left, title)  # fmt: skip
    line = fonts.scaled(_LINE)
    foot = line * len(caption) + _EDGE
    plot = Plot.of(whole.adjusted(8, _HEAD, -8, -foot), fonts.text_scale())
    painting.paint_ground(painter, plot, model, LIGHT)
    painting.paint_lines(painter, plot, model, LIGHT, held="")
    painter.setFont(fonts.font(12, 400))
    painter.setPen(QColor(LIGHT.text2))
    for place, text in enumerate(caption):
        top = whole.bottom() - foot + 8 + place * line
        painter.drawText(QRectF(_EDGE, top, whole.width() - 2 * _EDGE, line), left, text)
    painter.end()
