"""Blocks of a sheet become pieces: strips of the page that are never torn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.gui.printing.lettering import BOLD, MEDIUM, PLAIN, POINTS, STRONG, Lines, face
from aza_desktop.gui.printing.month import draw_month, heights_of
from aza_desktop.reports.document import (
    Block,
    Box,
    Facts,
    Heading,
    Month,
    Picture,
    Row,
    Sign,
    Size,
    Table,
    Title,
    Who,
    Words,
)

Paint = Callable[[QPainter, float, float, float], None]
"""(painter, top, width, height): draws at the left edge x = 0."""

HAIR, FINE, HEAVY = 5.0, 8.0, 22.0
_CELL_X, _CELL_Y = 40.0, 34.0
_ROOMY = 300.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A strip. gap: room above it, not at the top of a page. joined: stays with the next piece.

    again: what stands above it anew when a page begins with it: the head of its table.
    most: the height up to which it takes what the page has left.
    """

    height: float
    paint: Paint
    gap: float = 0.0
    joined: bool = False
    again: Piece | None = None
    most: float = 0.0


def pieces_of(block: Block, width: float) -> Iterator[Piece]:
    """The strips of a block, from top to bottom."""
    match block:
        case Title():
            yield _title(block, width)
        case Who():
            yield _who(block, width)
        case Heading():
            yield _heading(block, width)
        case Words():
            yield _words(block, width)
        case Facts():
            yield from _facts(block, width)
        case Box():
            yield _box(block, width)
        case Table():
            yield from _table(block, width)
        case Month():
            yield _month(block)
        case Picture():
            yield _picture(block, width)
        case Sign():
            yield _sign(block, width)


def _title(block: Title, width: float) -> Piece:
    text = Lines(block.text, face(200, BOLD), width * 0.68)
    aside = Lines(block.aside, face(160, STRONG), width * 0.5, align=Qt.AlignmentFlag.AlignRight)
    height = text.height + 30

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        text.draw(painter, 0, top, LIGHT.text)
        aside.draw(painter, width * 0.5, top + 30, LIGHT.text)
        _rule(painter, top + height, width, 14)

    return Piece(height, paint, joined=True)


def _who(block: Who, width: float) -> Piece:
    name = Lines(block.name, face(158, BOLD), width)
    columns = max(len(block.facts), 1)
    share = width / columns
    cells = [
        (
            Lines(label, face(POINTS[Size.SMALL], MEDIUM), share - 40),
            Lines(value, face(POINTS[Size.LARGE], STRONG), share - 40),
        )
        for label, value in block.facts
    ]
    row = max((label.height + value.height for label, value in cells), default=0)

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        name.draw(painter, 0, top, LIGHT.text)
        for place, (label, value) in enumerate(cells):
            y = top + name.height + 14
            label.draw(painter, place * share, y, LIGHT.text2)
            value.draw(painter, place * share, y + label.height, LIGHT.text)

    return Piece(name.height + 14 + row, paint, gap=80)


def _heading(block: Heading, width: float) -> Piece:
    text = Lines(block.text, face(128, BOLD), width * 0.6)
    note = Lines(
        block.note, face(POINTS[Size.SMALL]), width * 0.55, align=Qt.AlignmentFlag.AlignRight
    )

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        text.draw(painter, 0, top, LIGHT.text)
        note.draw(painter, width * 0.45, top + 30, LIGHT.text2)

    return Piece(max(text.height, note.height + 30), paint, gap=150, joined=True)


def _words(block: Words, width: float) -> Piece:
    lines = Lines(block.text, face(POINTS[block.size], STRONG if block.strong else PLAIN), width)
    colour = LIGHT.text2 if block.quiet else LIGHT.text

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        lines.draw(painter, 0, top, colour)

    return Piece(lines.height, paint, gap=46)


def _facts(block: Facts, width: float) -> Iterator[Piece]:
    """One strip for each line of cells, so that a long list may flow over."""
    share = width / block.columns
    label_width = min(share * 0.36, 900.0)
    for start in range(0, len(block.rows), block.columns):
        cells = [
            (
                Lines(label, face(POINTS[Size.SMALL], MEDIUM), label_width - 30),
                Lines(value, face(POINTS[Size.BODY], MEDIUM), share - label_width - 50),
            )
            for label, value in block.rows[start : start + block.columns]
        ]
        height = max(max(label.height + 8, value.height) for label, value in cells)
        yield Piece(height, _fact_painter(cells, share, label_width), gap=26 if start else 60)


def _fact_painter(cells: list[tuple[Lines, Lines]], share: float, label_width: float) -> Paint:
    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        for place, (label, value) in enumerate(cells):
            label.draw(painter, place * share, top + 9, LIGHT.text2)
            value.draw(painter, place * share + label_width, top, LIGHT.text)

    return paint


