"""Sheets become pages: on the screen, in a PDF, on a printer, all from one layout.

A PDF is made in memory: nothing about a patient is written anywhere but where the user saves it.
It carries no author and no path.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.printing.lettering import BOLD, MEDIUM, STRONG, Lines, face, fitted
from aza_desktop.gui.printing.pieces import Piece, pieces_of
from aza_desktop.reports.document import Sheet
from aza_desktop.texts import tr

UNITS_PER_INCH = 720
"""Lengths are tenths of a point."""

A4 = (5953.0, 8419.0)
_SIDE, _TOP, _BOTTOM = 430.0, 400.0, 330.0
_HEAD_ROOM = 210.0
_PDF_DPI = 600


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece with its top on the page and the height it was given."""

    piece: Piece
    top: float
    height: float


@dataclass(slots=True)
class _Page:
    placed: list[Placed] = field(default_factory=list)
    bottom: float = _TOP


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet laid out. size: width and height of a page in tenths of a point."""

    sheet: Sheet
    size: tuple[float, float]
    pages: tuple[tuple[Placed, ...], ...]

    @property
    def width(self) -> float:
        """Of the room between the margins."""
        return self.size[0] - 2 * _SIDE


def lay_out(sheet: Sheet) -> Paper:
    """Break the sheet into pages. Needs the application for its fonts."""
    size = (A4[1], A4[0]) if sheet.landscape else A4
    width = size[0] - 2 * _SIDE
    end = size[1] - _BOTTOM - _foot_height(sheet, width)
    pages: list[_Page] = []
    for part in sheet.parts:
        pieces = [piece for block in part for piece in pieces_of(block, width)]
        pages.append(_new_page(sheet, first=not pages))
        _fill(sheet, pages, _grown(pieces, end - pages[-1].bottom), end)
    return Paper(sheet, size, tuple(tuple(page.placed) for page in pages))


def paint_page(painter: QPainter, paper: Paper, number: int) -> None:
    """Draw one page; the painter's unit is a tenth of a point. number: from 0."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    _watermark(painter, paper)
    painter.save()
    painter.translate(_SIDE, 0)
    if number and paper.sheet.head:
        _running_head(painter, paper)
    for placed in paper.pages[number]:
        placed.piece.paint(painter, placed.top, paper.width, placed.height)
    _foot(painter, paper, number, paper.size[1])
    painter.restore()


def pdf_bytes(paper: Paper) -> bytes:
    """The sheet as a PDF, made in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(paper.sheet.title)
    writer.setCreator(tr("Aza Desktop"))
    writer.setResolution(_PDF_DPI)
    prepare(writer, paper)
    paint_on(writer, paper)
    buffer.close()
    return bytes(buffer.data().data())


def prepare(device: QPagedPaintDevice, paper: Paper) -> None:
    """A4, turned as the sheet wants it, without margins of the device's own."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    landscape = paper.sheet.landscape
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    device.setPageOrientation(turned)
    device.setPageMargins(QMarginsF(0, 0, 0, 0))


def paint_on(device: QPdfWriter | QPagedPaintDevice, paper: Paper) -> None:
    """Every page onto a PDF writer or a printer that was prepared."""
    painter = QPainter(device)
    scale = device.logicalDpiX() / UNITS_PER_INCH
    painter.scale(scale, scale)
    for number in range(len(paper.pages)):
        if number:
            device.newPage()
        paint_page(painter, paper, number)
    painter.end()


def page_image(paper: Paper, number: int, *, width_px: int) -> QImage:
    """One page for the preview, as wide as that."""
    scale = width_px / paper.size[0]
    size = QSizeF(paper.size[0] * scale, paper.size[1] * scale).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_page(painter, paper, number)
    painter.end()
    return image


# pages


def _new_page(sheet: Sheet, *, first: bool) -> _Page:
    return _Page(bottom=_TOP + (0 if first or not sheet.head else _HEAD_ROOM))


def _grown(pieces: list[Piece], room: float) -> list[tuple[Piece, float]]:
    """Each piece with its height; the one that grows takes the room that the others leave."""
    fixed = sum(piece.height + piece.gap for piece in pieces)
    spare = max(room - fixed, 0.0)
    return [(piece, max(piece.height, min(piece.height + spare, piece.most))) for piece in pieces]


def _fill(sheet: Sheet, pages: list[_Page], pieces: list[tuple[Piece, float]], end: float) -> None:
    for place, (piece, height) in enumerate(pieces):
        page = pages[-1]
        gap = piece.gap if page.placed else 0.0
        need = gap + height + _joined_height(pieces, place)
        if page.placed and page.bottom + need > end:
            page = _new_page(sheet, first=False)
            pages.append(page)
            gap = 0.0
            if piece.again is not None:
                _put(page, piece.again, piece.again.height, 0.0)
        _put(page, piece, height, gap)


def _joined_height(pieces: list[tuple[Piece, float]], place: int) -> float:
    """What has to stand on the same page below a piece that must not end it."""
    height = 0.0
    while pieces[place][0].joined and place + 1 < len(pieces):
        place += 1
        height += pieces[place][0].gap + pieces[place][1]
    return height


def _put(page: _Page, piece: Piece, height: float, gap: float) -> None:
    top = page.bottom + gap
    page.placed.append(Placed(piece, top, height))
    page.bottom = top + height


# head, foot and watermark


def _running_head(painter: QPainter, paper: Paper) -> None:
    words = Lines(paper.sheet.head, face(96, STRONG), paper.width)
    words.draw(painter, 0, _TOP - 40, LIGHT.text)
    painter.setPen(QPen(QColor(LIGHT.control), 6))
    painter.drawLine(0, round(_TOP + 110), round(paper.width), round(_TOP + 110))


def _foot_lines(sheet: Sheet, width: float) -> list[Lines]:
    return [Lines(text, face(84, MEDIUM), width - 900) for text in sheet.foot if text]


def _foot_height(sheet: Sheet, width: float) -> float:
    return sum(line.height for line in _foot_lines(sheet, width)) + 150


def _foot(painter: QPainter, paper: Paper, number: int, height: float) -> None:
    lines = _foot_lines(paper.sheet, paper.width)
    y = height - _BOTTOM - sum(line.height for line in lines)
    painter.setPen(QPen(QColor(LIGHT.control), 6))
    painter.drawLine(0, round(y - 40), round(paper.width), round(y - 40))
    for line in lines:
        line.draw(painter, 0, y, LIGHT.text2)
        y += line.height
    said = tr("Page {n} of {of}").format(n=number + 1, of=len(paper.pages))
    count = Lines(said, face(96, BOLD), 880, align=Qt.AlignmentFlag.AlignRight)
    count.draw(painter, paper.width - 880, height - _BOTTOM - count.height, LIGHT.text)


def _watermark(painter: QPainter, paper: Paper) -> None:
    if not paper.sheet.watermark:
        return
    width, height = paper.size
    font = fitted(paper.sheet.watermark, 900, BOLD, math.hypot(width, height) * 0.78)
    words = Lines(paper.sheet.watermark, font, 2 * height, align=Qt.AlignmentFlag.AlignHCenter)
    painter.save()
    painter.translate(width / 2, height / 2)
    painter.rotate(-math.degrees(math.atan2(height, width)))
    painter.setOpacity(0.10)
    words.draw(painter, -height, -words.height / 2, LIGHT.muted)
    painter.restore()
