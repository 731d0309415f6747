"""Lucide icons, tinted with a token and rendered once per name, colour, size and scale.

`PySide6.QtSvg` is named here on purpose: a frozen build that leaves it out has no icons.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from aza_desktop.paths import resources_folder

_SHARPNESS = 3
"""Device pixels for one pixel of the layout: sharp up to 300 % scaling, and still small."""

_SMALL = 12
"""Up to this size in pixels a stroke of the usual width would be a hair: it is drawn bolder."""


@cache
def _drawing(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def pixmap(name: str, color: str, size: int = 16) -> QPixmap:
    """The icon `name` in `color` (``#RRGGBB``), `size` layout pixels square."""
    svg = _drawing(name).replace("currentColor", color)
    if size <= _SMALL:
        svg = svg.replace('stroke-width="2"', 'stroke-width="2.6"')
    picture = QPixmap(size * _SHARPNESS, size * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return picture


@cache
def icon(name: str, color: str, size: int = 16) -> QIcon:
    """The same as an icon for buttons and actions."""
    return QIcon(pixmap(name, color, size))