def _box(block: Box, width: float) -> Piece:
    side = 110.0
    inner = width - 2 * side
    title = Lines(block.title, face(round(POINTS[block.size] * 1.08), BOLD), inner)
    lines = [Lines(line, face(POINTS[block.size], MEDIUM), inner) for line in block.lines]
    height = 64 + title.height + sum(line.height + 12 for line in lines) + 60

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        stroke = HEAVY if block.heavy else FINE
        painter.setPen(QPen(QColor(LIGHT.text), stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(stroke / 2, top + stroke / 2, width - stroke, height - stroke))
        y = top + 64
        title.draw(painter, side, y, LIGHT.text)
        y += title.height + 12
        for line in lines:
            line.draw(painter, side, y, LIGHT.text)
            y += line.height + 12

    return Piece(height, paint, gap=100)


def _table(block: Table, width: float) -> Iterator[Piece]:
    whole = sum(column.share for column in block.columns)
    widths = [width * column.share / whole for column in block.columns]
    head = _table_head(block, widths, width)
    yield head
    for row in block.rows:
        piece = _group(row, block, width) if row.is_group else _row(row, block, widths, width)
        yield replace(piece, again=replace(head, gap=0))


def _table_head(block: Table, widths: list[float], width: float) -> Piece:
    cells = [
        Lines(column.title, face(POINTS[block.size], STRONG), each - _CELL_X, align=_align(column))
        for column, each in zip(block.columns, widths, strict=True)
    ]
    height = max((cell.height for cell in cells), default=0) + _CELL_Y

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        x = 0.0
        for cell, each in zip(cells, widths, strict=True):
            cell.draw(painter, x, top + _CELL_Y / 2, LIGHT.text2)
            x += each
        _rule(painter, top + height, width, 12)

    return Piece(height, paint, gap=70, joined=True)


def _group(row: Row, block: Table, width: float) -> Piece:
    text = Lines(row.cells[0], face(round(POINTS[block.size] * 1.12), BOLD), width)
    height = text.height + 70

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        painter.fillRect(QRectF(0, top + 26, width, height - 26), QColor(LIGHT.plan_tint))
        text.draw(painter, 40, top + 48, LIGHT.text)

    return Piece(height, paint, joined=True)


def _row(row: Row, block: Table, widths: list[float], width: float) -> Piece:
    cells = []
    for column, each, text in zip(block.columns, widths, row.cells, strict=True):
        first, _, rest = text.partition("\n")
        top = Lines(
            first,
            face(POINTS[block.size], STRONG if column.strong else PLAIN, figures=column.right),
            each - _CELL_X,
            align=_align(column),
        )
        below = (
            Lines(rest, face(round(POINTS[block.size] * 0.93)), each - _CELL_X) if rest else None
        )
        cells.append((top, below))
    height = max(top.height + (below.height if below else 0) for top, below in cells) + _CELL_Y
    height = max(height, _ROOMY) if block.roomy else height

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        x = 0.0
        for (first, below), each in zip(cells, widths, strict=True):
            first.draw(painter, x, top + _CELL_Y / 2, LIGHT.text)
            if below is not None:
                below.draw(painter, x, top + _CELL_Y / 2 + first.height, LIGHT.text2)
            x += each
        if block.roomy:
            _write_in(painter, QRectF(width - widths[-1], top, widths[-1], height))
        _rule(painter, top + height, width, HAIR, LIGHT.control)

    return Piece(height, paint)


def _write_in(painter: QPainter, box: QRectF) -> None:
    """Faint lines to write on."""
    painter.setPen(QPen(QColor(LIGHT.border), HAIR))
    for part in (0.52,):
        y = box.top() + box.height() * part
        painter.drawLine(round(box.left()), round(y), round(box.right()), round(y))


def _month(block: Month) -> Piece:
    def paint(painter: QPainter, top: float, width: float, height: float) -> None:
        draw_month(painter, block, QRectF(0, top, width, height))

    least, most = heights_of(block)
    return Piece(least, paint, gap=90, most=most)


def _picture(block: Picture, width: float) -> Piece:
    height = width * block.per_width / 1000

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - only where a picture is drawn

        QSvgRenderer(QByteArray(block.svg)).render(painter, QRectF(0, top, width, height))

    return Piece(height, paint, gap=60)


def _sign(block: Sign, width: float) -> Piece:
    share = width / len(block.labels)
    labels = [Lines(label, face(POINTS[Size.SMALL]), share - 120) for label in block.labels]

    def paint(painter: QPainter, top: float, _width: float, _height: float) -> None:
        for place, label in enumerate(labels):
            x = place * share
            painter.setPen(QPen(QColor(LIGHT.text), FINE))
            painter.drawLine(round(x), round(top + 330), round(x + share - 120), round(top + 330))
            label.draw(painter, x, top + 350, LIGHT.text2)

    return Piece(350 + max(label.height for label in labels), paint, gap=60)


def _align(column: object) -> Qt.AlignmentFlag:
    right = getattr(column, "right", False)
    return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft


def _rule(
    painter: QPainter, y: float, width: float, stroke: float, colour: str = LIGHT.text
) -> None:
    painter.setPen(QPen(QColor(colour), stroke))
    painter.drawLine(0, round(y), round(width), round(y))
