"""Words on paper: fonts in tenths of a point, and text that is wrapped before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextLine, QTextOption

from aza_desktop.gui.theme import fonts
from aza_desktop.reports.document import Size

POINTS = {Size.TINY: 78, Size.SMALL: 86, Size.BODY: 102, Size.LARGE: 122, Size.HUGE: 160}
"""Tenths of a point."""

PLAIN, MEDIUM, STRONG, BOLD = 400, 500, 600, 700
LEADING = 1.32


def face(tenths: int, weight: int = PLAIN, *, figures: bool = False) -> QFont:
    """The bundled font at a size in tenths of a point. figures: all of one width."""
    fonts.register()
    made = QFont(fonts.FAMILY)
    made.setPixelSize(tenths)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Inter's contextual forms of - : ( x have no character of their own: copied text loses them.
    made.setFeature(QFont.Tag("calt"), 0)
    if figures:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@dataclass(frozen=True, slots=True)
class _Line:
    layout: QTextLayout
    top: float


class Lines:
    """A text wrapped to a width; a word longer than the width is broken, never cut off."""

    def __init__(
        self,
        text: str,
        font: QFont,
        width: float,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        self._lines: list[_Line] = []
        self.height = 0.0
        option = QTextOption(align)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        step = font.pixelSize() * LEADING
        for paragraph in text.split("\n"):
            layout = QTextLayout(paragraph, font)
            layout.setTextOption(option)
            top = self.height
            layout.beginLayout()
            rows = 0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(width, 1.0))
                _break_at_blank(line, paragraph, max(width, 1.0))
                line.setPosition(QPointF(0.0, rows * step + (step - line.height()) / 2))
                rows += 1
            layout.endLayout()
            self._lines.append(_Line(layout, top))
            self.height += max(rows, 1) * step

    def draw(self, painter: QPainter, x: float, y: float, colour: str) -> None:
        """Draw it with its top left corner there."""
        painter.setPen(QColor(colour))
        for line in self._lines:
            line.layout.draw(painter, QPointF(x, y + line.top))


def _break_at_blank(line: QTextLine, text: str, width: float) -> None:
    """Qt also breaks behind a hyphen; a date or a number of a patient stays in one line."""
    end = line.textStart() + line.textLength()
    if end >= len(text) or text[end - 1] == " ":
        return
    blank = text.rfind(" ", line.textStart(), end)
    if blank > line.textStart():
        line.setNumColumns(blank + 1 - line.textStart(), width)


def fitted(text: str, tenths: int, weight: int, width: float) -> QFont:
    """The font at that size, or so much smaller that the text fits into one line."""
    font = face(tenths, weight)
    wide = width_of(text, font)
    return font if wide <= width else face(max(int(tenths * width / wide), 60), weight)


def width_of(text: str, font: QFont) -> float:
    """How wide the text is in one line."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return line.naturalTextWidth()
