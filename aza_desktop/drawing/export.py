"""The trend picture as a file: always light, always with the words that a loose sheet needs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from aza_desktop.drawing.models import TrendModel
from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.drawing.trend import draw_trend

FORMATS = ("png", "svg", "pdf")
SIZE_INCHES = (11.0, 7.2)
PNG_DPI = 300
_VEIL = re.compile(rb"(?<![-\w])opacity: ([0-9.]+)")
_EMPTY_GLYPH = re.compile(rb'(<path id="[^"]+") transform')


def captioned_figure(model: TrendModel, *, dpi: int = PNG_DPI) -> Figure:
    """The picture with its caption on a landscape sheet."""
    figure = Figure(figsize=SIZE_INCHES, dpi=dpi)
    FigureCanvasAgg(figure)
    draw_trend(figure, model, LIGHT, captioned=True)
    return figure


def save_trend(model: TrendModel, path: Path) -> None:
    """Write the picture as PNG, SVG or PDF, by the file's ending.

    Raises ValueError for another ending, OSError when the file cannot be written.
    """
    kind = path.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise ValueError(kind)
    figure = captioned_figure(model)
    _save(figure, path, kind, model.title)


def trend_svg(model: TrendModel, *, inches: tuple[float, float]) -> bytes:
    """The picture without a caption as SVG, for a sheet that carries the words itself.

    Made for Qt, which trips over a glyph without a path (the blank), thickens haloed words, and
    makes a coarse picture of what is translucent as a whole.
    """
    figure = Figure(figsize=inches, dpi=PNG_DPI)
    FigureCanvasAgg(figure)
    draw_trend(figure, model, LIGHT)
    for words in figure.findobj(Text):
        words.set_path_effects([])
    made = io.BytesIO()
    _save(figure, made, "svg", model.title)
    told = _EMPTY_GLYPH.sub(rb'\1 d="M0 0L0 1" transform', made.getvalue())
    return _VEIL.sub(rb"fill-opacity: \1; stroke-opacity: \1", told)


def _save(figure: Figure, where: Path | io.BytesIO, kind: str, title: str) -> None:
    undated = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
    with mpl.rc_context({"svg.fonttype": "path", "pdf.fonttype": 42, "svg.hashsalt": "aza"}):
        figure.savefig(where, format=kind, dpi="figure", metadata={"Title": title, **undated})
