"""The trend picture as a file: always light, always with the words that a loose sheet needs."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from aza_desktop.drawing.models import TrendModel
from aza_desktop.drawing.tokens import LIGHT
from aza_desktop.drawing.trend import draw_trend

FORMATS = ("png", "svg", "pdf")
SIZE_INCHES = (11.0, 7.2)
PNG_DPI = 300


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
    undated = {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
    metadata = {"Title": model.title, **undated}
    with mpl.rc_context({"svg.fonttype": "path", "pdf.fonttype": 42, "svg.hashsalt": "aza"}):
        figure.savefig(path, format=kind, dpi="figure", metadata=metadata)
